"""How sure a ranking is: scores and evidence -> the probability that its best candidate is right.

Every threshold of the bot lives here or in ``decision``, named, with its evidence. The
probability is a logistic function of six figures, fitted on questions that no content was
trained on (tests/data/questions_a.jsonl and the validation part of CLINC150 at 10 and 100
examples an intent, each set with equal weight), so that one setting serves all contents.
``benchmarks/reliability.py`` shows how well it holds on questions it was not fitted on.
"""

from __future__ import annotations

import math

from chatbot.ranking import Ranking

__all__ = ["confidence"]

# Weights of: intercept, best score, its lead, its lead as a share of the score, familiar
# neighbours, strange words, number of content words.
_INTERCEPT = -0.51
_SCORE = 2.54
_LEAD = 0.45
_SHARE = 2.36
_FAMILIAR = 0.23
_STRANGE = -1.57
_LENGTH = 2.70
_FULL_LENGTH = 12  # content words; beyond that length says nothing more
_FLOOR = -1.2  # no score lies below: the share is taken from here


def confidence(ranking: Ranking, covered: frozenset[str]) -> float:
    """Probability (0 to 1) that the best candidate is right.

    ``covered`` names the classes that are intents. All others lead to the same reply, a
    decline, so they do not compete with each other.
    """
    if ranking.strange == 1.0 or not (ranking.content_words or ranking.familiar):
        return 0.0  # not one word that the content knows
    best = ranking.candidates[0]
    rival = next(
        (other.score for other in ranking.candidates[1:] if best.name in covered or other.name in covered),
        -1.0,
    )
    lead = best.score - rival
    logit = (
        _INTERCEPT
        + _SCORE * best.score
        + _LEAD * lead
        + _SHARE * min(1.0, lead / (best.score - _FLOOR))
        + _FAMILIAR * ranking.familiar
        + _STRANGE * ranking.strange
        + _LENGTH * min(ranking.content_words, _FULL_LENGTH) / _FULL_LENGTH
    )
    return 1.0 / (1.0 + math.exp(-logit))
