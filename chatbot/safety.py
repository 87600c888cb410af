"""The red-flag gate: tokens -> which warning signs the writer reports, before anything else is read.

Pure, and driven by content: what the signs are stands in ``alarms`` of ``intents.yaml``.
This file knows no medicine, and no English but the little words of its patterns: how a message
denies, remembers and supposes is told by ``denial``. It must not know intents, answers or the
conversation.

Word groups (``alarms.words``) hold words and phrases. They are matched on stems; the
determiners in them (my, the, a, her, this) are left out on both sides, and a few words
that only colour ("really", "completely") may stand inside a phrase. The group named
``harmless`` is special: what it covers ("fell asleep", "tennis ball") is no evidence,
unless a longer phrase of another group covers it too.

A pattern of ``when`` or ``not_when`` is a line of parts joined by ``+``. All parts must
stand in one clause, in any order, at most 20 words apart. A part is

    group               one of the words of that group; or words that are no group's name,
                        which stand for themselves: ``rock hard``
    a > b               a, then b, at most two words between, none of them and / or / but
    a >> b              a, then b, at most six words between, none of them but
    ... (anywhere)      the part may stand in any clause of the message
    ... (ever)          the part counts although it is long past ("cancer in 2009")

An occurrence is no evidence if it is denied ("no fever"), long past ("in 1987"), of a
story ("in the film"), supposed ("what if") or asked about in general ("is fever a sign
of"). A negation inside a group's phrase ("no feeling", "can't") belongs to the sign.
``not_when`` cancels its sign in the clause where it stands, denied or not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chatbot.content import Alarms, Level, Sign
from chatbot.denial import Span, denied, general, long_past, unreal
from chatbot.language import Token, tokenise
from chatbot.patterns import HARMLESS, TIGHT, split_part

__all__ = [
    "LEVELS",
    "Finding",
    "Gate",
    "build_gate",
    "check",
    "completes",
    "denies_half",
    "discounted",
    "find_alarm",
    "gate_from_data",
    "gate_to_data",
    "half_told",
]

# Strongest first. Crisis stands above a doctor's visit: it cannot wait for one.
LEVELS: Final[tuple[Level, ...]] = ("emergency", "crisis", "same_day")

_REACH = 20  # words between two parts of a clause: a story without full stops is no single thought
_SKIPS = 3  # colouring words in a row inside a phrase: "my really very sore"

_DETERMINERS = frozenset("the a an my your his her our their its this that these those ur".split())
_COLOURS = frozenset(
    "really completely totally absolutely literally actually even properly fully fucking bloody "
    "damn very so quite pretty just still also hardly suddenly currently right left lower upper".split()
)

_STOPS = frozenset("and or but then because so when while i".split())
_FAR_STOPS = frozenset({"but"})
_POINTERS = frozenset("this that these those her".split())  # kept where they end a phrase: "tackle this"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the gate found in one message."""

    signs: tuple[Sign, ...]  # what was typed before what was guessed, then strongest level first, each once
    certain: bool  # False: ask one short question before raising the alarm
    words: tuple[str, ...]  # the words that raised it, in the order of the message


# The phrases, as a tree by their stems. A node maps a stem to the node behind it, and HERE to the
# numbers of the groups whose phrases end at it: plain dictionaries, so that JSON holds it as it is.
_Tree = dict[str, Any]
_HERE = ""


@dataclass(frozen=True, slots=True)
class _Part:
    pieces: tuple[tuple[int, int], ...]  # (group, words allowed before it)
    anywhere: bool
    ever: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    sign: int
    parts: tuple[_Part, ...]  # those of one clause first
    needs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Gate:
    """``Alarms``, ready to run. Immutable after ``build_gate``; one serves all threads."""

    signs: tuple[Sign, ...]
    phrases: _Tree
    patterns: Mapping[int, tuple[_Pattern, ...]]  # by the group of theirs that fewest patterns use
    cancels: tuple[tuple[_Pattern, ...], ...]  # per sign: not_when
    harmless: int
    # what follows from these:
    halves: Mapping[int, tuple[_Pattern, ...]]  # as ``patterns``, without what may stand anywhere
    lasting: frozenset[int]  # groups of what counts though it is long past


# --- building -----------------------------------------------------------------------


def build_gate(alarms: Alarms) -> Gate:
    """Compile ``alarms``; the loader has checked them."""
    builder = _Builder(alarms)
    compiled = [
        [builder.pattern(index, line) for line in sign.when] for index, sign in enumerate(alarms.signs)
    ]
    cancels = tuple(
        tuple(builder.pattern(index, line) for line in sign.not_when)
        for index, sign in enumerate(alarms.signs)
    )
    patterns = [pattern for patterns in compiled for pattern in patterns]
    return Gate(
        alarms.signs,
        builder.phrases,
        _by_rarest(patterns),
        cancels,
        builder.group(HARMLESS),
        _by_rarest(_halves(patterns)),
        _lasting(patterns),
    )


class _Builder:
    """Numbers the groups and grows the tree of their phrases; thrown away after the build."""

    def __init__(self, alarms: Alarms) -> None:
        self.words = alarms.words
        self.phrases: _Tree = {}
        self._numbers: dict[str, int] = {}
        self._known: dict[str, tuple[Token, ...]] = {}  # phrases repeat words: half the time of a build

    def group(self, name: str) -> int:
        """The number of the group ``name``; words that name no group become a group of their own."""
        if name not in self._numbers:
            self._numbers[name] = len(self._numbers)
            fallback = () if name == HARMLESS else (name,)
            for phrase in self.words.get(name, fallback):
                self._add(phrase, self._numbers[name])
        return self._numbers[name]

    def pattern(self, sign: int, line: Sequence[str]) -> _Pattern:
        return _of_parts(sign, sorted(map(self._part, line), key=lambda part: part.anywhere))

    def _part(self, text: str) -> _Part:
        pieces, notes = split_part(text)
        numbered = tuple((self.group(name), reach) for name, reach in pieces)
        return _Part(numbered, "anywhere" in notes, "ever" in notes)

    def _tokens(self, word: str) -> tuple[Token, ...]:
        if word not in self._known:
            self._known[word] = tokenise(word)
        return self._known[word]

    def _add(self, phrase: str, group: int) -> None:
        node = self.phrases
        tokens = [token for word in phrase.split() for token in self._tokens(word)]
        for token in tokens:
            if token.word not in _DETERMINERS or (token is tokens[-1] and token.word in _POINTERS):
                node = node.setdefault(token.stem, {})
        if node is not self.phrases and group not in node.setdefault(_HERE, []):
            node[_HERE].append(group)


def gate_to_data(gate: Gate) -> dict[str, Any]:
    """``gate`` without its signs, as JSON holds it."""
    patterns = [pattern for members in gate.patterns.values() for pattern in members]
    return {
        "phrases": gate.phrases,
        "patterns": [_plain(pattern) for pattern in patterns],
        "cancels": [[_plain(pattern) for pattern in line] for line in gate.cancels],
        "harmless": gate.harmless,
    }


def _plain(pattern: _Pattern) -> list[Any]:
    return [pattern.sign, [[part.pieces, part.anywhere, part.ever] for part in pattern.parts]]


def gate_from_data(data: Mapping[str, Any], alarms: Alarms) -> Gate:
    """The gate that ``gate_to_data`` wrote down; ``alarms`` are those it was built from."""
    patterns = [_pattern(entry) for entry in data["patterns"]]
    return Gate(
        alarms.signs,
        data["phrases"],
        _by_rarest(patterns),
        tuple(tuple(map(_pattern, line)) for line in data["cancels"]),
        data["harmless"],
        _by_rarest(_halves(patterns)),
        _lasting(patterns),
    )


def _pattern(data: Sequence[Any]) -> _Pattern:
    sign, parts = data
    return _of_parts(
        sign,
        (
            _Part(tuple((group, reach) for group, reach in pieces), anywhere, ever)
            for pieces, anywhere, ever in parts
        ),
    )


def _of_parts(sign: int, parts: Iterable[_Part]) -> _Pattern:
    made = tuple(parts)
    return _Pattern(sign, made, frozenset(group for part in made for group, _ in part.pieces))


def _lasting(patterns: Iterable[_Pattern]) -> frozenset[int]:
    return frozenset(part.pieces[-1][0] for pattern in patterns for part in pattern.parts if part.ever)


def _halves(patterns: Iterable[_Pattern]) -> Iterator[_Pattern]:
    """What is left of the patterns that need something anywhere in the message besides."""
    for pattern in patterns:
        head = [part for part in pattern.parts if not part.anywhere]
        if head and len(head) < len(pattern.parts):
            yield _of_parts(pattern.sign, head)


def _by_rarest(patterns: Iterable[_Pattern]) -> dict[int, tuple[_Pattern, ...]]:
    patterns = tuple(patterns)
    uses: dict[int, int] = {}
    for pattern in patterns:
        for group in pattern.needs:
            uses[group] = uses.get(group, 0) + 1
    keyed: dict[int, list[_Pattern]] = {}
    for pattern in patterns:
        keyed.setdefault(min(pattern.needs, key=lambda group: (uses[group], group)), []).append(pattern)
    return {group: tuple(members) for group, members in keyed.items()}


# --- running ------------------------------------------------------------------------


def check(typed: Sequence[Token], corrected: Sequence[Token], gate: Gate) -> Finding | None:
    """Read a message as typed and as corrected, and say how sure the alarm is.

    What is raised by the words as typed is certain, whatever corrections add or take away. What
    rests on corrections alone is certain below the level of an emergency, or if two corrected
    words are in it, which is no coincidence.
    """
    plain = find_alarm(typed, gate)
    if [token.word for token in typed] == [token.word for token in corrected]:
        return plain
    better = find_alarm(corrected, gate)
    if plain is not None:
        signs = plain.signs if better is None else _ranked({*plain.signs, *better.signs}, gate)
        return Finding(
            _first_of(plain, signs), certain=better is not None or _is_lesser(plain), words=plain.words
        )
    if better is None:
        return None
    known = {token.word for token in typed}
    slips = [word for word in better.words if word not in known]
    return Finding(better.signs, certain=_is_lesser(better) or len(slips) > 1, words=better.words)


def _is_lesser(finding: Finding) -> bool:
    return finding.signs[0].level != "emergency"


def _first_of(plain: Finding, signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
    """``signs`` with those of ``plain`` in front: what was typed is said before what was guessed."""
    return (*plain.signs, *(sign for sign in signs if sign not in plain.signs))


def find_alarm(tokens: Sequence[Token], gate: Gate) -> Finding | None:
    """Read one message exactly as its tokens stand; None if nothing in it is alarming."""
    found = _scan(tokens, gate)
    waiting = _waiting(found, gate.patterns)
    if not waiting:
        return None
    page = _Page(tokens, found, gate)
    raised: dict[int, tuple[Span, ...]] = {}
    for pattern in waiting:
        if pattern.sign not in raised:
            spans = page.match(pattern)
            if spans:
                raised[pattern.sign] = spans
    if not raised:
        return None
    places = sorted({place for spans in raised.values() for span in spans for place in range(*span)})
    signs = _ranked({gate.signs[index] for index in raised}, gate)
    return Finding(signs, certain=True, words=tuple(tokens[place].word for place in places))


def discounted(tokens: Sequence[Token], gate: Gate) -> frozenset[int]:
    """The places that say nothing of now: long past, made up, asked in general; and what is denied, if
    words of a sign stand there. Nothing is long past where something counts for ever: cancer."""
    found = _scan(tokens, gate)
    page, waiting = _Page(tokens, found, gate), _waiting(found, gate.patterns)
    places = page.unreal
    if not any(gate.signs[pattern.sign].level == "crisis" for pattern in waiting):
        places |= page.general
    if gate.lasting.isdisjoint(found):
        places |= page.past
    return frozenset(places.union(page.denied) if any(map(page.speaks_of, waiting)) else places)


def half_told(tokens: Sequence[Token], gate: Gate) -> Sign | None:
    """The gravest sign of which the condition is told, whether or not what may stand anywhere is told too:
    "I am pregnant", with a pain or without."""
    found = _scan(tokens, gate)
    waiting = _waiting(found, gate.halves)
    page = _Page(tokens, found, gate) if waiting else None
    signs = {gate.signs[pattern.sign] for pattern in waiting if page and page.match(pattern)}
    return _ranked(signs, gate)[0] if signs else None


def denies_half(tokens: Sequence[Token], sign: Sign, gate: Gate) -> bool:
    """True if the condition of ``sign`` is spoken of, and not as something that is so."""
    found = _scan(tokens, gate)
    page = _Page(tokens, found, gate)
    halves = [pattern for pattern in _waiting(found, gate.halves) if gate.signs[pattern.sign] is sign]
    return any(map(page.speaks_of, halves)) and not any(map(page.match, halves))


def completes(tokens: Sequence[Token], sign: Sign, gate: Gate) -> tuple[str, ...]:
    """The words that make a sign of one that was half told before, by any of its patterns: "my belly hurts";
    empty if none do."""
    found = _scan(tokens, gate)
    page = _Page(tokens, found, gate)
    for pattern in (pattern for patterns in gate.patterns.values() for pattern in patterns):
        rest = _of_parts(pattern.sign, (part for part in pattern.parts if part.anywhere))
        if gate.signs[pattern.sign] is sign and rest.parts and rest.needs <= found.keys():
            spans = page.match(rest)
            if spans:
                return tuple(tokens[place].word for span in spans for place in range(*span))
    return ()


def _waiting(found: Mapping[int, list[Span]], patterns: Mapping[int, tuple[_Pattern, ...]]) -> list[_Pattern]:
    """Those of ``patterns`` of which all word groups stand somewhere in the message."""
    return [
        pattern for group in found for pattern in patterns.get(group, ()) if pattern.needs <= found.keys()
    ]


def _ranked(signs: set[Sign], gate: Gate) -> tuple[Sign, ...]:
    order = {id(sign): index for index, sign in enumerate(gate.signs)}
    return tuple(sorted(signs, key=lambda sign: (LEVELS.index(sign.level), order[id(sign)])))


def _scan(tokens: Sequence[Token], gate: Gate) -> dict[int, list[Span]]:
    """Where the phrases of each group stand; what ``harmless`` covers is left out."""
    found: dict[int, list[Span]] = {}
    phrases = gate.phrases
    for start, token in enumerate(tokens):
        node = phrases.get(token.stem)
        if node is not None:
            for end, groups in _ends(tokens, start, node):
                for group in groups:
                    found.setdefault(group, []).append((start, end))
    harmless = found.pop(gate.harmless, None)
    return _without(harmless, found) if harmless else found


def _ends(tokens: Sequence[Token], start: int, node: _Tree) -> Iterator[tuple[int, list[int]]]:
    clause, place, skipped = tokens[start].clause, start + 1, 0
    if _HERE in node:
        yield place, node[_HERE]
    while place < len(tokens) and tokens[place].clause == clause and skipped <= _SKIPS:
        token = tokens[place]
        place += 1
        child = node.get(token.stem)
        if child is not None:
            node, skipped = child, 0
            if _HERE in node:
                yield place, node[_HERE]
        elif token.word in _DETERMINERS or token.word in _COLOURS:
            skipped += 1
        else:
            return


def _without(harmless: Iterable[Span], found: Mapping[int, list[Span]]) -> dict[int, list[Span]]:
    cover: dict[int, int] = {}
    for start, end in harmless:
        for place in range(start, end):
            cover[place] = max(cover.get(place, 0), end - start)
    kept: dict[int, list[Span]] = {}
    for group, spans in found.items():
        left = [
            (start, end)
            for start, end in spans
            if all(cover.get(place, 0) < end - start for place in range(start, end))
        ]
        if left:
            kept[group] = left
    return kept


class _Page:
    """One message with everything known about its places; lives for one question."""

    def __init__(self, tokens: Sequence[Token], found: Mapping[int, list[Span]], gate: Gate) -> None:
        self.tokens = tokens
        self.found = found
        self.gate = gate
        self.denied = denied(tokens, found)
        self.past = long_past(tokens)
        self.unreal = unreal(tokens)
        self.general = general(tokens)
        self._cancelled: dict[int, frozenset[int]] = {}
        self._insides: dict[int, frozenset[int]] = {}

    def match(self, pattern: _Pattern) -> tuple[Span, ...]:
        """The spans of the first place where ``pattern`` holds; empty if nowhere."""
        own = frozenset().union(*(self._inside(group) for group in pattern.needs))
        unreal = self.unreal
        if self.gate.signs[pattern.sign].level != "crisis":  # who asks how to die is not asked why
            unreal = unreal | self.general
        all_spans = [self.spans(part, own, unreal) for part in pattern.parts]
        if not all(all_spans):
            return ()
        cancelled = self._clauses_without(pattern.sign)
        for anchor in all_spans[0]:
            if self.tokens[anchor[0]].clause not in cancelled:
                spans = self._around(anchor, pattern.parts, all_spans)
                if spans:
                    return spans
        return ()

    def speaks_of(self, pattern: _Pattern) -> bool:
        """True if the words of ``pattern`` stand as it has them, denied or not."""
        all_spans = [self.spans(part, None) for part in pattern.parts]
        return all(all_spans) and any(
            self._around(anchor, pattern.parts, all_spans) for anchor in all_spans[0]
        )

    def _around(
        self, anchor: Span, parts: Sequence[_Part], all_spans: Sequence[Sequence[Span]]
    ) -> tuple[Span, ...]:
        picked = [anchor]
        for part, spans in zip(parts[1:], all_spans[1:], strict=True):
            near = spans[0] if part.anywhere else self._near(anchor, spans)
            if near is None:
                return ()
            picked.append(near)
        return tuple(picked)

    def _near(self, anchor: Span, spans: Sequence[Span]) -> Span | None:
        clause = self.tokens[anchor[0]].clause
        for span in spans[bisect_left(spans, (anchor[0] - _REACH, 0)) :]:
            if span[0] > anchor[1] + _REACH:
                return None
            if self.tokens[span[0]].clause == clause:
                return span
        return None

    def spans(
        self, part: _Part, own: frozenset[int] | None, unreal: frozenset[int] = frozenset()
    ) -> list[Span]:
        """Where ``part`` stands, leaving out what is denied, past or not real.

        A denial at a place of ``own`` belongs to the sign; None: take everything.
        """
        chains = (self._chain(span, part.pieces[1:]) for span in self.found.get(part.pieces[0][0], ()))
        return [
            (chain[0][0], chain[-1][1])
            for chain in chains
            if chain and (own is None or not self._discounted(chain, part, own, unreal))
        ]

    def _inside(self, group: int) -> frozenset[int]:
        """The places inside the occurrences of ``group``, but for the last word of a phrase."""
        if group not in self._insides:
            places = (range(start, max(start + 1, end - 1)) for start, end in self.found[group])
            self._insides[group] = frozenset(place for places_ in places for place in places_)
        return self._insides[group]

    def _chain(self, span: Span, rest: Iterable[tuple[int, int]]) -> list[Span]:
        """``span`` and what follows it, piece by piece; empty if a piece is missing."""
        chain = [span]
        for group, reach in rest:
            after = self._next(chain[-1], group, reach)
            if after is None:
                return []
            chain.append(after)
        return chain

    def _next(self, span: Span, group: int, reach: int) -> Span | None:
        """The first occurrence of ``group`` after ``span``, with no more than ``reach`` words between."""
        spans = self.found.get(group, [])
        at = bisect_left(spans, (span[1], 0))
        if at == len(spans):
            return None
        after = spans[at]
        if self.tokens[after[0]].clause != self.tokens[span[0]].clause:
            return None
        return None if self._apart(span[1], after[0], reach) else after

    def _apart(self, start: int, end: int, reach: int) -> bool:
        gap = [token.word for token in self.tokens[start:end] if token.word not in _DETERMINERS]
        if reach == TIGHT and any(token.mark for token in self.tokens[start - 1 : end]):
            return True
        return len(gap) > reach or not (_STOPS if reach == TIGHT else _FAR_STOPS).isdisjoint(gap)

    def _discounted(
        self, chain: Sequence[Span], part: _Part, own: frozenset[int], unreal: frozenset[int]
    ) -> bool:
        """True if the chain is denied from outside, not real, or long past where that matters."""
        for start, _ in chain:
            if start in unreal or (start in self.past and not part.ever):
                return True
            for denial in self.denied.get(start, ()):
                if denial not in own and not any(first <= denial < end for first, end in chain):
                    return True
        return False

    def _clauses_without(self, sign: int) -> frozenset[int]:
        """The clauses in which ``not_when`` cancels ``sign``."""
        if sign not in self._cancelled:
            clauses: set[int] = set()
            for pattern in self.gate.cancels[sign]:
                if pattern.needs <= self.found.keys():
                    clauses.update(self._cancelled_by(pattern))
            self._cancelled[sign] = frozenset(clauses)
        return self._cancelled[sign]

    def _cancelled_by(self, pattern: _Pattern) -> Iterator[int]:
        all_spans = [self.spans(part, None) for part in pattern.parts]
        if not all(all_spans):
            return
        if pattern.parts[0].anywhere:
            yield from {token.clause for token in self.tokens}
            return
        for anchor in all_spans[0]:
            if self._around(anchor, pattern.parts, all_spans):
                yield self.tokens[anchor[0]].clause
