"""How sure a reply is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot

DATA = Path(__file__).parent / "data"
WORDS = st.sampled_from(
    "tyre flat chain slips brakes squeal open sunday bread guitar the how zzz hello".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_it_is_a_probability(shop: Bot, text: str) -> None:
    assert 0.0 <= shop.ask(text).confidence <= 1.0


def test_a_clear_question_is_surer_than_a_muddled_one(shop: Bot) -> None:
    clear = shop.ask("how do I mend a flat tyre")
    muddled = shop.ask("tyre noise on a long flat day with the guitar")
    assert clear.confidence > 0.9
    assert muddled.kind != "answer" or muddled.confidence < clear.confidence


@pytest.mark.parametrize("text", ["the of and", "is it", "why"])
def test_words_that_say_nothing_are_not_answered(shop: Bot, text: str) -> None:
    assert shop.ask(text).kind != "answer"


def test_the_tiers_are_named_and_in_order(shop: Bot) -> None:
    thresholds = dict(shop.ask("my tyre is flat").explanation.thresholds)
    assert 0 < thresholds["unsure"] < thresholds["likely"] < thresholds["certain"] < 1


def test_an_answer_is_at_least_likely(bot: Bot) -> None:
    likely = dict(bot.ask("groin pain").explanation.thresholds)["likely"]
    for item in labelled("questions_a.jsonl"):
        reply = bot.ask(item["q"])
        if reply.kind == "answer" and reply.explanation.reason != "the message asks several things":
            assert reply.confidence >= likely, item["q"]


def test_confidence_means_something(bot: Bot) -> None:
    """On questions that nothing was tuned on: expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for item in labelled("questions_b.jsonl"):
        reply = bot.ask(item["q"])
        if reply.kind == "answer":
            right = reply.intents[0] in item["accept"]
            bins.setdefault(min(9, int(reply.confidence * 10)), []).append((reply.confidence, right))
    total = sum(map(len, bins.values()))
    assert total > 100
    error = sum(abs(sum(sure - right for sure, right in found)) for found in bins.values()) / total
    assert error <= 0.05


def labelled(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
