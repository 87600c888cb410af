"""Half a question -> known questions that it may become, for search boxes and completion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from chatbot.content import Content, Intent
from chatbot.index import Index
from chatbot.language import normalise, tokenise
from chatbot.ranking import Ranking, rank
from chatbot.reading import read

__all__ = ["MAX_SUGGESTIONS", "Suggestion", "suggest"]

MAX_SUGGESTIONS = 50
_MIN_LENGTH = 20  # a shorter example is a keyword, and its intent's title says more
_LONGEST = 14  # words of a suggestion
_TRIED = 20  # of the nearest examples of an intent


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the content answers, and the intent it belongs to."""

    text: str
    intent: str


def suggest(prefix: str, limit: int, content: Content, index: Index) -> tuple[Suggestion, ...]:
    """At most ``limit`` known questions: first those that go on from ``prefix``, in the order of
    their intents' rank, then the nearest of the best ranked intents, and their titles."""
    typed = " ".join(normalise(prefix).split())
    if not typed or limit < 1:
        return ()
    ranking = rank(read(tokenise(_completed(typed, index)), index.vocabulary), index)
    order = _ranked(ranking, content)
    found: dict[str, Suggestion] = {}
    known = chain(_continuing(typed, content, index, order), _nearest(typed, content, index, order))
    for suggestion in known:
        found.setdefault(suggestion.text.casefold(), suggestion)
        if len(found) >= min(limit, MAX_SUGGESTIONS):
            break
    return tuple(found.values())


def _ranked(ranking: Ranking, content: Content) -> dict[str, int]:
    """Intents by rank, best first; none where no word is known."""
    candidates = ranking.candidates if ranking.strange < 1.0 else ()
    names = [candidate.name for candidate in candidates if candidate.score > -1.0]
    return {name: place for place, name in enumerate(names) if _offered(content.intents.get(name))}


def _offered(intent: Intent | None) -> bool:
    return intent is not None and not intent.small_talk


def _completed(typed: str, index: Index) -> str:
    """``typed`` with a half typed last word made whole: the content's most frequent word that begins so."""
    head, _, last = typed.rpartition(" ")
    if not last.isalpha() or last in index.vocabulary.counts:
        return typed
    counts = index.vocabulary.counts
    whole = max(
        (word for word in counts if word.startswith(last)),
        key=lambda word: (counts[word], word),
        default=last,
    )
    return f"{head} {whole}"


def _continuing(typed: str, content: Content, index: Index, order: dict[str, int]) -> Iterator[Suggestion]:
    """Titles and examples that begin with what was typed."""
    found = [
        (order.get(intent.name, len(order)), place, Suggestion(text, intent.name))
        for intent in content.intents.values()
        if not intent.small_talk
        for place, text in enumerate((intent.title, *intent.examples))
        if text[: len(typed)].casefold() == typed
    ]
    for _, _, suggestion in sorted(found, key=lambda item: item[:2]):
        if _is_presentable(suggestion.text, index):
            yield suggestion


def _nearest(typed: str, content: Content, index: Index, order: dict[str, int]) -> Iterator[Suggestion]:
    """Of each intent in ``order`` the example that shares most words with ``typed``, then its title."""
    words = {token.stem for token in tokenise(typed)}
    for name in order:
        intent = content.intents[name]
        examples = [text for text in intent.examples if len(text) >= _MIN_LENGTH] or [intent.title]
        ranked = sorted(examples, key=lambda text: (-_shared(text, words), len(text)))[:_TRIED]
        best = next((text for text in ranked if _is_presentable(text, index)), intent.title)
        if _shared(best, words):
            yield Suggestion(best, name)
        yield Suggestion(intent.title, name)


def _is_presentable(text: str, index: Index) -> bool:
    """True for an example without slips, short enough for a line: some show how people mistype."""
    words = [token.word for token in tokenise(text)]
    return len(words) <= _LONGEST and all(
        word in index.vocabulary.counts or index.vocabulary.is_english(word) for word in words
    )


def _shared(text: str, words: set[str]) -> int:
    return len(words.intersection(token.stem for token in tokenise(text)))
