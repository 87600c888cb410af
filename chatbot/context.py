"""Lines that cannot stand alone ("and at night?") and take their subject from what was said before."""

from __future__ import annotations

from dataclasses import replace

from chatbot.confidence import confidence
from chatbot.decision import Turn
from chatbot.features import Unit
from chatbot.lanes import SCORE_UNIT
from chatbot.language import tokenise
from chatbot.policy import (
    ELLIPTIC_TOKENS,
    ELLIPTIC_WORDS,
    ELSEWHERE,
    FOLLOW_UP,
    LIKELY,
    OWN_SUBJECT,
    SAME,
    SAME_ONE,
)
from chatbot.ranking import Ranking, adjusted, blended, rank
from chatbot.vocabulary import to_units

__all__ = ["asks_about_it", "has_pointer", "in_context", "is_elliptic", "is_small_talk", "points_back"]

_POINTERS = frozenset("it that this them they those these one ones there then he she him her".split())
_AUXILIARIES = frozenset("is are was were do does did can could will would should".split())
_CONTINUATIONS = frozenset("and or but what how why so also".split())


def is_small_talk(ranking: Ranking, turn: Turn) -> bool:
    """True if the best candidate is small talk."""
    name = ranking.candidates[0].name
    return name in turn.covered and turn.content.intents[name].small_talk


def has_pointer(ranking: Ranking) -> bool:
    """True for a line that holds a pronoun."""
    return not _POINTERS.isdisjoint(token.word for token in ranking.reading.tokens)


def points_back(ranking: Ranking) -> bool:
    """True for a short line with a pronoun: "it's just muscular, right?"."""
    return len(ranking.reading.tokens) <= ELLIPTIC_TOKENS and has_pointer(ranking)


def is_elliptic(ranking: Ranking, turn: Turn) -> bool:
    """True for a line that cannot stand alone: short, with a pronoun or hardly a content word."""
    reading = ranking.reading
    words = [token.word for token in reading.tokens]
    if not turn.memory.topic or len(words) > ELLIPTIC_TOKENS or reading.content_words > ELLIPTIC_WORDS:
        return False
    sure = confidence(ranking, turn.covered)
    if is_small_talk(ranking, turn) and sure >= LIKELY:
        return False
    if ranking.candidates[0].name in turn.content.not_covered and sure >= ELSEWHERE:
        return False
    if reading.content_words >= 2 - _POINTERS.isdisjoint(words) and sure >= OWN_SUBJECT:
        return False
    return (
        reading.content_words <= 1
        or not _POINTERS.isdisjoint(words)
        or (bool(words) and words[0] in _CONTINUATIONS)
    )


def asks_about_it(ranking: Ranking) -> bool:
    """True for "does it work?", "which one is best?": the subject itself is asked about."""
    words = [token.word for token in ranking.reading.tokens]
    if words and words[0] in _CONTINUATIONS:
        words = words[1:]
    which = "which" in words and not {"one", "ones"}.isdisjoint(words)
    return which or (len(words) > 1 and words[0] in _AUXILIARIES and words[1] in _POINTERS)


def in_context(ranking: Ranking, turn: Turn) -> Ranking:
    """The ranking with the subject of the conversation read into the message."""
    topic = turn.content.intents[turn.memory.topic]
    subject: tuple[Unit, ...] = to_units(tokenise(topic.title), turn.index.vocabulary)
    reading = ranking.reading
    expanded = rank(replace(reading, units=(*reading.units, *subject)), turn.index)
    mixed = blended(ranking, expanded, turn.index)
    # The subject itself would win by the words that were put in for it; it competes with its own score.
    lane = turn.index.numbers[topic.name]
    bonus = dict.fromkeys(topic.follow_ups, FOLLOW_UP)
    same = SAME_ONE if asks_about_it(ranking) else SAME
    bonus[topic.name] = same + (ranking.scores[lane] - mixed.scores[lane]) * SCORE_UNIT
    return adjusted(mixed, turn.index, bonus)
