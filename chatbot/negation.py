"""What a message denies, so that it is answered for what it says: "no groin pain, only my thigh hurts".

Only whole stretches between commas, full stops and "but" are dropped, and only if
something remains. It knows the English of denying, and nothing of intents. (The red-flag
gate has rules of its own, since what is denied there matters more.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from chatbot.language import Token
from chatbot.segments import QUESTION_WORDS, SUBJECTS

__all__ = ["NEGATORS", "affirmed", "is_denied", "is_well"]

NEGATORS = frozenset("not no never nothing neither nor without none".split())
# "not" after one of these is no denial but the complaint itself, or part of a question.
_INABILITY = frozenset("can could will would able should shall must".split())
_ASKING = frozenset("why how whether if when".split())
_WANTED = frozenset("what where who which why how when".split())  # "but not where it sits" is the question
_PERCEIVED = frozenset("feel see hear tell touch find only hardly barely just not".split())
_AT_EASE = frozenset("fine easily well without okay normally comfortably happily".split())
_WELL = frozenset("fine okay alright ok perfect".split())
_BE = frozenset("is are".split())
# What begins like this asks, whatever it denies: "what can I do so that it does not come back".
_OPENERS = frozenset("what which who where is are was does did can could will would should has have".split())
# What is not wanted, or does not do what it should, is not what is denied either.
_COMPLAINT = frozenset(
    "go help stop heal work disappear improve ease better gone only just sure certain know understand feel "
    "enough much always even matter mind wait let bear stand tolerate straighten well properly anymore "
    "normal right funny fun good able possible".split()
)
# What is waved away, at the head of a stretch or, the second ones, anywhere: from there to its end.
_WAVED = frozenset(
    tuple(phrase.split())
    for phrase in (
        "never mind;forget about;forget the;skip the;spare me;enough about;enough of;no need;leave aside;"
        "i know;i already;i understand"
    ).split(";")
)
_EXCEPT = frozenset(
    tuple(phrase.split())
    for phrase in "instead of;rather than;apart from;aside from;other than;as opposed".split(";")
)
_FAR = 6  # words after a "not" in which the other thing is named
_SOME = frozenset("something anything nothing else someone somebody any no".split())
_SUBJECTS = SUBJECTS | {"the", "my", "a", "an"}
# Without one of these nothing is dropped: of each phrase, the word that is less common.
_DENYING = NEGATORS | _AT_EASE | {pair[pair[0] in ("i", "as")] for pair in _WAVED | _EXCEPT}
# "the thigh not the groin": a denial without a comma, unless one of these makes it the verb's.
_NAMED = frozenset("the my a in from on at".split())
_VERBS = frozenset(
    "is are was were am be do does did have has had can could will would should shall must may might it i "
    "just probably certainly why or if whether that this really so still also".split()
)


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
        mark = tokens[stop - 1].mark
        if _denies(words, mark) or (mark != "?" and _capable(words, incapable=incapable)):
            dropped = True
        else:
            kept.extend(range(start, stop))
    return tuple(kept) if kept and dropped else tuple(range(len(tokens)))


def is_denied(tokens: Sequence[Token]) -> bool:
    """True for a part of a message that only says what is not the matter, or not wanted."""
    words = [token.word for token in tokens]
    stretches = list(_stretches(tokens))
    return bool(words) and all(_denies(words[a:b], tokens[b - 1].mark) for a, b in stretches)


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    words = [token.word for token in tokens]
    start = 0
    for place, token in enumerate(tokens):
        if place > start and _turns(words, place):
            yield start, place
            start = place
        if token.mark:
            yield start, place + 1
            start = place + 1
    if start < len(tokens):
        yield start, len(tokens)


def _turns(words: Sequence[str], place: int) -> bool:
    """True where a sentence turns to something else without a comma."""
    two = tuple(words[place : place + 2])
    if two == ("other", "than"):  # "could it be something other than the muscle" is no exception
        return words[place - 1] not in _SOME
    if words[place] == "but" or two in _EXCEPT or two == ("and", "not"):
        return True
    it_is = two == ("it", "is") or (words[place] == "its" and not _NAMED.isdisjoint(two))
    if it_is and words[place - 1] not in _VERBS | _SUBJECTS | _ASKING | {"that", "because"}:
        return "not" in words[max(0, place - _FAR) : place]  # "it is not my back it is the thigh"
    if words[place] == "and" and _asks(words[place + 1 :]):
        return True
    return words[place] == "not" and words[place - 1] not in _VERBS and not _NAMED.isdisjoint(two)


def _asks(words: Sequence[str]) -> bool:
    """True for what begins with a question word, or with a verb before its subject: "is it", "can you"."""
    if not words:
        return False
    return words[0] in QUESTION_WORDS or (words[0] in _OPENERS and not _SUBJECTS.isdisjoint(words[1:2]))


def _denies(words: Sequence[str], mark: str) -> bool:
    if words[:1] == ["not"] and words[1:2] and words[1] in _WANTED and mark == ",":
        return True  # "Not how I should sleep, but ..."
    if mark != "?" and is_well(words):
        return True
    while words and words[0] in {"but", "and", "so", "okay", "please", "well"}:
        words = words[1:]
    two = tuple(words[:2])
    if two in _WAVED or two in _EXCEPT:
        return True
    if words[:1] and words[0] in _OPENERS and (mark == "?" or words[1:2] not in (["not"], ["no"], ["if"])):
        return words[:2] == ["what", "if"] and "not" in words
    for place, word in enumerate(words):
        if word in NEGATORS:
            return _is_denial(words, place)
    return False


def _is_denial(words: Sequence[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    after = words[place + 1 : place + 3]
    if before == "or" or (words[place] == "never" and after[:1] == ["want"]):
        return False  # "this table or nothing", "I never want it back"
    if words[place] == "not" and after[:1] == ["to"]:
        return False  # "any way of training myself not to slump"
    if words[:place] == ["i", "would"]:  # "I would not buy a pillow"
        return True
    if before in _INABILITY or not _ASKING.isdisjoint(words[:place]):
        return words[:2] == ["what", "if"]
    if words[place] == "without":
        return place == 0
    if not after:  # "my pelvis does not", but "it pulls and stops never"
        return len(words) == 1 or before in _VERBS
    return after[0] not in _COMPLAINT and after[0] not in _WANTED


def is_well(words: Sequence[str]) -> bool:
    """True for "my belly is fine": nothing is the matter with it."""
    well = words[-1:] and words[-1] in _WELL and not _BE.isdisjoint(words)
    return bool(well) and len(words) <= _FAR and words[0] in _SUBJECTS and NEGATORS.isdisjoint(words)


def _incapable(tokens: Sequence[Token]) -> bool:
    words = [token.word for token in tokens]
    return any(pair == ("can", "not") for pair in pairwise(words))


def _capable(words: Sequence[str], *, incapable: bool) -> bool:
    """What works ("I can do sit-ups", "I can get up fine") is not the complaint, if something else does
    not work, or if it is said to be easy."""
    if list(words[:2]) != ["i", "can"] or not _PERCEIVED.isdisjoint(words):
        return False
    return incapable or not _AT_EASE.isdisjoint(words)
