"""Every example in intents.yaml finds its own subject, however it is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import pytest

from chatbot import Bot


def curly(text: str) -> str:
    return "\u201c" + text.replace("'", "\u2019").replace('"', "\u201d") + "\u201d"


def accents(text: str) -> str:
    """An accent on every vowel, as a character of its own."""
    return "".join(f"{char}\u0301" if char in "aeiou" else char for char in text)


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isalnum() and char.isascii() else char for char in text)


VARIANTS: Mapping[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "title case": str.title,
    "exclamation marks": lambda text: text + "!!!",
    "question mark": lambda text: text + " ?",
    "full stop and quotes": lambda text: f'"{text}."',
    "doubled spaces": lambda text: "  " + text.replace(" ", "   ") + " \t",
    "curly quotes": curly,
    "decomposed accents": accents,
    "composed accents": lambda text: unicodedata.normalize("NFC", accents(text)),
    "wide letters": wide,
    "line end": lambda text: text + "\r\n",
}


def everything(text: str) -> str:
    """All of it at once, as far as it goes together."""
    return f"  \u201c{accents(curly(text)).upper().replace(' ', '   ')}\u201d !!! \r\n"


def found(bot: Bot, text: str, name: str) -> bool:
    """``name`` is what is answered, or the best candidate: an alarm may come before it."""
    reply = bot.ask(text)
    return name in reply.intents or name == reply.explanation.intent


def learned(bot: Bot) -> list[tuple[str, str]]:
    """(name, example) of all intents, subjects that are not covered, and vague openings."""
    content = bot.content
    tables = (content.intents, content.not_covered, content.vague)
    return [(name, text) for table in tables for name, item in table.items() for text in item.examples]


def offenders(bot: Bot, examples: Sequence[tuple[str, str]], variant: Callable[[str], str]) -> str:
    """The examples that do not find their own, one a line, with what they get; empty for none."""
    lost = [
        f"{name}: {text!r} -> {describe(bot, variant(text))}"
        for name, text in examples
        if not found(bot, variant(text), name)
    ]
    return "\n".join([f"{len(lost)} of {len(examples)}", *lost] if lost else [])


def describe(bot: Bot, text: str) -> str:
    reply = bot.ask(text)
    return f"{reply.kind} {reply.explanation.intent or reply.intents}"


@pytest.mark.parametrize("variant", [str, everything])
def test_every_example_finds_its_own(bot: Bot, variant: Callable[[str], str]) -> None:
    examples = learned(bot)
    assert len(examples) > 500
    lost = offenders(bot, examples, variant)
    assert not lost, lost


@pytest.mark.parametrize("variant", VARIANTS)
def test_so_it_does_in_each_way_to_type_it(bot: Bot, variant: str) -> None:
    """An example may be lost as it is written, but never by the way it is typed."""
    examples = [(name, text) for name, text in learned(bot)[::10] if found(bot, text, name)]
    lost = offenders(bot, examples, VARIANTS[variant])
    assert not lost, lost


def test_an_example_of_an_intent_is_answered(bot: Bot) -> None:
    """Not asked back and not declined: its author wrote it as one that is clear."""
    examples = [(name, text) for name, intent in bot.content.intents.items() for text in intent.examples]
    lost = [
        f"{name}: {text!r} -> {describe(bot, text)}"
        for name, text in examples
        if name not in bot.ask(text).intents
    ]
    assert len(lost) <= len(examples) / 100, "\n".join([f"{len(lost)} of {len(examples)}", *lost])


def test_what_is_not_covered_is_never_answered(bot: Bot) -> None:
    subjects = bot.content.not_covered.values()
    examples = [(subject.name, text) for subject in subjects for text in subject.examples]
    answered = []
    for name, text in examples:
        reply = bot.ask(text)
        talk = all(bot.content.intents[intent].small_talk for intent in reply.intents)
        if reply.kind == "answer" and not talk:
            answered.append(f"{name}: {text!r} -> {reply.intents}")
    assert not answered, "\n".join(answered)


def test_titles_and_keywords_find_their_intent(bot: Bot) -> None:
    intents = bot.content.intents.values()
    texts = [(intent.name, text) for intent in intents for text in (intent.title, *intent.keywords)]
    lost = offenders(bot, texts, str)
    assert not lost, lost


@pytest.mark.parametrize("variant", [*VARIANTS.values(), everything])
def test_so_it_is_in_the_small_world(shop: Bot, variant: Callable[[str], str]) -> None:
    lost = offenders(shop, learned(shop), variant)
    assert not lost, lost
