"""How the bundled bot does on questions that nothing was tuned on, through its public way in.

Of ``questions``, ``_a`` and ``_c`` were there to tune on, of ``alarms``, ``_a``, ``_c`` and ``_d``; of
the other files the first half. What stands here is the rest: ``questions_d`` and ``alarms_e`` were
written when all was done, and of ``questions_b`` and ``alarms_b`` only totals were looked at. A floor
is the figure that was measured, given beside it, less a margin for what a change of the content
may move; where it falls below, something broke. ``benchmarks/questions.py`` lists what goes wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from questions import group, is_complete, labels, outcome

from chatbot import Bot

DATA = Path(__file__).parent / "data"

Item = dict[str, Any]


def items(name: str, start: int = 0) -> list[Item]:
    """The labelled questions of a file, from number ``start`` on."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()[start:]]


def fully_right(bot: Bot, item: Item) -> bool:
    reply = bot.ask(item["q"])
    return labels(reply)[0] in item["accept"] and is_complete(reply, item["also"])


def said(bot: Bot, item: Item) -> str:
    return f"{item['q']!r} -> {labels(bot.ask(item['q']))}, not {item['accept']} {item['also'] or ''}"


@pytest.mark.parametrize(
    ("name", "start", "floor"),
    [
        ("negation.jsonl", 60, 0.75),  # measured: 53 of 60 (88 %)
        ("negation_c.jsonl", 30, 0.75),  # measured: 26 of 30 (87 %)
        ("doubles.jsonl", 40, 0.75),  # measured: 36 of 40 (90 %) (its misses were looked at)
        ("doubles_c.jsonl", 40, 0.67),  # measured: 31 of 40 (78 %)
        ("singles_with_and.jsonl", 40, 0.92),  # measured: 39 of 40 (98 %)
        ("singles_with_and_c.jsonl", 40, 0.90),  # measured: 39 of 40 (98 %)
    ],
)
def test_the_second_half(bot: Bot, name: str, start: int, floor: float) -> None:
    """Answered right, and of double questions both, in order."""
    asked = items(name, start)
    assert len(asked) >= 30
    wrong = [item for item in asked if not fully_right(bot, item)]
    share = 1 - len(wrong) / len(asked)
    assert share >= floor, "\n".join([f"{share:.1%} right", *(said(bot, item) for item in wrong)])


def test_single_questions_are_hardly_ever_torn_apart(bot: Bot) -> None:
    asked = [*items("singles_with_and.jsonl", 40), *items("singles_with_and_c.jsonl", 40)]
    torn = [item for item in asked if len(bot.ask(item["q"]).intents) > 1]
    # measured: 5 of 80 (6 %)
    assert len(torn) <= 0.11 * len(asked), "\n".join(said(bot, item) for item in torn)


def shares(bot: Bot, name: str) -> dict[str, dict[str, float]]:
    """Per group of questions, the share of each outcome."""
    counts: dict[str, Counter[str]] = {}
    for item in items(name):
        result = outcome(bot.ask(item["q"]), item["accept"])
        counts.setdefault(group(item), Counter())[result] += 1
    return {
        kind: {result: number / found.total() for result, number in found.items()}
        for kind, found in counts.items()
    }


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        (
            "questions_b.jsonl",
            {
                "in scope": (0.88, 0.07),  # measured: 93.1 % right, 4.0 % wrong (350 questions)
                "out of scope": (0.86, 0.09),  # measured: 93.7 % declined, 4.2 % answered (95)
                "smalltalk": (0.82, 0.11),  # measured: 89.5 % right, 5.3 % wrong (38)
                "urgent": (0.93, 0.0),  # measured: 100 % right (29)
                "urgent_lookalike": (0.80, 0.0),  # measured: 93.8 % right, the rest alarms (16)
            },
        ),
        (
            "questions_d.jsonl",
            {
                "in scope": (0.94, 0.04),  # measured: 97.5 % right, 1.0 % wrong (200)
                "out of scope": (0.85, 0.10),  # measured: 91.7 % declined, 6.7 % answered (60)
            },
        ),
    ],
)
def test_the_other_half_of_the_questions(bot: Bot, name: str, limits: dict[str, tuple[float, float]]) -> None:
    """Right at least so often; and an answer that is wrong at most so often."""
    found = shares(bot, name)
    for kind, (floor, ceiling) in limits.items():
        assert found[kind].get("right", 0.0) >= floor, (kind, found[kind])
        assert found[kind].get("wrong", 0.0) <= ceiling, (kind, found[kind])


def test_a_full_question_is_hardly_ever_hijacked(bot: Bot) -> None:
    """Asked after an unrelated subject, it gets what it gets alone, or what is right."""
    asked = items("hijack.jsonl")
    assert len(asked) >= 60
    hijacked = []
    for item in asked:
        alone = labels(bot.ask(item["q"]))
        inside = labels(bot.ask(item["q"], bot.ask(item["before"]).conversation))
        if inside != alone and inside[0] not in item["accept"]:
            hijacked.append(f"{item['before']!r}, {item['q']!r}: {alone} -> {inside}")
    assert len(hijacked) <= 0.03 * len(asked), "\n".join(hijacked)


# -- red flags -----------------------------------------------------------------------------------


def alarms(bot: Bot, name: str) -> tuple[float, float]:
    """Share of the urgent messages that raise an alarm, share of the others that do."""
    asked = items(name)
    assert len(asked) >= 150
    raised = {item["id"]: bot.ask(item["q"]).kind == "urgent" for item in asked}
    urgent = [raised[item["id"]] for item in asked if item["urgent"]]
    others = [raised[item["id"]] for item in asked if not item["urgent"]]
    return sum(urgent) / len(urgent), sum(others) / len(others)


def test_alarms_of_the_half_that_was_built_on(bot: Bot) -> None:
    recall, false = alarms(bot, "alarms_a.jsonl")
    assert recall >= 0.98  # measured: 79 of 80, and the last is asked for
    assert false <= 0.01  # none


@pytest.mark.parametrize(
    ("name", "floor", "ceiling"),
    [
        ("alarms_b.jsonl", 0.88, 0.07),  # measured: 74 of 80 (93 %), and 2 asked for; false 4 of 80
        ("alarms_e.jsonl", 0.92, 0.05),  # measured: 74 of 75 (99 %), and 1 asked for; false 1 of 75
    ],
)
def test_alarms_of_the_half_never_looked_at(bot: Bot, name: str, floor: float, ceiling: float) -> None:
    recall, false = alarms(bot, name)
    assert recall >= floor, f"raised {recall:.1%}"
    assert false <= ceiling, f"false {false:.1%}"
