"""How the bundled bot does on questions that nothing was tuned on, through its public way in.

Of ``questions``, ``_a`` and ``_c`` were there to tune on, of ``alarms``, ``_a``, ``_c`` and ``_d``; of
``_b``, ``_d`` (and ``alarms_e``) nothing; of all other files the first half. What stands here is the rest, of
which only totals were looked at (where more was, it says so). A floor is the figure that was
measured, given beside it, less a margin for what a change of the content may move; where it
falls below, something broke. ``benchmarks/questions.py`` lists what goes wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from dialogues import typed
from questions import group, is_complete, labels, outcome

from chatbot import START, Bot, Reply

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
        ("negation.jsonl", 60, 0.86),  # measured: 57 of 60 (95 %) (its misses were looked at)
        ("negation_c.jsonl", 30, 0.78),  # measured: 27 of 30 (90 %)
        ("negation_e.jsonl", 50, 0.72),  # measured: 41 of 50 (82 %)
        ("doubles.jsonl", 40, 0.85),  # measured: 38 of 40 (95 %) (its misses were looked at)
        ("doubles_c.jsonl", 40, 0.80),  # measured: 36 of 40 (90 %)
        ("doubles_e.jsonl", 50, 0.66),  # measured: 38 of 50 (76 %)
        ("doubles_g.jsonl", 80, 0.73),  # measured: 67 of 80 (84 %)
        ("doubles_h.jsonl", 100, 0.76),  # measured: 86 of 100 (86 %)
        ("doubles_i.jsonl", 100, 0.74),  # measured: 83 of 100 (83 %); deliberately hard
        ("doubles_j.jsonl", 60, 0.73),  # measured: 50 of 60 (83 %); most of them without question marks
        ("singles_with_and.jsonl", 40, 0.92),  # measured: 39 of 40 (98 %)
        ("singles_with_and_c.jsonl", 40, 0.87),  # measured: 38 of 40 (95 %)
        ("singles_e.jsonl", 50, 0.82),  # measured: 46 of 50 (92 %)
        ("singles_g.jsonl", 70, 0.87),  # measured: 67 of 70 (96 %)
        ("singles_h.jsonl", 100, 0.92),  # measured: 98 of 100 (98 %)
        ("singles_i.jsonl", 100, 0.85),  # measured: 91 of 100 (91 %); deliberately hard
        ("singles_j.jsonl", 60, 0.88),  # measured: 59 of 60 (98 %)
        ("doubles_k.jsonl", 30, 0.63),  # measured: 24 of 30 (80 %)
        ("singles_k.jsonl", 30, 0.80),  # measured: 27 of 30 (90 %)
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
    names = dict.fromkeys(("singles_with_and", "singles_with_and_c"), 40)
    names |= {
        "singles_e": 50,
        "singles_g": 70,
        "singles_h": 100,
        "singles_i": 100,
        "singles_j": 60,
        "singles_k": 30,
    }
    asked = [item for name, start in names.items() for item in items(f"{name}.jsonl", start)]
    torn = [item for item in asked if len(bot.ask(item["q"]).intents) > 1]
    # measured: 17 of 490 (3.5 %); without singles_i, which is deliberately hard, 9 of 390 (2.3 %)
    assert len(torn) <= 0.06 * len(asked), "\n".join(said(bot, item) for item in torn)


def shares(bot: Bot, name: str, start: int) -> dict[str, dict[str, float]]:
    """Per group of questions, the share of each outcome."""
    counts: dict[str, Counter[str]] = {}
    for item in items(name, start):
        result = outcome(bot.ask(item["q"]), item["accept"])
        counts.setdefault(group(item), Counter())[result] += 1
    return {
        kind: {result: number / found.total() for result, number in found.items()}
        for kind, found in counts.items()
    }


@pytest.mark.parametrize(
    ("name", "start", "limits"),
    [
        (
            "questions_b.jsonl",
            0,
            {
                "in scope": (0.90, 0.06),  # measured: 93.7 % right, 3.4 % wrong (350 questions)
                "out of scope": (0.87, 0.08),  # measured: 90.5 % declined, 4.2 % answered (95)
                "smalltalk": (0.82, 0.11),  # measured: 97.4 % right (38)
                "urgent": (0.93, 0.0),  # measured: 100 % right (29)
                "urgent_lookalike": (0.80, 0.0),  # measured: 93.8 % right (16)
            },
        ),
        (
            "questions_d.jsonl",
            0,
            {
                "in scope": (0.94, 0.03),  # measured: 97.5 % right, 0.5 % wrong (200)
                "out of scope": (0.86, 0.08),  # measured: 90.0 % declined, 3.3 % answered (60)
            },
        ),
        ("questions_g.jsonl", 120, {"in scope": (0.85, 0.08)}),  # measured: 89.1 % right, 4.3 % wrong (92)
        # deliberately hard: stories, allusions, learners' English
        ("questions_e.jsonl", 130, {"in scope": (0.82, 0.11)}),  # measured: 92.7 % right, 2.4 % wrong (123)
        ("questions_f.jsonl", 130, {"in scope": (0.74, 0.13)}),  # measured: 84.6 % right, 6.8 % wrong (117)
    ],
)
def test_the_other_half_of_the_questions(
    bot: Bot, name: str, start: int, limits: dict[str, tuple[float, float]]
) -> None:
    """Right at least so often; and an answer that is wrong at most so often."""
    found = shares(bot, name, start)
    for kind, (floor, ceiling) in limits.items():
        assert found[kind].get("right", 0.0) >= floor, (kind, found[kind])
        assert found[kind].get("wrong", 0.0) <= ceiling, (kind, found[kind])


@pytest.mark.parametrize(
    ("name", "start", "floor"),
    [
        ("dialogues_e.jsonl", 20, 0.78),  # measured: 83 of 96 turns (86 %)
        ("dialogues_i.jsonl", 50, 0.58),  # measured: 143 of 218 turns (66 %); deliberately hard
    ],
)
def test_the_other_half_of_the_dialogues(bot: Bot, name: str, start: int, floor: float) -> None:
    """Each line after those before, whatever was made of them."""
    wrong, turns = [], 0
    for dialogue in items(name, start):
        reply: Reply | None = None
        for turn in dialogue["turns"]:
            text = typed(turn, reply)
            if text is not None:
                reply = bot.ask(text, reply.conversation if reply else START)
                got = labels(reply)
                turns += 1
                if not (got[:1] and got[0] in turn["accept"] and set(turn["also"]) <= set(got)):
                    wrong.append(f"{text!r} -> {got}, not {turn['accept']} {turn['also'] or ''}")
    assert len(wrong) <= (1 - floor) * turns, "\n".join([f"{len(wrong)} of {turns} wrong", *wrong])


def test_what_is_declined_alone_is_hardly_ever_answered_after_a_subject(bot: Bot) -> None:
    asked = [item["q"] for name in ("questions_b", "questions_d") for item in items(f"{name}.jsonl")
             if group(item) == "out of scope"]  # fmt: skip
    before = ["how is it treated", "how long does it take", "is my mattress too soft", "my thigh hurts"]
    memories = [bot.ask(line).conversation for line in before]
    declined = [line for line in asked if bot.ask(line).kind == "decline"]
    assert len(declined) > 100
    answered = [
        (line, reply.intents)
        for line in declined
        for reply in (bot.ask(line, memory) for memory in memories)
        if reply.kind == "answer"
    ]
    # measured: 6 of 556
    assert len(answered) <= 0.03 * len(declined) * len(memories), answered


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


def alarms(bot: Bot, name: str, start: int = 0) -> tuple[float, float]:
    """Share of the urgent messages that raise an alarm, share of the others that do."""
    asked = items(name, start)
    assert len(asked) >= 150
    raised = {item["id"]: bot.ask(item["q"]).kind == "urgent" for item in asked}
    urgent = [raised[item["id"]] for item in asked if item["urgent"]]
    others = [raised[item["id"]] for item in asked if not item["urgent"]]
    return sum(urgent) / len(urgent), sum(others) / len(others)


def test_alarms_of_the_half_that_was_built_on(bot: Bot) -> None:
    recall, false = alarms(bot, "alarms_a.jsonl")
    assert recall >= 0.98  # measured: 80 of 80
    assert false <= 0.02  # measured: none of 80


@pytest.mark.parametrize(
    ("name", "start", "floor", "ceiling"),
    [
        ("alarms_b.jsonl", 0, 0.92, 0.06),  # measured: 76 of 80 (95 %); false 2 of 80
        ("alarms_h.jsonl", 170, 0.95, 0.05),  # measured: 84 of 85 (99 %); false 1 of 85
        ("alarms_e.jsonl", 0, 0.94, 0.04),  # measured: 75 of 75; none false
        # deliberately hard: buried in harmless questions, denied, told as stories
        ("alarms_f.jsonl", 150, 0.86, 0.18),  # measured: 77 of 84 (92 %); false 9 of 66
        ("alarms_g.jsonl", 150, 0.90, 0.12),  # measured: 74 of 75 (99 %); false 5 of 75
    ],
)
def test_alarms_of_the_half_never_looked_at(
    bot: Bot, name: str, start: int, floor: float, ceiling: float
) -> None:
    recall, false = alarms(bot, name, start)
    assert recall >= floor, f"raised {recall:.1%}"
    assert false <= ceiling, f"false {false:.1%}"


def test_ordinary_complaints_hardly_ever_raise_one(bot: Bot) -> None:
    """Bodies, sensations, times and circumstances at random; the latter two are others than in the half that
    there is to tune on."""
    said = [item["q"] for item in items("complaints.jsonl", 150)]
    assert len(said) >= 150
    raised = [line for line in said if bot.ask(line).explanation.stage == "alarm"]
    assert len(raised) <= 0.04 * len(said), raised  # measured: 1 of 150
