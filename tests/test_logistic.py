"""The small models that weigh evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot, confidence, seams, watch
from chatbot.logistic import Logistic
from chatbot.reply import Reply

FIGURES = st.floats(-20, 20)


@given(FIGURES, FIGURES)
def test_it_is_a_probability(one: float, other: float) -> None:
    model = Logistic(0.3, {"one": 2.0, "other": -1.0})
    assert 0.0 <= model.probability({"one": one, "other": other}) <= 1.0


def test_more_of_what_speaks_for_it_makes_it_likelier() -> None:
    model = Logistic(-1.0, {"for": 2.0, "against": -3.0})
    none, some, both = (
        model.probability({"for": a, "against": b}) for a, b in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    )
    assert both < none < some
    assert none == pytest.approx(0.2689, abs=1e-4)


def test_what_must_speak_for_a_thing_does() -> None:
    """A fit on odd data could turn a sign over; nothing else would tell."""
    assert confidence.MODEL.weights["lead"] > 0 > confidence.MODEL.weights["strange"]
    assert seams.MODEL.weights["sure_less"] > 0 > seams.MODEL.weights["length"]
    weights = watch.MODEL.weights
    assert min(weights["lead"], weights["peak"], weights["pattern"]) > 0 > weights["denied"]


def test_each_model_is_given_all_its_figures(shop: Bot) -> None:
    """A figure that is missing would be an error in the middle of a question."""
    replies: list[Reply] = [
        shop.ask(text)
        for text in ("my tyre is flat", "my tyre is flat, when are you open", "the shop is on fire")
    ]
    assert all(0 <= reply.confidence <= 1 for reply in replies)
