"""Where a message may be cut into two questions; whether it should be, decision finds out by scoring.

It knows the words that join questions in English, and nothing of intents.
"""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.language import Token

__all__ = ["MAX_CUTS", "cuts", "is_question"]

MAX_CUTS = 10  # a message with more joints than this is a story, not a list of questions
_JOINTS = frozenset("and also plus but then or while when whenever after if because as so with".split())
_OPENERS = frozenset(
    """what which who whom whose when where why how is are am was were do does did can could will would shall
    should may might must has have had tell explain describe list name give show any whether""".split()
)
_LEAD_IN = frozenset(
    "and also plus but then so or well okay hi hello hey please btw second secondly another anyway if".split()
)


def cuts(tokens: Sequence[Token]) -> list[int]:
    """Places (index of the first token of the right part) where a message may be cut, in order."""
    places = []
    for place in range(1, len(tokens)):
        before, token = tokens[place - 1], tokens[place]
        if before.mark or (token.word in _JOINTS and place < len(tokens) - 1):
            places.append(place)
    return places if len(places) <= MAX_CUTS else [place for place in places if tokens[place - 1].mark not in ("", ",")][-MAX_CUTS:]


def is_question(tokens: Sequence[Token]) -> bool:
    """True for what is worded as a question or a request: by its mark or by its first words."""
    if not tokens:
        return False
    if tokens[-1].mark == "?":
        return True
    words = [token.word for token in tokens[:4]]
    while words and words[0] in _LEAD_IN:
        words.pop(0)
    return bool(words) and words[0] in _OPENERS
