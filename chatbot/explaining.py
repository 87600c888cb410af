"""Why the bot replied as it did, in words and figures; worked out only when asked for."""

from __future__ import annotations

from chatbot.confidence import coverage
from chatbot.decision import Decision
from chatbot.features import Unit
from chatbot.index import Index
from chatbot.learning import BIAS
from chatbot.policy import THRESHOLDS
from chatbot.ranking import contributions
from chatbot.reply import Explanation, WordShare

__all__ = ["explain"]

_SEEN = 0.005  # context that moved the score by less is not mentioned
CONTEXT = "(beyond the words: the conversation, or a known question word for word)"


def explain(decision: Decision, index: Index) -> Explanation:
    """The reason of ``decision``; where a ranking led to it, each word's share in the winner's score."""
    ranking = decision.evidence
    if ranking is None:
        return Explanation(
            decision.stage, decision.reason, next(iter(decision.intents), ""), thresholds=THRESHOLDS
        )
    best = ranking.candidates[0]
    shares = contributions(ranking.reading, index, best.name)
    words = [_share(unit, weight) for unit, weight in zip(ranking.reading.units, shares, strict=True)]
    rest = best.score - BIAS - sum(shares)
    if abs(rest) >= _SEEN:
        words.append(WordShare(CONTEXT, "", "context", rest))
    return Explanation(
        stage=decision.stage,
        reason=decision.reason,
        intent=best.name,
        score=best.score,
        start=BIAS,
        coverage=coverage(ranking),
        words=tuple(words),
        candidates=tuple((candidate.name, candidate.score) for candidate in ranking.candidates),
        thresholds=THRESHOLDS,
    )


def _share(unit: Unit, weight: float) -> WordShare:
    typed, read_as = " ".join(dict.fromkeys(unit.words)), " ".join(unit.read_as)
    if unit.concept.replace("_", " ") != " ".join(unit.stems):
        read_as = f"{read_as} = {unit.concept.replace('_', ' ')}"
    return WordShare(typed, read_as, unit.how, weight)
