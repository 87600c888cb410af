"""What words the content knows: its own, their synonyms, and plain English beside them.

It finds what a misspelt word could have been meant as; which of those it was, ``spelling``
decides. It knows nothing of intents or weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chatbot.features import Unit
from chatbot.language import Token, stem, tokenise

__all__ = ["Lazy", "Vocabulary", "build_vocabulary", "concept_of", "to_units"]

# One slip is looked for from four letters on, two from eight: shorter words have so many
# neighbours that a correction is a guess.
ONE_EDIT_FROM = 4
TWO_EDITS_FROM = 8
TWO_EDITS_IN_COMPANY_FROM = 6  # if the words around it speak for it
# Deletions are taken from the first letters only (the idea of SymSpell); the tail is
# compared by the true distance. 8 keeps an entry under 37 keys whatever the word.
_PREFIX = 8

# In a phrase of the synonyms these stand for one another: "crease of my / the / her leg".
_DETERMINERS = frozenset("the a an my your his her our their its this that these those".split())


@dataclass(slots=True)
class Lazy:
    """What is worked out when the first unknown word turns up, each in one assignment: the
    symmetric-deletion index of the content's words, and the set of English words."""

    keys: Mapping[str, Sequence[str]] | None = None
    english: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Immutable but for ``_lazy``, which is derived from the rest and the same whoever fills it."""

    counts: Mapping[str, int]  # word -> how often the content uses it
    stems: frozenset[str]  # of these words, and of all synonyms
    own: frozenset[str]  # of the words that belong to what the content covers
    alarming: frozenset[str]  # words of red flags: a slip is read as one of them first, for safety
    phrases: Mapping[
        str, tuple[tuple[tuple[str, ...], str], ...]
    ]  # first stem -> (stems, concept), longest first
    english: str  # a word a line: words that are no slips even if the content never uses them
    company: Container[str] | None = None  # names of neighbours and pairs, once the examples are learned
    _lazy: Lazy = field(default_factory=Lazy, compare=False, repr=False)

    def is_english(self, word: str) -> bool:
        """True for a plain English word. The list is read when the first unknown word turns up."""
        if self._lazy.english is None:
            self._lazy.english = frozenset(self.english.split())
        return word in self._lazy.english

    def nearby(self, word: str) -> set[str]:
        """Known words that may be one or two slips away from ``word``; the caller measures."""
        if self._lazy.keys is None:
            self._lazy.keys = _deletion_keys(self.counts)
        return set().union(*filter(None, map(self._lazy.keys.get, _keys(word))))


def build_vocabulary(
    covered: Iterable[Sequence[Token]],
    others: Iterable[Sequence[Token]],
    synonyms: Mapping[str, Sequence[str]],
    english: str,
    alarming: frozenset[str] = frozenset(),
) -> Vocabulary:
    """Collect the words of the tokenised texts and of the synonym table.

    ``covered`` are the texts of what the content answers, ``others`` all that it knows besides.
    """
    counts = Counter(token.word for tokens in covered for token in tokens)
    own = set(map(stem, counts))
    counts.update(token.word for tokens in others for token in tokens)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for head, members in synonyms.items():
        concept = concept_of(head)
        for phrase in (head, *members):
            tokens = tokenise(phrase)
            counts.update(token.word for token in tokens)
            own.update(token.stem for token in tokens)
            stems = tuple(_phrase_stem(token) for token in tokens)
            if stems and (len(stems) > 1 or stems[0] != concept):
                phrases.setdefault(stems[0], []).append((stems, concept))
    ordered = {
        first: tuple(sorted(set(entries), key=lambda entry: (-len(entry[0]), entry)))
        for first, entries in phrases.items()
    }
    return Vocabulary(dict(counts), frozenset(map(stem, counts)), frozenset(own), alarming, ordered, english)


def concept_of(head: str) -> str:
    """The name that all synonyms of ``head`` share: its stems, joined."""
    return "_".join(token.stem for token in tokenise(head))


def to_units(
    tokens: Sequence[Token], vocabulary: Vocabulary, typed: Sequence[tuple[str, str]] | None = None
) -> tuple[Unit, ...]:
    """Join tokens into units: the longest phrase of the synonyms first, else the word itself.

    ``typed`` gives for each token the word as it was typed and how it was read, where
    slips were corrected.
    """
    marks = typed if typed is not None else [(token.word, "") for token in tokens]
    stems = ["the" if token.word in _DETERMINERS else token.stem for token in tokens]
    phrases = vocabulary.phrases
    units = []
    start = 0
    while start < len(tokens):
        length, concept = _phrase_at(stems, start, phrases) if stems[start] in phrases else (1, "")
        piece, token = tokens[start : start + length], tokens[start]
        if length == 1:
            word, how = marks[start]
            name, how = concept or token.stem, how or ("synonym" if concept else "")
            units.append(Unit((word,), (token.word,), (token.stem,), name, token.clause, how))
        else:
            words, hows = zip(*marks[start : start + length], strict=True)
            how = next(filter(None, hows), "synonym")
            read_as, own = tuple([t.word for t in piece]), tuple([t.stem for t in piece])
            units.append(Unit(words, read_as, own, concept, token.clause, how))
        start += length
    return tuple(units)


def _phrase_stem(token: Token) -> str:
    return "the" if token.word in _DETERMINERS else token.stem


def _phrase_at(
    stems: Sequence[str], start: int, phrases: Mapping[str, Iterable[tuple[tuple[str, ...], str]]]
) -> tuple[int, str]:
    for phrase, concept in phrases[stems[start]]:
        if tuple(stems[start : start + len(phrase)]) == phrase:
            return len(phrase), concept
    return 1, ""


def _deletion_keys(words: Iterable[str]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= ONE_EDIT_FROM - 1:
            for key in _keys(word):
                keys.setdefault(key, []).append(word)
    return keys


def _keys(word: str) -> set[str]:
    """What is left of the beginning of ``word`` without none, one, or two of its letters."""
    prefix = word[:_PREFIX]
    fewer = _without_one(prefix)
    keys = {prefix, *fewer}
    if len(word) >= TWO_EDITS_IN_COMPANY_FROM - 1:
        keys.update(*map(_without_one, fewer))
    return keys


def _without_one(text: str) -> set[str]:
    return {text[:place] + text[place + 1 :] for place in range(len(text))}
