"""What the README shows is what the program does. ``python tests/test_readme.py`` writes the output anew.

Its Python blocks are run, its files are written and used, and each ``console`` block is played
in a terminal of 80 columns: lines that begin with ``$`` are commands, those that begin with
``>`` are typed into the chat, and everything else is output.
"""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(
    r"(?:<!-- (?P<what>\w+): (?P<name>\S+) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL
)
SHOWN = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)  # what the line prints
PROMPT = b"> "
PATIENCE = 300  # seconds: a content that changed is learned first


def blocks(kind: str = "", what: str = "") -> list[re.Match[str]]:
    """The code blocks of a language, or marked so."""
    found = BLOCK.finditer(README.read_text(encoding="utf-8"))
    return [block for block in found if kind in ("", block["kind"]) and what in ("", block["what"])]


def write_files(folder: Path) -> None:
    """The files that the README shows."""
    for block in blocks(what="file"):
        file = folder / block["name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block["text"], encoding="utf-8")


def write_commands(folder: Path) -> None:
    """``chatbot`` and ``python3`` as they are called here."""
    folder.mkdir()
    for name, arguments in (("chatbot", "-m chatbot"), ("python3", "")):
        file = folder / name
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', encoding="utf-8")
        file.chmod(0o755)


def environment(folder: Path) -> dict[str, str]:
    """A plain terminal, the commands of ``folder``, and no settings of whoever runs this."""
    kept = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "dumb"}


def play(transcript: str, folder: Path) -> str:
    """The same transcript with the output that its commands give now."""
    typed: list[tuple[str, list[str]]] = []
    for line in transcript.splitlines():
        if line.startswith("$ "):
            typed.append((line, []))
        elif line.startswith("> "):
            typed[-1][1].append(line.removeprefix("> "))
    commands = folder / "bin"
    if not commands.exists():
        write_commands(commands)
        write_files(folder)
    for line, _ in typed:
        run(line.removeprefix("$ "), [], folder)  # the first time a content is learned, and says so
    parts = [f"{line}\n{run(line.removeprefix('$ '), said, folder)}" for line, said in typed]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def run(command: str, said: list[str], folder: Path) -> str:
    """What a terminal shows while ``command`` runs and ``said`` is typed, a line at each prompt."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    _resize(theirs)
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=folder, env=environment(folder / "bin"), stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        left = list(said)
        try:
            shown = b"".join(_talk(ours, left))
            process.wait(PATIENCE)
        except BaseException:
            process.kill()  # or the end of this block would wait for it for ever
            raise
    os.close(ours)
    assert not left, f"it did not wait for {left}: {shown.decode()}"
    lines = shown.decode("utf-8").replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _resize(terminal: int) -> None:
    import fcntl  # not on Windows
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 1_000, 80, 0, 0))


def _talk(terminal: int, said: list[str]) -> Iterator[bytes]:
    """What is shown until the program leaves."""
    end = time.monotonic() + PATIENCE
    shown = b""
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            data = os.read(terminal, 65_536)
        except OSError:  # Linux says so when the other end is closed
            return
        if not data:
            return
        yield data
        shown += data
        if shown.endswith(b"\n" + PROMPT):
            shown = b""
            os.write(terminal, (said.pop(0) + "\n").encode() if said else b"\x04")
    raise TimeoutError(shown.decode())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("number", range(len(blocks("console"))))
def test_transcripts_are_what_the_program_says(number: int, tmp_path: Path) -> None:
    transcript = blocks("console")[number]["text"]
    assert play(transcript, tmp_path) == transcript, "python tests/test_readme.py writes it anew"


def test_python_blocks_run_and_print_what_they_say() -> None:
    names: dict[str, object] = {}
    assert len(blocks("python")) >= 3
    for block in blocks("python"):
        printed = StringIO()
        with redirect_stdout(printed):
            exec(block["text"], names)  # noqa: S102  # it is our own
        assert printed.getvalue().splitlines() == SHOWN.findall(block["text"])


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = {block["name"]: block["text"] for block in blocks("sh", "command")}
    assert list(commands) == ["chat", "test"]
    for name, command in commands.items():
        assert len(command.splitlines()) == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
        assert f"readme_command {name}" in script  # the script takes the line from the README


def test_links_inside_the_readme_lead_somewhere() -> None:
    text = README.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", text), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors
        elif not target.startswith("https://"):
            assert (ROOT / target).is_file()


def write_anew() -> None:
    """Put what the program says now into the README."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks("console"):
            text = text.replace(block["text"], play(block["text"], Path(folder)))
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_anew()
