"""How likely it is that a message reports a red flag: by pattern, and by what it is like.

The patterns of ``safety`` know what they were told. The examples of the signs know wordings that
no pattern foresaw, and those of what only sounds like a red flag know what a pattern takes for
one. Together they make a probability: a logistic function, fitted with ``benchmarks/fit.py`` on
messages that report a red flag and on others. What follows from it, others decide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from operator import or_
from typing import NamedTuple

from chatbot.content import Sign
from chatbot.denial import dated
from chatbot.index import LOOKALIKE, Index
from chatbot.language import Token, tokenise
from chatbot.logistic import Logistic
from chatbot.ranking import Likeness, Ranking, example_of, rank
from chatbot.reading import FUNCTION_WORDS, Reading, read, read_alarmed, subset
from chatbot.safety import (
    Finding,
    Gate,
    check,
    completes,
    denies_half,
    discounted,
    find_alarm,
    half_told,
)
from chatbot.segments import QUESTION_WORDS, asks_inside, is_question, opens

__all__ = ["MODEL", "RedFlag", "Watched", "watch"]

# Fitted on tests/data: alarms_a, _c, _d, the first halves of alarms_f, _g, _h and of complaints, and the
# ordinary questions that seams are fitted on, but for denials.
MODEL = Logistic(
    0.89,
    {
        "lead": 1.17,
        "peak": 4.29,
        "score": 5.02,
        "pattern": 2.76,
    },
)
_JOINING = frozenset(("and", "but"))
_MANY = 2  # signs; what shows more shows no more
_BEYOND = 0.9  # from here on without any pattern, no corrected slip is what it rests on
_SHORT = 6  # words of a line that may go on with a complaint: "down both legs"
_IN_TWO = 0.5  # least of what two lines make together: likeness, learned from single ones, says little of it
_MAY_BELONG = 0.3  # of a pain that is only asked about after a condition: to be asked, not raised
_FARTHEST = 1.5  # what leads by more says nothing more
_FEW_WORDS = 3  # content words, dates not counted
_LEAST_WORDS = 2  # content words: one alone ("fever") is like many things and says of none that it is so


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A red flag that a message may report. ``sure`` is the probability (0 to 1) that it does."""

    signs: tuple[Sign, ...]  # the likeliest, or what patterns found, in the order of ``safety.Finding``
    sure: float
    words: tuple[str, ...] = ()  # that make up the pattern; none where only likeness speaks
    doubtful: bool = False  # whether the pattern stands there depends on the correction of one slip
    evidence: Mapping[str, float] = field(default_factory=dict)  # what was weighed, if it was


class Watched(NamedTuple):
    """``flag`` is the red flag that a message may report; ``half`` one of which it tells the condition:
    "I am pregnant". ``taken_back``: it denies the one that was half told before."""

    flag: RedFlag | None
    half: Sign | None
    taken_back: bool = False


def watch(
    typed: Sequence[Token],
    ranking: Ranking,
    index: Index,
    gate: Gate,
    *,
    before: str = "",
    half: str = "",
    begun: str = "",
) -> Watched:
    """What of red flags is in a message. ``ranking`` is that of ``typed``; ``before`` names what was
    spoken of: "I have a fever" after a pain is a red flag, though not by itself. So is the pain after
    the fever: ``half`` names the sign that was half told. ``begun`` is what the message goes on with,
    if that named no place: "numb", and now "between my legs"."""
    if not gate.signs:
        return Watched(None, None)
    tokens = ranking.reading.tokens
    flag = _watch(typed, ranking, index, gate, before)
    if flag is None and begun and len(typed) <= _SHORT and not _asks(typed):
        whole = tokenise(f"{begun} {' '.join(token.word for token in typed)}")
        flag = _watch(whole, rank(read(whole, index.vocabulary), index), index, gate, before)
        tokens = whole if flag is not None else tokens
    told = next((sign for sign in gate.signs if sign.name == half), None)
    words = completes(tokens, told, gate) if told is not None else ()
    if told is not None and words:
        sure = _IN_TWO if _is_own(typed) else _MAY_BELONG
        if flag is None or (flag.sure < _MAY_BELONG and not flag.words):
            flag = RedFlag((told,), sure, words)
        elif flag.sure < _IN_TWO:  # what the message says by itself stays in front
            signs = flag.signs if told in flag.signs else (*flag.signs, told)
            flag = RedFlag(signs, max(flag.sure, sure), (*flag.words, *words), evidence=flag.evidence)
    now = None if opens(typed) else half_told(tokens, gate)  # "can I exercise when pregnant?" tells nothing
    taken_back = told is not None and now is None and denies_half(tokens, told, gate)
    return Watched(flag, now, taken_back)


def _is_own(typed: Sequence[Token]) -> bool:
    """True for what somebody says of himself, and does not only ask about."""
    words = {token.word for token in typed}
    return not _asks(typed) and not {"i", "my"}.isdisjoint(words)


def _asks(typed: Sequence[Token]) -> bool:
    asked = is_question(typed) or asks_inside(typed)
    return asked or any(token.word in QUESTION_WORDS for token in typed)


def _watch(typed: Sequence[Token], ranking: Ranking, index: Index, gate: Gate, before: str) -> RedFlag | None:
    alarmed = read_alarmed(typed, ranking.reading, index.vocabulary)
    finding = check(typed, alarmed.tokens, gate)
    alone = _weighed(finding, alarmed, ranking, index, gate)
    if finding is not None or not before or not typed:
        return alone
    subject = tokenise(before)
    shift = subject[-1].clause + 1 if subject else 0
    both = (*subject, *(token._replace(clause=token.clause + shift) for token in typed))
    reading = read(both, index.vocabulary)
    alarmed = read_alarmed(both, reading, index.vocabulary)
    finding = check(both, alarmed.tokens, gate)
    known = example_of(ranking.reading, index) in (*index.classes[: index.subjects], LOOKALIKE)
    if finding is None and alone is None and len(typed) <= _SHORT and not _asks(typed) and not known:
        together = _weighed(None, alarmed, rank(reading, index), index, gate)
        return together if together and together.sure >= _BEYOND else None
    if finding is None or check(subject, subject, gate) is not None:
        return alone
    together = _weighed(finding, alarmed, rank(reading, index), index, gate)
    least = _MAY_BELONG if _asks(typed) else _IN_TWO
    return alone if together is None else replace(together, sure=max(least, together.sure))


def _weighed(
    finding: Finding | None, alarmed: Reading, ranking: Ranking, index: Index, gate: Gate
) -> RedFlag | None:
    words, doubtful = (finding.words, not finding.certain) if finding else ((), False)
    if finding and not any(sign.examples for sign in finding.signs):
        return RedFlag(finding.signs, 1.0, words, doubtful)  # its patterns are the only judge
    known = example_of(ranking.reading, index)
    if finding is None:  # of a few words, when and how often must not be what speaks for a red flag
        dates = dated(alarmed.tokens) if _known_words(alarmed) <= _FEW_WORDS else ()
        ranking, alarmed = _of_now(ranking, alarmed, index, gate, besides=dates)
    likeness = _nearest(ranking, alarmed, index)
    if likeness is None or known == LOOKALIKE or known in index.classes[: index.subjects]:
        return None  # the author says what that is
    sign = next(sign for sign in gate.signs if sign.name == likeness.sign)
    if known == sign.name:
        graver = finding is not None and sign in finding.signs
        return RedFlag(finding.signs, 1.0, words) if finding and graver else RedFlag((sign,), 1.0)
    if not finding and _known_words(alarmed) < _LEAST_WORDS:
        return None
    found = _evidence(likeness, patterns=len(finding.signs) if finding else 0)
    sure = MODEL.probability(found)
    if doubtful and MODEL.probability({**found, "pattern": 0.0}) >= _BEYOND:
        doubtful = False
    if finding is None:
        return RedFlag((sign,), sure, evidence=found)
    told = max(
        _alone(alarmed, index, gate, signs=len(finding.signs)), _undenied(ranking, alarmed, index, gate)
    )
    return RedFlag(finding.signs, max(sure, told), words, doubtful, found)


def _known_words(reading: Reading) -> int:
    """How many words are neither little ones, nor dates, nor none that anybody knows: "qwzx blorp" and
    "three times today" are like nothing."""
    dates = dated(reading.tokens)
    return sum(
        token.word.isalpha() and token.word not in FUNCTION_WORDS and how != "unknown" and place not in dates
        for place, (token, (_, how)) in enumerate(zip(reading.tokens, reading.marks, strict=True))
    )


def _alone(alarmed: Reading, index: Index, gate: Gate, *, signs: int) -> float:
    """How likely a red flag is by the sentences in which a pattern stands, each by itself, and parted at
    "but" and "and", at commas too where patterns of several ``signs`` stand: whatever else is said and asked
    in a message does not talk it down."""
    tokens = alarmed.tokens
    after_comma = (False, *(signs > 1 and token.mark == "," for token in tokens))
    turns = list(accumulate(map(or_, after_comma, (token.word in _JOINING for token in tokens))))
    if not tokens or (tokens[0].clause == tokens[-1].clause and not turns[-1]):
        return 0.0
    likely = 0.0
    for _, places in groupby(range(len(tokens)), key=lambda place: (tokens[place].clause, turns[place])):
        sentence = subset(alarmed, tuple(places), index.vocabulary)
        likely = max(likely, _likely(sentence, rank(sentence, index), gate))
    return likely


def _undenied(ranking: Ranking, alarmed: Reading, index: Index, gate: Gate) -> float:
    """How likely a red flag is by what is left without what is denied: "no numbness, but I can't pee" is not
    talked down by the numbness that is not there; 0 if nothing is denied."""
    rest, left = _of_now(ranking, alarmed, index, gate)
    return 0.0 if rest is ranking else _likely(left, rest, gate)


def _likely(alarmed: Reading, ranking: Ranking, gate: Gate) -> float:
    """How likely a red flag is by what a stretch of a message says itself; 0 if no pattern stands there."""
    seen = find_alarm(alarmed.tokens, gate)
    if seen is None or ranking.alarm is None:
        return 0.0
    return MODEL.probability(_evidence(ranking.alarm, patterns=len(seen.signs)))


def _of_now(
    ranking: Ranking, alarmed: Reading, index: Index, gate: Gate, *, besides: Collection[int] = ()
) -> tuple[Ranking, Reading]:
    """The same without what is denied, long past or made up, and the places ``besides``, if anything else
    was said."""
    gone = discounted(alarmed.tokens, gate).union(besides)
    kept = [place for place in range(len(alarmed.tokens)) if place not in gone]
    if not gone or not kept:
        return ranking, alarmed
    read_as, rest = ranking.reading, subset(alarmed, kept, index.vocabulary)
    if alarmed is read_as or len(read_as.tokens) != len(alarmed.tokens):
        return rank(rest, index), rest
    return rank(subset(read_as, kept, index.vocabulary), index), rest


def _nearest(ranking: Ranking, alarmed: Reading, index: Index) -> Likeness | None:
    """The red flag that the message is nearest to, as it was read or as it may have been meant."""
    found = ranking.alarm
    if found is None or alarmed is ranking.reading:
        return found
    other = rank(alarmed, index).alarm
    return max((found, other), key=lambda one: one.lead + one.peak) if other else found


def _evidence(likeness: Likeness, *, patterns: int) -> dict[str, float]:
    """What speaks for a red flag. ``patterns``: of how many signs one was found."""
    return {
        "lead": max(-_FARTHEST, min(_FARTHEST, likeness.lead)),
        "peak": max(-_FARTHEST, min(_FARTHEST, likeness.peak)),
        "score": likeness.score,
        "pattern": float(min(patterns, _MANY)),
    }
