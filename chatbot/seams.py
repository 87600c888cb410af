"""How likely it is that two questions meet at a place of a message.

What joins the halves, how sure each is of itself, how well the message as a whole fits both, and how often it
asks, make a probability: a logistic function, fitted with ``benchmarks/fit.py`` on messages that hold
one question or two. Both halves of "sore and stiff" are about the same, and of "when I sit, it
hurts to stand up" the whole fits one half alone: neither falls apart. It decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.confidence import confidence
from chatbot.lanes import SCORE_UNIT
from chatbot.learning import BIAS
from chatbot.logistic import Logistic
from chatbot.ranking import Ranking
from chatbot.segments import ALSO, JOINTS, Cut, asks_inside

__all__ = ["MODEL", "Halves", "evidence"]

_SUREST = 0.98  # what lies beyond in a half's confidence says nothing more
_FARTHEST = -1.5  # nor does a class that lies farther behind than this
_MANY = 2  # question marks; what asks more often asks no more

# Fitted on tests/data: questions_a, _c, and the first halves of questions_e, _f, doubles*, singles* and
# negation*.jsonl.
MODEL = Logistic(
    -6.78,
    {
        "questions": 2.30,
        "statement": 1.32,
        "list": 1.61,
        "circumstance": 1.22,
        "score_first": 0.97,
        "sure_less": 0.88,
        "fits_first": 1.70,
        "fits_second": 2.95,
        "bare": 2.94,
        "question_marks": 2.46,
        "ends_asking": -2.73,
        "places": -0.92,
        "covered_first": 2.74,
        "and": 1.02,
        "also": 0.72,
        "or": 0.19,
        "first_asks": 0.71,
        "rest": 0.88,
    },
)


@dataclass(frozen=True, slots=True)
class Halves:
    """A message that was cut in two, each half ranked by itself."""

    cut: Cut
    places: int  # how many cuts the message has room for: the more, the more a story
    left: Ranking
    right: Ranking
    best: tuple[str, str]  # what each half is about, as ``parts.about`` has it


def evidence(
    two: Halves, whole: Ranking, classes: Mapping[str, int], covered: frozenset[str]
) -> dict[str, float]:
    """What speaks for a seam between ``two``, the halves of ``whole``.

    ``classes`` gives the number of each class in a ranking's scores; ``covered`` names the intents.
    """
    tokens, halves = whole.reading.tokens, (two.left, two.right)
    first = two.left.candidates[0]
    fits = [
        max(_FARTHEST, whole.scores[classes[half.candidates[0].name]] * SCORE_UNIT + BIAS - best)
        for best in (whole.candidates[0].score,)
        for half in halves
    ]
    word = tokens[two.cut.place].word
    return {
        **dict.fromkeys(JOINTS, 0.0),
        two.cut.joint: 1.0,
        "score_first": first.score,
        "sure_less": min(_logit(confidence(half, covered)) for half in halves),
        "fits_first": fits[0],
        "fits_second": fits[1],
        "question_marks": float(min(_MANY, sum([token.mark == "?" for token in tokens]))),
        "ends_asking": float(tokens[-1].mark == "?"),
        "places": math.log(two.places),
        "covered_first": float(first.name in covered),
        "and": float(word == "and"),
        "also": float(word in ALSO),
        "or": float(word == "or"),
        "first_asks": float(asks_inside(two.left.reading.tokens)),
        "rest": math.log(1 + len(two.right.reading.tokens)),
    }


def _logit(sure: float) -> float:
    sure = min(_SUREST, max(1 - _SUREST, sure))
    return math.log(sure / (1 - sure))
