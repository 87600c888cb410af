"""The outside world as one object, so that tests run the real command on a fake one.

Streams, whether they are terminals, the environment, the width; and the one way out:
whatever is written passes ``scrub``. It must not know what a question or a reply is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TextIO

from chatbot.terminal.layout import DIM, Block, Line, Span, Table, lay_out, plain, scrub

__all__ = ["MAX_WIDTH", "Console"]

MAX_WIDTH = 80  # cells; longer lines are hard to read
_MIN_WIDTH = 10
_DUMB = ("dumb", "unknown")

# For a stream that cannot write them: what the eye takes for the same.
_ASCII = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-",
     "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u2022": "*", "\u2192": "->", "\u00a0": " ",
     "\u2212": "-", "\u00d7": "x"}
)  # fmt: skip


def _no_columns() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Console:
    """Where the command reads and writes. A stream that was closed is None."""

    stdin: TextIO | None
    stdout: TextIO | None
    stderr: TextIO | None
    environ: Mapping[str, str] = field(default_factory=dict)
    columns: Callable[[], int] = _no_columns  # of the terminal, 0 if unknown

    @classmethod
    def real(cls) -> Console:
        """The one that the process was started on."""
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if stream is not None and hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # rather a "?" than a traceback
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ, _terminal_columns)

    # -- what it is ------------------------------------------------------------------------

    @property
    def reads_terminal(self) -> bool:
        """Somebody types."""
        return _is_terminal(self.stdin)

    @property
    def writes_terminal(self) -> bool:
        """Somebody looks at the answers."""
        return _is_terminal(self.stdout)

    @property
    def reports_to_terminal(self) -> bool:
        """Somebody looks at the notices."""
        return _is_terminal(self.stderr)

    @property
    def is_plain(self) -> bool:
        """Something here cannot draw, or somebody asked for it not to be done."""
        dumb = self.environ.get("TERM", "" if sys.platform == "win32" else "dumb") in _DUMB
        both = self.reads_terminal and self.writes_terminal
        return not both or dumb or bool(self.environ.get("ACCESSIBLE"))

    @property
    def width(self) -> int | None:
        """The cells of a line, read anew at each answer; None where nothing is to be wrapped."""
        if not self.writes_terminal:
            return None
        return max(_MIN_WIDTH, min(MAX_WIDTH, self.columns() or MAX_WIDTH))

    def has_colour(self, stream: TextIO | None) -> bool:
        """Whether styles may be written to ``stream``: the first that says something decides."""
        get = self.environ.get
        if get("NO_COLOR") or get("TERM") in _DUMB:
            return False
        if _is_on(get("CLICOLOR_FORCE")) or _is_on(get("FORCE_COLOR")):
            return True
        return _is_terminal(stream) and get("CLICOLOR") != "0" and _draws_escapes(self.environ)

    def without_colour(self) -> Console:
        """The same, as if NO_COLOR were set."""
        return replace(self, environ={**self.environ, "NO_COLOR": "1"})

    # -- reading ---------------------------------------------------------------------------

    def read_line(self, prompt: str = "") -> str | None:
        """The next line of standard input without its end; None when no more will come."""
        if self.stdin is None:
            return None
        if prompt:
            self._write(self.stdout if self.writes_terminal else self.stderr, prompt)
        line = self._read_line(self.stdin)
        return line.rstrip("\r\n").removeprefix("\ufeff") if line else None

    def lines(self) -> Iterator[str]:
        """All lines of standard input that hold something, as they come."""
        while (line := self.read_line()) is not None:
            if line.strip():
                yield line

    @staticmethod
    def _read_line(stdin: TextIO) -> str:
        try:
            return stdin.readline()
        except (OSError, ValueError):  # closed, or a folder: nothing more will come
            return ""

    # -- writing ---------------------------------------------------------------------------

    def show(self, *blocks: Block | Table) -> None:
        """Answers: on standard output, wrapped to the width if that is a terminal."""
        self._draw(self.stdout, lay_out(blocks, self.width))

    def announce(self, *blocks: Block | Table) -> None:
        """What is no answer: on standard error."""
        width = self.width if _is_terminal(self.stderr) else None
        self._draw(self.stderr, lay_out(blocks, width))

    def notify(self, text: str) -> None:
        """One sentence that is no answer."""
        self.announce(plain(text, DIM))

    def complain(self, text: str) -> None:
        """Mistakes: on standard error, never wrapped, so that programs can read them."""
        self._write(self.stderr, text + "\n")

    def write(self, text: str) -> None:
        """Text for programs: on standard output as it is."""
        self._write(self.stdout, text)

    def skip_line(self) -> None:
        """An empty line between answers."""
        self._write(self.stdout, "\n")

    def _draw(self, stream: TextIO | None, lines: Iterable[Line]) -> None:
        colour = self.has_colour(stream)
        for line in lines:
            for span in line:
                self._write_span(stream, span, colour=colour)
            self._put(stream, "\n")
        self._flush(stream)

    def _write_span(self, stream: TextIO | None, span: Span, *, colour: bool) -> None:
        if colour and span.style and not span.text.isspace():
            self._put(stream, f"\x1b[{span.style}m")
            self._put(stream, _encodable(scrub(span.text), stream))
            self._put(stream, "\x1b[0m")
        else:
            self._put(stream, _encodable(scrub(span.text), stream))

    def _write(self, stream: TextIO | None, text: str) -> None:
        self._put(stream, _encodable(scrub(text), stream))
        self._flush(stream)

    @staticmethod
    def _put(stream: TextIO | None, text: str) -> None:
        if stream is not None:
            stream.write(text)

    @staticmethod
    def _flush(stream: TextIO | None) -> None:
        if stream is not None:
            stream.flush()


def _terminal_columns() -> int:
    return next(filter(None, map(_columns_of, (sys.stdout, sys.stderr, sys.stdin))), 0)


def _columns_of(stream: TextIO | None) -> int:
    """The columns of the terminal that ``stream`` is; 0 if it is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream else 0
    except (OSError, ValueError):
        return 0


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _is_on(value: str | None) -> bool:
    return value not in (None, "", "0")


def _draws_escapes(environ: Mapping[str, str]) -> bool:
    """Old Windows consoles show escape sequences as rubbish; those that do not say so."""
    return sys.platform != "win32" or any(key in environ for key in ("WT_SESSION", "ANSICON", "TERM"))


def _encodable(text: str, stream: TextIO | None) -> str:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace").decode(encoding)
    except LookupError:
        return text.encode("ascii", "replace").decode()
    return text
