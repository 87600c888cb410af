"""YAML and Markdown text become nodes that know their line."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chatbot import markup
from chatbot.markup import (
    Broken,
    Document,
    Listing,
    Node,
    Scalar,
    Table,
    clean,
    parse_markdown,
    parse_yaml,
)


def problems_of(function: Callable[..., object], *arguments: object) -> list[str]:
    said: list[str] = []
    function(*arguments, lambda line, message: said.append(f"{line}: {message}"))
    return said


def plain(node: Node | None) -> object:
    """The node without lines."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    if isinstance(node, Table):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    return node


def fail(line: int, message: str) -> None:
    pytest.fail(f"{line}: {message}")


def read(text: str) -> Document:
    return parse_markdown(text, fail)


# -- text ----------------------------------------------------------------------------------


def test_line_ends_of_windows_become_newlines() -> None:
    assert clean(b"a\r\nb\r\n", fail) == "a\nb\n"


def test_tabs_accents_and_emoji_are_text() -> None:
    assert clean("a\tb é 👍 العربية".encode(), fail) == "a\tb é 👍 العربية"


def test_a_byte_order_mark_is_reported_and_dropped() -> None:
    said: list[str] = []
    assert clean(b"\xef\xbb\xbfa", lambda _, message: said.append(message)) == "a"
    assert said == ["starts with a byte order mark; save it as UTF-8 without one"]


def test_latin_1_is_reported_with_its_line() -> None:
    assert problems_of(clean, "a\ncaf\xe9\n".encode("latin-1")) == [
        "2: byte 0xE9 is not UTF-8; save the file as UTF-8"
    ]


def test_utf_16_is_named() -> None:
    assert problems_of(clean, "intents:".encode("utf-16")) == ["1: is UTF-16; save it as UTF-8"]


@pytest.mark.parametrize(
    "char", ["\0", "\a", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u202a", "\u202e", "\u2066",
             "\u2069", "\ud800", "\u2028", "\ufeff", "\uffff"]
)  # fmt: skip
def test_unsafe_characters_are_reported_and_replaced(char: str) -> None:
    said: list[tuple[int, str]] = []
    assert clean(f"a\nb{char}c", lambda *problem: said.append(problem)) == "a\nb\ufffdc"
    assert [line for line, _ in said] == [2]
    assert f"U+{ord(char):04X}" in said[0][1]


def test_a_character_is_reported_once_a_line_and_a_flood_is_cut() -> None:
    assert len(problems_of(clean, "\a\a\a\n\a")) == 2
    said = problems_of(clean, "\a\n" * 500)
    assert len(said) == 21
    assert said[-1].startswith("0: has many more")


# -- YAML ----------------------------------------------------------------------------------


def test_everything_stays_a_word() -> None:
    text = "[yes, No, null, ~, 12:30, 0x10, 1e3, 2020-01-01, true, .inf, 010, '', =]"
    words = ["yes", "No", "null", "~", "12:30", "0x10", "1e3", "2020-01-01"]
    assert plain(parse_yaml(text, fail)) == [*words, "true", ".inf", "010", "", "="]


def test_nodes_know_their_lines() -> None:
    node = parse_yaml("a:\n  - b\n  - c\nd: |\n  e\n  f\n", fail)
    assert isinstance(node, Table)
    assert [item.line for item in node.texts("a")] == [2, 3]
    assert node.entries["d"].key.line == 4
    assert node.text("d") == "e\nf\n"


def test_lines_count_from_where_the_text_stands() -> None:
    node = parse_yaml("a: b", fail, 7)
    assert isinstance(node, Table)
    assert node.value("a") == Scalar("b", 7)


def test_what_is_not_there_is_empty() -> None:
    node = parse_yaml("a: b", fail)
    assert isinstance(node, Table)
    assert node.text("x") == ""
    assert node.texts("a") == ()
    assert node.value("x") is None
    assert list(node.tables("a")) == []


def test_a_start_mark_and_an_end_mark_are_allowed() -> None:
    assert plain(parse_yaml("---\na: b\n...\n", fail)) == {"a": "b"}


@pytest.mark.parametrize("text", ["", "# only a comment", "---\n", "\n\n"])
def test_nothing_is_none(text: str) -> None:
    node = parse_yaml(text, fail)
    assert node is None or plain(node) == ""


def test_the_first_of_two_equal_keys_stays() -> None:
    said: list[str] = []
    node = parse_yaml("a: 1\nb: 2\na: 3", lambda _, message: said.append(message))
    assert plain(node) == {"a": "1", "b": "2"}
    assert said == ["key 'a' stands twice, first in line 1; join the two"]


def test_a_billion_laughs_are_refused_at_once() -> None:
    rows = ["a0: &a0 [lol, lol]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    start = time.perf_counter()
    said = problems_of(parse_yaml, "\n".join(rows))
    assert time.perf_counter() - start < 1
    assert "1: anchor '&a0' is not allowed; write the value out" in said
    assert "2: alias '*a0' is not allowed; write the value out" in said


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "a:\n" * 9])
def test_deep_nesting_ends_early(text: str) -> None:
    assert len(problems_of(parse_yaml, text)) >= 1


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: b: c", "1: a ':' stands where no key can be"),
        ("a:\n  b: 1\n c: 2", "3: does not fit the lines above"),
        ("a: 1\nfoo\nb: 2", "2: is neither 'key: value' nor '- item'"),
        ("a: 1\nb: 'foo\nc: 2", "2: the quote that opens here is never closed"),
        ("a: [b, c\nd: e", "1: the list that opens here is not closed"),
        ("a: {b: 1\nd: e", "1: the table that opens here is not closed"),
        ("a: @x", "1: a value cannot begin with this character"),
        ("a:\n\tb: 1\n\n\tc: 1\n", "2: is indented with a tab; use spaces"),
        ('a: "\\q"', "1: a backslash between double quotes"),
        ("a: 'it's me'", "1: text stands after a closing quote"),
        ("a: [x] y", "1: text stands after a closing quote"),
        ("a: **bold**", "1: a value cannot begin with '*'"),
        ("a: ]", "1: a value is missing here"),
        ("a: > foo", "1: the text after '|' or '>'"),
        ("a: 1\n...\nfoo: 2", "3: does not belong to the lines above"),
    ],
)
def test_both_parsers_are_explained(
    monkeypatch: pytest.MonkeyPatch, loader: str, text: str, problem: str
) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("no libyaml here")
    monkeypatch.setattr(markup, "_Loader", getattr(yaml, loader))
    assert problems_of(parse_yaml, text)[0].startswith(problem)


@given(st.text(max_size=300))
def test_any_text_is_cleaned_and_read(text: str) -> None:
    said: list[object] = []
    cleaned = clean(text, lambda *problem: said.append(problem))
    assert cleaned is not None
    parse_yaml(cleaned, lambda *problem: said.append(problem))
    parse_markdown(cleaned, lambda *problem: said.append(problem))


# -- Markdown ------------------------------------------------------------------------------


def test_sections_end_at_the_next_heading_of_their_level() -> None:
    parts = read("# T\nintro\n## A\none\n### B\ntwo\n## C\nthree\n").parts
    assert [(part.heading, part.level, part.line, part.body) for part in parts] == [
        ("T", 1, 1, "intro"),
        ("A", 2, 3, "one\n### B\ntwo"),
        ("B", 3, 5, "two"),
        ("C", 2, 7, "three"),
    ]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Groin pain", "groin-pain"),
        ("What is it? (And why)", "what-is-it-and-why"),
        ("A - b", "a---b"),
        ("Snake_case and **bold** `code`", "snake_case-and-bold-code"),
        ("A [link](https://x.org/y) here", "a-link-here"),
        ("Über uns & Ärzte", "über-uns--ärzte"),
        ("T12/L1: the 50 % case", "t12l1-the-50--case"),
        ("Don't", "dont"),
        ("हिन्दी", "हिन्दी"),
        ("Closed ##", "closed"),
        ("C#", "c"),
    ],
)
def test_anchors_are_those_of_github(heading: str, anchor: str) -> None:
    (part,) = read(f"## {heading}\ntext").parts
    assert part.anchor == anchor


def test_equal_headings_are_numbered() -> None:
    parts = read("## A\n## A\n## A 1\n## A\n").parts
    assert [part.anchor for part in parts] == ["a", "a-1", "a-1-1", "a-2"]


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "```yaml"])
def test_headings_in_code_are_none(fence: str) -> None:
    close = fence.rstrip("yaml")
    (part,) = read(f"## A\n{fence}\n## no\nSource: x\n{close}\nend").parts
    assert "## no" in part.body
    assert part.sources == ()


@pytest.mark.parametrize("line", ["    ## four spaces", "#hash", "####### seven", "text ## x"])
def test_what_is_no_heading(line: str) -> None:
    assert len(read(f"## A\n{line}").parts) == 1


def test_a_backtick_in_the_info_string_opens_no_code() -> None:
    assert [part.heading for part in read("## A\n```x```\n## B").parts] == ["A", "B"]


def test_comments_are_left_out() -> None:
    parts = read("## A\none\n<!-- note -->\n<!--\n## B\n-->\ntwo").parts
    assert [part.body for part in parts] == ["one\ntwo"]


def test_the_source_line_is_taken_off() -> None:
    (part,) = read("## A\ntext\n\nSource: davies, nice-ng59\n\n").parts
    assert part.body == "text"
    assert part.sources == (Scalar("davies", 4), Scalar("nice-ng59", 4))


def test_front_matter_is_read_with_its_lines() -> None:
    document = read("---\nlabel: reference\nsource: a\n---\n# T\n")
    assert isinstance(document.front, Table)
    assert document.front.value("source") == Scalar("a", 3)
    assert document.parts[0].line == 5


def test_no_front_matter() -> None:
    assert read("# T\n---\nx").front is None


def test_long_lines_and_many_headings_are_read_in_time() -> None:
    start = time.perf_counter()
    problems_of(parse_markdown, "## " + "[" * 200_000 + "\n" + "## " + " #" * 100_000)
    problems_of(parse_markdown, "### a\n" * 10_000)
    assert time.perf_counter() - start < 2


def test_an_escaped_control_character_breaks_its_node() -> None:
    said: list[str] = []
    node = parse_yaml('[a, "\\e[31m"]', lambda _, message: said.append(message))
    assert node == Listing((Scalar("a", 1), Broken(1)), 1)
    assert len(said) == 1
