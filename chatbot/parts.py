"""Two questions in one message, told apart. A single question that happens to hold "and" stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chatbot.confidence import confidence
from chatbot.context import is_elliptic, is_small_talk, resolve
from chatbot.decision import Turn
from chatbot.policy import CERTAIN, MAX_TOKENS, MIN_TOKENS, SEAM, SPLIT_FOREIGN, SPLIT_TALK
from chatbot.ranking import Ranking, rank
from chatbot.reading import part
from chatbot.seams import MODEL, Halves, evidence
from chatbot.segments import counted, cuts, is_question

__all__ = ["about", "find_parts", "halves"]


def about(ranking: Ranking, covered: frozenset[str]) -> str:
    """The class that a part of a message belongs to; "" if the content knows none of what it names."""
    name = ranking.candidates[0].name
    return "" if name in covered and ranking.strange == 1.0 else name


def find_parts(whole: Ranking, turn: Turn, depth: int = 4) -> list[Ranking]:
    """The questions in a message, each ranked by itself; one, unless there are clearly more."""
    if not depth:
        return [whole]
    found = max(
        ((_seam(two, whole, turn), number, two) for number, two in enumerate(halves(whole, turn))),
        default=None,
    )
    if found is None or not found[0]:
        return [whole]
    parts = [*find_parts(found[2].left, turn, depth - 1), *find_parts(found[2].right, turn, depth - 1)]
    if all(is_small_talk(one, turn) for one in parts):  # "who are you, what can I ask", or "great, bye"
        return [one for one in parts if is_question(one.reading.tokens)] or parts[-1:]
    return [ranking for ranking in parts if not is_small_talk(ranking, turn) or _wants_answer(ranking, turn)]


def _wants_answer(talk: Ranking, turn: Turn) -> bool:
    """True for small talk that asks something: "are you a real person?", not "how are you?", "agreed?"."""
    tokens = talk.reading.tokens
    asks = is_question(tokens) and tokens[0].word != "how" and (talk.content_words or tokens[0].word == "who")
    return bool(asks) and len(tokens) >= _SHORTEST_WISH and confidence(talk, turn.covered) >= CERTAIN


_SHORTEST_WISH = 3  # words: with fewer, a question asks for assent


def halves(whole: Ranking, turn: Turn) -> Iterator[Halves]:
    """Every way to cut a message in two halves that are about different things."""
    reading, vocabulary = whole.reading, turn.index.vocabulary
    tokens = reading.tokens
    if not MIN_TOKENS <= len(tokens) <= MAX_TOKENS:
        return
    found = cuts(tokens)
    for cut in found:
        (start, stop), begin = counted(tokens, cut.place)
        left = rank(part(reading, start, stop, vocabulary), turn.index)
        right = rank(part(reading, begin, len(tokens), vocabulary), turn.index)
        right = _after(left, right, turn)
        best = about(left, turn.covered), about(right, turn.covered)
        if best[0] != best[1] and turn.content.vague.keys().isdisjoint(best):
            yield Halves(cut, len(found), left, right, best)


def _after(first: Ranking, second: Ranking, turn: Turn) -> Ranking:
    """The second half of a message; if it cannot stand alone, its subject is that of the first."""
    subject = first.candidates[0].name
    if subject not in turn.covered or turn.content.intents[subject].small_talk:
        return second
    inside = replace(turn, memory=replace(turn.memory, topic=subject))
    return resolve(second, inside).ranking if is_elliptic(second, inside) else second


def _seam(two: Halves, whole: Ranking, turn: Turn) -> float:
    """How likely it is that the halves are two questions; 0 if that is not enough. For small talk, which the
    model was not fitted on, and where it doubts what is not covered, how sure the halves are."""
    if turn.covered.isdisjoint(two.best):
        return 0.0
    if is_small_talk(two.left, turn) or is_small_talk(two.right, turn):
        sure = min(confidence(half, turn.covered) for half in (two.left, two.right))
        return sure if sure >= SPLIT_TALK else 0.0
    likely = MODEL.probability(evidence(two, whole, turn.index.numbers, turn.covered))
    if likely < SEAM and two.cut.joint == "questions" and not turn.covered.issuperset(two.best):
        named = [half for half, name in zip((two.left, two.right), two.best, strict=True) if name]
        sure = min(confidence(half, turn.covered) for half in named)
        return sure if sure >= SPLIT_FOREIGN else 0.0  # something else is asked along with it
    return likely if likely >= SEAM else 0.0
