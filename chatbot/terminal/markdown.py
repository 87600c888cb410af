"""The Markdown that answers are written in -> blocks; it knows no width and no terminal.

Paragraphs, headings, lists in lists, quotes, code, bold, italics and links. What it does
not know stays the text it is, so nothing of an answer is ever lost. It is so small because
it must be quick: importing a whole Markdown library takes longer than answering does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chatbot.terminal.layout import BOLD, CODE, ITALIC, LINK, Block, Line, Span

__all__ = ["read_inline", "read_markdown"]

MAX_DEPTH = 8  # styles or quotes inside each other; deeper ones stay text

# -- blocks --------------------------------------------------------------------------------

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +)(?=\S)")
_HEADING = re.compile(r" {0,3}#{1,6} +(.*?)[ #]*$")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}([-*_])( *\1){2,} *$")


def read_markdown(text: str, depth: int = 0) -> tuple[Block, ...]:
    """The blocks of ``text``."""
    return tuple(_blocks(text.expandtabs(4).split("\n"), depth))


@dataclass(slots=True)
class _Open:
    """The paragraph or item whose lines are being collected."""

    lead: str = ""
    indent: int = 0
    gap: bool = True
    lines: Sequence[str] = ()


def _blocks(lines: Sequence[str], depth: int) -> Iterator[Block]:
    items: list[tuple[int, int]] = []  # of the open list items: column of the marker, of the text
    block, blank, number = _Open(), True, 0
    while number < len(lines):
        line = lines[number]
        special = _special(lines, number, depth)
        if special or not line.strip():
            yield from _closed(block)
            block = _Open()
        if special:
            found, number = special
            items = []
            yield from found
            blank = True
            continue
        if match := _ITEM.match(line):
            yield from _closed(block)
            had = bool(items)
            items = [item for item in items if item[0] < len(match[1])]
            indent = items[-1][1] if items else 0
            items.append((len(match[1]), match.end()))
            block = _Open(f"{match[2]} ", indent, blank and not had, [line[match.end() :]])
            items[-1] = (len(match[1]), match.end())
        elif line.strip():
            if not block.lines:
                items = [item for item in items if item[1] <= _indent(line)]
                block = _Open(indent=items[-1][1] if items else 0)
            block.lines = [*block.lines, line]
        blank = not line.strip()
        number += 1
    yield from _closed(block)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _closed(block: _Open) -> Iterator[Block]:
    if block.lines:
        yield Block(read_inline("\n".join(block.lines)), block.lead, block.indent, block.gap)


def _special(lines: Sequence[str], number: int, depth: int) -> tuple[Sequence[Block], int] | None:
    """A block that is known by its first line, and the number of the line after it."""
    line = lines[number]
    if match := _FENCE.match(line):
        return _code(lines, number, match[1])
    if match := _HEADING.match(line):
        return [Block(_styled(read_inline(match[1]), BOLD))], number + 1
    if _RULE.match(line):
        return [], number + 1
    if line.startswith("|"):
        end = _run(lines, number, "|")
        return [_verbatim(lines[number:end])], end
    if line.startswith(">") and depth < MAX_DEPTH:
        end = _run(lines, number, ">")
        quoted = "\n".join(text.removeprefix(">").removeprefix(" ") for text in lines[number:end])
        inner = read_markdown(quoted, depth + 1)
        return [replace(block, indent=block.indent + 2) for block in inner], end
    return None


def _run(lines: Sequence[str], start: int, mark: str) -> int:
    end = start
    while end < len(lines) and lines[end].startswith(mark):
        end += 1
    return end


def _code(lines: Sequence[str], start: int, fence: str) -> tuple[Sequence[Block], int]:
    end = start + 1
    while end < len(lines) and not lines[end].lstrip().startswith(fence):
        end += 1
    return [_verbatim(lines[start + 1 : end])], end + 1


def _verbatim(lines: Sequence[str]) -> Block:
    return Block((Span("\n".join(lines)),), indent=2, verbatim=True)


# -- inline --------------------------------------------------------------------------------

_INLINE = re.compile(
    r"\\(?P<escape>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?!`)(?P<code>[^`]+)(?P=ticks)(?!`)"
    r"|!?\[(?P<label>[^\[\]]*)\]\((?P<url>[^\s()]*(?:\([^\s()]*\))?[^\s()]*)(?: +\"[^\"]*\")?\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^<>\s]+)>"
    r"|\*\*\*(?=\S)(?P<both>[^*]+)(?<=\S)\*\*\*(?!\*)"
    r"|(?P<two>\*\*|__)(?=\S)(?P<bold>(?:(?!(?P=two)).)+?(?<=\S))(?P=two)(?!\*)"
    r"|\*(?=[^\s*])(?P<star>(?:[^*]|\*\*[^*]+\*\*)+?)(?<=\S)\*(?!\*)"
    r"|(?<![^\W_])_(?=[^\s_])(?P<low>[^_]+?)(?<=\S)_(?![^\W_])",
    re.DOTALL,
)
_STYLES = (("bold", BOLD), ("both", f"{BOLD};{ITALIC}"), ("star", ITALIC), ("low", ITALIC))
_SOFT = re.compile(r" *\n *")  # a line end within a paragraph is a space
_HARD = re.compile(r"(?: {2,}|\\)\n *")  # two spaces or a backslash before it keep it


def read_inline(text: str, style: str = "", depth: int = 0) -> Line:
    """The spans of a paragraph, or of what stands inside a style."""
    if depth == 0:
        text = _SOFT.sub(" ", _HARD.sub("\v", text.strip())).replace("\v", "\n")
    spans: list[Span] = []
    end = 0
    for match in _INLINE.finditer(text) if depth < MAX_DEPTH else ():
        spans.append(Span(text[end : match.start()], style))
        spans += _inline(match, style, depth)
        end = match.end()
    spans.append(Span(text[end:], style))
    return tuple(span for span in spans if span.text)


def _inline(match: re.Match[str], style: str, depth: int) -> Line:
    if match["escape"]:
        return (Span(match["escape"], style),)
    if match["code"]:
        return (Span(match["code"].strip() or match["code"], _joined(style, CODE)),)
    if match["auto"]:
        return (Span(match["auto"].removeprefix("mailto:"), _joined(style, LINK)),)
    if match["url"] is not None:
        return _link(match["label"], match["url"], style, depth)
    for name, own in _STYLES:
        if match[name]:
            return read_inline(match[name], _joined(style, own), depth + 1)
    return ()


def _link(label: str, url: str, style: str, depth: int) -> Line:
    """A link as text (url). One that stays within the content leads nowhere from here."""
    if "://" not in url and not url.startswith("mailto:"):
        return read_inline(label, style, depth + 1)
    url = url.removeprefix("mailto:")
    shown = Span(url, _joined(style, LINK))
    if label in ("", url):
        return (shown,)
    around = Span(" (", style), shown, Span(")", style)
    return (*read_inline(label, style, depth + 1), *around)


def _styled(spans: Line, style: str) -> Line:
    return tuple(Span(span.text, _joined(span.style, style)) for span in spans)


def _joined(style: str, more: str) -> str:
    return f"{style};{more}" if style else more
