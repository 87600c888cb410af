"""How likely it is that two questions meet at a place of a message.

What joins the halves, how sure each is of itself, and how well the message as a whole fits
both, make a probability: a logistic function, fitted with ``benchmarks/fit.py`` on messages that hold
one question or two. Both halves of "sore and stiff" are about the same, and of "when I sit, it
hurts to stand up" the whole fits one half alone: neither falls apart. It decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from chatbot.confidence import confidence
from chatbot.lanes import SCORE_UNIT
from chatbot.learning import BIAS
from chatbot.logistic import Logistic
from chatbot.ranking import Ranking
from chatbot.segments import ALSO, JOINTS, Cut, asks_inside

__all__ = ["MODEL", "evidence"]

_SUREST = 0.98  # what lies beyond in a half's confidence says nothing more
_FARTHEST = -1.5  # nor does a class that lies farther behind than this

# Fitted on tests/data: questions_a, _c, and the first halves of questions_e, _f, doubles*, singles* (but
# for those ending in _i) and negation*.jsonl.
MODEL = Logistic(
    -7.21,
    {
        "questions": 2.94,
        "statement": 1.28,
        "list": 1.39,
        "circumstance": 0.79,
        "sure_first": 0.33,
        "sure_less": 0.73,
        "fits_first": 1.44,
        "fits_second": 2.55,
        "bare": 2.86,
        "length": -1.40,
        "covered_first": 5.45,
        "and": 1.05,
        "also": 0.95,
        "or": 0.66,
        "first_asks": 0.83,
        "rest": 1.19,
    },
)


def evidence(
    cut: Cut,
    left: Ranking,
    right: Ranking,
    whole: Ranking,
    classes: Mapping[str, int],
    covered: frozenset[str],
) -> dict[str, float]:
    """What speaks for a seam at ``cut`` between ``left`` and ``right``, the halves of ``whole``.

    ``classes`` gives the number of each class in a ranking's scores; ``covered`` names the intents.
    """
    tokens = whole.reading.tokens
    sure = [_logit(confidence(half, covered)) for half in (left, right)]
    fits = [
        max(_FARTHEST, whole.scores[classes[half.candidates[0].name]] * SCORE_UNIT + BIAS - best)
        for best in (whole.candidates[0].score,)
        for half in (left, right)
    ]
    word = tokens[cut.place].word
    return {
        **dict.fromkeys(JOINTS, 0.0),
        cut.joint: 1.0,
        "sure_first": sure[0],
        "sure_less": min(sure),
        "fits_first": fits[0],
        "fits_second": fits[1],
        "length": math.log(len(tokens)),
        "covered_first": float(left.candidates[0].name in covered),
        "and": float(word == "and"),
        "also": float(word in ALSO),
        "or": float(word == "or"),
        "first_asks": float(asks_inside(left.reading.tokens)),
        "rest": math.log(1 + len(right.reading.tokens)),
    }


def _logit(sure: float) -> float:
    sure = min(_SUREST, max(1 - _SUREST, sure))
    return math.log(sure / (1 - sure))
