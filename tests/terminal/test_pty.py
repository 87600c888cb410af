"""The command in a real pseudo-terminal, under a shell with job control."""

from __future__ import annotations

import os
import select
import shutil
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import termios

ROOT = Path(__file__).resolve().parents[2]
SHELL = shutil.which("bash")
PATIENCE = 30  # seconds: a loaded machine is slow
KNEE = "why does my knee hurt"


class Screen:
    """A terminal with a shell in it."""

    def __init__(self, environ: dict[str, str]) -> None:
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.chdir(ROOT)
            os.execve(str(SHELL), ["bash", "--norc", "--noprofile", "-i"], environ)  # noqa: S606 - a shell it is
        self._seen = ""

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def type(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def wait_for(self, text: str) -> str:
        """What was written since the last wait, up to ``text``."""
        end = time.monotonic() + PATIENCE
        while text not in self._seen:
            ready, _, _ = select.select([self._fd], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} never came, only {self._seen!r}"
            new = os.read(self._fd, 65536).decode(errors="replace")
            if "\x1b[6n" in new:  # where is the cursor?
                os.write(self._fd, b"\x1b[1;1R")
            self._seen += new
        head, _, self._seen = self._seen.partition(text)
        return head

    def close(self) -> None:
        os.close(self._fd)
        os.waitpid(self._pid, 0)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    if SHELL is None:
        pytest.skip("needs bash")
    environ = {
        **os.environ,
        "TERM": "xterm",
        "PS1": "READY$ ",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
    }
    environ.pop("NO_COLOR", None)
    screen = Screen(environ)
    screen.resize(80)
    screen.wait_for("READY$ ")
    yield screen
    screen.close()


@pytest.fixture
def command(folder: Path) -> str:
    return f'"{sys.executable}" -m chatbot --content "{folder}"'


def test_a_whole_visit_with_suspending_and_resizing(screen: Screen, command: str) -> None:
    screen.type(f"{command}\n")
    screen.wait_for("Knee reference")
    screen.wait_for("\x1b[?2004h")  # the prompt stands
    screen.type(f"{KNEE}\r")
    wide = screen.wait_for("2. How it is treated")
    assert "because it was used more than it is used to, and" in wide
    screen.wait_for("\x1b[?2004h")

    screen.type("\x1a")
    screen.wait_for("Stopped")
    screen.type("fg\n")
    screen.wait_for("\x1b[?2004h")

    screen.resize(40)
    screen.type(f"{KNEE}\r")
    narrow = screen.wait_for("2. How it is treated")
    assert "because it was used more than it is used to, and" not in narrow
    screen.wait_for("\x1b[?2004h")

    screen.type("\x04")
    screen.wait_for("READY$ ")
    screen.type("echo status $?\n")
    screen.wait_for("status 0")


def test_an_item_of_the_menu_is_taken_by_enter_and_submitted_by_the_next(
    screen: Screen, command: str
) -> None:
    screen.type(f"{command}\n")
    screen.wait_for("Knee reference")
    screen.wait_for("\x1b[?2004h")
    screen.type("/")
    screen.wait_for("search what can be asked")
    screen.type("\x1b[B\x1b[B")
    screen.wait_for("topics")
    screen.type("\r\r")
    screen.wait_for("The knee in Japanese")
    screen.wait_for("\x1b[?2004h")
    screen.type("/quit\r")
    screen.wait_for("READY$ ")


def test_a_dumb_terminal_gets_plain_text(screen: Screen, command: str) -> None:
    screen.type(f"TERM=dumb {command}\n")
    screen.wait_for("> ")
    screen.type(f"{KNEE}\n")
    assert "\x1b" not in screen.wait_for("2. How it is treated")
    screen.type("quit\n")
    screen.wait_for("READY$ ")


def test_ask_is_interrupted_with_130(screen: Screen, command: str) -> None:
    screen.type(f"{command} ask\n")
    screen.wait_for("Ctrl-D")
    screen.type("\x03")
    screen.wait_for("READY$ ")
    screen.type("echo status $?\n")
    screen.wait_for("status 130")
