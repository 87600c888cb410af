"""What is decided about the outside world, and the one writer."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from chatbot.terminal.console import Console
from chatbot.terminal.layout import BOLD, plain

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeConsole


def colour(environ: Mapping[str, str], *, terminal: bool) -> bool:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    return Console(None, None, None, environ).has_colour(Stream())


@pytest.mark.parametrize(
    ("environ", "on_terminal", "on_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": ""}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, False, False),
        ({"CLICOLOR_FORCE": "1"}, True, True),
        ({"FORCE_COLOR": "1", "CLICOLOR": "0"}, True, True),
        ({"CLICOLOR_FORCE": "0"}, True, False),
        ({"CLICOLOR": "0"}, False, False),
        ({"CLICOLOR": "1"}, True, False),
    ],
)
def test_the_order_of_what_decides_on_colour(
    environ: dict[str, str], on_terminal: bool, on_pipe: bool
) -> None:
    assert colour(environ, terminal=True) is on_terminal
    assert colour(environ, terminal=False) is on_pipe


def test_without_colour_is_stronger_than_force() -> None:
    console = Console(None, None, None, {"CLICOLOR_FORCE": "1"})
    assert not console.without_colour().has_colour(io.StringIO())


@pytest.mark.parametrize(
    ("terminal", "environ", "is_plain"),
    [
        (True, {}, False),
        (False, {}, True),
        (True, {"ACCESSIBLE": "1"}, True),
        (True, {"ACCESSIBLE": ""}, False),
        (True, {"TERM": "dumb"}, True),
        (True, {"TERM": "unknown"}, True),
    ],
)
def test_who_gets_the_plain_driver(
    make_console: MakeConsole, terminal: bool, environ: dict[str, str], is_plain: bool
) -> None:
    assert make_console(terminal=terminal, environ=environ).is_plain is is_plain


@pytest.mark.parametrize(("columns", "width"), [(0, 80), (20, 20), (79, 79), (200, 80), (1, 10)])
def test_the_width_is_that_of_the_terminal_up_to_80(
    make_console: MakeConsole, columns: int, width: int
) -> None:
    assert make_console(terminal=True, width=columns).width == width


def test_nothing_is_wrapped_into_a_pipe(make_console: MakeConsole) -> None:
    assert make_console(width=40).width is None


def test_styles_are_switched_off_again_before_the_end_of_a_line(make_console: MakeConsole) -> None:
    console = make_console(terminal=True)
    console.show(plain("a", BOLD))
    assert console.out == "\x1b[1ma\x1b[0m\n"


@pytest.mark.parametrize("way", ["show", "notify", "complain", "write"])
def test_every_way_out_is_cleaned(make_console: MakeConsole, way: str) -> None:
    console = make_console()
    text = "a\x1b]0;x\x07b\x9bc\u202ed"
    getattr(console, way)(plain(text) if way == "show" else text)
    written = (console.out + console.err).rstrip("\n")
    assert written == "a\ufffd]0;x\ufffdb\ufffdc\ufffdd"


def test_streams_that_were_closed_are_no_trouble() -> None:
    console = Console(None, None, None)
    console.show(plain("a"))
    console.notify("b")
    assert console.read_line() is None
    closed = io.StringIO()
    closed.close()
    assert Console(closed, closed, closed).read_line() is None
    assert Console(closed, closed, closed).is_plain


def test_a_stream_that_lacks_a_character_gets_what_looks_like_it() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Console(None, stream, None).write("\u201cdon\u2019t\u201d \u2014 \u2192 膝")
    assert raw.getvalue() == b'"don\'t" - -> ?'


def test_lines_lose_their_ends_and_a_byte_order_mark(make_console: MakeConsole) -> None:
    assert list(make_console("\ufeffa\r\n\n  \nb").lines()) == ["a", "b"]
