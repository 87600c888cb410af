"""The one table of what may stand in ``intents.yaml`` and in front matter: it checks
nodes against it, and it generates the JSON Schema for editors.

It must not know how entries relate to each other or to headings, and it opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os.path import commonprefix
from types import MappingProxyType
from typing import Any, get_args

from chatbot.content import Label, Level
from chatbot.markup import Broken, Complain, Entry, Listing, Node, Scalar, Table

__all__ = [
    "CONVERSATIONS_FILE",
    "FRONT_MATTER",
    "INTENTS_FILE",
    "MAX_BODY",
    "did_you_mean",
    "fit",
    "json_schema",
]

# Limits: far above what a person writes by hand (the bundled content has 56 intents of 280
# examples; CLINC150, a large public set, has 150 of 100), low enough to keep a load bounded.
MAX_INTENTS = 2_000
MAX_ITEMS = 5_000  # examples of one intent, members of one synonym, patterns of one sign, look-alikes
MAX_ENTRIES = 5_000  # entries of any other table
MAX_LINE = 500  # characters of an example, a keyword, a name shown
MAX_TITLE = 120  # characters: one line of a numbered list
MAX_PROSE = 4_000  # characters of a reply, a caution, a disclaimer
_MAX_QUOTE = 60  # characters of the author's text in a message
_MAX_CANDIDATES = 60  # names that are compared in full; 500 mistakes in 500 names took 3.5 s
_MAX_SLIP = 4  # letters by which a name and what was meant may differ in length
MAX_BODY = 20_000  # characters of a section; an answer should have about 1,000


# -- shapes --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """One string; ``prose`` may have several lines."""

    doc: str
    most: int = MAX_LINE
    pattern: str = ""
    advice: str = ""  # said when the pattern does not match
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    doc: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a few."""

    doc: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, mostly of strings."""

    doc: str
    item: Shape
    least: int = 0
    unique: bool = False


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table whose keys the author chooses; ``noun`` names one entry in messages."""

    doc: str
    noun: str
    key: Text
    value: Shape
    least: int = 0
    most: int = MAX_ENTRIES


@dataclass(frozen=True, slots=True)
class Record:
    """A table with given keys."""

    doc: str
    keys: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    either: tuple[str, ...] = ()  # exactly one of these must be there


Shape = Text | Flag | Choice | ListOf | TableOf | Record


# -- the table -----------------------------------------------------------------------------

_NAME = Text(
    "A name: lower-case letters, digits and _, beginning with a letter.",
    most=60,
    pattern="[a-z][a-z0-9_]*",
    advice="use lower-case letters, digits and _, beginning with a letter",
)
_KEY = Text(
    "A key: lower-case letters, digits, - and _, beginning with a letter or digit.",
    most=60,
    pattern="[a-z0-9][a-z0-9_-]*",
    advice="use lower-case letters, digits, - and _, beginning with a letter or digit",
)
_WORDS = Text("A word or phrase.")
_EXAMPLES = ListOf("What people say when they mean this.", Text("An example."), least=1)
_ANSWERS = ListOf(
    "The sections of knowledge/ that answer it, in the order shown.",
    Text("A section: file.md#anchor-of-heading.", 300),
    least=1,
    unique=True,
)
_PATTERNS = Text("Parts joined by +; each is the name of a word group or literal words.")

_BOT = Record(
    "Who the bot says it is.",
    {
        "name": Text("Its name.", MAX_TITLE),
        "about": Text("One line about it."),
        "disclaimer": Text("What it says about its limits.", MAX_PROSE, prose=True),
        "small_talk": Flag("false switches small-talk intents off."),
    },
)
_INTENT = Record(
    "What people may want.",
    {
        "title": Text("How it is offered as a choice.", MAX_TITLE),
        "examples": _EXAMPLES,
        "keywords": ListOf("Words that by themselves point here.", _WORDS, unique=True),
        "answers": _ANSWERS,
        "reply": Text("A short text of its own instead of answers.", MAX_PROSE, prose=True),
        "follow_ups": ListOf("The intents that a reader wants next.", _NAME, unique=True),
        "caution": Text("A key of cautions: the warning that is shown first.", 60),
        "small_talk": Flag("true: never offered as a choice or topic."),
        "final": Flag("true: ends the conversation."),
    },
    required=("title", "examples"),
    either=("answers", "reply"),
)
_NOT_COVERED = Record(
    "What people ask and the content does not answer.",
    {"title": Text('Completes "says nothing about ...".', MAX_TITLE), "examples": _EXAMPLES},
    required=("title", "examples"),
)
_VAGUE = Record(
    "A way to open that names no subject: it gets one question with options.",
    {
        "ask": Text("The question.", MAX_PROSE, prose=True),
        "examples": _EXAMPLES,
        "options": ListOf("The intents it may be about, at most three.", _NAME, least=1, unique=True),
    },
    required=("ask", "examples", "options"),
)
_SIGN = Record(
    "One red flag.",
    {
        "level": Choice("How urgent it is.", get_args(Level)),
        "means": Text('Completes "What you wrote sounds as if ...".', MAX_TITLE),
        "when": ListOf("Patterns; each by itself raises the sign.", _PATTERNS, least=1),
        "examples": ListOf("What people say who have it.", Text("An example.")),
        "not_when": ListOf("Patterns that cancel the sign in their clause.", _PATTERNS),
        "answers": _ANSWERS,
    },
    required=("level", "means", "when"),
)
_GROUP = ListOf("Words or phrases that count as one part.", _WORDS, least=1)
_ALARMS = Record(
    "The red flags.",
    {
        "words": TableOf("Word groups.", "word group", _WORDS, _GROUP),
        "signs": TableOf("What calls for help.", "sign", _NAME, _SIGN),
        "intent": Text("The intent that an urgent reply counts as.", 60),
        "lookalikes": ListOf("What only sounds like a red flag.", Text("An example.")),
    },
)
_PROSE = Text("A text.", MAX_PROSE, prose=True)
_MEMBERS = ListOf("The words that are read as this one.", _WORDS, least=1)

INTENTS_FILE = Record(
    "What people ask, and which sections answer it.",
    {
        "bot": _BOT,
        "sources": TableOf("Full references by key.", "source", _KEY, Text("A reference.", 1_000)),
        "messages": TableOf("Overrides of the bot's own phrases.", "message", _NAME, _PROSE),
        "cautions": TableOf("Warnings that answers start with.", "caution", _NAME, _PROSE),
        "intents": TableOf(
            "What people may want, by name.", "intent", _NAME, _INTENT, least=1, most=MAX_INTENTS
        ),
        "not_covered": TableOf("What the content does not answer.", "not_covered", _NAME, _NOT_COVERED),
        "vague": TableOf("Openings that name no subject.", "vague", _NAME, _VAGUE),
        "synonyms": TableOf("Words that mean the same.", "synonym", _WORDS, _MEMBERS),
        "alarms": _ALARMS,
    },
    required=("intents",),
)
_EXPECTED = ListOf("Names of intents, or out_of_scope, clarify, urgent_care.", _NAME, unique=True)
_TURN = Record(
    "One turn: what is said, and what is expected of the reply.",
    {
        "say": Text("What the user types.", MAX_PROSE, prose=True),
        "choose": Text("The intent whose number the user types; it must have been offered.", 60),
        "intents": ListOf("Exactly the intents answered, in this order.", _NAME),
        "any_of": _EXPECTED,
        "also": _EXPECTED,
        "kind": Choice("The kind of reply.", ("answer", "urgent", "clarify", "decline")),
        "contains": ListOf("Pieces of text that the reply holds, in any letter case.", _WORDS),
        "lacks": ListOf("Pieces of text that the reply must not hold.", _WORDS),
        "offers": ListOf("Intents that must be among the choices.", _NAME, unique=True),
    },
    either=("say", "choose"),
)
CONVERSATIONS_FILE = Record(
    "Conversations that must go as written.",
    {
        "conversations": ListOf(
            "The conversations.",
            Record(
                "One conversation.",
                {"name": Text("What it is about.", MAX_TITLE), "turns": ListOf("Its turns.", _TURN, least=1)},
                required=("name", "turns"),
            ),
            least=1,
        )
    },
    required=("conversations",),
)
FRONT_MATTER = Record(
    "The head of a knowledge file.",
    {
        "label": Choice("Where its answers come from.", get_args(Label)),
        "source": Text("Keys of sources, comma separated, cited for every section."),
    },
)


# -- checking a node against a shape -------------------------------------------------------


def fit(node: Node, shape: Shape, subject: str, complain: Complain) -> Node:
    """``node`` with everything that does not fit ``shape`` complained about and ``Broken``.

    ``subject`` is how messages name the node, such as ``intent 'greeting'``; it is empty
    for the file itself. Texts lose the white space around them, and one-line texts their
    line breaks.
    """
    if isinstance(node, Broken):
        return node
    if isinstance(shape, Text):
        return _fit_text(node, shape, subject, complain)
    if isinstance(shape, Flag | Choice):
        return _fit_choice(node, shape, subject, complain)
    if isinstance(shape, ListOf):
        return _fit_list(node, shape, subject, complain)
    if isinstance(node, Scalar) and not node.text:
        node = Table(MappingProxyType({}), node.line)  # "synonyms:" with nothing below it
    if not isinstance(node, Table):
        example = "lines 'key: value'" if isinstance(shape, Record) else "lines 'name: ...'"
        return _broken(node, f"{_start(subject)}must hold {example}, not {_kind(node)}", complain)
    if isinstance(shape, Record):
        return _fit_record(node, shape, subject, complain)
    return _fit_table(node, shape, subject, complain)


def _fit_text(node: Node, shape: Text, subject: str, complain: Complain) -> Node:
    if not isinstance(node, Scalar):
        advice = "; put it in quotes if it contains ': ' or begins with [ or {"
        return _broken(node, f"{subject} must be text, not {_kind(node)}{advice}", complain)
    text = node.text.strip() if shape.prose else " ".join(node.text.split())
    if not text:
        return _broken(node, f"{subject} is empty; write some text or delete it", complain)
    if len(text) > shape.most:
        message = f"{subject} has {len(text):,} characters; at most {shape.most:,} are allowed"
        return _broken(node, message, complain)
    if shape.pattern and not re.fullmatch(shape.pattern, text):
        return _broken(node, f"{subject}: {shape.advice}", complain)
    return Scalar(text, node.line)


def _fit_choice(node: Node, shape: Flag | Choice, subject: str, complain: Complain) -> Node:
    words = ("true", "false") if isinstance(shape, Flag) else shape.words
    if isinstance(node, Scalar) and node.text.lower() in words:
        return Scalar(node.text.lower(), node.line)
    said = f", not '{_shorten(node.text)}'" if isinstance(node, Scalar) and node.text else ""
    return _broken(node, f"{subject} must be {_any_of(words)}{said}", complain)


def _fit_list(node: Node, shape: ListOf, subject: str, complain: Complain) -> Node:
    if isinstance(node, Scalar) and not node.text:
        node = Listing((), node.line)  # "follow_ups:" with nothing below it
    if not isinstance(node, Listing):
        advice = "; write [one, two], or a line '- one' for each"
        if isinstance(node, Scalar) and node.text.startswith("-"):
            advice = "; write a space after each '-'"
        return _broken(node, f"{subject} must be a list, not {_kind(node)}{advice}", complain)
    if len(node.items) < shape.least:
        return _broken(node, f"{subject} is empty; give at least one", complain)
    if len(node.items) > MAX_ITEMS:
        message = f"{subject} has {len(node.items):,} items; at most {MAX_ITEMS:,} are allowed"
        return _broken(node, message, complain)
    items = tuple(
        fit(item, shape.item, f"{subject} item {number}", complain)
        for number, item in enumerate(node.items, 1)
    )
    if shape.unique:
        _complain_of_repeats(items, subject, complain)
    return Listing(items, node.line)


def _complain_of_repeats(items: Iterable[Node], subject: str, complain: Complain) -> None:
    seen: set[str] = set()
    for item in items:
        if isinstance(item, Scalar):
            if item.text in seen:
                complain(item.line, f"{subject} has '{item.text}' twice; delete one")
            seen.add(item.text)


def _fit_table(node: Table, shape: TableOf, subject: str, complain: Complain) -> Node:
    count = len(node.entries)
    if count < shape.least:
        return _broken(node, f"{subject} is empty; give at least one", complain)
    if count > shape.most:
        message = f"{subject} has {count:,} entries; at most {shape.most:,} are allowed"
        return _broken(node, message, complain)
    entries: dict[str, Entry] = {}
    for written, (key, value) in _items(node):
        called = f"{shape.noun} '{_shorten(written)}'"
        fitted = fit(key, shape.key, called, complain)
        name = fitted.text if isinstance(fitted, Scalar) else written
        if name in entries:
            complain(key.line, f"{called} stands in line {entries[name].key.line} already; delete one")
        # What a record lacks is said in the line of its name.
        here = Table(value.entries, key.line) if isinstance(value, Table) else value
        entries[name] = Entry(
            fitted if isinstance(fitted, Scalar) else key, fit(here, shape.value, called, complain)
        )
    return Table(MappingProxyType(entries), node.line)


def _fit_record(node: Table, shape: Record, subject: str, complain: Complain) -> Node:
    entries = {}
    for name, (key, value) in _items(node):
        if name in shape.keys:
            called = f"{_start(subject)}'{name}'"
            entries[name] = Entry(key, fit(value, shape.keys[name], called, complain))
        else:
            hint = did_you_mean(name, shape.keys) or "; the keys are " + ", ".join(shape.keys)
            complain(key.line, f"{_start(subject)}unknown key '{_shorten(name)}'{hint}")
            entries.setdefault(_nearest(name, shape.keys), Entry(key, Broken(key.line)))
    for name in shape.required:
        if name not in entries:
            complain(node.line, f"{_start(subject)}'{name}' is missing; add it")
    if shape.either:
        _fit_either(Table(entries, node.line), shape.either, subject, complain)
    return Table(MappingProxyType(entries), node.line)


def _fit_either(node: Table, keys: tuple[str, ...], subject: str, complain: Complain) -> None:
    present = [key for key in keys if key in node.entries]
    if not present:
        complain(node.line, f"{_start(subject)}says nothing; give it {_any_of(keys)}")
    if len(present) > 1:
        line = max(node.entries[key].key.line for key in present)
        complain(line, f"{_start(subject)}has {_all_of(present)}; keep one of them")


def _items(table: Table) -> Iterator[tuple[str, tuple[Scalar, Node]]]:
    for name, entry in table.entries.items():
        yield name, (entry.key, entry.value)


def _broken(node: Node, message: str, complain: Complain) -> Broken:
    complain(node.line, message)
    return Broken(node.line)


def _start(subject: str) -> str:
    return f"{subject}: " if subject else ""


def _kind(node: Node) -> str:
    kinds = {Scalar: "text", Listing: "a list", Table: "a table"}
    return kinds.get(type(node), "this")


def _any_of(words: Iterable[str]) -> str:
    quoted = [f"'{word}'" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]])


def _all_of(words: Iterable[str]) -> str:
    return " and ".join(f"'{word}'" for word in words)


def _shorten(text: str) -> str:
    """``text`` for a message: one line, cut when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_QUOTE else line[: _MAX_QUOTE - 3] + "..."


def _nearest(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that ``word`` may be a slip for, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake has to wait for it

    alike = [name for name in known if abs(len(name) - len(word)) <= _MAX_SLIP]
    alike.sort(key=lambda name: len(commonprefix((name, word))), reverse=True)  # noqa: RUF071 - letter by letter is what is wanted
    return next(iter(get_close_matches(word, alike[:_MAX_CANDIDATES], n=1)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the nearest of ``known``, or nothing if none is near."""
    near = _nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


# -- the JSON Schema -----------------------------------------------------------------------


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``intents.yaml``, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "intents.yaml",
        **_schema(INTENTS_FILE),
    }


def _schema(shape: Shape) -> dict[str, Any]:
    return {"description": shape.doc, **_SCHEMAS[type(shape)](shape)}


def _text_schema(shape: Text) -> dict[str, Any]:
    # Words such as 12 or true stay words here, though an editor takes them for more.
    schema: dict[str, Any] = {"type": ["string", "number", "boolean"], "minLength": 1}
    if shape.pattern:
        schema["pattern"] = f"^{shape.pattern}$"
    return {**schema, "maxLength": shape.most}


def _list_schema(shape: ListOf) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "array" if shape.least else ["array", "null"]}
    limits = {"minItems": shape.least, "maxItems": MAX_ITEMS, "uniqueItems": shape.unique}
    return {**schema, "items": _schema(shape.item), **limits}


def _table_schema(shape: TableOf) -> dict[str, Any]:
    return {
        "type": "object" if shape.least else ["object", "null"],
        "propertyNames": {"maxLength": shape.key.most}
        | ({"pattern": f"^{shape.key.pattern}$"} if shape.key.pattern else {}),
        "additionalProperties": _schema(shape.value),
        "minProperties": shape.least,
        "maxProperties": shape.most,
    }


def _record_schema(shape: Record) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object" if shape.required else ["object", "null"],
        "properties": {key: _schema(value) for key, value in shape.keys.items()},
        "required": list(shape.required),
        "additionalProperties": False,
    }
    if shape.either:
        schema["oneOf"] = [{"required": [key]} for key in shape.either]
    return schema


_SCHEMAS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Text: _text_schema,
    Flag: lambda _: {"type": "boolean"},
    Choice: lambda shape: {"enum": list(shape.words)},
    ListOf: _list_schema,
    TableOf: _table_schema,
    Record: _record_schema,
}
