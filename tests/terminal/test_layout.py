"""Wrapping in cells, hanging indents, tables, and what never reaches a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.terminal.layout import BOLD, Block, Span, Table, cells, lay_out, plain, scrub


def drawn(*blocks: Block | Table, width: int | None = None) -> list[str]:
    return ["".join(span.text for span in line) for line in lay_out(blocks, width)]


def test_a_pipe_gets_one_line_for_a_paragraph() -> None:
    assert drawn(plain("word " * 100)) == ["word " * 100]


def test_the_lines_of_an_item_hang_below_its_text() -> None:
    item = plain("one two three", lead="10. ", indent=2)
    assert drawn(item, width=12) == ["  10. one", "      two", "      three"]


def test_blocks_stand_apart_unless_they_say_otherwise() -> None:
    assert drawn(plain("a"), plain("b"), plain("c", gap=False)) == ["a", "", "b", "c"]


def test_a_newline_is_a_forced_break() -> None:
    assert drawn(plain("a\nb"), width=10) == ["a", "b"]


def test_a_style_goes_on_over_the_end_of_a_line() -> None:
    lines = list(lay_out([Block((Span("a "), Span("bb cc", BOLD), Span(".")))], 4))
    assert lines == [(Span("a "), Span("bb", BOLD)), (Span("cc", BOLD), Span("."))]


def test_words_of_two_styles_without_a_space_stay_together() -> None:
    assert drawn(Block((Span("see "), Span("this", BOLD), Span(","))), width=6) == ["see", "this,"]


def test_a_word_that_is_too_long_is_cut() -> None:
    assert drawn(plain("see https://example.org/x"), width=10) == ["see", "https://ex", "ample.org/", "x"]


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert drawn(plain("膝は関節。膝"), width=8) == ["膝は関", "節。膝"]


def test_code_keeps_its_spaces() -> None:
    block = Block((Span("a  b\n  c"),), indent=2, verbatim=True)
    assert drawn(block, width=20) == ["  a  b", "    c"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("膝", 2),
        ("e\u0301", 1),
        ("caf\u00e9 \u2014 \u201cx\u201d", 10),
        ("\U0001f600", 2),
        ("", 0),
    ],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_a_table_in_columns() -> None:
    table = Table((("Word", "Weight"), ("knee", "+1.00")))
    assert drawn(table) == ["Word  Weight", "knee  +1.00"]


def test_a_table_that_is_too_wide_becomes_a_list() -> None:
    table = Table((("Word", "Read as", "Weight"), ("kneee", "knee", "+1.00"), ("a", "", "0")))
    assert drawn(table, width=12) == [
        "- kneee:",
        "  Read as",
        "  knee,",
        "  Weight",
        "  +1.00",
        "- a: Weight",
        "  0",
    ]


@pytest.mark.parametrize(
    "char", ["\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2066", "\u200f", "\u2028", "\ud800"]
)
def test_scrub_replaces_what_a_terminal_obeys(char: str) -> None:
    assert scrub(f"a{char}b") == "a\ufffdb"


def test_scrub_keeps_text() -> None:
    assert scrub("膝 caf\u00e9\n\u2014 \u05d0") == "膝 caf\u00e9\n\u2014 \u05d0"


@given(st.text(max_size=200), st.integers(10, 80), st.integers(0, 8))
def test_no_line_is_wider_than_the_screen(text: str, width: int, indent: int) -> None:
    for line in drawn(plain(text, lead="- ", indent=indent), width=width):
        assert cells(line) <= width


@given(st.lists(st.text("ab膝。 ", min_size=1), min_size=1, max_size=5), st.integers(10, 40))
def test_wrapping_loses_no_character(texts: list[str], width: int) -> None:
    block = Block(tuple(Span(text, BOLD if number % 2 else "") for number, text in enumerate(texts)))
    assert "".join(drawn(block, width=width)).replace(" ", "") == "".join(texts).replace(" ", "")
