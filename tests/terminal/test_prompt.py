"""The interactive prompt: keys are a string, what they do is seen in the answers."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatbot import Bot
from chatbot.terminal import prompt
from chatbot.terminal.cli import main
from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.state import Session

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeConsole, World


HOME, CTRL_C, CTRL_D, TAB, DOWN, ENTER = "\x1b[H", "\x03", "\x04", "\t", "\x1b[B", "\r"
KNEE = "why does my knee hurt"

NOTHING: Mapping[str, str] = MappingProxyType({})

Type = Callable[..., "Typed"]


class Typed:
    """What typing led to."""

    def __init__(self, status: int, out: str, err: str, questions: list[str]) -> None:
        self.status, self.out, self.err, self.questions = status, out, err, questions


@pytest.fixture
def typing(folder: Path, make_console: MakeConsole, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types keys into the real command, which sees a terminal; Ctrl-D is added at the end."""

    def run(keys: str, *arguments: str, end: str = CTRL_D, environ: Mapping[str, str] = NOTHING) -> Typed:
        questions: list[str] = []
        ask = Bot.ask

        def record(bot: Bot, text: str, *rest: Any) -> Any:
            questions.append(text)
            return ask(bot, text, *rest)

        monkeypatch.setattr(Bot, "ask", record)
        console = make_console(terminal=True, environ=environ)
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys + end)
            status = main([*arguments, "--content", str(folder)], console)
        monkeypatch.setattr(Bot, "ask", ask)
        return Typed(status, console.out, console.err, questions)

    return run


def test_a_question_and_a_choice(typing: Type) -> None:
    typed = typing(f"{KNEE}{ENTER}1{ENTER}")
    assert typed.questions == [KNEE, "1"]
    assert "Overuse." in typed.out
    assert typed.status == 0


def test_the_opening_has_three_lines_and_the_end_none(typing: Type) -> None:
    typed = typing("")
    assert len(typed.err.splitlines()) == 3
    assert typed.out == ""


def test_row_9_ctrl_c_drops_the_line(typing: Type) -> None:
    typed = typing(f"abc{CTRL_C}{KNEE}{ENTER}")
    assert typed.questions == [KNEE]
    assert (typed.status, "leaves." in typed.err.split("\n", 3)[3]) == (0, False)


def test_row_10_ctrl_c_on_an_empty_line_hints_once_and_stays(typing: Type) -> None:
    typed = typing(f"{CTRL_C}{CTRL_C}{KNEE}{ENTER}")
    assert typed.questions == [KNEE]
    assert typed.err.count("Ctrl-D or /quit leaves.") == 1
    assert typed.status == 0


def test_row_11_ctrl_d_deletes_within_a_line(typing: Type) -> None:
    assert typing(f"ab{HOME}{CTRL_D}{ENTER}").questions == ["b"]


def test_row_12_several_pasted_lines_are_one_question(typing: Type) -> None:
    paste = "\x1b[200~why does\r\nmy knee\n  hurt\x1b[201~"
    assert typing(f"{paste}{ENTER}").questions == [KNEE]


def test_row_13_a_slip_does_not_reach_the_engine(typing: Type) -> None:
    typed = typing(f"/hlep{ENTER}")
    assert typed.questions == []
    assert "/help" in typed.err.split("\n", 3)[3]


def test_row_14_a_path_does(typing: Type) -> None:
    assert typing(f"/usr/bin hurts{ENTER}").questions == ["/usr/bin hurts"]


def test_row_16_typed_escapes_are_not_echoed() -> None:
    given = SimpleNamespace(fragments=[("", "a\x9bb\u202ec")])
    shown = prompt.Scrubber().apply_transformation(given)  # type: ignore[arg-type]
    assert shown.fragments == [("", "a\ufffdb\ufffdc")]


def test_row_18_a_history_is_private(typing: Type, tmp_path: Path) -> None:
    path = tmp_path / "history"
    typing(f"{KNEE}{ENTER}", "--history", str(path))
    assert KNEE in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    typing(f"{KNEE}{ENTER}", "--history", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, "it was there before, and open to others"
    other = tmp_path / "other"
    typing(f"{KNEE}{ENTER}", environ={"CHATBOT_HISTORY": str(other)})
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    typed = typing(f"\x1b[A{ENTER}", "--history", str(path))
    assert typed.questions == [KNEE]


def test_row_18_a_history_that_cannot_be_written_is_one_warning(typing: Type, tmp_path: Path) -> None:
    typed = typing(f"{KNEE}{ENTER}1{ENTER}", "--history", str(tmp_path / "no" / "history"))
    assert typed.questions == [KNEE, "1"]
    assert typed.err.count("history is not kept") == 1


def test_row_18_without_being_asked_nothing_is_kept(typing: Type, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    typing(f"{KNEE}{ENTER}")
    assert [path for path in tmp_path.rglob("*") if "cache" not in str(path)] == []


@pytest.mark.parametrize(("word", "asked"), [("exit", []), ("quit", []), ("/quit", []), ("bye", ["bye"])])
def test_row_20_words_that_leave(typing: Type, word: str, asked: list[str]) -> None:
    typed = typing(f"{word}{ENTER}", end="")
    assert typed.questions == asked
    assert typed.status == 0


def test_enter_submits_while_the_menu_is_open(typing: Type) -> None:
    typed = typing(f"/he{ENTER}")
    assert "/he" in typed.err.split("\n", 3)[3]


def test_colour_is_kept_out_of_the_prompt(typing: Type) -> None:
    typed = typing(f"{KNEE}{ENTER}", environ={"NO_COLOR": "1"})
    assert "\x1b" not in typed.out + typed.err


# -- completion ----------------------------------------------------------------------------


def completions(knees: Bot, text: str, *, tab: bool = False) -> list[str]:
    completer = prompt.LineCompleter(Session(knees))
    event = CompleteEvent(text_inserted=not tab, completion_requested=tab)
    return [found.text for found in completer.get_completions(Document(text), event)]


def test_commands_complete_at_once(knees: Bot) -> None:
    assert completions(knees, "/") == [command.name for command in COMMANDS]
    assert completions(knees, "/T") == ["/topics"]
    assert completions(knees, "/topics kn") == []


def test_questions_complete_on_tab_alone(knees: Bot) -> None:
    assert completions(knees, "why does my k") == []
    assert completions(knees, "why does my k", tab=True)[0] == KNEE


def suggestion(knees: Bot, text: str, *asked: str) -> str:
    buffer = Buffer()
    for line in asked:
        buffer.history.append_string(line)
    found = prompt.LineSuggester(Session(knees)).get_suggestion(buffer, Document(text))
    return found.text if found else ""


def test_an_example_is_suggested_from_three_characters_on(knees: Bot) -> None:
    assert suggestion(knees, "my k") == "nee aches"
    assert suggestion(knees, "MY K") == "nee aches"
    assert suggestion(knees, "my") == ""
    assert suggestion(knees, "zzz") == ""
    assert suggestion(knees, "zebra") == ""


def test_what_was_asked_before_is_suggested_first(knees: Bot) -> None:
    assert suggestion(knees, "my k", "my knees", "my knickers") == "nickers"


def test_a_disk_that_is_full_does_not_end_the_chat(tmp_path: Path) -> None:
    history = prompt.PrivateHistory(str(tmp_path / "no" / "such"))
    history.store_string("x")


def test_without_a_windows_console_the_plain_driver_steps_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise prompt.NoConsoleError

    monkeypatch.setattr(prompt, "_make_prompt", fail)
    run = world.run(stdin=f"{KNEE}\n", terminal=True)
    assert "Your" in run.out
    assert run.err.count("Knee reference") == 1
