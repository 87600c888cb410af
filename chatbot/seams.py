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
from chatbot.negation import NEGATORS
from chatbot.ranking import Ranking
from chatbot.segments import ALSO, JOINTS, Cut, asks_inside

__all__ = ["MODEL", "Halves", "evidence"]

_SUREST = 0.98  # what lies beyond in a half's confidence says nothing more
_FARTHEST = -1.5  # nor does a class that lies farther behind than this

# Fitted on tests/data: questions_a, _c, and the first halves of questions_e, _f, doubles*, singles* and
# negation*.jsonl.
MODEL = Logistic(
    -6.60,
    {
        "questions": 0.95,
        "statement": 0.44,
        "list": 0.56,
        "circumstance": 0.54,
        "score_first": 1.30,
        "sure_less": 0.46,
        "sure_second": 0.62,
        "fits_first": 2.06,
        "fits_second": 3.14,
        "bare": 2.32,
        "asks_once": -0.37,
        "asks_midway": 1.85,
        "asks_twice": 2.54,
        "places": -1.20,
        "covered_first": 2.57,
        "and": 2.18,
        "plain_and": -2.02,
        "also": 1.30,
        "first_asks": 0.67,
        "rest": 0.92,
        "denies": -0.63,
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
    sure = [_logit(confidence(half, covered)) for half in halves]
    word = tokens[two.cut.place].word
    marks, ends_asking = sum([token.mark == "?" for token in tokens]), tokens[-1].mark == "?"
    return {
        **dict.fromkeys(JOINTS, 0.0),
        two.cut.joint: 1.0,
        "score_first": first.score,
        "sure_less": min(sure),
        "sure_second": sure[1],
        "fits_first": fits[0],
        "fits_second": fits[1],
        "asks_once": float(marks == 1 and ends_asking),
        "asks_midway": float(marks == 1 and not ends_asking),
        "asks_twice": float(marks > 1),
        "places": math.log(two.places),
        "covered_first": float(first.name in covered),
        "and": float(word == "and"),
        "plain_and": float(word == "and" and two.cut.joint == "none"),
        "also": float(word in ALSO),
        "first_asks": float(asks_inside(two.left.reading.tokens)),
        "rest": math.log(1 + len(two.right.reading.tokens)),
        "denies": float(not NEGATORS.isdisjoint([token.word for token in tokens])),
    }


def _logit(sure: float) -> float:
    sure = min(_SUREST, max(1 - _SUREST, sure))
    return math.log(sure / (1 - sure))
