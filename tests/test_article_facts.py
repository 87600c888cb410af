"""Each statement of the article, asked for in other words, gets an answer that states it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from chatbot import Bot

FACTS = Path(__file__).parent / "data" / "article_facts.yaml"


@dataclass(frozen=True)
class Fact:
    fact: str
    question: str
    intents: frozenset[str]
    says: tuple[str, ...]


def facts() -> list[Fact]:
    items = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return [
        Fact(
            item["fact"],
            item["question"],
            frozenset([item["intent"]] if isinstance(item["intent"], str) else item["intent"]),
            tuple(map(str, item["says"])),
        )
        for item in items
    ]


def plain(markdown: str) -> str:
    """Lower case, on one line, without the marks of Markdown."""
    links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    marks = re.sub(r"[*_`#>]|^\s*(?:[-+]|\d+\.)\s", "", links, flags=re.MULTILINE)
    return " ".join(marks.replace("\u2019", "'").split()).casefold()


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.question)
def test_the_answer_states_the_fact(bot: Bot, fact: Fact) -> None:
    reply = bot.ask(fact.question)
    assert reply.kind == "answer"
    assert fact.intents.intersection(reply.intents), reply.intents
    text = plain(reply.text)
    assert [words for words in fact.says if words.casefold() not in text] == []


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(facts()) >= 80
    assert all(fact.says for fact in facts())
