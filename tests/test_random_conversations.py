"""Conversations and states at random: nothing breaks, nothing is said twice, nothing grows.

The same with larger numbers: ``python benchmarks/conversations.py``.
"""

from __future__ import annotations

import pytest
from conversations import Lines, Outcome, lines, talk, try_states
from corpus import generator

from chatbot import Bot

CONVERSATIONS, TURNS, STATES = 60, 30, 1_500


@pytest.fixture(scope="module")
def said(bot: Bot) -> Lines:
    return lines(bot)


@pytest.fixture(scope="module")
def outcome(bot: Bot, said: Lines) -> Outcome:
    """What came of all conversations."""
    found, rng = Outcome(), generator(0)
    for _ in range(CONVERSATIONS):
        talk(bot, said, TURNS, rng, found)
    return found


def test_random_conversations(outcome: Outcome) -> None:
    """No exception, no reply said twice, and a state that survives JSON, at every turn."""
    assert not outcome.failures, "\n".join(outcome.failures[:20])
    assert len(outcome.states) == CONVERSATIONS * TURNS
    assert set(outcome.counts) == {"answer", "urgent", "clarify", "decline"}, "they go everywhere"


def test_their_states_stay_small(outcome: Outcome) -> None:
    assert outcome.largest <= 4096


def test_mutated_states(bot: Bot, said: Lines, outcome: Outcome) -> None:
    """Refused with the one documented error, or a sane reply."""
    found = Outcome(states=outcome.states)
    results = try_states(bot, said, STATES, generator(1), found)
    assert not found.failures, "\n".join(found.failures[:20])
    assert results["refused"] > STATES / 20
    assert results["answer"] > STATES / 20
