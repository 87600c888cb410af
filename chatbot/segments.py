"""Where a message may be cut into two questions, and how the halves are joined.

Whether it should be cut there, ``parts`` finds out by scoring the halves. It knows the words
that join questions in English, and nothing of intents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from chatbot.language import Token

__all__ = [
    "ALSO",
    "JOINTS",
    "QUESTION_WORDS",
    "SUBJECTS",
    "Cut",
    "Joint",
    "after_hesitation",
    "asks_inside",
    "counted",
    "cuts",
    "is_question",
    "opens",
]

SHORT_LIST = 8  # tokens of a list of keywords
MAX_CUTS = 10  # a message with more joints than this is a story, not a list of questions

Joint = Literal["questions", "statement", "list", "circumstance", "bare", "none"]

JOINTS: tuple[Joint, ...] = get_args(Joint)
ALSO = frozenset("also plus then secondly".split())  # what begins a further point
_JOINTS = frozenset("and or but".split()) | ALSO
_FIRST = frozenset("first firstly".split())
_SECOND = frozenset("second secondly".split())
_CIRCUMSTANCE = frozenset("when whenever while".split())
_JOINING = _JOINTS | _CIRCUMSTANCE
_OPENERS = frozenset(
    """what which who whom whose when where why how is am are was were do does did can could will would shall
    should may might must has have had tell explain describe list name give show any whether if""".split()
)
_LEAD_IN = frozenset("and but so or well okay hi hello hey please second another anyway".split()) | ALSO
_PRONOUN_SUBJECTS = frozenset("i you he she it we they".split())
SUBJECTS = _PRONOUN_SUBJECTS | frozenset("that this these those there".split())
QUESTION_WORDS = frozenset("what which who whom where why how when".split())
_RELATIVE = frozenset("which who whom when".split())  # "the woman who does my feet" asks nothing
_HESITATION = frozenset(
    "ok okay well so hm right alright yes yeah oh ah sorry thanks fine good great".split()
)
_SHORTEST = 3  # tokens of a question that only points: "what is it"
_WITHIN = 4  # tokens in which a question has its verb
_BE = frozenset("is are was were".split())
_DETERMINERS = frozenset("the a an my your his her our their".split())
# What a question word may follow within one question: "do you know what ...", "the reason why ..."
_BEFORE_CLAUSE = frozenset(
    """know about of to on for in at from with by is are was wonder wondering see say tell explain
    understand sure ask asking learn reason idea this that than like exactly please just matter
    depends""".split()
)
# "tell me what", "if it is": after other words, "it", "me" and "us" end what was said before
_TELLERS = frozenset("tell show give explain teach ask let to for with about of on is told".split())
_BEFORE_SUBJECT = frozenset(
    "if whether that because since though until as than then why how what which who where when while and or "
    "but so plus also is are was were do does did can could will would should may might has have".split()
)
_VERBS_FIRST = frozenset(
    "is are was were do does did can could will would should shall may might has have".split()
)
_STARTERS = QUESTION_WORDS | _VERBS_FIRST


@dataclass(frozen=True, slots=True)
class Cut:
    """``place`` is the index of the first token of the right half, the words that join included.

    ``joint``: "questions" (both halves ask), "statement" (the left tells, the right asks),
    "list" (one thing after another: "tell me about desks plus braces", "hip pain, thigh pain", "then ..."),
    "circumstance" ("... when I stand up"), "bare" (nothing joins: "what is it how long does it last"), or
    "none".
    """

    place: int
    joint: Joint


def cuts(tokens: Sequence[Token]) -> list[Cut]:
    """Every place where ``tokens`` may fall into two, in order; what a line only begins with is no part."""
    places = [
        place
        for place in range(1 + after_hesitation(tokens), len(tokens))
        if tokens[place - 1].mark
        or (tokens[place].word in _JOINING and place < len(tokens) - 1)
        or _starts_anew(tokens, place)
    ]
    if len(places) > MAX_CUTS:
        places = [place for place in places if tokens[place - 1].mark not in ("", ",")][-MAX_CUTS:]
    return [Cut(place, _joint(tokens, place)) for place in places]


def _starts_anew(tokens: Sequence[Token], place: int) -> bool:
    """True where a question begins in the middle of a line: "... how long does it last"."""
    if tokens[place].word not in _STARTERS:
        return False
    before = [token.word for token in _last_stretch(tokens[:place])]
    first, *rest = [token.word for token in tokens[place : place + _WITHIN]]
    if len(rest) < 2 or _leads_on(before):
        return False
    if first in QUESTION_WORDS:
        points = first == "what" and rest[1] in SUBJECTS and len(tokens) <= place + _SHORTEST  # "what is it"
        return rest[0] not in SUBJECTS and not _VERBS_FIRST.isdisjoint(rest) and not points
    if QUESTION_WORDS.intersection(before) and _VERBS_FIRST.isdisjoint(before):
        return False  # "at which point of it does the ..."
    # "my back is the ..." tells
    return first in _VERBS_FIRST and rest[0] in (SUBJECTS if first in _BE else SUBJECTS | _DETERMINERS)


def _leads_on(before: Sequence[str]) -> bool:
    """True if what follows belongs to the same question: "tell me ...", "whether it ..."."""
    last, previous = before[-1], before[-2] if len(before) > 1 else ""
    if last in ("me", "us"):
        return previous in _TELLERS
    if last == "it":
        return not previous or previous in _BEFORE_SUBJECT
    return last in _BEFORE_CLAUSE | _JOINTS | SUBJECTS | QUESTION_WORDS


def _joint(tokens: Sequence[Token], place: int) -> Joint:
    left, right = tokens[:place], tokens[place:]
    word, mark = right[0].word, left[-1].mark
    if not mark and word in _CIRCUMSTANCE:
        return "circumstance"
    if not mark and word not in _JOINTS:
        return "bare"
    if not (is_question(right) if mark not in ("", ",") else opens(right)):
        keywords = mark == "," and len(tokens) <= SHORT_LIST
        return "list" if word in ALSO or keywords else "none"
    if not is_question(_last_stretch(left)) and word not in ALSO:
        return "statement"
    return "none" if word == "or" and mark != "?" else "questions"


def _last_stretch(tokens: Sequence[Token]) -> Sequence[Token]:
    """What follows the last mark but one: of "my hip hurts. why is that," only "why is that,"."""
    start = next((place for place in range(len(tokens) - 1, 0, -1) if tokens[place - 1].mark), 0)
    return tokens[start:]


def _after_joint(tokens: Sequence[Token], place: int) -> int:
    """The place behind the words that only join: of "and also why ..." that of "why"."""
    while tokens[place].word in _JOINTS and place < len(tokens) - 1:
        place += 1
    return place


def counted(tokens: Sequence[Token], place: int) -> tuple[tuple[int, int], int]:
    """Where the left half of a cut at ``place`` begins and ends, and where the right one begins, without what
    only joins or counts them: "first what is it, second who treats it", "the causes first, then the rest"."""
    start, stop, begin = 0, place, _after_joint(tokens, place)
    if place > 1 and tokens[0].word in _FIRST:
        start = 1
    elif place > 1 and tokens[place - 1].word in _FIRST:
        stop = place - 1
    if stop - start < place and tokens[begin].word in _SECOND and begin < len(tokens) - 1:
        begin += 1
    return (start, stop), begin


def after_hesitation(tokens: Sequence[Token]) -> int:
    """The place behind what a line begins with and says nothing: of "ok, and what about running" that of
    "what"."""
    for place, token in enumerate(tokens):
        if token.word not in _HESITATION and token.word not in _JOINTS:
            return place
        if token.word == "right" and _is_side(tokens, place):
            return place
    return 0


def _is_side(tokens: Sequence[Token], place: int) -> bool:
    """True for the "right" of "right leg", and not of "right, ..." or "right so what ..."."""
    after = tokens[place + 1].word if place + 1 < len(tokens) else ""
    return not tokens[place].mark and after not in _HESITATION | _JOINTS | _OPENERS | SUBJECTS


def asks_inside(tokens: Sequence[Token]) -> bool:
    """True if somewhere a verb stands before its subject, or a question word before a verb: "... what is
    that"."""
    pairs = pairwise([token.word for token in tokens])
    return any(
        (a in _VERBS_FIRST and b in SUBJECTS) or (a in QUESTION_WORDS - _RELATIVE and b in _VERBS_FIRST)
        for a, b in pairs
    )


def is_question(tokens: Sequence[Token]) -> bool:
    """True for what is worded as a question or a request: by its mark or by its first words."""
    if not tokens:
        return False
    return tokens[-1].mark == "?" or opens(tokens)


def opens(tokens: Sequence[Token]) -> bool:
    """True for what begins as questions and requests do."""
    words = [token.word for token in tokens[:4]]
    while words and words[0] in _LEAD_IN:
        words.pop(0)
    if words[:1] == ["when"] and len(words) > 1 and words[1] in _PRONOUN_SUBJECTS:
        return False  # "when I get up": a circumstance
    return bool(words) and words[0] in _OPENERS
