"""How sure a ranking is: scores and evidence -> the probability that its best candidate is right.

What is done with it, ``policy`` says. The probability is a logistic function of five figures,
fitted on questions that no content was trained on (tests/data/questions_a.jsonl and the
validation part of CLINC150 at 10 and 100 examples an intent, each set with equal weight), so
that one setting serves all contents.
``benchmarks/reliability.py`` shows how well it holds on questions it was not fitted on.
"""

from __future__ import annotations

import math

from chatbot.ranking import Ranking

__all__ = ["confidence", "coverage"]

# Weights of: intercept, best score, its lead as a share of the score, familiar neighbours,
# strange words, number of content words.
_INTERCEPT = -0.65
_SCORE = 1.96
_LEAD = 4.97
_FAMILIAR = 0.26
_STRANGE = -0.61
_LENGTH = 1.71
_FULL_LENGTH = 12  # content words; beyond that length says nothing more
_ALL_STRANGE = 0.3  # share left where the content knows not one of the words
_FLOOR = -1.2  # no score lies below: the share is taken from here


def confidence(ranking: Ranking, covered: frozenset[str]) -> float:
    """Probability (0 to 1) that the best candidate is right.

    ``covered`` names the classes that are intents. All others lead to the same reply, a
    decline, so they do not compete with each other.
    """
    if not (ranking.content_words or ranking.familiar):
        return 0.0
    best = ranking.candidates[0]
    rival = next(
        (other.score for other in ranking.candidates[1:] if best.name in covered or other.name in covered),
        -1.0,
    )
    lead = best.score - rival
    logit = (
        _INTERCEPT
        + _SCORE * best.score
        + _LEAD * min(1.0, lead / (best.score - _FLOOR))
        + _FAMILIAR * ranking.familiar
        + _STRANGE * ranking.strange
        + _LENGTH * min(ranking.content_words, _FULL_LENGTH) / _FULL_LENGTH
    )
    sure = 1.0 / (1.0 + math.exp(-logit))
    unknown = ranking.strange == 1.0 and best.name in covered
    return sure * _ALL_STRANGE if unknown else sure


# On CLINC150 (validation part) these two shares separate what is in scope from what is not
# best: AUROC 93.6 with 10 examples an intent and 96 with 100, against 91.5 and 95 for the score alone.
_COVERAGE_FAMILIAR = 0.6
_COVERAGE_STRANGE = 0.7


def coverage(ranking: Ranking) -> float:
    """How much the content seems to cover the message at all, from -1.6 to about 1.4.

    It does not say which subject is meant, and it falls with the length of a message, so it is
    a measure to compare by and no probability.
    """
    share = _COVERAGE_FAMILIAR * ranking.familiar - _COVERAGE_STRANGE * ranking.strange
    return ranking.candidates[0].score + share
