"""The small models that weigh evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import START, Bot, confidence, context, seams, watch
from chatbot.decision import Turn
from chatbot.language import tokenise
from chatbot.logistic import Choice, Logistic
from chatbot.parts import halves
from chatbot.ranking import rank
from chatbot.reading import read

FIGURES = st.floats(-1e9, 1e9)


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


@given(st.lists(FIGURES, min_size=1, max_size=9))
def test_the_options_of_a_choice_share_what_is_certain(utilities: list[float]) -> None:
    found = Choice({}).probabilities(utilities)
    assert sum(found) == pytest.approx(1.0)
    assert found[utilities.index(max(utilities))] == max(found)


def test_what_must_speak_for_a_thing_does() -> None:
    """A fit on odd data could turn a sign over; nothing else would tell."""
    assert confidence.MODEL.weights["lead"] > 0 > confidence.MODEL.weights["strange"]
    assert seams.MODEL.weights["sure_less"] > 0 > seams.MODEL.weights["places"]
    choice = context.MODEL.weights
    assert min(choice["alone"], choice["together"], choice["next"], choice["uncovered"]) > 0
    weights = watch.MODEL.weights
    assert min(weights["lead"], weights["peak"], weights["pattern"]) > 0


def test_each_model_is_given_just_its_figures(bot: Bot) -> None:
    """A figure that is missing would be an error in the middle of a question; one too many, dead."""
    index, gate = bot._index, bot._gate  # noqa: SLF001
    covered = frozenset(index.classes[: index.covered])
    text = "what is the iliacus, and how is it treated? my back hurts and I have a fever"
    whole = rank(read(tokenise(text), index.vocabulary), index)
    two = next(halves(whole, Turn(bot.content, index, START)))
    found = seams.evidence(two, whole, index.numbers, covered)
    assert found.keys() - {"none"} == seams.MODEL.weights.keys()
    assert confidence.evidence(whole, covered).keys() == confidence.MODEL.weights.keys()
    flag = watch.watch(whole.reading.tokens, whole, index, gate).flag
    assert flag is not None
    assert flag.evidence.keys() == watch.MODEL.weights.keys()
    inside = Turn(bot.content, index, bot.ask("how is it treated").conversation)
    given: set[str] = set()
    for line in ("how long?", "which one is best?", "who wrote the workbook"):
        alone = rank(read(tokenise(line), index.vocabulary), index)
        given.update(*context.evidence(alone, inside).values())
    assert given == context.MODEL.weights.keys()


@pytest.mark.parametrize("times", [1, 2, 3, 4, 8])
@pytest.mark.parametrize("word", ["out", "blood", "hours", "zzz"])
def test_no_score_is_too_low_for_a_reply(word: str, times: int) -> None:
    """A tiny content with red flags scores lower than any real one."""
    signs = "examples: [blood will not stop, my hand bleeds, it bleeds badly, I cut me, bleeding out]"
    tiny = Bot.from_text(
        "intents: {hours: {title: Hours, examples: [when are you open], reply: At ten.}}\n"
        "alarms: {words: {cut: [cut]}, signs: {wound: {level: emergency, means: you have a cut, when: [cut], "
        f"{signs}, answers: [help.md#out]}}}}}}",
        {"help.md": "# Help\n\n## Out\nCall for help.\n"},
    )
    reply = tiny.ask(" ".join(["bleeds", *[word] * times]))
    assert 0.0 <= reply.confidence <= 1.0
