"""A message that is a question: which tier of confidence it falls into, and what follows."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.confidence import confidence
from chatbot.content import MAX_OPTIONS
from chatbot.context import is_elliptic, is_small_talk, names_strangers, points_back, resolve
from chatbot.decision import Decision, Turn, answer, ask, decline, doubt_again, is_foreign, urgent
from chatbot.memory import URGENT
from chatbot.moves import strip_correction
from chatbot.negation import affirmed, is_denied
from chatbot.parts import about, find_parts
from chatbot.policy import (
    CERTAIN,
    CLOSE,
    CORRECTED,
    ELLIPTIC_TOKENS,
    KNOWN,
    LIKELY,
    LIKELY_IN_CONTEXT,
    NAMED_LEAD,
    OFF_TOPIC,
    UNSURE,
)
from chatbot.ranking import Ranking, adjusted, example_of, rank
from chatbot.reading import FUNCTION_WORDS, Reading, part, subset
from chatbot.segments import after_hesitation, is_question

__all__ = ["decide_correction", "decide_question", "without_denials", "without_lead"]

_I_MEAN = (["i", "mean"], ["i", "meant"])


def decide_question(whole: Ranking, turn: Turn) -> Decision:
    """Decide a message that is no move. While a red flag stands, nobody is told how to treat himself."""
    decision = _decide(whole, turn)
    if _leaves_alone(decision, turn):
        return _still_urgent(turn)
    if _says_goodbye(decision, turn):
        return urgent(turn, turn.signs, "a goodbye in a crisis, for the first time", "urgent_bye")
    if turn.signs and any(turn.content.intents[name].caution for name in decision.intents):
        if turn.memory.pending == "alarm":
            return _still_urgent(turn)
        return urgent(turn, turn.signs, "self-treatment was asked for after a red flag", "urgent_again")
    return decision


def _leaves_alone(decision: Decision, turn: Turn) -> bool:
    """True if somebody with a red flag would hear no more than that there is no answer, be asked what is
    meant ("should I call?"), or be told of red flags at large ("I'll wait and see")."""
    in_crisis = any(sign.level == "crisis" for sign in turn.signs)
    lost = decision.kind == "decline" and (in_crisis or not decision.subjects)
    at_large = decision.stage == "context" and decision.intents == (turn.content.alarms.intent,)
    return bool(turn.signs) and (lost or at_large or decision.opening.startswith("clarify"))


def _says_goodbye(decision: Decision, turn: Turn) -> bool:
    """True for a goodbye in a crisis, unless it was answered before with what is urgent."""
    in_crisis = any(sign.level == "crisis" for sign in turn.signs) and turn.memory.pending != "alarm"
    ends = any(turn.content.intents[name].final for name in decision.intents)
    return in_crisis and ends and turn.memory.opening != "urgent_bye"


def _decide(whole: Ranking, turn: Turn) -> Decision:
    """One question, or several."""
    if turn.signs and (_says_again(whole.reading) or (points_back(whole) and not is_small_talk(whole, turn))):
        return _still_urgent(turn)
    if (
        _is_known(whole, turn)
        and not is_elliptic(whole, turn)
        and (whole.content_words or not turn.memory.topic)
    ):
        return _judge(whole, turn)
    ranking = without_denials(whole, turn)
    parts = find_parts(ranking, turn)
    if len(parts) > 1:
        parts = [part for part in parts if not is_denied(part.reading.tokens)] or parts
    if len(parts) > 1:
        return _several(parts, turn)
    alone = without_lead(parts[0], turn)
    bare = is_elliptic(alone, turn) and not alone.content_words  # "why?" asks about the warning
    unclear = is_elliptic(alone, turn) or is_small_talk(alone, turn)
    after = turn.memory.opening in URGENT and is_elliptic(alone, turn)  # "which doctor?"
    if turn.signs and (bare or after or (unclear and confidence(alone, turn.covered) < CERTAIN)):
        return _still_urgent(turn)
    if not turn.memory.topic:
        return _judge(alone, turn)
    if not turn.signs and _only_denies(alone, turn):
        follow_ups = turn.content.intents[turn.memory.topic].follow_ups
        return ask(turn, "fine", "the line only says what is not so", follow_ups, stage="context")
    return _judge(alone, turn) if names_strangers(alone) else _judge_in_context(alone, turn)


def without_lead(ranking: Ranking, turn: Turn) -> Ranking:
    """The ranking of a line without "ok, and", if that says more."""
    tokens = ranking.reading.tokens
    start = after_hesitation(tokens)
    if not start:
        return ranking
    rest = rank(part(ranking.reading, start, len(tokens), turn.index.vocabulary), turn.index)
    return max((ranking, rest), key=lambda one: confidence(one, turn.covered))


def _only_denies(ranking: Ranking, turn: Turn) -> bool:
    """True for "no fever, nothing sudden": signs of danger that are not there, and no question."""
    tokens = ranking.reading.tokens
    words = [token.word for token in tokens]
    if words[:2] == ["no", "one"] or is_question(tokens) or not is_denied(tokens):
        return False
    return any(word in turn.index.vocabulary.alarming and word not in FUNCTION_WORDS for word in words)


def _judge_in_context(alone: Ranking, turn: Turn) -> Decision:
    """One question after others: what was spoken of says along what it asks."""
    sure = confidence(alone, turn.covered)
    if is_small_talk(alone, turn) and sure >= LIKELY:
        return _judge(alone, turn)
    if alone.candidates[0].name in turn.content.not_covered and sure >= LIKELY:
        return _judge(alone, turn)
    found = resolve(alone, turn)
    if found.name == alone.candidates[0].name:
        leans = sure < LIKELY or is_elliptic(alone, turn)
        return _judge(alone, turn, stage="context", least=found.probability) if leans else _judge(alone, turn)
    least = LIKELY_IN_CONTEXT if is_elliptic(alone, turn) else LIKELY
    if not found.name or found.probability < least:
        return _judge(alone, turn)
    return answer(
        turn,
        (found.name,),
        "context",
        "the line asks this after what was spoken of",
        sure=found.probability,
        rivals=_rivals(found.ranking, turn),
        opening="likely" if found.probability < CERTAIN else "",
        evidence=found.ranking if found.ranking.candidates[0].name == found.name else None,
    )


def _is_known(ranking: Ranking, turn: Turn) -> bool:
    """True for a message that is an example of what it was taken for."""
    return example_of(ranking.reading, turn.index) == ranking.candidates[0].name


def _says_again(reading: Reading) -> bool:
    """True for "no, I really can't", "yes, it does": more of what was said before."""
    words = [token.word for token in reading.tokens[: ELLIPTIC_TOKENS + 1]]
    said = words[:1] in (["no"], ["yes"]) and words[1:2] in (["i"], ["it"], ["he"], ["she"], ["they"])
    return said and len(words) <= ELLIPTIC_TOKENS


def _still_urgent(turn: Turn) -> Decision:
    """The red flag again; or, if it was asked about and not answered, the safety question."""
    if turn.memory.pending == "alarm":
        return doubt_again(turn, "alarm_unanswered")
    return urgent(turn, turn.signs, "a short line after a red flag: it is still urgent", "urgent_again")


def decide_correction(reading: Reading, turn: Turn) -> Decision | None:
    """After "no, I meant", the rest of the line replaces the last reading."""
    rest = strip_correction(reading.tokens)
    if not rest or not (turn.memory.topic or turn.memory.offered) or (turn.signs and _says_again(reading)):
        return None
    start = len(reading.tokens) - len(rest)
    said = [token.word for token in rest]
    ends = (place for place in range(1, len(said)) if said[place] == "not" or said[place:] in _I_MEAN)
    stop = next(ends, len(said))  # "belly, not groin", "groin I mean"
    words = part(reading, start, start + stop, turn.index.vocabulary)
    if not words.content_words:
        return None
    ranking = adjusted(rank(words, turn.index), turn.index, {turn.memory.topic: -CORRECTED})
    decision = _judge(ranking, turn, stage="context")
    if _leaves_alone(decision, turn):
        return _still_urgent(turn)
    return decision._replace(opening="corrected") if decision.kind == "answer" else decision


def without_denials(whole: Ranking, turn: Turn) -> Ranking:
    """The ranking of what the message does not deny, as long as that says something."""
    reading = whole.reading
    places = affirmed(reading.tokens)
    if len(places) == len(reading.tokens):
        return whole
    ranking = rank(subset(reading, places, turn.index.vocabulary), turn.index)
    says = ranking.content_words and confidence(ranking, turn.covered) >= UNSURE
    return ranking if says else whole


def _judge(ranking: Ranking, turn: Turn, stage: str = "matching", least: float = 0.0) -> Decision:
    """One question: answer, ask back or decline by the tiers of confidence, which is at ``least`` so high."""
    sure = max(least, confidence(ranking, turn.covered))
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
    foreign = [(name, ranking) for name, ranking in best if name in turn.content.not_covered]
    plain = [name for name, ranking in foreign if _is_subject_plain(ranking, turn)]
    subjects = tuple(dict.fromkeys(plain))
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
    missing = bool(foreign or strangers)
    return decision._replace(confidence=sure, subjects=subjects, missing=missing, strangers=strangers)
