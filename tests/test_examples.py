"""Every example in intents.yaml finds its own subject, however it is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

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
    "as written": str,
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


def learned(bot: Bot) -> list[tuple[str, str]]:
    """(name, example) of all intents, subjects that are not covered, and vague openings."""
    content = bot.content
    tables = (content.intents, content.not_covered, content.vague)
    return [(name, text) for table in tables for name, item in table.items() for text in item.examples]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_example_finds_its_own(bot: Bot, variant: str) -> None:
    """As the best candidate, or as the answer: an alarm may come before either."""
    examples = learned(bot)
    assert len(examples) > 500
    offenders = []
    for name, text in examples:
        reply = bot.ask(VARIANTS[variant](text))
        if name not in (*reply.intents, reply.explanation.intent):
            offenders.append(f"{name}: {text!r} -> {reply.kind} {reply.explanation.intent or reply.intents}")
    assert not offenders, "\n".join([f"{len(offenders)} of {len(examples)}", *offenders])


def test_an_example_of_an_intent_is_answered(bot: Bot) -> None:
    """Not asked back and not declined: its author wrote it as one that is clear."""
    examples = [(name, text) for name, intent in bot.content.intents.items() for text in intent.examples]
    offenders = []
    for name, text in examples:
        reply = bot.ask(text)
        if name not in reply.intents:
            offenders.append(f"{name}: {text!r} -> {reply.kind} {reply.intents}")
    assert len(offenders) <= len(examples) / 100, "\n".join([f"{len(offenders)} of {len(examples)}", *offenders])


def test_what_is_not_covered_is_never_answered(bot: Bot) -> None:
    offenders = []
    for subject in bot.content.not_covered.values():
        for text in subject.examples:
            reply = bot.ask(text)
            if reply.kind == "answer" and not all(bot.content.intents[name].small_talk for name in reply.intents):
                offenders.append(f"{subject.name}: {text!r} -> {reply.intents}")
    assert not offenders, "\n".join(offenders)


def test_titles_and_keywords_find_their_intent(bot: Bot) -> None:
    offenders = []
    for intent in bot.content.intents.values():
        for text in (intent.title, *intent.keywords):
            reply = bot.ask(text)
            if intent.name not in (*reply.intents, reply.explanation.intent):
                offenders.append(f"{intent.name}: {text!r} -> {reply.kind} {reply.explanation.intent}")
    assert not offenders, "\n".join(offenders)


def test_so_it_is_in_the_small_world(shop: Bot) -> None:
    for variant in VARIANTS.values():
        for name, text in learned(shop):
            reply = shop.ask(variant(text))
            assert name in (*reply.intents, reply.explanation.intent), text
