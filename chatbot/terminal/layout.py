"""Blocks of styled text -> lines that fit the width; it knows no Markdown and no reply.

Width is counted in cells, not in characters: a Japanese character takes two, a
combining accent none. ``width=None`` stands for a pipe, where nothing is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.language import is_unsafe

__all__ = [
    "ALARM",
    "BOLD",
    "CODE",
    "DIM",
    "ITALIC",
    "LINK",
    "Block",
    "Line",
    "Span",
    "Table",
    "cells",
    "lay_out",
    "plain",
    "scrub",
]

# Parameters of the escape sequence that switches a style on: the terminal's own sixteen
# colours and attributes, never RGB. None of them is the only carrier of a meaning.
BOLD = "1"
DIM = "2"
ITALIC = "3"
LINK = "4"
CODE = "36"
ALARM = "1;31"

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_TAB = "    "


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; ``style`` is one of the names above, or several, joined by ;"""

    text: str
    style: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a heading. A newline in a span is a forced line break."""

    spans: Line
    lead: str = ""  # what stands before the first line: "- ", "2. "; the rest hangs below it
    indent: int = 0  # cells
    gap: bool = True  # an empty line before it, unless it is the first
    verbatim: bool = False  # code and tables: never filled again, cut only where it must be


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first one the heads. Too wide for the screen, it becomes a list."""

    rows: tuple[tuple[str, ...], ...]
    indent: int = 0


def plain(text: str, style: str = "", *, lead: str = "", indent: int = 0, gap: bool = True) -> Block:
    """A block of one span."""
    return Block((Span(text, style),), lead, indent, gap)


# -- cells ---------------------------------------------------------------------------------

# Latin letters and typographic marks take one cell each. What goes beyond them is rare
# here, and worth the 14 ms that importing wcwidth takes.
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\ufffd]*")


def cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes; it holds no control characters."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def scrub(text: str) -> str:
    """``text`` without what a terminal would obey: control characters, bidi overrides."""
    if text.isprintable():  # bidi marks, controls and surrogates all are not
        return text
    text = text.replace("\r\n", "\n").replace("\t", _TAB)
    return "".join(REPLACEMENT if is_unsafe(char) else char for char in text)


# -- blocks --------------------------------------------------------------------------------


def lay_out(blocks: Iterable[Block | Table], width: int | None = None) -> Iterator[Line]:
    """The lines of ``blocks``, none wider than ``width`` cells."""
    first = True
    for block in _without_tables(blocks, width):
        if block.gap and not first:
            yield ()
        first = False
        yield from _lines(block, width)


def _lines(block: Block, width: int | None) -> Iterator[Line]:
    indent = block.indent if width is None else min(block.indent, width // 4)
    lead = " " * indent + block.lead
    hang = " " * cells(lead)
    room = None if width is None else max(2, width - len(hang))
    spans = tuple(Span(scrub(span.text), span.style) for span in block.spans)
    for number, line in enumerate(_fill(spans, room, verbatim=block.verbatim)):
        start = lead if number == 0 else hang
        yield (Span(start), *line) if start and (line or number == 0) else line


def _fill(spans: Line, room: int | None, *, verbatim: bool) -> Iterator[Line]:
    for line in _forced_lines(spans):
        if room is None or sum(cells(span.text) for span in line) <= room:
            yield line
        elif verbatim:
            yield from _cut(line, room)
        else:
            yield from _wrap(line, room)


def _forced_lines(spans: Line) -> Iterator[Line]:
    line: list[Span] = []
    for span in spans:
        head, *rest = span.text.split("\n")
        line.append(Span(head, span.style))
        for text in rest:
            yield _trim(line)
            line = [Span(text, span.style)]
    yield _trim(line)


def _trim(line: Sequence[Span]) -> Line:
    return tuple(span for span in line if span.text)


# -- wrapping ------------------------------------------------------------------------------

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf"
    "\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
# A line may break at spaces, and before a wide character unless that closes something.
_CLOSERS = "\u3001\u3002\uff0c\uff0e\u300d\u300f\uff09\u3011\uff01\uff1f\u30fc\u309b\u309c\u3005"
# Kept as text: compiling it takes 4 ms, and most runs write into a pipe and never wrap.
_PIECE = f"[ ]+|[{_WIDE}][{_CLOSERS}]*|[^ {_WIDE}]+"


@dataclass(slots=True)
class _Word:
    """What must not be broken; grows while pieces without a break between them come in."""

    spans: list[Span]
    spaced: bool  # a space stands before it

    @property
    def width(self) -> int:
        return sum(cells(span.text) for span in self.spans)


def _words(line: Line) -> Iterator[_Word]:
    word: _Word | None = None
    spaced = False
    for span in line:
        for piece in re.findall(_PIECE, span.text):
            if piece[0] == " ":
                spaced = True
            elif word and not spaced and not _breaks(word, piece):
                word.spans.append(Span(piece, span.style))
            else:
                if word:
                    yield word
                word, spaced = _Word([Span(piece, span.style)], spaced), False
    if word:
        yield word


def _breaks(word: _Word, piece: str) -> bool:
    """Whether a line may end between ``word`` and ``piece``, which no space separates."""
    if piece.isascii() and word.spans[-1].text.isascii():
        return False
    before, after = word.spans[-1].text[-1], piece[0]
    return after not in _CLOSERS and (cells(after) == 2 or (cells(before) == 2 and after.isalnum()))


def _wrap(line: Line, room: int) -> Iterator[Line]:
    current: list[Span] = []
    used = 0
    for word in _words(line):
        width, space = word.width, 1 if word.spaced and current else 0
        if current and used + space + width > room:
            yield _joined(current)
            current, used, space = [], 0, 0
        if width > room:  # only ever at the start of a line
            *full, word.spans[:] = map(list, _cut(tuple(word.spans), room))
            yield from map(_joined, full)
            width = word.width
        if space:
            current.append(Span(" ", _shared_style(current[-1], word.spans[0])))
        current += word.spans
        used += space + width
    if current:
        yield _joined(current)


def _shared_style(before: Span, after: Span) -> str:
    return before.style if before.style == after.style else ""


def _cut(line: Line, room: int) -> Iterator[Line]:
    """``line`` in pieces of at most ``room`` cells, cut between any two characters."""
    current: list[Span] = []
    used = 0
    for span in line:
        for char in span.text:
            width = cells(char)
            if used + width > room and current:
                yield _joined(current)
                current, used = [], 0
            current.append(Span(char, span.style))
            used += width
    if current:
        yield _joined(current)


def _joined(spans: Sequence[Span]) -> Line:
    """Neighbours of one style made one span."""
    line: list[Span] = []
    for span in spans:
        if line and line[-1].style == span.style:
            line[-1] = Span(line[-1].text + span.text, span.style)
        else:
            line.append(span)
    return tuple(line)


# -- tables --------------------------------------------------------------------------------

_BETWEEN = 2  # cells between two columns
_PAIR = 2  # a row of two explains itself; longer ones need their heads


def _without_tables(blocks: Iterable[Block | Table], width: int | None) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _columns(block, width) or _stacked(block)
        else:
            yield block


def _columns(table: Table, width: int | None) -> tuple[Block, ...]:
    """The table in columns; nothing if it does not fit."""
    rows = tuple(tuple(map(scrub, row)) for row in table.rows)
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    total = table.indent + sum(widths) + _BETWEEN * (len(widths) - 1)
    if width is not None and total > width:
        return ()
    lines = [Span(_padded(row, widths), BOLD if number == 0 else "") for number, row in enumerate(rows)]
    return tuple(
        Block((line,), indent=table.indent, gap=number == 0, verbatim=True)
        for number, line in enumerate(lines)
    )


def _padded(row: tuple[str, ...], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True))
    return (" " * _BETWEEN).join(padded).rstrip()


def _stacked(table: Table) -> tuple[Block, ...]:
    """Each row as one item: its first cell, then the others with their heads."""
    heads, *rows = table.rows
    return tuple(
        plain(_stack(heads, row), lead="- ", indent=table.indent, gap=number == 0)
        for number, row in enumerate(rows)
    )


def _stack(heads: tuple[str, ...], row: tuple[str, ...]) -> str:
    named = len(row) > _PAIR
    pairs = zip(heads[1:], row[1:], strict=True)
    rest = [f"{head} {cell.strip()}" if named else cell for head, cell in pairs if cell]
    return f"{row[0]}: {', '.join(rest)}" if rest else row[0]
