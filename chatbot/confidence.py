"""How sure a ranking is: scores and evidence -> the probability that its best candidate is right.

What is done with it, ``policy`` says. The probability is a logistic function of five figures,
fitted by ``benchmarks/fit.py`` on questions that no content was trained on (those of tests/data that are
there to fit on, and the validation part of CLINC150 at 10 and 100 examples an intent, each set
with equal weight), so that one setting serves all contents.
``benchmarks/reliability.py`` shows how well it holds on questions it was not fitted on.
"""

from __future__ import annotations

from chatbot.logistic import Logistic
from chatbot.ranking import Ranking

__all__ = ["MODEL", "confidence", "coverage", "evidence"]

MODEL = Logistic(
    0.39,
    {
        "score": 3.47,
        "lead": 2.88,
        "familiar": 0.32,
        "strange": -0.73,
        "length": 1.46,
    },
)
_FULL_LENGTH = 12  # content words; beyond that length says nothing more
_ALL_STRANGE = 0.3  # share left where the content knows not one of the words
_FLOOR = -1.2  # hardly a score lies below: the share is taken from here
_LEAST_ROOM = 0.1  # above it, for those that do


def evidence(ranking: Ranking, covered: frozenset[str]) -> dict[str, float]:
    """What speaks for the best candidate: its score, its lead as a share of the score, the shares of
    familiar neighbours and of strange words, and how much was said.

    ``covered`` names the classes that are intents. All others lead to the same reply, a
    decline, so they do not compete with each other.
    """
    best = ranking.candidates[0]
    rival = next(
        (other.score for other in ranking.candidates[1:] if best.name in covered or other.name in covered),
        -1.0,
    )
    return {
        "score": best.score,
        "lead": min(1.0, (best.score - rival) / max(_LEAST_ROOM, best.score - _FLOOR)),
        "familiar": ranking.familiar,
        "strange": ranking.strange,
        "length": min(ranking.content_words, _FULL_LENGTH) / _FULL_LENGTH,
    }


def confidence(ranking: Ranking, covered: frozenset[str]) -> float:
    """Probability (0 to 1) that the best candidate is right; ``covered`` as in ``evidence``."""
    if not (ranking.content_words or ranking.familiar):
        return 0.0
    sure = MODEL.probability(evidence(ranking, covered))
    unknown = ranking.strange == 1.0 and ranking.candidates[0].name in covered
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
