"""``Content`` -> everything that ranking needs, built once and shared by all threads.

It knows how examples become classes of a linear model, and how the result is written
down as bytes and read back. It knows nothing of questions or of dialogues.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import mul
from typing import NamedTuple

from chatbot.content import MAX_OPTIONS, Content
from chatbot.features import char_grams, extract
from chatbot.lanes import LANE_BYTES, StoredRows, offset, store
from chatbot.language import Token, tokenise
from chatbot.learning import Progress, Weights, train
from chatbot.names import StoredNames, store_names
from chatbot.reading import read, without_slips
from chatbot.vocabulary import Vocabulary, build_vocabulary
from chatbot.word_vectors import DIMENSIONS, WordVectors

__all__ = ["LOOKALIKE", "Index", "WordRow", "build_index", "exact_key", "index_from_bytes", "index_to_bytes"]


_MAX_ROW_BYTES = 8_000_000  # what the rows of words may take together: 8,500 words of the bundled content

LOOKALIKE = "-lookalike"  # no name of an intent or a sign can begin with a hyphen


class WordRow(NamedTuple):
    """What one word adds to the score of each class, packed, before it is scaled to length."""

    meaning: int  # by its vector
    pieces: int  # by the pieces of its spelling
    size: int  # how many these are


class WordRows(dict[str, WordRow]):
    """A row for each word, worked out when the word is asked for, and kept. Two threads that do the
    same word get the same row."""

    def __init__(self, weights: Weights, vectors: WordVectors) -> None:
        super().__init__()
        self._weights = weights
        self._vectors = vectors
        self.most = _MAX_ROW_BYTES // (2 * LANE_BYTES * max(1, weights.classes))

    def __missing__(self, word: str) -> WordRow:
        rows = self._weights.rows
        meaning = 0
        if word in self._vectors:
            meaning = sum(map(mul, map(rows.__getitem__, range(DIMENSIONS)), self._vectors.total([word])))
        pieces = char_grams(word)
        known = filter(None, map(self._weights.names.get, pieces))  # no name has row 0: it is the vector's
        row = WordRow(meaning, sum(map(rows.__getitem__, known)), len(pieces))
        if len(self) >= self.most:
            self.clear()
        self[word] = row
        return row


@dataclass(frozen=True, slots=True)
class Index:
    """A trained content. ``classes[:covered]`` are intents; vague openings and subjects that are
    not covered follow up to ``classes[:subjects]``; then come red flags, last what only sounds
    like one (LOOKALIKE), if the content has them."""

    classes: tuple[str, ...]
    covered: int
    subjects: int
    starters: tuple[str, ...]  # intents to begin with: those that most others lead on to
    weights: Weights
    exact: Mapping[str, int]  # stems of an example -> its class; settles what the weights leave open
    vocabulary: Vocabulary
    vectors: WordVectors
    # what follows from these:
    numbers: Mapping[str, int] = field(init=False)  # of the classes
    intents: frozenset[str] = field(init=False)  # classes[:covered]
    half: int = field(init=False)  # lanes.offset(len(classes))
    word_rows: WordRows = field(init=False)

    def __post_init__(self) -> None:
        numbers = {name: number for number, name in enumerate(self.classes)}
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "intents", frozenset(self.classes[: self.covered]))
        object.__setattr__(self, "half", offset(len(self.classes)))
        object.__setattr__(self, "word_rows", WordRows(self.weights, self.vectors))


def build_index(
    content: Content, english: str, vectors: WordVectors, progress: Progress | None = None
) -> Index:
    """Learn ``content``. ``english`` is a list of plain words that are no slips, one a line."""
    classes = _classes(content)
    names = tuple(name for name, _ in classes)
    typed = [(tokenise(text), number) for number, (_, texts) in enumerate(classes) for text in texts]
    covered = sum(name in content.intents for name in names)
    vocabulary = without_slips(
        build_vocabulary(
            [tokens for tokens, number in typed if number < covered],
            [tokens for tokens, number in typed if number >= covered]
            + [tokenise(text) for text in _other_texts(content)],
            content.synonyms,
            english,
            _alarming(content),
        ),
        vectors,
    )
    learned = [(read(tokens, vocabulary), number) for tokens, number in typed]
    examples = [(extract(reading.units, vectors), number) for reading, number in learned]
    subjects = covered + len(content.vague) + len(content.not_covered)
    # An ordinary complaint that only sounds like a red flag is no less a complaint.
    apart = range(subjects) if names and names[-1] == LOOKALIKE else range(0)
    weights = train(examples, len(names), vectors, progress, apart=apart)
    vocabulary = replace(vocabulary, company=weights.names)
    exact = _exact([(reading.tokens, number) for reading, number in learned])
    index = Index(names, covered, subjects, _starters(content), weights, exact, vocabulary, vectors)
    for word, _ in Counter(vocabulary.counts).most_common(index.word_rows.most // 2):
        index.word_rows[word]  # worked out here, so that the first questions do not wait for it
    return index


def _classes(content: Content) -> list[tuple[str, tuple[str, ...]]]:
    """Class names with their training texts; a title counts as one more example."""
    intents = [
        (intent.name, (*intent.examples, *intent.keywords, intent.title))
        for intent in content.intents.values()
        if content.profile.small_talk or not intent.small_talk
    ]
    vague = [(name, opening.examples) for name, opening in content.vague.items()]
    foreign = [(name, subject.examples) for name, subject in content.not_covered.items()]
    signs = [(sign.name, sign.examples) for sign in content.alarms.signs if sign.examples]
    harmless = [(LOOKALIKE, content.alarms.lookalikes)] if content.alarms.lookalikes else []
    return intents + vague + foreign + signs + harmless


def exact_key(tokens: Iterable[Token]) -> str:
    """What two wordings have in common if they are the same but for endings."""
    return " ".join(token.stem for token in tokens)


def _exact(learned: Sequence[tuple[Sequence[Token], int]]) -> dict[str, int]:
    """Examples that belong to one class alone: they must find it, however the weights fall out."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for tokens, number in learned:
        key = exact_key(tokens)
        if found.setdefault(key, number) != number:
            shared.add(key)
    return {key: number for key, number in found.items() if key and key not in shared}


def _starters(content: Content) -> tuple[str, ...]:
    """The subjects that authors name most often as what a reader wants next."""
    counts = Counter(name for intent in content.intents.values() for name in intent.follow_ups)
    names = [name for name, intent in content.intents.items() if not intent.small_talk]
    return tuple(sorted(names, key=lambda name: -counts[name])[:MAX_OPTIONS])


def _alarming(content: Content) -> frozenset[str]:
    groups = content.alarms.words.values()
    return frozenset(token.word for group in groups for phrase in group for token in tokenise(phrase))


def _other_texts(content: Content) -> Iterator[str]:
    """Texts that are not learned, but whose words the content uses."""
    for section in content.sections.values():
        yield section.heading
        yield section.body
    for group in content.alarms.words.values():
        yield from group


_MAGIC = b"chatbot index 9\n"
_MAX_HEAD = 1 << 28  # bytes of the line of JSON


def index_to_bytes(index: Index) -> bytes:
    """The whole index but for the English word list and the word vectors: a line of JSON that tells
    the sizes, then the names of the features with the numbers of their rows, the known examples
    with their classes, and the rows."""
    vocabulary, weights = index.vocabulary, index.weights
    names, exact = store_names(weights.names), store_names(index.exact)
    head = {
        "classes": index.classes,
        "covered": index.covered,
        "subjects": index.subjects,
        "starters": index.starters,
        "counts": vocabulary.counts,
        "stems": sorted(vocabulary.stems),
        "own": sorted(vocabulary.own),
        "alarming": sorted(vocabulary.alarming),
        "phrases": vocabulary.phrases,
        "names": len(names),
        "exact": len(exact),
        "rows": weights.size,
    }
    parts = (
        json.dumps(head, ensure_ascii=True).encode(),
        b"\n",
        names,
        exact,
        store((weights.rows[number] for number in range(weights.size)), len(index.classes)),
    )
    return _MAGIC + b"".join(parts)


def index_from_bytes(data: memoryview, english: str, vectors: WordVectors) -> Index:
    """The inverse of ``index_to_bytes``; for anything else some error, none of them a wrong index."""
    if bytes(data[: len(_MAGIC)]) != _MAGIC:
        raise ValueError("not an index")
    start = len(_MAGIC)
    end = bytes(data[start : start + _MAX_HEAD]).index(b"\n") + start
    head = json.loads(bytes(data[start:end]))
    middle = end + 1 + head["names"]
    names = StoredNames(data[end + 1 : middle])
    after = middle + head["exact"]
    exact = StoredNames(data[middle:after])
    classes = tuple(head["classes"])
    body = data[after:]
    rows = StoredRows(body, len(classes), head["rows"])
    weights = Weights(len(classes), names, rows, head["rows"])
    phrases = {
        first: tuple((tuple(stems), concept) for stems, concept in entries)
        for first, entries in head["phrases"].items()
    }
    stems, own, alarming = (frozenset(head[name]) for name in ("stems", "own", "alarming"))
    vocabulary = Vocabulary(head["counts"], stems, own, alarming, phrases, english, names)
    covered, subjects, starters = head["covered"], head["subjects"], tuple(head["starters"])
    return Index(classes, covered, subjects, starters, weights, exact, vocabulary, vectors)
