"""What no single entry can tell: whether the parts of a content agree with each other.

It sees nodes that fit the schema; it must not know how they were written, and it opens
no file. An *error* makes a content unusable; a *blemish* (a heading that nothing uses)
leaves a working bot, and only those who ask for it are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chatbot.content import MAX_OPTIONS
from chatbot.errors import Problem
from chatbot.folder import INTENTS, KNOWLEDGE
from chatbot.markup import MAX_HEADING, SECTION, Broken, Complain, Document, Entry, Part, Scalar, Table
from chatbot.patterns import HARMLESS, NOTES, split_part
from chatbot.phrases import PHRASES
from chatbot.schema import MAX_BODY, did_you_mean

__all__ = ["Draft", "Findings", "check", "file_sources", "pattern"]


@dataclass(frozen=True, slots=True)
class Findings:
    """Collects problems. Not a value: whoever checks adds to it."""

    errors: list[Problem] = field(default_factory=list)
    blemishes: list[Problem] = field(default_factory=list)

    def error_in(self, path: str) -> Complain:
        """The function that adds an error about the file ``path``."""
        return lambda line, message: self.errors.append(Problem(path, line, message))

    def error(self, line: int, message: str, path: str = INTENTS) -> None:
        """Add an error, by default about intents.yaml."""
        self.errors.append(Problem(path, line, message))

    def blemish(self, line: int, message: str, path: str = INTENTS) -> None:
        """Add a blemish, by default about intents.yaml."""
        self.blemishes.append(Problem(path, line, message))


@dataclass(frozen=True, slots=True)
class Draft:
    """A content that may have mistakes in it: the nodes of all its files."""

    plan: Table  # intents.yaml
    documents: Mapping[str, Document | None]  # by name below knowledge/; None: unreadable

    def part(self, ref: str) -> Part | None:
        """The part that ``file#anchor`` names, if there is one."""
        file, _, anchor = ref.partition("#")
        document = self.documents.get(file)
        parts = document.parts if document else ()
        return next((part for part in parts if part.anchor == anchor), None)

    def used(self) -> set[str]:
        """The sections, as ``file#anchor``, that intents and signs show."""
        return {ref.text for _, entry in self.speakers() for ref in entry.texts("answers")}

    def speakers(self) -> Iterator[tuple[str, Table]]:
        """Every entry that may have answers, with its name for messages."""
        for name, intent in self.plan.tables("intents"):
            yield f"intent '{name.text}'", intent
        for name, sign in self.plan.table("alarms").tables("signs"):
            yield f"sign '{name.text}'", sign


def check(draft: Draft, findings: Findings) -> None:
    """Add every disagreement between the parts of ``draft`` to ``findings``."""
    for one_check in _CHECKS:
        one_check(draft, findings)


# -- references ----------------------------------------------------------------------------


def _check_follow_ups(draft: Draft, findings: Findings) -> None:
    intents = draft.plan.table("intents")
    for name, intent in draft.plan.tables("intents"):
        for target in intent.texts("follow_ups"):
            say = f"intent '{name.text}': follow-up '{target.text}'"
            entry = intents.entries.get(target.text)
            if entry is None:
                hint = did_you_mean(target.text, intents.entries) or "; delete or correct it"
                findings.error(target.line, f"{say} is no intent{hint}")
            elif target.text == name.text:
                findings.error(target.line, f"{say} is the intent itself; delete it")
            elif _is_small_talk(entry):
                findings.error(target.line, f"{say} is small talk; delete it")


def _is_small_talk(entry: Entry) -> bool:
    return isinstance(entry.value, Table) and entry.value.text("small_talk") == "true"


def _check_options(draft: Draft, findings: Findings) -> None:
    intents = draft.plan.table("intents").entries
    for name, vague in draft.plan.tables("vague"):
        options = vague.texts("options")
        for option in options:
            if option.text not in intents:
                hint = did_you_mean(option.text, intents) or "; delete or correct it"
                findings.error(option.line, f"vague '{name.text}': option '{option.text}' is no intent{hint}")
            elif _is_small_talk(intents[option.text]):
                findings.blemish(
                    option.line, f"vague '{name.text}': option '{option.text}' is small talk; delete it"
                )
        if len(options) > MAX_OPTIONS:
            message = f"vague '{name.text}': {len(options)} options; nobody reads more than {MAX_OPTIONS}"
            findings.error(name.line, message)


def _check_alarm_intent(draft: Draft, findings: Findings) -> None:
    intents = draft.plan.table("intents").entries
    intent = draft.plan.table("alarms").value("intent")
    if isinstance(intent, Scalar) and intent.text not in intents:
        hint = did_you_mean(intent.text, intents) or "; delete or correct it"
        findings.error(intent.line, f"alarms: intent '{intent.text}' is no intent{hint}")
    elif isinstance(intent, Scalar) and _is_small_talk(intents[intent.text]):
        findings.blemish(intent.line, f"alarms: intent '{intent.text}' is small talk; name another")


_GAP = re.compile(r"\{[a-z]+\}")


def _check_messages(draft: Draft, findings: Findings) -> None:
    for name, entry in draft.plan.table("messages").entries.items():
        if name not in PHRASES:
            hint = did_you_mean(name, PHRASES) or f"; the names are: {', '.join(sorted(PHRASES))}"
            findings.error(entry.key.line, f"messages: '{name}' is no phrase of the bot{hint}")
            continue
        gaps = _GAP.findall(PHRASES[name])
        for gap in _GAP.findall(entry.value.text if isinstance(entry.value, Scalar) else ""):
            if gap not in gaps:
                fill = "it fills in " + ", ".join(gaps) if gaps else "it fills in nothing"
                message = f"messages: '{name}': nothing is filled in for {gap}; {fill}"
                findings.blemish(entry.value.line, message)


def _check_cautions(draft: Draft, findings: Findings) -> None:
    for name, intent in draft.plan.tables("intents"):
        caution = intent.value("caution")
        if isinstance(caution, Scalar):
            say = f"intent '{name.text}': caution '{caution.text}'"
            _require_key(draft.plan, "cautions", caution, say, findings.error_in(INTENTS))


def _require_key(plan: Table, table: str, key: Scalar, say: str, complain: Complain) -> None:
    known = plan.table(table).entries
    if key.text not in known and not isinstance(plan.value(table), Broken):
        hint = did_you_mean(key.text, known) or f"; add it to '{table}' in {INTENTS}"
        complain(key.line, f"{say} is unknown{hint}")


def file_sources(document: Document) -> tuple[Scalar, ...]:
    """The source keys that the front matter gives to every section of a file."""
    front = document.front
    value = front.value("source") if isinstance(front, Table) else None
    if not isinstance(value, Scalar):
        return ()
    keys = (key.strip() for key in value.text.split(","))
    return tuple(Scalar(key, value.line) for key in keys if key)


def _check_sources(draft: Draft, findings: Findings) -> None:
    for file, document in draft.documents.items():
        if document is None:
            continue
        complain = findings.error_in(KNOWLEDGE + file)
        cited = [key for part in document.parts for key in part.sources]
        # A part below a section shares its source line: each place is complained about once.
        for key in dict.fromkeys([*file_sources(document), *cited]):
            _require_key(draft.plan, "sources", key, f"source '{key.text}'", complain)


def _check_answers(draft: Draft, findings: Findings) -> None:
    for speaker, entry in draft.speakers():
        for ref in entry.texts("answers"):
            if complaint := _complaint_about(ref.text, draft):
                findings.error(ref.line, f"{speaker}: answer '{ref.text}' {complaint}")


def _complaint_about(ref: str, draft: Draft) -> str:
    """What is wrong with the reference ``ref``, and what to do; empty if it is sound."""
    file, hash_mark, anchor = ref.partition("#")
    if _leaves_the_folder(file):
        return "leaves the content folder; name a file of knowledge/"
    if file.startswith(KNOWLEDGE):
        return f"must be named as seen from {KNOWLEDGE}; write '{ref.removeprefix(KNOWLEDGE)}'"
    if file not in draft.documents:
        return f"names no file of {KNOWLEDGE}" + _suggest(file, draft.documents, "add the file")
    if not hash_mark or not anchor:
        return f"names no heading; write '{file}#' and its anchor"
    document = draft.documents[file]
    if document is None or draft.part(ref):
        return ""
    anchors = [part.anchor for part in document.parts]
    return f"names no heading of {KNOWLEDGE}{file}" + _suggest(anchor, anchors, "add it")


def _suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    return did_you_mean(word, known) or f"; correct it or {otherwise}"


def _leaves_the_folder(file: str) -> bool:
    parts = re.split(r"[/\\]", file)
    return ".." in parts or ":" in file or (parts[0] in ("", "~") and len(parts) > 1)


def _check_headings(draft: Draft, findings: Findings) -> None:
    used, may_tell = draft.used(), _knows_what_is_used(draft)
    for file, document in draft.documents.items():
        path, parts = KNOWLEDGE + file, document.parts if document else ()
        shown = any(part.level == SECTION or f"{file}#{part.anchor}" in used for part in parts)
        if document and may_tell and not shown:
            findings.blemish(1, "has no section, so nothing of it is shown; begin one with '## '", path)
        for part in parts:
            say = f"section '{part.heading}'"
            if f"{file}#{part.anchor}" not in used:
                if may_tell and part.level == SECTION and 0 < len(part.heading) < MAX_HEADING:
                    advice = f"list '{file}#{part.anchor}' under 'answers', or delete it"
                    findings.blemish(part.line, f"{say} is used by no intent; {advice}", path)
            elif not part.body.strip():
                findings.error(part.line, f"{say} has no text; write the answer below it", path)
            elif len(part.body) > MAX_BODY:
                size = f"{len(part.body):,} characters; at most {MAX_BODY:,} are allowed"
                findings.error(part.line, f"{say} has {size}", path)


def _knows_what_is_used(draft: Draft) -> bool:
    """False if some answers are misspelt: the sections they mean would seem unused."""
    return isinstance(draft.plan.value("intents"), Table) and all(
        all(draft.part(ref.text) for ref in entry.texts("answers"))
        and ("answers" in entry.entries or "reply" in entry.entries or "level" in entry.entries)
        and not isinstance(entry.value("answers"), Broken)
        for _, entry in draft.speakers()
    )


# -- texts that must differ ----------------------------------------------------------------


def _normal(text: str) -> str:
    """``text`` without case, punctuation and double spaces."""
    return " ".join(_NO_WORD.sub(" ", _APOSTROPHE.sub("", text.casefold())).split())


_APOSTROPHE = re.compile("['\u2019]")
_NO_WORD = re.compile(r"[\W_]+")


def _learned(draft: Draft) -> Iterator[tuple[str, Table]]:
    """Every entry that has examples, with its name for messages."""
    for table in ("intents", "not_covered", "vague"):
        for name, entry in draft.plan.tables(table):
            yield f"{table.removesuffix('s')} '{name.text}'", entry
    for name, sign in draft.plan.table("alarms").tables("signs"):
        yield f"sign '{name.text}'", sign


def _check_examples(draft: Draft, findings: Findings) -> None:
    first: dict[str, tuple[str, Scalar]] = {}
    for owner, entry in _learned(draft):
        for example in entry.texts("examples"):
            say, normal = f"{owner}: example '{example.text}'", _normal(example.text)
            other, twin = first.setdefault(normal, (owner, example))
            if not normal:
                findings.blemish(example.line, f"{say} has no words; delete it")
            elif other != owner:
                message = f"{say} belongs to {other} too, in line {twin.line}; keep one"
                findings.error(example.line, message)
            elif twin is not example:
                message = f"{say} stands in line {twin.line} already; delete it"
                findings.blemish(example.line, message)


def _check_titles(draft: Draft, findings: Findings) -> None:
    first: dict[str, tuple[str, int]] = {}
    for name, intent in draft.plan.tables("intents"):
        title = intent.value("title")
        if not isinstance(title, Scalar):
            continue
        other, line = first.setdefault(_normal(title.text), (name.text, title.line))
        if other != name.text:
            say = f"intent '{name.text}': title '{title.text}'"
            message = f"{say} is the title of '{other}' too, in line {line}; change one"
            findings.error(title.line, message)


def _check_names(draft: Draft, findings: Findings) -> None:
    intents = draft.plan.table("intents").entries
    tables = [(table, draft.plan.tables(table)) for table in ("not_covered", "vague")]
    tables.append(("sign", draft.plan.table("alarms").tables("signs")))
    taken = dict.fromkeys(intents, "an intent")
    for table, entries in tables:
        for name, _ in entries:
            if name.text in taken:
                message = f"{table} '{name.text}' is {taken[name.text]} too; rename one"
                findings.error(name.line, message)
            elif table == "vague" and name.text in PHRASES:
                message = f"vague '{name.text}' is the name of a phrase of the bot; rename it"
                findings.error(name.line, message)
            taken.setdefault(name.text, f"of '{table}'" if table != "sign" else "a sign")


def _check_small_talk(draft: Draft, findings: Findings) -> None:
    bot = draft.plan.table("bot")
    entries = [entry for _, entry in draft.plan.tables("intents")]
    talk = all(entry.text("small_talk") == "true" for entry in entries)
    if bot.text("small_talk") == "false" and entries and talk:
        message = "every intent is small talk, and small_talk is false; add an intent that answers"
        findings.error(bot.line, message)


def _check_synonyms(draft: Draft, findings: Findings) -> None:
    synonyms = draft.plan.table("synonyms").entries
    heads: dict[str, Scalar] = {}
    for head, entry in synonyms.items():
        heads.setdefault(_normal(head), entry.key)
    first: dict[str, Scalar] = {}
    for head, entry in synonyms.items():
        say = f"synonym '{head}'"
        if heads[_normal(head)] is not entry.key:
            line = heads[_normal(head)].line
            findings.error(entry.key.line, f"{say} stands in line {line} already; join the two")
        for member in draft.plan.table("synonyms").texts(head):
            normal = _normal(member.text)
            if normal in heads:
                line = heads[normal].line
                message = f"{say}: '{member.text}' has an entry of its own in line {line}; keep one"
                findings.error(member.line, message)
            elif normal in first:
                line = first[normal].line
                message = f"{say}: '{member.text}' stands in line {line} already; keep one"
                findings.error(member.line, message)
            first.setdefault(normal, member)


# -- alarms --------------------------------------------------------------------------------


def pattern(text: str) -> tuple[str, ...]:
    """The parts of one line of ``when``: ``"cannot + pee"`` -> cannot, pee."""
    return tuple(part.strip() for part in text.split("+"))


def _check_alarms(draft: Draft, findings: Findings) -> None:
    alarms = draft.plan.table("alarms")
    groups = alarms.table("words").entries
    used = {HARMLESS}
    for name, sign in alarms.tables("signs"):
        for key in ("when", "not_when"):
            for line in sign.texts(key):
                parts = pattern(line.text)
                used.update(piece for part in parts for piece, _ in split_part(part)[0])
                for complaint in _complaints_about_parts(parts, groups):
                    findings.error(line.line, f"sign '{name.text}': '{key}' {complaint}")
    for group, entry in groups.items():
        if group not in used and not isinstance(entry.value, Broken):
            message = f"word group '{group}' is used by no sign; use it or delete it"
            findings.blemish(entry.key.line, message)


def _complaints_about_parts(parts: Iterable[str], groups: Iterable[str]) -> Iterator[str]:
    for part in parts:
        pieces, notes = split_part(part)
        if any(not piece for piece, _ in pieces):
            yield "has nothing on one side of a '+' or '>'; write 'one + two'"
        for note in notes - NOTES:
            yield f"has a note '({note})'" + _suggest(note, NOTES, "delete it")
        for piece, _ in pieces:
            if "_" in piece and piece not in groups:
                yield f"names no word group '{piece}'" + _suggest(piece, groups, "add the group")


_CHECKS: tuple[Callable[[Draft, Findings], None], ...] = (
    _check_follow_ups,
    _check_options,
    _check_alarm_intent,
    _check_messages,
    _check_cautions,
    _check_sources,
    _check_answers,
    _check_headings,
    _check_examples,
    _check_titles,
    _check_names,
    _check_small_talk,
    _check_synonyms,
    _check_alarms,
)
