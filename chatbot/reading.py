"""Tokens -> what they are taken for: slips corrected, phrases joined; the only file that imports rapidfuzz.

A word that the content does not know is looked up among the words it does know (one slip from
four letters on, two from eight) and counts as what it was read as. Examples are read in the same
way, so that an author's own slips do not make new words. It knows nothing of intents or scores.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from chatbot.features import REACH, Unit, neighbour, pair
from chatbot.language import Token, stem
from chatbot.vocabulary import (
    ONE_EDIT_FROM,
    TWO_EDITS_FROM,
    TWO_EDITS_IN_COMPANY_FROM,
    Lazy,
    Vocabulary,
    to_units,
)

__all__ = ["FUNCTION_WORDS", "Reading", "part", "read", "read_alarmed", "subset", "without_slips"]

# What a slip costs, as the logarithm of how unlikely it is, in units of one slip (fitted on 3,550 slips
# in words of the questions to tune on). It seldom hits the first letter; two letters change places, or
# one is left out, in few ways; a letter that is wrong or too many could be any of 26. A word that the
# content often uses was likelier meant, and one that it uses in this company all the more.
_FIRST_LETTER = 0.3
_ANY_LETTER = 1.1
_OFTEN = 0.22  # for each power of e
_BEFORE, _AFTER, _NEAR = 0.9, 0.55, 0.45  # next to that word before, after; with all the words around it
_PREFERRED = 3.0  # for a word that is to be preferred: any such word comes first
_TOLD = 0.5  # two slips in a short word are believed if they cost less than this in their company
_MOST_CANDIDATES = 6  # the likeliest that are looked at in their company
_SPLIT_FROM = 3  # a missing space is looked for only between words of three letters or more
# A word of the content is an author's slip if no dictionary has it, and a word that it may be a
# slip of stands there so many times as often.
_RARER = 8
# Words too common to say what a message is about; not knowing them says nothing.
FUNCTION_WORDS = frozenset(
    """a an the and or but nor so yet if then than that this these those there here it its i me my mine
    myself you your yours he him his she her hers we us our ours they them their one ones some any no not
    none every each all both other another such own same as at by for from in into of off on onto out over
    to too up down with without about after again against before between during through under until while
    because although though since is am are was were be been being do does did done doing have has had
    having can could will would shall should may might must ought let get got gets getting go goes going
    went what which who whom whose when where why how please yes okay well just
    only very really quite rather also even still ever never always often sometimes now today much many
    more most less least lot lots bit little few thing things something anything nothing someone anyone
    way like want need know think say said says tell told ask asked make makes made mean means see look
    give take come put try use used using good bad new old big small first last next long time day days
    week weeks month months year years ago people person man woman guy guys im us oh lol yo um uh
    oops nope nah yep yup""".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words were taken for. ``marks`` gives for each token the word as typed and how it was read."""

    tokens: tuple[Token, ...]
    marks: tuple[tuple[str, str], ...]
    units: tuple[Unit, ...]

    @property
    def strangers(self) -> tuple[str, ...]:
        """Words as typed that the content never uses, function words aside, each once."""
        found = (unit.words[0] for unit in self.units if unit.how in ("foreign", "unknown"))
        return tuple(dict.fromkeys(found))

    @property
    def content_words(self) -> int:
        """How many units say what the message is about."""
        return sum(unit.words[0] not in FUNCTION_WORDS for unit in self.units)


def without_slips(vocabulary: Vocabulary, names: Container[str]) -> Vocabulary:
    """The vocabulary without the words that are only slips of others; never those of the synonyms or
    of red flags, nor those of ``names``, which are no plain words, but no slips either."""
    phrases = [entry for entries in vocabulary.phrases.values() for entry in entries]
    kept = {part for stems, concept in phrases for part in (*stems, *concept.split("_"))}
    slips = {
        word
        for word, count in vocabulary.counts.items()
        if word.isalpha()
        and len(word) >= ONE_EDIT_FROM
        and not vocabulary.is_english(word)
        and word not in names
        and word not in vocabulary.alarming
        and stem(word) not in kept
        and vocabulary.counts.get(_nearest(word, vocabulary)[0], 0) >= _RARER * count
    }
    counts = {word: count for word, count in vocabulary.counts.items() if word not in slips}
    stems = frozenset(map(stem, counts)) | kept
    gone = vocabulary.stems - stems
    return replace(vocabulary, counts=counts, stems=stems, own=vocabulary.own - gone, _lazy=Lazy())


def read_alarmed(typed: Sequence[Token], reading: Reading, vocabulary: Vocabulary) -> Reading:
    """The reading that the red-flag gate should go by: a slip is taken for an alarming word if it can be.

    ``reading`` is what ``read`` made of the same tokens; it comes back if nothing changes.
    """
    if not vocabulary.alarming or not any(how in ("spelling", "unknown") for _, how in reading.marks):
        return reading
    alarmed = read(typed, vocabulary, vocabulary.alarming)
    return reading if alarmed.tokens == reading.tokens else alarmed


def read(typed: Sequence[Token], vocabulary: Vocabulary, prefer: frozenset[str] = frozenset()) -> Reading:
    """Correct slips, to one of the words ``prefer`` if one is near, then join the phrases that the
    synonyms know."""
    tokens: list[Token] = []
    marks: list[tuple[str, str]] = []
    doubtful: list[tuple[int, str]] = []  # which tokens the words around them may yet tell, and as typed
    for token in typed:
        if token.word in FUNCTION_WORDS or _is_known(token, vocabulary):
            tokens.append(token)
            marks.append((token.word, ""))
            continue
        words, how = _correct(token.word, vocabulary, prefer)
        if len(words) == 1 and how != "foreign":
            doubtful.append((len(tokens), token.word))
        for place, word in enumerate(words, 1):
            mark = token.mark if place == len(words) else ""
            tokens.append(Token(word, stem(word), token.clause, mark) if how == "spelling" else token)
            marks.append((token.word, how))
    for place, word in doubtful:
        meant = _in_company(word, tokens, place, vocabulary, prefer)
        if meant:
            tokens[place] = tokens[place]._replace(word=meant, stem=stem(meant))
            marks[place] = (word, "spelling")
    return Reading(tuple(tokens), tuple(marks), to_units(tokens, vocabulary, marks))


def part(reading: Reading, start: int, stop: int, vocabulary: Vocabulary) -> Reading:
    """The reading of a stretch of tokens by itself."""
    return subset(reading, range(start, stop), vocabulary)


def _is_known(token: Token, vocabulary: Vocabulary) -> bool:
    """True for a word that the content uses, or a form of one; not for a slip that only happens to end
    like one ("istting" is no form of "ist")."""
    if token.stem not in vocabulary.stems:
        return False
    word = token.word
    if word in vocabulary.counts or len(word) < ONE_EDIT_FROM or vocabulary.is_english(word):
        return True
    meant, _ = _nearest(word, vocabulary)
    return vocabulary.counts.get(meant, 0) < _RARER or stem(meant) == token.stem


def _correct(word: str, vocabulary: Vocabulary, prefer: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """The word or words that an unknown word is read as, and how it came to that."""
    if vocabulary.is_english(word):
        return (word,), "foreign"
    if len(word) < ONE_EDIT_FROM or not word.isalpha():
        return (word,), "unknown"
    best, slips = _nearest(word, vocabulary, prefer)
    if slips == 1:
        return (best,), "spelling"
    parts = _split(word, vocabulary)
    if parts:
        return parts, "spelling"
    return ((best,), "spelling") if best else ((word,), "unknown")


def _nearest(word: str, vocabulary: Vocabulary, prefer: frozenset[str] = frozenset()) -> tuple[str, int]:
    """The known word that ``word`` is likeliest to be a slip of, and of how many; ``""`` if there is none."""
    allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
    near = _candidates(word, vocabulary, allowed, prefer)
    return min(near)[1:] if near else ("", 0)


def _candidates(
    word: str, vocabulary: Vocabulary, allowed: int, prefer: frozenset[str]
) -> list[tuple[float, str, int]]:
    """The known words within ``allowed`` slips: cost, word, slips."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 14 ms that a message without slips saves

    found = []
    for known in vocabulary.nearby(word):
        slips = OSA.distance(word, known, score_cutoff=allowed)
        if 0 < slips <= allowed:
            cost = slips + _unlikely(word, known) - _OFTEN * math.log(vocabulary.counts[known] + 1)
            found.append((cost - _PREFERRED * (known in prefer), known, slips))
    return found


def _in_company(
    word: str, tokens: Sequence[Token], place: int, vocabulary: Vocabulary, prefer: frozenset[str]
) -> str:
    """What the unknown ``word`` at ``place`` is a slip of, by the words around it; "" if they do not tell."""
    if vocabulary.company is None or len(word) < ONE_EDIT_FROM or not word.isalpha():
        return ""
    sure = len(word) >= TWO_EDITS_FROM
    allowed = 2 if len(word) >= TWO_EDITS_IN_COMPANY_FROM else 1
    start = max(0, place - REACH)
    around = list(tokens[start : place + 1 + REACH])
    told = []
    for cost, known, slips in sorted(_candidates(word, vocabulary, allowed, prefer))[:_MOST_CANDIDATES]:
        around[place - start] = tokens[place]._replace(word=known, stem=stem(known))
        left = cost - _fits(around, place - start, vocabulary, vocabulary.company)
        if sure or slips == 1 or left < _TOLD:
            told.append((left, known))
    return min(told, default=(0.0, ""))[1]


def _fits(tokens: Sequence[Token], place: int, vocabulary: Vocabulary, company: Container[str]) -> float:
    """How well the word at ``place`` goes with those around it, by what the examples hold."""
    units = to_units(tokens, vocabulary)
    ends = list(accumulate(len(unit.read_as) for unit in units))
    own = bisect(ends, place)
    names = [unit.concept for unit in units]
    before = names[own - 1] if own else "^"
    after = names[own + 1] if own + 1 < len(names) else "$"
    name, others = names[own], [*names[:own], *names[own + 1 :]]
    fits = _BEFORE * (neighbour(before, name) in company) + _AFTER * (neighbour(name, after) in company)
    near = sum(pair(name, other) in company for other in others)
    return fits + _NEAR * near / max(1, len(others))


def _unlikely(word: str, known: str) -> float:
    """What ``word`` as a slip of ``known`` costs beyond the number of slips."""
    if sorted(word) == sorted(known):
        return 0.0 if word[0] == known[0] or word[:2] == known[1::-1] else _FIRST_LETTER
    cost = 0.0 if word[0] == known[0] else _FIRST_LETTER
    return cost if len(word) < len(known) else cost + _ANY_LETTER


def _split(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Two known words that were typed without the space; the most frequent such pair."""
    cuts = [
        (word[:place], word[place:])
        for place in range(_SPLIT_FROM, len(word) - _SPLIT_FROM + 1)
        if word[:place] in vocabulary.counts and word[place:] in vocabulary.counts
    ]
    counts = vocabulary.counts
    return max(cuts, key=lambda cut: (min(counts[cut[0]], counts[cut[1]]), cut), default=())


def subset(reading: Reading, places: Sequence[int], vocabulary: Vocabulary) -> Reading:
    """The reading of the tokens at ``places`` alone, in rising order. Where some between them are left
    out, their first mark stays: what came after a full stop still does."""
    ends = (*places[1:], *(place + 1 for place in places[-1:]))
    tokens = tuple(_marked(reading.tokens[place:end]) for place, end in zip(places, ends, strict=True))
    marks = tuple(reading.marks[place] for place in places)
    return Reading(tokens, marks, to_units(tokens, vocabulary, marks))


def _marked(tokens: Sequence[Token]) -> Token:
    """The first of ``tokens`` with the first mark that stands after any of them."""
    if len(tokens) == 1 or tokens[0].mark:
        return tokens[0]
    return tokens[0]._replace(mark=next((token.mark for token in tokens if token.mark), ""))
