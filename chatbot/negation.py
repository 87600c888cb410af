"""What a message denies, so that it is answered for what it says: "no groin pain, only my thigh hurts".

Only whole stretches between commas, full stops and "but" are dropped, and only if
something remains. It knows the English of denying, and nothing of intents. (The red-flag
gate has rules of its own, since what is denied there matters more.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from chatbot.language import Token

__all__ = ["affirmed", "is_denied"]

_NEGATORS = frozenset("not no never nothing neither nor without none".split())
# "not" after one of these is no denial but the complaint itself, or part of a question.
_INABILITY = frozenset("can could will would able should shall must".split())
_ASKING = frozenset("why how whether if when".split())
# What begins like this asks, whatever it denies: "what can I do so that it does not come back".
_OPENERS = frozenset("what which who where is are was does did can could will would should has have".split())
# What is not wanted, or does not do what it should, is not what is denied either.
_COMPLAINT = frozenset(
    "go help stop heal work disappear improve ease better gone only just sure certain know understand feel "
    "enough much always even matter mind wait let bear stand tolerate straighten well properly anymore "
    "normal right funny fun good".split()
)
_DISMISSALS = (
    ("never", "mind"),
    ("forget", "about"),
    ("instead", "of"),
    ("rather", "than"),
    ("forget", "the"),
)


_DENYING = _NEGATORS.union(*_DISMISSALS)  # without one of these nothing is denied


def affirmed(tokens: Sequence[Token]) -> tuple[int, ...]:
    """Places of the tokens that remain when denied stretches are dropped; all, if nothing is denied
    or if nothing would remain."""
    if _DENYING.isdisjoint([token.word for token in tokens]):
        return tuple(range(len(tokens)))
    kept: list[int] = []
    dropped = False
    stretches = list(_stretches(tokens))
    incapable = any(_incapable(tokens[start:stop]) for start, stop in stretches)
    for start, stop in stretches:
        words = [token.word for token in tokens[start:stop]]
        if _denies(words) or (incapable and _capable(words)):
            dropped = True
        else:
            kept.extend(range(start, stop))
    return tuple(kept) if kept and dropped else tuple(range(len(tokens)))


def is_denied(tokens: Sequence[Token]) -> bool:
    """True for a part of a message that only says what is not the matter, or not wanted."""
    words = [token.word for token in tokens]
    return bool(words) and all(_denies(words[start:stop]) for start, stop in _stretches(tokens))


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, token in enumerate(tokens):
        if place > start and token.word == "but":
            yield start, place
            start = place
        if token.mark:
            yield start, place + 1
            start = place + 1
    if start < len(tokens):
        yield start, len(tokens)


def _denies(words: Sequence[str]) -> bool:
    if words[:1] in (["but"], ["and"]):
        words = words[1:]
    if words[:1] and words[0] in _OPENERS and words[1:2] not in (["not"], ["no"], ["if"]):
        return False
    if any(tuple(words[:2]) == phrase for phrase in _DISMISSALS):
        return True
    for place, word in enumerate(words):
        if word in _NEGATORS:
            return _is_denial(words, place)
    return False


def _is_denial(words: Sequence[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    after = words[place + 1 : place + 3]
    if before in _INABILITY or not _ASKING.isdisjoint(words[:place]) or words[:2] == ["what", "if"]:
        return words[:2] == ["what", "if"]
    if words[place] == "without":
        return place == 0
    return not (after and after[0] in _COMPLAINT)


def _incapable(tokens: Sequence[Token]) -> bool:
    words = [token.word for token in tokens]
    return any(pair == ("can", "not") for pair in pairwise(words))


def _capable(words: Sequence[str]) -> bool:
    """What works ("I can do sit-ups") is not the complaint, if something else does not."""
    return list(words[:2]) == ["i", "can"] and "not" not in words
