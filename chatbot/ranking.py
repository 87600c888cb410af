"""Tokens + index -> ranked candidates, with evidence that adds up; the only file that imports rapidfuzz.

A word that the content does not know is first looked up among the words it does know
(one slip from four letters on, two from eight) and counts as what it was read as. The
score of a class is then the sum of the weights of the features, so that each word's
share in it can be told exactly. It knows nothing of dialogues, thresholds or answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from chatbot.features import REACH, Features, Unit, char_grams, extract, norm
from chatbot.index import LOOKALIKE, Index, exact_key
from chatbot.lanes import LANE_BYTES, NORM_BITS, SCORE_UNIT, unpack
from chatbot.language import Token, stem
from chatbot.learning import BIAS
from chatbot.vocabulary import ONE_EDIT_FROM, TWO_EDITS_FROM, Vocabulary, to_units

__all__ = [
    "FUNCTION_WORDS",
    "Candidate",
    "Ranking",
    "Reading",
    "adjusted",
    "blended",
    "contributions",
    "part",
    "rank",
    "read",
    "read_alarmed",
    "subset",
]

# A slip seldom hits the first letter of a word; a candidate that differs there has to be
# better elsewhere. Two letters change places, or one is left out, in few ways; a letter that is
# wrong or too many could be any of 26, so each word that such a slip leads from is less likely.
_FIRST_LETTER = 0.6
_ANY_LETTER = 0.3
_SPLIT_FROM = 3  # a missing space is looked for only between words of three letters or more
_MAX_SENTENCES, _FIRST_SENTENCES = 16, 4  # sentences scored by themselves, and how many of the first
_EXACT = 0.5  # lead of a class over the others if the message is one of its examples, word for word
# What the whole message, its best sentence and its last one weigh in the score of several sentences.
_WHOLE, _BEST, _LAST = 2, 2, 1
_ALL = _WHOLE + _BEST + _LAST
_TOP = 8  # candidates that are told apart; the rest only counts as "not those"
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
    week weeks month months year years ago people person man woman guy guys im us oh lol yo um uh""".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One class and its score: 1 is sure, -1 is "shares nothing with it"."""

    name: str
    score: float


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


@dataclass(frozen=True, slots=True)
class Ranking:
    """``candidates`` are the best classes, best first; ``scores`` all of them, in fixed point above BIAS.

    ``familiar`` (0 to 1) is the share of pairs of neighbouring words that the examples hold
    too; ``strange`` (0 to 1) the share of content words that no covered subject uses.
    """

    reading: Reading
    scores: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    alarm: Candidate | None  # the red flag that it resembles most, if the content has any
    harmless: float  # how much it resembles what only sounds like one; -1 if that is not known
    familiar: float
    strange: float
    content_words: int


def read_alarmed(typed: Sequence[Token], reading: Reading, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The tokens as the red-flag gate should read them: a slip is taken for an alarming word if it can be.

    ``reading`` is what ``read`` made of the same tokens.
    """
    if not any(how in ("spelling", "unknown") for _, how in reading.marks):
        return reading.tokens
    return read(typed, vocabulary, vocabulary.alarming).tokens


def read(typed: Sequence[Token], vocabulary: Vocabulary, prefer: frozenset[str] = frozenset()) -> Reading:
    """Correct slips, to one of the words ``prefer`` if one is near, then join the phrases that the
    synonyms know."""
    tokens: list[Token] = []
    marks: list[tuple[str, str]] = []
    for token in typed:
        if token.stem in vocabulary.stems or token.word in FUNCTION_WORDS:
            tokens.append(token)
            marks.append((token.word, ""))
            continue
        words, how = _correct(token.word, vocabulary, prefer)
        for place, word in enumerate(words, 1):
            mark = token.mark if place == len(words) else ""
            tokens.append(Token(word, stem(word), token.clause, mark) if how == "spelling" else token)
            marks.append((token.word, how))
    return Reading(tuple(tokens), tuple(marks), to_units(tokens, vocabulary, marks))


def part(reading: Reading, start: int, stop: int, vocabulary: Vocabulary) -> Reading:
    """The reading of a stretch of tokens by itself."""
    return subset(reading, range(start, stop), vocabulary)


def _correct(word: str, vocabulary: Vocabulary, prefer: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """The word or words that an unknown word is read as, and how it came to that."""
    if vocabulary.is_english(word):
        return (word,), "foreign"
    if len(word) < ONE_EDIT_FROM or not word.isalpha():
        return (word,), "unknown"
    best, cost = _nearest(word, vocabulary, prefer)
    if best and cost < 2:
        return (best,), "spelling"
    parts = _split(word, vocabulary)
    if parts:
        return parts, "spelling"
    return ((best,), "spelling") if best else ((word,), "unknown")


def _nearest(word: str, vocabulary: Vocabulary, prefer: frozenset[str]) -> tuple[str, float]:
    """The known word with the fewest slips, the more frequent first; ``""`` if none is near."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 14 ms that a message without slips saves

    allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
    best, best_cost, best_count = "", 9.0, 0
    for known in sorted(vocabulary.nearby(word)):
        distance = OSA.distance(word, known, score_cutoff=allowed)
        if distance > allowed:
            continue
        cost = distance + _unlikely(word, known) - (known in prefer)
        count = vocabulary.counts[known]
        if (cost, -count) < (best_cost, -best_count):
            best, best_cost, best_count = known, cost, count
    return best, best_cost


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
    """The reading of the tokens at ``places`` alone."""
    tokens = tuple(reading.tokens[place] for place in places)
    marks = tuple(reading.marks[place] for place in places)
    return Reading(tokens, marks, to_units(tokens, vocabulary, marks))


def rank(reading: Reading, index: Index) -> Ranking:
    """Score all classes for what was read.

    A message of several sentences is also scored sentence by sentence: a story has its point
    in one of them, mostly the last. Its score is two fifths the whole message, two fifths the
    sentence that speaks most for the class, one fifth the last sentence.
    """
    whole, features = _score(reading.units, index)
    parts = _sentences(reading.units)
    if len(parts) > 1:
        sentences = [_score(part, index)[0] for part in parts]
        whole = [
            (
                _WHOLE * score
                + _BEST * max(scores[number] for scores in sentences)
                + _LAST * sentences[-1][number]
            )
            // _ALL
            for number, score in enumerate(whole)
        ]
    known = index.exact.get(exact_key(reading.tokens))
    if known is not None:
        whole = list(whole)
        whole[known] = max(whole[known], max(whole) + round(_EXACT / SCORE_UNIT))
    names = index.weights.names
    neighbours = features.neighbours
    words = reading.content_words
    own = index.vocabulary.own
    strangers = sum(
        unit.words[0] not in FUNCTION_WORDS and own.isdisjoint(unit.stems) for unit in reading.units
    )
    return Ranking(
        reading,
        tuple(whole),
        _best(whole, index),
        *_alarm(whole, index),
        sum(map(names.__contains__, neighbours)) / len(neighbours) if neighbours else 0.0,
        strangers / words if words else 0.0,
        words,
    )


def adjusted(ranking: Ranking, index: Index, bonus: Mapping[str, float]) -> Ranking:
    """The same ranking with ``bonus`` added to the scores of the classes it names."""
    scores = [
        score + round(bonus.get(name, 0.0) / SCORE_UNIT)
        for name, score in zip(index.classes, ranking.scores, strict=True)
    ]
    return replace(ranking, scores=tuple(scores), candidates=_best(scores, index))


def blended(ranking: Ranking, other: Ranking, index: Index) -> Ranking:
    """``ranking`` with each score the mean of its own and that of ``other``."""
    scores = [(own + more) // 2 for own, more in zip(ranking.scores, other.scores, strict=True)]
    return replace(ranking, scores=tuple(scores), candidates=_best(scores, index))


def _best(scores: Sequence[int], index: Index) -> tuple[Candidate, ...]:
    order = sorted(range(index.subjects), key=scores.__getitem__, reverse=True)[:_TOP]
    return tuple(_candidate(number, scores, index) for number in order)


def _candidate(number: int, scores: Sequence[int], index: Index) -> Candidate:
    return Candidate(index.classes[number], scores[number] * SCORE_UNIT + BIAS)


def _alarm(scores: Sequence[int], index: Index) -> tuple[Candidate | None, float]:
    """The red flag that the message resembles most, and how much it resembles what is none."""
    known = index.classes[-1] == LOOKALIKE
    signs = range(index.subjects, len(scores) - known)
    best = max(signs, key=lambda number: scores[number], default=None)
    alarm = None if best is None else _candidate(best, scores, index)
    return alarm, scores[-1] * SCORE_UNIT + BIAS if known else BIAS


def _score(units: Sequence[Unit], index: Index) -> tuple[list[int], Features]:
    """Scores of all classes in fixed point, above BIAS."""
    features = extract(units, index.vectors)
    names, rows = index.weights.names, index.weights.rows
    total = features.factor * sum(map(index.word_rows.__getitem__, features.words)) if features.factor else 0
    for group in features.groups:
        if group:
            known = [number for number in map(names.get, group) if number is not None]
            part = sum(map(rows.__getitem__, known))
            total += part * round(norm(len(group)) * (1 << NORM_BITS))
    return unpack(total, len(index.classes), index.half), features


def _sentences(units: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """The units of each sentence that says something of its own."""
    if not units or units[0].clause == units[-1].clause:
        return [tuple(units)]
    groups = [tuple(group) for _, group in groupby(units, key=lambda unit: unit.clause)]
    if len(groups) > _MAX_SENTENCES:  # a story has its point at the end, and its subject at the start
        groups = groups[:_FIRST_SENTENCES] + groups[_FIRST_SENTENCES - _MAX_SENTENCES :]
    return [group for group in groups if any(unit.words[0] not in FUNCTION_WORDS for unit in group)]


def contributions(reading: Reading, index: Index, name: str) -> tuple[float, ...]:
    """What each unit of ``reading`` adds to the score of class ``name``; with BIAS they sum to it.

    A pair's weight is shared equally by its two words; a feature that several words have
    in common, by those words. Sentences weigh as in ``rank``.
    """
    lane = index.classes.index(name)
    whole = _shares(reading.units, index, lane)
    sentences = _sentences(reading.units)
    if len(sentences) < 2:
        return tuple(whole)
    parts = [_shares(sentence, index, lane) for sentence in sentences]
    best = max(range(len(parts)), key=lambda number: sum(parts[number]))
    shares = [share * _WHOLE / _ALL for share in whole]
    for number, weight in ((best, _BEST / _ALL), (len(parts) - 1, _LAST / _ALL)):
        start = next(place for place, unit in enumerate(reading.units) if unit is sentences[number][0])
        for place, share in enumerate(parts[number], start):
            shares[place] += share * weight
    return tuple(shares)


def _shares(units: Sequence[Unit], index: Index, lane: int) -> list[float]:
    features = extract(units, index.vectors)
    owners = _owners(units)
    shares = _meaning_shares(units, features.factor, index, lane)
    for group in features.groups:
        for feature in group:
            row = index.weights.names.get(feature)
            if row is None:
                continue
            value = _lane(index.weights.rows[row], lane, index.half) * norm(len(group))
            holders = owners[feature]
            total = sum(holders.values())
            for holder, times in holders.items():
                shares[holder] += value * times / total
    return shares


def _meaning_shares(units: Sequence[Unit], factor: int, index: Index, lane: int) -> list[float]:
    """What the vectors of each unit's words add to the score."""
    if not factor:
        return [0.0] * len(units)
    rows = [sum(map(index.word_rows.__getitem__, unit.read_as)) for unit in units]
    return [_lane(row * factor, lane, index.half) / (1 << NORM_BITS) for row in rows]


def _lane(row: int, lane: int, half: int) -> float:
    word = (row + half) >> (8 * LANE_BYTES * lane) & 0xFFFFFFFF
    return (word - (1 << 31)) * SCORE_UNIT * (1 << NORM_BITS)


def _owners(units: Sequence[Unit]) -> dict[str, Counter[int]]:
    """Which units each feature comes from."""
    owners: dict[str, Counter[int]] = {}

    def give(feature: str, *holders: int) -> None:
        owners.setdefault(feature, Counter()).update(holders)

    for place, unit in enumerate(units):
        for name in {unit.concept, *unit.stems}:
            give(name, place)
        for word in unit.read_as:
            for gram in char_grams(word):
                give(gram, place)
        before = units[place - 1].concept if place else "^"
        give(f"{before}>{unit.concept}", *((place - 1, place) if place else (place,)))
        for other in range(place + 1, min(place + 1 + REACH, len(units))):
            first, second = sorted((unit.concept, units[other].concept))
            if first != second:
                give(f"{first} {second}", place, other)
    if units:
        give(f"{units[-1].concept}>$", len(units) - 1)
    return owners
