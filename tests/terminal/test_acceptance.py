"""What people expect of the command: each test is one row of the list that it was built to.

Rows about the interactive prompt are in test_prompt.py, those that need a real terminal in
test_pty.py.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

import chatbot
from chatbot import Bot
from chatbot.terminal.cli import main
from chatbot.terminal.layout import cells

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeConsole, World


KNEE = "why does my knee hurt"
MARS = "where is mars"
NO_COLOR = {"NO_COLOR": "1"}
ROOT = Path(chatbot.__file__).resolve().parents[1]


def run_chatbot(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "chatbot", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, timeout=60, check=False, **options)


def test_row_1_ask_answers_without_reading_or_prompting(world: World) -> None:
    run = world.run("ask", KNEE, stdin="never read")
    assert "Your knee hurts most often" in run.out
    assert (run.status, run.err) == (0, "")


def test_row_1_nothing_heavy_is_imported(folder: Path) -> None:
    code = (
        "import sys\nfrom chatbot.terminal.cli import main\n"
        f"main(['ask', {KNEE!r}, '--content', {str(folder)!r}])\n"
        "heavy = {'prompt_toolkit', 'asyncio', 'rich', 'markdown_it', 'wcwidth', 'numpy'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_row_2_a_decline_is_no_answer(world: World) -> None:
    run = world.run("ask", MARS)
    assert "mars" in run.out
    assert (run.status, run.err) == (1, "")


def test_row_3_a_pipe_is_one_conversation_in_plain_text(world: World) -> None:
    run = world.run(stdin=f"{KNEE}\nwhat causes knee trouble\n")
    first, second = run.out.split("\n\nOveruse.")
    assert first.startswith("Your knee hurts")
    assert "Source" in second
    assert "\x1b" not in run.out
    assert ">" not in run.out
    assert max(map(len, run.out.splitlines())) > 80
    assert (run.status, run.err) == (0, "")


def test_row_3_a_number_is_a_turn_of_the_conversation(world: World) -> None:
    assert "Overuse." in world.run(stdin=f"{KNEE}\n1\n").out


def test_row_4_json_lines(world: World) -> None:
    run = world.run("ask", "--json", stdin=f"{KNEE}\n{MARS}\n")
    answer, decline = map(json.loads, run.out.splitlines())
    assert [answer["version"], answer["kind"], decline["kind"]] == [1, "answer", "decline"]
    assert (run.status, run.err) == (1, "")


def test_row_4_the_explanation_in_json(world: World) -> None:
    data = json.loads(world.run("ask", "--json", "--explain", KNEE).out)
    assert data["explanation"]["intent"] == "knee_pain"


@pytest.mark.skipif(shutil.which("head") is None, reason="needs head")
def test_row_5_a_reader_that_leaves(folder: Path) -> None:
    command = f'"{sys.executable}" -m chatbot --content "{folder}" | head -n 1'
    questions = f"{KNEE}\n".encode() * 3000
    run = subprocess.run(
        ["sh", "-c", command], input=questions, cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert run.stdout.startswith(b"Your knee hurts")
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_row_5_a_disk_that_is_full(folder: Path) -> None:
    command = f'"{sys.executable}" -m chatbot ask knee --content "{folder}" > /dev/full'
    run = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith(b"chatbot: ")
    assert run.stderr.count(b"\n") == 1


@pytest.mark.parametrize("arguments", [[], ["ask"]])
def test_row_6_no_input(folder: Path, arguments: list[str]) -> None:
    run = run_chatbot(*arguments, "--content", str(folder), stdin=subprocess.DEVNULL)
    assert (run.stdout, run.stderr) == (b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's way to close a stream")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", ["", "ask knee", "--help", "frob"])
def test_row_6_closed_streams(folder: Path, arguments: str, closed: str) -> None:
    command = f'"{sys.executable}" -m chatbot --content "{folder}" {arguments} {closed}'
    run = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in run.stdout + run.stderr
    assert run.returncode == (2 if arguments == "frob" else 0)


def test_row_7_a_broken_content_lists_every_problem(make_console: MakeConsole, tmp_path: Path) -> None:
    (tmp_path / "intents.yaml").write_text(
        "intents:\n  a:\n    titel: A\n    examples: [a]\n    answers: [x.md#y]\n"
    )
    for arguments in ([], ["ask", "a"], ["test"]):
        console = make_console("a\n")
        assert main([*arguments, "--content", str(tmp_path)], console) == 2
        lines = console.err.splitlines()
        assert len(lines) == 2
        assert all(line.startswith(f"{tmp_path / 'intents.yaml'}:") for line in lines)
        assert any(":3: " in line and "did you mean 'title'?" in line for line in lines)
        assert console.out == ""


def test_row_7_check_prints_them_and_exits_with_1(make_console: MakeConsole, tmp_path: Path) -> None:
    (tmp_path / "intents.yaml").write_text("intents:\n  a:\n    titel: A\n")
    console = make_console()
    assert main(["check", str(tmp_path)], console) == 1
    assert f"{tmp_path / 'intents.yaml'}:3: " in console.out
    assert main(["check", str(tmp_path / "none")], make_console()) == 2


def test_row_7_check_sums_a_sound_content_up(world: World) -> None:
    run = world.run("check")
    assert run.out == "Knee reference: 5 intents, 18 examples, 6 sections, 2 sources. No problems.\n"
    assert run.status == 0


@pytest.mark.parametrize(
    ("environ", "terminal", "arguments", "coloured"),
    [
        ({}, True, [], True),
        ({}, False, [], False),
        ({"NO_COLOR": "1"}, True, [], False),
        ({"TERM": "dumb"}, True, [], False),
        ({"CLICOLOR_FORCE": "1"}, False, [], True),
        ({"CLICOLOR_FORCE": "1"}, False, ["--no-color"], False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False, [], False),
    ],
)
def test_row_8_who_decides_on_colour(
    world: World, environ: dict[str, str], terminal: bool, arguments: list[str], coloured: bool
) -> None:
    run = world.run("ask", KNEE, *arguments, terminal=terminal, environ=environ)
    assert ("\x1b[" in run.out) is coloured


def test_row_13_a_slip_in_a_command(world: World) -> None:
    run = world.run(stdin="/hlep\n")
    assert run.out == ""
    assert "/help" in run.err


def test_row_14_a_path_is_a_question(world: World) -> None:
    run = world.run(stdin="/usr/bin hurts\n")
    assert run.out
    assert run.err == ""


def test_row_15_a_choice_by_number_and_a_new_question(world: World, knees: Bot) -> None:
    vague = next(
        q
        for q in (
            "ache",
            "pain and causes",
            "treated knee causes",
            "sore knee",
            "ache help knee",
            "knee reasons",
        )
        if knees.ask(q).kind == "clarify"
    )
    second = knees.ask(vague).choices[1].intent
    said = {"knee_pain": "used more than", "treatment": "Rest it.", "causes": "Overuse."}[second]
    assert said in world.run(stdin=f"{vague}\n2\n").out
    assert "膝" in world.run(stdin=f"{vague}\ntell me the Japanese name\n").out
    assert "膝" in world.run(stdin=f"{vague}\n2\ntell me the Japanese name\n").out


@pytest.mark.parametrize("bad", ["\x1b]0;x\x07", "\x9b31m", "\u202e", "\ud800"])
@pytest.mark.parametrize("terminal", [True, False])
def test_row_16_nothing_raw_reaches_the_terminal(world: World, bad: str, terminal: bool) -> None:
    lines = f"my {bad} knee\n{bad}\n/{bad}hlep\n/topics {bad}\n/back\n"
    run = world.run("--plain", "--no-color", stdin=lines, terminal=terminal)
    asked = world.run("ask", "--no-color", f"my{bad}knee", bad, terminal=terminal)
    for char in set(bad) - set("]0;x31m"):
        assert char not in run.out + run.err + asked.out + asked.err


@pytest.mark.parametrize(
    ("escape", "name"), [('"\\e]0;x\\a"', "001B"), ('"\\x9b"', "009B"), ('"\\u202e"', "202E")]
)
def test_row_16_content_that_holds_such_is_refused_with_its_line(
    make_console: MakeConsole, tmp_path: Path, escape: str, name: str
) -> None:
    text = f"intents:\n  a:\n    title: A\n    examples: [a]\n    reply: {escape}\n"
    (tmp_path / "intents.yaml").write_text(text)
    console = make_console()
    assert main(["ask", "a", "--content", str(tmp_path)], console) == 2
    assert "intents.yaml:5: " in console.err
    assert f"U+{name}" in console.err


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("question", [KNEE, "tell me the Japanese name", MARS, "how is it treated"])
def test_rows_17_and_23_no_line_is_wider_than_the_terminal(world: World, width: int, question: str) -> None:
    lines = f"{question}\n/why\n/help\n/topics\n/sources\n"
    run = world.run("--plain", stdin=lines, terminal=True, width=width, environ=NO_COLOR)
    for line in (run.out + run.err).splitlines():
        assert cells(line.removeprefix("> ")) <= min(width, 80)
    assert len(run.out.splitlines()) > 10


def test_row_23_wide_terminals_are_filled_up_to_80(world: World) -> None:
    lines = world.run("ask", KNEE, terminal=True, width=200, environ=NO_COLOR).out.splitlines()
    assert 70 < max(map(len, lines)) <= 80


def test_row_19_accessible_means_the_plain_driver_and_the_same_answers(world: World) -> None:
    run = world.run(stdin=f"{KNEE}\n1\n", terminal=True, environ={"ACCESSIBLE": "1", "NO_COLOR": "1"})
    asked = world.run("ask", KNEE, terminal=True, environ=NO_COLOR)
    assert asked.out.split("\nSource")[0] in run.out
    assert "Overuse." in run.out
    assert run.err.splitlines()[0] == "Knee reference: Answers about the knee"
    assert run.status == 0


@pytest.mark.parametrize(("word", "said"), [("exit", ""), ("quit", ""), ("/quit", ""), ("bye", "Goodbye.\n")])
def test_row_20_words_that_leave(world: World, word: str, said: str) -> None:
    run = world.run(stdin=f"{word}\n{KNEE}\n")
    assert (run.status, run.out, run.err) == (0, said, "")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_row_21_a_narrow_encoding(world: World, encoding: str) -> None:
    run = world.run(stdin="tell me the Japanese name\n“knee”\n/why\n", encoding=encoding)
    assert "???" in run.out
    assert run.status == 0


def test_row_21_a_real_cp1252_stream(folder: Path) -> None:
    environ = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    run = run_chatbot("ask", "tell me the Japanese name \u2192", "--content", str(folder), env=environ)
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"???" in run.stdout


def test_row_22_help_fits_a_terminal(world: World) -> None:
    for arguments in (["--help"], ["-h"]):
        run = world.run(*arguments)
        lines = run.out.splitlines()
        assert (run.status, run.err) == (0, "")
        assert len(lines) <= 24
        assert max(map(len, lines)) < 80
        assert lines[2].startswith("  chatbot ")


@pytest.mark.parametrize("command", ["ask", "check", "test"])
def test_row_22_help_of_each_command(world: World, command: str) -> None:
    run = world.run(command, "--help")
    assert f"chatbot {command}" in run.out
    assert "--content DIR" in run.out
    assert len(run.out.splitlines()) <= 24


# -- beyond the rows -----------------------------------------------------------------------

GOOD = "conversations:\n  - name: good\n    turns:\n      - {say: why does my knee hurt, kind: answer}\n"
BAD = "  - name: bad <x>\n    turns:\n      - {say: where is mars, kind: answer}\n"


def test_conversation_tests(world: World, tmp_path: Path) -> None:
    path = tmp_path / "talk.yaml"
    path.write_text(GOOD)
    run = world.run("test", str(path))
    assert (run.status, run.out, run.err) == (0, "1 conversation of 1 turn: all passed.\n", "")
    path.write_text(GOOD + BAD)
    report = tmp_path / "report.xml"
    run = world.run("test", str(tmp_path), "--junit", str(report))
    assert run.status == 1
    assert run.out.startswith(f"{path}:7: ")
    assert run.out.endswith("2 conversations of 2 turns: 1 failed.\n")
    suite = ET.fromstring(report.read_bytes())[0]  # noqa: S314 - our own
    assert [suite.get("tests"), suite.get("failures")] == ["2", "1"]
    assert [case.get("name") for case in suite] == ["good", "bad <x>"]


def test_conversation_tests_that_cannot_be_run(world: World, tmp_path: Path) -> None:
    assert world.run("test", str(tmp_path / "none.yaml")).status == 2
    assert "tests" in world.run("test").err
    (tmp_path / "talk.yaml").write_text(GOOD)
    run = world.run("test", str(tmp_path), "--junit", str(tmp_path / "no" / "report.xml"))
    assert (run.status, "--junit" in run.err) == (2, True)


@pytest.mark.parametrize(
    "arguments", [["frob"], ["ask", "--frob", "x"], ["--history"], ["check", "a", "b"], ["why does it hurt"]]
)
def test_wrong_use(world: World, arguments: list[str]) -> None:
    run = world.run(*arguments)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("chatbot: ")
    assert "--help" in run.err


@pytest.mark.parametrize("terminal", [True, False])
def test_an_urgent_reply_cannot_be_missed_without_colour(world: World, terminal: bool) -> None:
    run = world.run("ask", "I fell and cannot walk", terminal=terminal, environ=NO_COLOR)
    assert run.out.startswith("!!! URGENT !!!\n\n")
    assert "Call your local emergency number." in run.out
    assert run.status == 0


def test_an_empty_question_is_a_question(world: World) -> None:
    run = world.run("ask", "", stdin="never read")
    assert (run.status, run.err) == (1, "")
    assert run.out


def test_batches_skip_empty_lines(world: World) -> None:
    assert len(world.run("ask", "--json", stdin=f"\n{KNEE}\n\n  \n{MARS}").out.splitlines()) == 2


def test_content_may_stand_before_the_command(make_console: MakeConsole, folder: Path) -> None:
    console = make_console()
    assert main(["--content", str(folder), "ask", KNEE], console) == 0
    assert "Your knee" in console.out


def test_version(world: World) -> None:
    assert world.run("--version").out.startswith("chatbot ")


def test_ctrl_c_while_nobody_types_exits_with_130(
    make_console: MakeConsole, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    console = make_console()
    monkeypatch.setattr(console.stdin, "readline", interrupt)
    assert main(["--content", str(folder)], console) == 130


def test_ctrl_c_while_somebody_types_only_drops_the_line(
    make_console: MakeConsole, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = make_console(terminal=True, environ={"TERM": "dumb"})
    typed: Iterator[str | KeyboardInterrupt] = iter(
        [KeyboardInterrupt(), KeyboardInterrupt(), f"{KNEE}\n", ""]
    )

    def readline() -> str:
        line = next(typed)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setattr(console.stdin, "readline", readline)
    assert main(["--content", str(folder)], console) == 0
    assert "Your knee" in console.out
    assert console.err.count("Ctrl-D or /quit leaves.") == 1


def test_the_bundled_content_is_the_default(make_console: MakeConsole) -> None:
    console = make_console()
    assert main(["ask", "why does my groin hurt"], console) == 0
    assert "groin" in console.out
