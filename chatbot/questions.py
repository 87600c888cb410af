"""A message that is a question: which tier of confidence it falls into, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatbot.confidence import confidence
from chatbot.content import MAX_OPTIONS
from chatbot.context import (
    asks_about_it,
    has_pointer,
    in_context,
    is_elliptic,
    is_small_talk,
    points_back,
)
from chatbot.decision import Decision, Turn, answer, ask, decline, is_foreign, urgent
from chatbot.moves import strip_correction
from chatbot.negation import affirmed, is_denied
from chatbot.parts import about, find_parts
from chatbot.policy import (
    CERTAIN,
    CLOSE,
    ELLIPTIC_TOKENS,
    FOLLOW_UP,
    FRAGMENT_TOKENS,
    KNOWN,
    LIKELY,
    LIKELY_IN_CONTEXT,
    NAMED_LEAD,
    OFF_TOPIC,
    OWN_SUBJECT,
    SURELY_ELSEWHERE,
    SURELY_NEW,
    UNSURE,
)
from chatbot.ranking import Ranking, adjusted, example_of, rank
from chatbot.reading import Reading, part, subset
from chatbot.segments import after_hesitation

__all__ = ["decide_correction", "decide_question", "without_denials"]

_I_MEAN = (["i", "mean"], ["i", "meant"])


def decide_question(whole: Ranking, turn: Turn) -> Decision:
    """Decide a message that is no move. While a red flag stands, nobody is told how to treat himself."""
    decision = _decide(whole, turn)
    if turn.signs and any(turn.content.intents[name].caution for name in decision.intents):
        return urgent(turn, turn.signs, "self-treatment was asked for after a red flag", "urgent_again")
    return decision


def _decide(whole: Ranking, turn: Turn) -> Decision:
    """One question, or several."""
    if turn.signs and (_insists(whole.reading) or (points_back(whole) and not is_small_talk(whole, turn))):
        return _still_urgent(turn)
    if _is_known(whole, turn) and not is_elliptic(whole, turn):
        return _judge(whole, turn)
    ranking = without_denials(whole, turn)
    parts = find_parts(ranking, turn)
    if len(parts) > 1:
        parts = [part for part in parts if not is_denied(part.reading.tokens)] or parts
    if len(parts) > 1:
        return _several(parts, turn)
    alone = _without_lead(parts[0], turn)
    if not is_elliptic(alone, turn):
        return _judge_fragment(alone, turn) or _judge(alone, turn)
    if turn.signs and confidence(alone, turn.covered) < CERTAIN:
        return _still_urgent(turn)
    return _judge_in_context(alone, turn)


def _without_lead(ranking: Ranking, turn: Turn) -> Ranking:
    """The ranking of a line without "ok, and", if that says more."""
    tokens = ranking.reading.tokens
    start = after_hesitation(tokens)
    if not start:
        return ranking
    rest = rank(part(ranking.reading, start, len(tokens), turn.index.vocabulary), turn.index)
    return max((ranking, rest), key=lambda one: confidence(one, turn.covered))


def _judge_fragment(alone: Ranking, turn: Turn) -> Decision | None:
    """A word or two that may be about the subject, if that is plain: "lower", after a pain in the back."""
    if not turn.memory.topic or turn.signs or len(alone.reading.tokens) > FRAGMENT_TOKENS:
        return None
    if confidence(alone, turn.covered) >= SURELY_NEW:
        return None
    ranking = in_context(alone, turn)
    least = LIKELY_IN_CONTEXT if _is_far(alone, turn) else CERTAIN
    if ranking.candidates[0].name != turn.memory.topic or confidence(ranking, turn.covered) < least:
        return None
    return _judge(ranking, turn, stage="context")


def _judge_in_context(alone: Ranking, turn: Turn) -> Decision:
    """A line that cannot stand alone: "is that bad?", where nothing else fits, asks about the subject."""
    ranking = in_context(alone, turn)
    sure, sure_alone = confidence(ranking, turn.covered), confidence(alone, turn.covered)
    best = ranking.candidates[0].name
    points_away = has_pointer(alone) and sure_alone < SURELY_ELSEWHERE and _is_far(alone, turn)
    if points_away and not (sure >= LIKELY_IN_CONTEXT and best in _near(turn)):
        return _about_topic(ranking, turn)  # "where does it go?" asks of a pillow no muscle's place
    least = LIKELY if sure_alone >= SURELY_ELSEWHERE else LIKELY_IN_CONTEXT
    if not points_away and sure < least and sure_alone >= OWN_SUBJECT:
        return _judge(alone, turn, stage="context")  # plain by itself, and the subject only confuses it
    if best == alone.candidates[0].name:  # the subject only dilutes what is plain
        ranking = max((ranking, alone), key=lambda one: confidence(one, turn.covered))
    decision = _judge(ranking, turn, stage="context")
    if decision.kind != "decline" or best not in turn.covered or not asks_about_it(alone):
        return decision
    return _about_topic(ranking, turn)


def _about_topic(ranking: Ranking, turn: Turn) -> Decision:
    topic = turn.memory.topic
    reason, sure = "the line asks about what was spoken of", confidence(ranking, turn.covered)
    evidence = ranking if ranking.candidates[0].name == topic else None
    return answer(turn, (topic,), "context", reason, sure=sure, opening="likely", evidence=evidence)


def _near(turn: Turn) -> tuple[str, ...]:
    """The subject of the conversation, and what its author named as the next questions."""
    topic = turn.memory.topic
    return (topic, *turn.content.intents[topic].follow_ups)


def _is_far(alone: Ranking, turn: Turn) -> bool:
    """True if a line by itself is about an intent that the author did not expect after the subject."""
    best = alone.candidates[0].name
    return best in turn.covered and best not in _near(turn)


def _is_known(ranking: Ranking, turn: Turn) -> bool:
    """True for a message that is an example of what it was taken for."""
    return example_of(ranking.reading, turn.index) == ranking.candidates[0].name


def _insists(reading: Reading) -> bool:
    """True for "no, I really can't", "yes, it does": more of what was said before."""
    words = [token.word for token in reading.tokens[: ELLIPTIC_TOKENS + 1]]
    said = words[:1] in (["no"], ["yes"]) and words[1:2] in (["i"], ["it"], ["he"], ["she"], ["they"])
    return said and len(words) <= ELLIPTIC_TOKENS


def _still_urgent(turn: Turn) -> Decision:
    return urgent(turn, turn.signs, "a short line after a red flag: it is still urgent", "urgent_again")


def decide_correction(reading: Reading, turn: Turn) -> Decision | None:
    """After "no, I meant", the rest of the line replaces the last reading."""
    rest = strip_correction(reading.tokens)
    if not rest or not (turn.memory.topic or turn.memory.offered) or (turn.signs and _insists(reading)):
        return None
    start = len(reading.tokens) - len(rest)
    said = [token.word for token in rest]
    ends = (place for place in range(1, len(said)) if said[place] == "not" or said[place:] in _I_MEAN)
    stop = next(ends, len(said))  # "belly, not groin", "groin I mean"
    words = part(reading, start, start + stop, turn.index.vocabulary)
    if not words.content_words:
        return None
    ranking = adjusted(rank(words, turn.index), turn.index, {turn.memory.topic: -FOLLOW_UP})
    decision = _judge(ranking, turn, stage="context")
    return replace(decision, opening="corrected") if decision.kind == "answer" else decision


def without_denials(whole: Ranking, turn: Turn) -> Ranking:
    """The ranking of what the message does not deny, as long as that says something."""
    reading = whole.reading
    places = affirmed(reading.tokens)
    if len(places) == len(reading.tokens):
        return whole
    ranking = rank(subset(reading, places, turn.index.vocabulary), turn.index)
    says = ranking.content_words and confidence(ranking, turn.covered) >= UNSURE
    return ranking if says else whole


def _judge(ranking: Ranking, turn: Turn, stage: str = "matching") -> Decision:
    """One question: answer, ask back or decline by the tiers of confidence."""
    sure = confidence(ranking, turn.covered)
    if _is_known(ranking, turn):
        sure = max(sure, CERTAIN)
    if sure < CERTAIN and is_foreign(ranking.reading):
        return decline(turn, ranking, sure, "this does not look like English", stage)
    best = ranking.candidates[0]
    rivals = _rivals(ranking, turn)
    vague = turn.content.vague.get(best.name)
    if vague and sure >= UNSURE:
        return ask(
            turn,
            vague.name,
            "this names no subject yet",
            vague.options,
            stage=stage,
            sure=sure,
            evidence=ranking,
        )
    if best.name not in turn.covered:
        if sure >= OFF_TOPIC or not rivals:
            subjects = (best.name,) if _is_subject_plain(ranking, turn) else ()
            return decline(
                turn, ranking, sure, f"this is about {best.name}, which is not covered", stage, subjects
            )
        return decline(turn, ranking, sure, "nothing here fits well enough", stage)
    if sure >= (LIKELY_IN_CONTEXT if stage == "context" else LIKELY):
        opening = "" if sure >= CERTAIN or turn.content.intents[best.name].small_talk else "likely"
        reason = "the best candidate is " + ("clearly" if sure >= CERTAIN else "probably") + " meant"
        return answer(
            turn, (best.name,), stage, reason, sure=sure, rivals=rivals, opening=opening, evidence=ranking
        )
    if sure >= UNSURE:
        options = tuple(name for name in (best.name, *rivals) if not turn.content.intents[name].small_talk)
        options = tuple(name for name in options if name not in turn.memory.refused)[:MAX_OPTIONS]
        if options:
            again = "clarify_again" if turn.memory.pending == "clarify" else "clarify"
            again = "clarify_one" if len(options) == 1 else again
            return ask(
                turn,
                again,
                "several subjects are close",
                options,
                stage=stage,
                sure=1 - sure,
                evidence=ranking,
                missed=True,
            )
    return decline(turn, ranking, sure, "nothing here fits well enough", stage)


def _is_subject_plain(ranking: Ranking, turn: Turn) -> bool:
    """True if the best candidate is a subject that is not covered, and which of them is plain."""
    best, *others = ranking.candidates
    foreign = [other.score for other in others if other.name in turn.content.not_covered]
    return best.name in turn.content.not_covered and best.score - max(foreign, default=-1.0) >= NAMED_LEAD


def _rivals(ranking: Ranking, turn: Turn) -> tuple[str, ...]:
    """Other covered subjects within reach of the best score."""
    best = ranking.candidates[0]
    return tuple(
        candidate.name
        for candidate in ranking.candidates[1:]
        if candidate.name in turn.covered
        and best.score - candidate.score < CLOSE
        and candidate.score > KNOWN
        and not turn.content.intents[candidate.name].small_talk
    )[: MAX_OPTIONS - 1]


def _several(parts: Sequence[Ranking], turn: Turn) -> Decision:
    """Several questions: all that are covered are answered, in order; the rest is named."""
    best = [(about(ranking, turn.covered), ranking) for ranking in parts]
    if turn.covered.isdisjoint(name for name, _ in best):
        return _judge(parts[0], turn)
    intents = tuple(dict.fromkeys(name for name, _ in best if name in turn.covered))
    subjects = tuple(dict.fromkeys(name for name, _ in best if name in turn.content.not_covered))
    sure = min(confidence(ranking, turn.covered) for name, ranking in best if name)
    evidence = next(ranking for name, ranking in best if name in turn.covered)
    strangers = tuple(word for name, ranking in best if not name for word in ranking.reading.strangers)
    decision = answer(
        turn,
        intents,
        "matching",
        "the message asks several things",
        sure=max(sure, CERTAIN),
        evidence=evidence,
    )
    missing = bool(subjects or strangers)
    return replace(decision, confidence=sure, subjects=subjects, missing=missing, strangers=strangers)
