"""Two questions in one message, told apart: by how they are joined, and by how sure each half is.

A single question that happens to hold "and" stays whole.
"""

from __future__ import annotations

from dataclasses import replace

from chatbot.confidence import confidence
from chatbot.context import in_context, is_elliptic, is_small_talk
from chatbot.decision import Turn
from chatbot.policy import (
    LIKELY,
    LONG,
    MAX_TOKENS,
    MIN_TOKENS,
    SPLIT,
    SPLIT_ALONE,
    SPLIT_FOREIGN,
    SPLIT_SURE,
    SPLIT_TALK,
)
from chatbot.ranking import Ranking, rank
from chatbot.reading import part
from chatbot.segments import Joint, cuts

__all__ = ["find_parts"]


def find_parts(whole: Ranking, turn: Turn, depth: int = 2) -> list[Ranking]:
    """The questions in a message, each ranked by itself; one, unless there are clearly more."""
    reading = whole.reading
    tokens = reading.tokens
    if not depth or not MIN_TOKENS <= len(tokens) <= MAX_TOKENS:
        return [whole]
    best: tuple[float, Ranking, Ranking] | None = None
    for cut in cuts(tokens):
        left = part(reading, 0, cut.place, turn.index.vocabulary)
        right = part(reading, cut.place, len(tokens), turn.index.vocabulary)
        first = rank(left, turn.index)
        least_words = 2 if cut.joint == "circumstance" else 1
        if left.content_words < least_words and confidence(first, turn.covered) < SPLIT_ALONE:
            continue
        halves = first, _after(first, rank(right, turn.index), turn)
        least = _separate(*halves, whole, cut.joint, turn)
        if least and (best is None or least > best[0]):
            best = (least, *halves)
    if best is None:
        return [whole]
    found = [*find_parts(best[1], turn, depth - 1), *find_parts(best[2], turn, depth - 1)]
    talk = [ranking for ranking in found if not is_small_talk(ranking, turn)]
    return talk or found[:1]


def _after(first: Ranking, second: Ranking, turn: Turn) -> Ranking:
    """The second half of a message; if it cannot stand alone, its subject is that of the first."""
    subject = first.candidates[0].name
    if subject not in turn.covered or turn.content.intents[subject].small_talk:
        return second
    inside = replace(turn, memory=replace(turn.memory, topic=subject))
    alone = confidence(second, turn.covered) >= LIKELY or not is_elliptic(second, inside)
    return second if alone else in_context(second, inside)


def _separate(left: Ranking, right: Ranking, whole: Ranking, joint: Joint, turn: Turn) -> float:
    """How sure both halves are, if they are two questions; 0 if they are not."""
    first, second = left.candidates[0].name, right.candidates[0].name
    names = (first, second)
    if (
        first == second
        or not turn.covered.intersection(names)
        or not turn.content.vague.keys().isdisjoint(names)
    ):
        return 0.0
    sure = min(confidence(left, turn.covered), confidence(right, turn.covered))
    if is_small_talk(left, turn) or is_small_talk(right, turn):
        return sure if sure >= SPLIT_TALK else 0.0
    if not turn.covered.issuperset(names) and (joint != "questions" or sure < SPLIT_FOREIGN):
        return 0.0
    main = whole.candidates[0].name
    fits = {
        "questions": main in names or sure >= SPLIT_SURE,
        "statement": (main == first or (main == second and sure >= SPLIT_SURE and _is_sentence(left)))
        and len(whole.reading.tokens) <= LONG,
        "circumstance": main in names,
        "list": main in names,
        "none": False,
    }[joint]
    return sure if fits and sure >= SPLIT[joint] else 0.0


def _is_sentence(left: Ranking) -> bool:
    """True for a half that was ended with a full stop, and is more than an abbreviation."""
    tokens = left.reading.tokens
    return tokens[-1].mark == "." and len(tokens[-1].word) > 2
