"""Tokens -> what they are taken for: slips corrected, phrases joined.

A word that the content does not know is looked up among the words it does know and counts as what
it was read as. Examples are read so, too, though without company, of which they are the evidence: an
author's own slips do not make new words. It knows nothing of intents or scores.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from chatbot.features import Unit
from chatbot.language import Token, stem
from chatbot.spelling import Slip, in_company, missing_space, nearest, slips_of
from chatbot.vocabulary import Lazy, Vocabulary, to_units

__all__ = ["FUNCTION_WORDS", "Reading", "part", "read", "read_alarmed", "subset", "without_slips"]

# A word of the content is an author's slip if no dictionary has it, and a word that it may be a
# slip of stands there so many times as often.
_RARER = 8
# Words too common to say what a message is about; not knowing them says nothing.
FUNCTION_WORDS = frozenset(
    """a an the and or but nor so yet if then than that this these those there here it its i me my mine
    myself you your yours he him his she her hers we us our ours they them their one ones some any no not
    none every each all both other others another such own same as at by for from in into of off on onto out
    over to too up down with without about after again against before between during through under until while
    because although though since is am are was were be been being do does did done doing have has had
    having can could will would shall should may might must ought let get got gets getting go goes going
    went what which who whom whose when where why how please yes okay well just
    only very really quite rather also even still ever never always often sometimes now today much many
    more most less least lot lots bit little few thing things something anything nothing someone anyone
    way like want need know think say said says tell told ask asked make makes made mean means see look
    give take come put try use used using good bad new old big small first last next long time day days
    week weeks month months year years ago people person man woman guy guys im us oh omg lol yo um uh
    oops nope nah yep yup""".split()
)


class Reading(NamedTuple):
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
        if word not in names
        and word not in vocabulary.alarming
        and stem(word) not in kept
        and vocabulary.counts.get(nearest(word, vocabulary), 0) >= _RARER * count
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
    doubtful: list[tuple[int, list[Slip]]] = []  # places of words that those around them may yet tell
    for token in typed:
        if token.word in FUNCTION_WORDS or _is_word(token, vocabulary):
            tokens.append(token)
            marks.append((token.word, ""))
            continue
        found = slips_of(token.word, vocabulary, prefer)
        best = next(filter(attrgetter("alone"), found), None)
        words = () if best and best.slips == 1 else missing_space(token.word, vocabulary)
        if found and not words:
            doubtful.append((len(tokens), found))
        words = words or (best.meant if best else token.word,)
        how = "spelling" if words != (token.word,) else _unread(token.word, vocabulary)
        for place, word in enumerate(words, 1):
            mark = token.mark if place == len(words) else ""
            tokens.append(Token(word, stem(word), token.clause, mark) if how == "spelling" else token)
            marks.append((token.word, how))
    for place, found in doubtful:
        meant = in_company(found, tokens, place, vocabulary)
        if meant:
            tokens[place] = tokens[place]._replace(word=meant, stem=stem(meant))
            marks[place] = (marks[place][0], "spelling")
    return Reading(tuple(tokens), tuple(marks), to_units(tokens, vocabulary, marks))


def _is_word(token: Token, vocabulary: Vocabulary) -> bool:
    """True for a word that the content uses, or a form of one; not for a slip that only happens to end
    like one ("istting" is no form of "ist")."""
    if token.stem not in vocabulary.stems:
        return False
    if token.word in vocabulary.counts:
        return True
    meant = nearest(token.word, vocabulary)
    return vocabulary.counts.get(meant, 0) < _RARER or stem(meant) == token.stem


def _unread(word: str, vocabulary: Vocabulary) -> str:
    """How a word stands that was taken for no other."""
    return "foreign" if vocabulary.is_english(word) else "unknown"


def part(reading: Reading, start: int, stop: int, vocabulary: Vocabulary) -> Reading:
    """The reading of a stretch of tokens by itself."""
    return subset(reading, range(start, stop), vocabulary)


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
