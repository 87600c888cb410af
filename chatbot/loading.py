"""Files -> checked ``Content``: collects every problem in one pass and raises once.

It opens nothing (``folder`` does), and must not know how questions are matched or answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar, cast

from chatbot.checks import (
    Draft,
    Findings,
    check,
    file_sources,
    pattern,
)
from chatbot.content import (
    Alarms,
    Content,
    Intent,
    Label,
    Level,
    NotCovered,
    Profile,
    Section,
    Sign,
    Vague,
)
from chatbot.errors import ContentError, Problem
from chatbot.folder import INTENTS, KNOWLEDGE, complaint_about_size
from chatbot.markup import SECTION, Document, Part, Table, clean, parse_markdown, parse_yaml
from chatbot.schema import FRONT_MATTER, INTENTS_FILE, fit

__all__ = ["find_problems", "parse_content"]

Files = Mapping[str, bytes | str]  # "intents.yaml", "knowledge/x.md" -> what they hold

_NO_TABLE = Table(MappingProxyType({}), 0)

Value = TypeVar("Value")


# -- parsing -------------------------------------------------------------------------------


def parse_content(files: Files) -> Content:
    """The content that ``files`` describe; opens nothing.

    Raises ContentError with all problems that ``find_problems`` finds, unless all of them
    are blemishes, with which a bot works.
    """
    draft, findings = _examine(files)
    if findings.errors or draft is None:
        raise ContentError(_sorted([*findings.errors, *findings.blemishes]))
    return _content(draft)


def find_problems(files: Files) -> tuple[Problem, ...]:
    """Everything that is wrong with ``files``, sorted: errors, and blemishes such as a
    heading that no intent uses, or an example that stands twice."""
    _, findings = _examine(files)
    return _sorted([*findings.errors, *findings.blemishes])


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems)))


def _examine(files: Files) -> tuple[Draft | None, Findings]:
    findings = Findings()
    plan = _plan(files, findings)
    documents = {
        name.removeprefix(KNOWLEDGE): _document(name, files[name], findings)
        for name in sorted(files)
        if name != INTENTS
    }
    if plan is None:
        return None, findings
    draft = Draft(plan, documents)
    check(draft, findings)
    return draft, findings


def _plan(files: Files, findings: Findings) -> Table | None:
    """The table that intents.yaml holds; None after a complaint that leaves none."""
    complain = findings.error_in(INTENTS)
    if INTENTS not in files:
        complain(0, f"is missing; a content folder holds {INTENTS} and {KNOWLEDGE}")
        return None
    text = _text(INTENTS, files[INTENTS], findings)
    if text is None:
        return None
    before = len(findings.errors)
    node = parse_yaml(text, complain)
    if node is None:
        if len(findings.errors) == before:
            complain(1, "is empty; write 'intents:' and the intents below it")
        return None
    table = fit(node, INTENTS_FILE, "", complain)
    return table if isinstance(table, Table) else None


def _document(name: str, data: bytes | str, findings: Findings) -> Document | None:
    """What a Markdown file holds; None after a complaint that leaves nothing."""
    complain = findings.error_in(name)
    if not (name.startswith(KNOWLEDGE) and name.endswith(".md")):
        complain(0, f"is no part of a content; name it {KNOWLEDGE}NAME.md")
        return None
    text = _text(name, data, findings)
    if text is None:
        return None
    document = parse_markdown(text, complain)
    if document.front is None:
        return document
    return Document(fit(document.front, FRONT_MATTER, "", complain), document.parts)


def _text(name: str, data: bytes | str, findings: Findings) -> str | None:
    if complaint := complaint_about_size(name, len(data)):
        findings.error(0, complaint, name)
        return None
    return clean(data, findings.error_in(name))


# -- building: from here on nothing is wrong -----------------------------------------------


def _content(draft: Draft) -> Content:
    plan = draft.plan
    return Content(
        intents=_each(plan, "intents", _intent),
        sections=MappingProxyType({section.ref: section for section in _sections(draft)}),
        profile=_profile(plan.table("bot")),
        sources=_strings(plan, "sources"),
        messages=_strings(plan, "messages"),
        cautions=_strings(plan, "cautions"),
        not_covered=_each(plan, "not_covered", _not_covered),
        vague=_each(plan, "vague", _vague),
        synonyms=_lists(plan, "synonyms"),
        alarms=_alarms(plan.table("alarms")),
    )


def _each(plan: Table, key: str, build: Callable[[str, Table], Value]) -> Mapping[str, Value]:
    return MappingProxyType({name.text: build(name.text, it) for name, it in plan.tables(key)})


def _strings(plan: Table, key: str) -> Mapping[str, str]:
    table = plan.table(key)
    return MappingProxyType({name: table.text(name) for name in table.entries})


def _lists(plan: Table, key: str) -> Mapping[str, tuple[str, ...]]:
    table = plan.table(key)
    return MappingProxyType({name: _texts(table, name) for name in table.entries})


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return tuple(item.text for item in table.texts(key))


def _intent(name: str, table: Table) -> Intent:
    return Intent(
        name=name,
        title=table.text("title"),
        examples=_texts(table, "examples"),
        keywords=_texts(table, "keywords"),
        answers=_texts(table, "answers"),
        reply=table.text("reply"),
        follow_ups=_texts(table, "follow_ups"),
        caution=table.text("caution"),
        small_talk=table.text("small_talk") == "true",
        final=table.text("final") == "true",
    )


def _not_covered(name: str, table: Table) -> NotCovered:
    return NotCovered(name, table.text("title"), _texts(table, "examples"))


def _vague(name: str, table: Table) -> Vague:
    return Vague(name, table.text("ask"), _texts(table, "examples"), _texts(table, "options"))


def _profile(table: Table) -> Profile:
    return Profile(
        name=table.text("name") or Profile().name,
        about=table.text("about"),
        disclaimer=table.text("disclaimer"),
        small_talk=table.text("small_talk") != "false",
    )


def _alarms(table: Table) -> Alarms:
    signs = tuple(_sign(name.text, sign) for name, sign in table.tables("signs"))
    return Alarms(_lists(table, "words"), signs, table.text("intent"), _texts(table, "lookalikes"))


def _sign(name: str, table: Table) -> Sign:
    return Sign(
        name=name,
        level=cast("Level", table.text("level")),
        means=table.text("means"),
        when=tuple(map(pattern, _texts(table, "when"))),
        not_when=tuple(map(pattern, _texts(table, "not_when"))),
        answers=_texts(table, "answers"),
        examples=_texts(table, "examples"),
    )


def _sections(draft: Draft) -> Iterator[Section]:
    """Every ``##`` section, and what else of a file is used as an answer."""
    used = draft.used()
    for file, document in draft.documents.items():
        for part in document.parts if document else ():
            if part.level == SECTION or f"{file}#{part.anchor}" in used:
                yield _section(file, cast("Document", document), part)


def _section(file: str, document: Document, part: Part) -> Section:
    front = document.front if isinstance(document.front, Table) else _NO_TABLE
    sources = part.sources or file_sources(document)
    return Section(
        file=file,
        anchor=part.anchor,
        heading=part.heading,
        body=part.body,
        label=cast("Label", front.text("label") or "reference"),
        sources=tuple(dict.fromkeys(key.text for key in sources)),
    )
