"""YAML and Markdown text -> nodes that know their line, and the complaints about both.

It must not know which keys or headings mean something, and it opens no file. It is
the only file that imports yaml: of YAML it takes tables, lists and text. Everything
else that YAML can do (aliases, tags, several documents, types) is refused or left out,
so that ``yes`` and ``12:30`` stay words and no file can unfold into a larger one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml

from chatbot.language import is_unsafe

__all__ = [
    "MAX_HEADING",
    "SECTION",
    "Broken",
    "Complain",
    "Document",
    "Entry",
    "Listing",
    "Node",
    "Part",
    "Scalar",
    "Table",
    "clean",
    "parse_markdown",
    "parse_yaml",
]

Complain = Callable[[int, str], None]  # line (from 1; 0 is the whole file), message

SECTION = 2  # how many '#' the heading of a section has
MAX_DEPTH = 24  # the format itself needs six levels
MAX_HEADING = 200  # characters; longer ones are no headings and would slow down the anchor
_MAX_UNSAFE = 20  # complaints about characters per file: a binary file has thousands

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is 25 times as fast


# -- nodes ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with their values, in the order written."""

    entries: Mapping[str, Entry]
    line: int

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """The texts of the list under ``key``; empty if there is none."""
        value = self.value(key)
        items = value.items if isinstance(value, Listing) else ()
        return tuple(item for item in items if isinstance(item, Scalar))

    def text(self, key: str) -> str:
        """The text under ``key``; empty if there is none."""
        value = self.value(key)
        return value.text if isinstance(value, Scalar) else ""

    def table(self, key: str) -> Table:
        """The table under ``key``; an empty one if there is none."""
        value = self.value(key)
        return value if isinstance(value, Table) else Table(MappingProxyType({}), self.line)

    def tables(self, key: str) -> Iterator[tuple[Scalar, Table]]:
        """The entries of the table under ``key`` that are tables themselves."""
        for entry in self.table(key).entries.values():
            if isinstance(entry.value, Table):
                yield entry.key, entry.value

    def value(self, key: str) -> Node | None:
        """What stands under ``key``, or None."""
        entry = self.entries.get(key)
        return entry.value if entry else None


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands for what has been complained about already, so that nobody complains twice."""

    line: int


Node = Scalar | Listing | Table | Broken


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a table."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of a Markdown file with what stands below it."""

    heading: str
    anchor: str
    level: int  # how many '#'
    line: int
    body: str  # without the heading, comments and the source line
    sources: tuple[Scalar, ...]  # of the source line; empty if there is none


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its front matter and its headed parts."""

    front: Node | None
    parts: tuple[Part, ...]


# -- text ----------------------------------------------------------------------------------


def clean(data: bytes | str, complain: Complain) -> str | None:
    r"""``data`` as text with ``\n`` line ends and no unsafe character; None if it is no text."""
    text = _decode(data, complain) if isinstance(data, bytes) else data
    if text is None:
        return None
    if text.startswith("\ufeff"):
        complain(1, "starts with a byte order mark; save it as UTF-8 without one")
        text = text[1:]
    text = text.replace("\r\n", "\n")
    found = [match for match in _RARE.finditer(text) if _is_forbidden(match[0])]
    if not found:
        return text
    _complain_of_characters(text, found, complain)
    return _RARE.sub(lambda match: "\ufffd" if _is_forbidden(match[0]) else match[0], text)


_RARE = re.compile(r"[^\n\t -~]")  # all but plain ASCII, which is looked at one by one


def _is_forbidden(char: str) -> bool:
    return is_unsafe(char) or char in "\ufeff\ufffe\uffff"  # the last three break YAML


def _decode(data: bytes, complain: Complain) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        complain(1, "is UTF-16; save it as UTF-8")
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        complain(line, f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8")
        return data.decode(errors="replace")


def _complain_of_characters(text: str, found: list[re.Match[str]], complain: Complain) -> None:
    places = dict.fromkeys((text.count("\n", 0, m.start()) + 1, m[0]) for m in found[:1000])
    for line, char in list(places)[:_MAX_UNSAFE]:
        complain(line, f"{_describe(char)} is not allowed; delete it")
    if len(places) > _MAX_UNSAFE:
        complain(0, "has many more characters that are not allowed; is it a text file?")


def _describe(char: str) -> str:
    name = unicodedata.name(char, "control character").lower()
    return f"the character U+{ord(char):04X} ({name})"


# -- YAML ----------------------------------------------------------------------------------


def parse_yaml(text: str, complain: Complain, first_line: int = 1) -> Node | None:
    """The one node of a YAML text that has been cleaned; None if it is empty or unusable."""
    composer = _Composer(yaml.parse(text, Loader=_Loader), complain, first_line)
    try:
        return composer.document()
    except _TooDeepError:
        return None
    except yaml.MarkedYAMLError as error:
        _explain(error, text, lambda line, message: complain(line + first_line, message))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        complain(0, f"is not valid YAML: {' '.join(str(error).split())}")
    return None


class _TooDeepError(Exception):
    pass


class _Composer:
    """Builds nodes from a stream of yaml events, which it uses up."""

    def __init__(self, events: Iterator[Any], complain: Complain, first_line: int) -> None:
        self._events = events
        self._report = complain
        self._first_line = first_line
        self._build: Mapping[type, Callable[[Any, int], Node]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._listing,
            yaml.MappingStartEvent: self._table,
            yaml.AliasEvent: self._alias,
        }

    def document(self) -> Node | None:
        """The node of the first document; a second one is complained about."""
        root: Node | None = None
        for event in self._events:
            build = self._build.get(type(event))
            if build and root is None:
                root = build(event, 1)
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._complain(event, "a second document starts here; delete the '---'")
                break
        return root

    def _node(self, event: Any, depth: int) -> Node:
        return self._build[type(event)](event, depth)

    def _scalar(self, event: Any, _depth: int) -> Node:
        self._refuse_extras(event)
        text = str(event.value)
        if event.style == '"' and (bad := next(filter(_is_forbidden, text), None)):
            self._complain(event, f"{_describe(bad)} is not allowed; delete its escape")
            return Broken(self._line(event))
        return Scalar(text, self._line(event))

    def _listing(self, event: Any, depth: int) -> Node:
        self._enter(event, depth)
        items = []
        while not isinstance(child := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(child, depth + 1))
        return Listing(tuple(items), self._line(event))

    def _table(self, event: Any, depth: int) -> Node:
        self._enter(event, depth)
        entries: dict[str, Entry] = {}
        while not isinstance(child := next(self._events), yaml.MappingEndEvent):
            key = self._node(child, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                self._complain(child, "a key must be text; did you forget quotes?")
            elif key.text in entries:
                first = entries[key.text].key.line
                self._complain(child, f"key '{key.text}' stands twice, first in line {first}; join the two")
            else:
                entries[key.text] = Entry(key, value)
        return Table(MappingProxyType(entries), self._line(event))

    def _alias(self, event: Any, _depth: int) -> Node:
        self._complain(event, f"alias '*{event.anchor}' is not allowed; write the value out")
        return Broken(self._line(event))

    def _enter(self, event: Any, depth: int) -> None:
        self._refuse_extras(event)
        if depth > MAX_DEPTH:
            self._complain(event, f"is nested more than {MAX_DEPTH} levels deep; make it flatter")
            raise _TooDeepError

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._complain(event, f"anchor '&{event.anchor}' is not allowed; write the value out")
        if event.tag is not None:
            self._complain(event, f"tag '{event.tag}' is not allowed; delete it")

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first_line

    def _complain(self, event: Any, message: str) -> None:
        self._report(self._line(event), message)


# What libyaml and PyYAML's own parser say -> what to do. The flag says whether the
# mistake is where the structure began (True) or where the parser stopped (False).
_ADVICE: tuple[tuple[str, bool, str], ...] = (
    ("mapping values are not allowed", False,
     "a ':' stands where no key can be; indent it like its neighbours, or put it in quotes"),
    ("could not find expected ':'", True, "is neither 'key: value' nor '- item'; add the ':'"),
    ("unexpected end of stream", True,
     "the quote that opens here is never closed; inside '...' an apostrophe is written twice"),
    ("',' or ']'", True, "the list that opens here is not closed by ']', or misses a comma"),
    ("',' or '}'", True, "the table that opens here is not closed by '}', or misses a comma"),
    ("cannot start any token", False,
     "a value cannot begin with this character; put the value in quotes"),
    ("Unicode character escape", False,
     "an escape like \\ud83d is half a character, as JSON writes emoji; write the character itself"),
    ("escape", False, "a backslash between double quotes starts an escape; use single quotes"),
    ("alphabetic or numeric character", False,
     "a value cannot begin with '*' or '&'; put the value in quotes"),
    ("tag", False, "a value cannot begin with '!'; put the value in quotes"),
    ("node content", False, "a value is missing here; put text with , [ ] { } in quotes"),
    ("comment or", False, "the text after '|' or '>' must begin on the next line"),
    ("chomping", False, "the text after '|' or '>' must begin on the next line"),
    ("<document start>", False, "does not belong to the lines above; indent it like them"),
    ("'-' indicator", False, "does not fit the list above; begin it with '- ' or indent it"),
    ("directive", False, "a line cannot begin with '%'; delete it"),
    ("YAML document", False, "a line cannot begin with '%'; delete it"),
    ("expected key", False,
     "does not fit the lines above; indent it like its neighbours, or end those with ':'"),
)  # fmt: skip
_AFTER_QUOTE = (
    "text stands after a closing quote or bracket; put the whole value in quotes"
    " (inside '...' an apostrophe is written twice)"
)
_TAB = re.compile(r" *\t")


def _explain(error: yaml.MarkedYAMLError, text: str, complain: Complain) -> None:
    """Complain in our own words about the one place where the parser gave up."""
    tabs = [n for n, line in enumerate(text.split("\n")) if _TAB.match(line) and line.strip()]
    for number in tabs:
        complain(number, "is indented with a tab; use spaces")
    if tabs:
        return
    problem = str(error.problem).replace("<block end>", "key")  # PyYAML's word for it
    if ("expected key" in problem or "'-' ind" in problem) and _is_inside_line(error, text):
        complain(_mark_line(error, at_start=False), _AFTER_QUOTE)
        return
    for fragment, at_start, advice in _ADVICE:
        if fragment in problem:
            complain(_mark_line(error, at_start=at_start), advice)
            return
    complain(_mark_line(error, at_start=False), f"is not valid YAML: {problem}")


def _is_inside_line(error: yaml.MarkedYAMLError, text: str) -> bool:
    mark = error.problem_mark
    lines = text.split("\n")
    return bool(mark and mark.line < len(lines) and lines[mark.line][: mark.column].strip())


def _mark_line(error: yaml.MarkedYAMLError, *, at_start: bool) -> int:
    marks = [error.context_mark, error.problem_mark]
    mark = next((m for m in (marks if at_start else marks[::-1]) if m is not None), None)
    return mark.line if mark else 0


# -- Markdown ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    level: int = 0  # of the heading that it is
    code: bool = False  # stands inside a fenced block


def parse_markdown(text: str, complain: Complain) -> Document:
    """The front matter and the headed parts of a Markdown text that has been cleaned.

    Anchors are made as on GitHub. A part ends at the next heading of its own level or
    above; a file title (``#``) ends at the first ``##``.
    """
    lines = text.split("\n")
    front, start = _front_matter(lines, complain)
    scanned = list(_scan(lines, start, complain))
    anchors = _Anchors()
    parts = []
    for index, line in enumerate(scanned):
        if line.level:
            parts.append(_part(line, _below(scanned, index), anchors, complain))
    return Document(front, tuple(parts))


def _front_matter(lines: Sequence[str], complain: Complain) -> tuple[Node | None, int]:
    """The node between the two ``---`` lines, and the index of the first line after them."""
    if lines[0].rstrip() != "---":
        return None, 0
    for end in range(1, len(lines)):
        if lines[end].rstrip() == "---":
            return parse_yaml("\n".join(lines[1:end]), complain, 2), end + 1
    complain(1, "the front matter that opens here is never closed; add a line '---'")
    return None, 1


def _scan(lines: Sequence[str], start: int, complain: Complain) -> Iterator[_Line]:
    """The lines from ``start`` on, without comments; headings and code are marked."""
    fence, opened, in_comment = "", 0, False
    for number, text in enumerate(lines[start:], start + 1):
        if fence:
            fence = "" if _closes(text, fence) else fence
            yield _Line(number, text, code=True)
        elif in_comment or text.lstrip().startswith("<!--"):
            in_comment, rest = _behind_comments(text)
            if rest:
                yield _Line(number, rest, _level(number, rest, complain))
        elif fence := _fence(text):
            opened = number
            yield _Line(number, text, code=True)
        else:
            yield _Line(number, text, _level(number, text, complain))
    if fence:
        complain(opened, f"the code block that opens here is never closed; add a line '{fence}'")


def _behind_comments(text: str) -> tuple[bool, str]:
    """Whether a comment is still open at the end of a line that begins in one, and what stands behind it."""
    while True:
        _, closed, text = text.partition("-->")
        if not text.lstrip().startswith("<!--"):
            return not closed, text.strip()


def _fence(text: str) -> str:
    """The run of backticks or tildes that opens a code block; empty if none does."""
    stripped = text.lstrip(" ")
    run = stripped[: len(stripped) - len(stripped.lstrip(stripped[:1] or " "))]
    is_code = len(run) >= 3 and run[0] in "`~" and len(text) - len(stripped) < 4
    return "" if is_code and run[0] == "`" and "`" in stripped[len(run) :] else run * is_code


def _closes(text: str, fence: str) -> bool:
    stripped = text.strip()
    return stripped.startswith(fence) and not stripped.strip(fence[0])


def _level(number: int, text: str, complain: Complain) -> int:
    """How many '#' make this line a heading; 0 if it is none."""
    stripped = text.lstrip(" ")
    rest = stripped.lstrip("#")
    level = len(stripped) - len(rest)
    if not 1 <= level <= 6 or len(text) - len(stripped) > 3:
        return 0
    if rest and rest[0] not in " \t":
        if level > 1:
            complain(number, f"write a space after '{'#' * level}'")
        return 0
    return level


def _below(lines: Sequence[_Line], index: int) -> list[_Line]:
    """The lines that belong to the heading at ``index``."""
    highest = max(lines[index].level, SECTION)
    below = []
    for line in lines[index + 1 :]:
        if 0 < line.level <= highest:
            break
        below.append(line)
    return below


def _part(head: _Line, below: list[_Line], anchors: _Anchors, complain: Complain) -> Part:
    heading = _heading(head, complain)
    sources: tuple[Scalar, ...] = ()
    while below and not below[-1].text.strip():
        below.pop()
    if below and _is_source(below[-1]):
        sources = _sources(below.pop(), complain)
    if head.level == SECTION:
        for line in filter(_is_source, below):
            complain(line.number, "'Source:' must be the last line of its section; move it down")
    body = "\n".join(line.text.rstrip() for line in below).strip("\n")
    return Part(heading, anchors.add(heading), head.level, head.number, body, sources)


def _heading(line: _Line, complain: Complain) -> str:
    text = line.text.strip().lstrip("#").strip()
    open_text = text.rstrip("#")
    if not open_text or open_text[-1] in " \t":
        text = open_text.rstrip()
    if not text:
        complain(line.number, "the heading has no text; add some, or delete the line")
    if len(text) > MAX_HEADING:
        complain(line.number, f"the heading is longer than {MAX_HEADING} characters; shorten it")
    return text[:MAX_HEADING]


def _is_source(line: _Line) -> bool:
    return not line.code and line.text.startswith("Source:")


def _sources(line: _Line, complain: Complain) -> tuple[Scalar, ...]:
    keys = [key.strip() for key in line.text.removeprefix("Source:").split(",")]
    if not all(keys):
        complain(line.number, "a source is missing; write 'Source: key' or 'Source: key, key'")
    return tuple(Scalar(key, line.number) for key in keys if key)


class _Anchors:
    """Makes the anchors of one file, as GitHub does: the second of two equals gets ``-1``."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def add(self, heading: str) -> str:
        base = anchor = _slug(heading)
        while anchor in self._used:
            self._used[base] += 1
            anchor = f"{base}-{self._used[base]}"
        self._used[anchor] = 0
        return anchor


_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def _slug(heading: str) -> str:
    """Lower case, without punctuation, hyphens for spaces."""
    text = _LINK.sub(r"\1", heading).strip().lower()
    return "".join(c for c in text if _stays(c)).replace(" ", "-")


def _stays(char: str) -> bool:
    return char.isalnum() or char in " -_" or unicodedata.category(char).startswith("M")
