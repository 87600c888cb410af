"""The Markdown of answers: what each mark becomes, and that nothing is ever lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.terminal.layout import BOLD, CODE, ITALIC, LINK, Span, lay_out
from chatbot.terminal.markdown import read_inline, read_markdown


def drawn(text: str, width: int | None = None) -> list[str]:
    lines = lay_out(read_markdown(text), width)
    return ["".join(span.text for span in line) for line in lines]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("**bold**", [Span("bold", BOLD)]),
        ("__bold__", [Span("bold", BOLD)]),
        ("*it* and _it_", [Span("it", ITALIC), Span(" and "), Span("it", ITALIC)]),
        ("***both***", [Span("both", f"{BOLD};{ITALIC}")]),
        ("**a *b* c**", [Span("a ", BOLD), Span("b", f"{BOLD};{ITALIC}"), Span(" c", BOLD)]),
        ("*a **b** c*", [Span("a ", ITALIC), Span("b", f"{ITALIC};{BOLD}"), Span(" c", ITALIC)]),
        ("`a*b*c`", [Span("a*b*c", CODE)]),
        (r"\*a\* \\", [Span("*"), Span("a"), Span("*"), Span(" "), Span("\\")]),
        ("2 * 3 * 4", [Span("2 * 3 * 4")]),
        ("a_b_c", [Span("a_b_c")]),
        ("**open", [Span("**open")]),
        ("[x](https://a.b)", [Span("x"), Span(" ("), Span("https://a.b", LINK), Span(")")]),
        ("[https://a.b](https://a.b)", [Span("https://a.b", LINK)]),
        ("<https://a.b>", [Span("https://a.b", LINK)]),
        ("[call](mailto:a@b.c)", [Span("call"), Span(" ("), Span("a@b.c", LINK), Span(")")]),
        ("[within](other.md#x)", [Span("within")]),
        ("a [b] (c)", [Span("a [b] (c)")]),
        ("a < b & c > d", [Span("a < b & c > d")]),
    ],
)
def test_inline(text: str, spans: list[Span]) -> None:
    assert list(read_inline(text)) == spans


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\n\nc", ["a b", "", "c"]),
        ("a  \nb\\\nc", ["a", "b", "c"]),
        ("Lead:\n- a\n  goes on\n- b", ["Lead:", "- a goes on", "- b"]),
        ("Lead:\n\n- a\n\n- b\n\nEnd", ["Lead:", "", "- a", "- b", "", "End"]),
        ("1. a\n2. b\n10) c", ["1. a", "2. b", "10) c"]),
        ("- a\n  - b\n    - c\n- d", ["- a", "  - b", "    - c", "- d"]),
        ("- a\n\n  more\n\nEnd", ["- a", "", "  more", "", "End"]),
        ("- a\nlazy", ["- a lazy"]),
        ("### Head ###\ntext", ["Head", "", "text"]),
        ("> a\n> b\n\nc", ["  a b", "", "c"]),
        ("```\na  b\n\n c\n```\nd", ["  a  b", "", "   c", "", "d"]),
        ("a\n\n---\n\nb", ["a", "", "b"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["  | a | b |", "  |---|---|", "  | 1 | 2 |"]),
        ("-5 degrees", ["-5 degrees"]),
        ("2024. was a year", ["2024. was a year"]),
        ("", []),
    ],
)
def test_blocks(text: str, lines: list[str]) -> None:
    assert drawn(text) == lines


def test_a_list_is_read_at_twenty_cells() -> None:
    assert drawn("- one two three four five", 20) == ["- one two three four", "  five"]


@given(st.text("ab *_`[]()<>#-+>|\\\n1.~:/", max_size=120))
def test_letters_are_never_lost(text: str) -> None:
    shown = "".join(drawn(text))
    assert shown.count("a") == text.count("a") or "](" in text or "```" in text or "~~~" in text


@pytest.mark.parametrize(
    "piece", ["*", "**a", "[", "_a", "`", "[a](", "> ", "- ", "<https://", "\\", "(", "**a *b "]
)
def test_no_text_is_slow(piece: str) -> None:
    start = time.perf_counter()
    read_markdown(piece * 3000)
    assert time.perf_counter() - start < 2
