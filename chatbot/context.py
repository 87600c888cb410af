"""What a line asks in a conversation: "and at night?" takes its subject from what was said before.

A line may be about what its words say, about what they say together with the title of the subject
that was spoken of, about that subject itself, or about what its author named as the next questions.
How likely each of these is, a conditional logit tells, fitted with ``benchmarks/fit.py`` on dialogues.
"""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.confidence import confidence
from chatbot.decision import Turn
from chatbot.lanes import SCORE_UNIT
from chatbot.language import tokenise
from chatbot.learning import BIAS
from chatbot.logistic import Choice
from chatbot.policy import ELLIPTIC_TOKENS, ELLIPTIC_WORDS, ELSEWHERE, LIKELY, OWN_SUBJECT
from chatbot.ranking import Ranking, adjusted, rank
from chatbot.segments import QUESTION_WORDS
from chatbot.vocabulary import to_units

__all__ = [
    "MODEL",
    "Resolved",
    "evidence",
    "is_elliptic",
    "is_small_talk",
    "names_strangers",
    "points_back",
    "resolve",
]

_POINTERS = frozenset("it that this them they those these one ones there then he she him her".split())
_AUXILIARIES = frozenset("is are was were do does did can could will would should".split())
_CONTINUATIONS = frozenset("and or but what how why so also".split())
_ONES = frozenset("one ones".split())
# Of the lines to tune on that the model is surer of than 0.95, 36 of 38 are right; and a content that names
# nothing it does not cover tells it less than those that it was fitted on.
_SUREST = 0.9
_NEAREST = 5  # subjects that come first by the words, which are looked at in the conversation

# Fitted on tests/data: conversations_a and _b, the first halves of dialogues_e and _i, and, each after a
# subject that it has nothing to do with, the questions to tune on and some of CLINC150.
MODEL = Choice(
    {
        "alone": 2.18,
        "behind": 0.57,
        "first": 0.83,
        "together": 1.63,
        "spoken_of": 1.57,
        "pointed_at": 1.20,
        "asked_on": 0.80,
        "next": 1.57,
        "after_next": 0.48,
        "uncovered": 1.54,
        "uncovered_points": -1.16,
        "nothing": -0.81,
        "strange": 2.76,
        "unsure": 1.24,
    }
)


def is_small_talk(ranking: Ranking, turn: Turn) -> bool:
    """True if the best candidate is small talk."""
    name = ranking.candidates[0].name
    return name in turn.covered and turn.content.intents[name].small_talk


def _has_pointer(ranking: Ranking) -> bool:
    return not _POINTERS.isdisjoint(token.word for token in ranking.reading.tokens)


def points_back(ranking: Ranking) -> bool:
    """True for a short line with a pronoun: "it's just muscular, right?"."""
    return len(ranking.reading.tokens) <= ELLIPTIC_TOKENS and _has_pointer(ranking)


def names_strangers(ranking: Ranking) -> bool:
    """True for a line of which no subject of the content knows a word that says something: "and elephants?"
    But "can I unlearn it?" asks about what was spoken of."""
    return ranking.strange == 1.0 and not _has_pointer(ranking)


def is_elliptic(ranking: Ranking, turn: Turn) -> bool:
    """True for a line that cannot stand alone: short, with a pronoun or hardly a content word."""
    reading = ranking.reading
    words = [token.word for token in reading.tokens]
    if not turn.memory.topic or len(words) > ELLIPTIC_TOKENS or reading.content_words > ELLIPTIC_WORDS:
        return False
    sure = confidence(ranking, turn.covered)
    if is_small_talk(ranking, turn) and sure >= LIKELY:
        return False
    if ranking.candidates[0].name in turn.content.not_covered and sure >= ELSEWHERE:
        return False
    if reading.content_words >= 2 - _POINTERS.isdisjoint(words) and sure >= OWN_SUBJECT:
        return False
    return (
        reading.content_words <= 1
        or not _POINTERS.isdisjoint(words)
        or (bool(words) and words[0] in _CONTINUATIONS)
    )


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a line asks in the conversation: an intent, or "" where none of them is likelier than something
    that is not covered; how likely (0 to 1) that is; and the line's ranking, in which each of the intents
    in question stands where the conversation puts it."""

    name: str
    probability: float
    ranking: Ranking


def resolve(alone: Ranking, turn: Turn) -> Resolved:
    """What a line, by itself ranked as ``alone``, asks after what was spoken of (there has to be a topic)."""
    found = evidence(alone, turn)
    utilities = {name: MODEL.utility(figures) for name, figures in found.items()}
    probabilities = dict(zip(utilities, MODEL.probabilities([*utilities.values()]), strict=True))
    # An intent stands above what is not covered by what speaks for it more, in units of a score.
    unit = MODEL.weights["alone"] + MODEL.weights["behind"]
    rest = found[""]["uncovered"]
    bonus = {
        name: rest + (utility - utilities[""]) / unit - _score(alone, name, turn)
        for name, utility in utilities.items()
        if name
    }
    best = max(probabilities, key=probabilities.__getitem__)
    return Resolved(best, min(_SUREST, probabilities[best]), adjusted(alone, turn.index, bonus))


def evidence(alone: Ranking, turn: Turn) -> dict[str, dict[str, float]]:
    """What speaks for each intent that the line may be about, and, under "", for none of them.

    Of an intent: its score by the line's words ``alone``, how far that is ``behind`` the best, whether it
    is the ``first``; its score for the words ``together`` with the title of the subject; ``spoken_of``, if
    it is that subject (the more the fewer words say something of their own), and whether this is
    ``pointed_at`` ("does it work?") or ``asked_on`` (by a question); whether it comes ``next`` by its
    author's word, or ``after_next``. For none: the best score of what is not covered, by itself and for a
    line that points back, the share of words that are ``strange``, and how ``unsure`` the line is alone.
    """
    topic = turn.content.intents[turn.memory.topic]
    title = to_units(tokenise(topic.title), turn.index.vocabulary)
    both = rank(alone.reading._replace(units=(*alone.reading.units, *title)), turn.index)
    words = [token.word for token in alone.reading.tokens]
    asks = not (QUESTION_WORDS | _AUXILIARIES).isdisjoint(words[:1])
    beyond = {name for step in topic.follow_ups for name in turn.content.intents[step].follow_ups}
    first, found = alone.candidates[0], {}
    for name in _in_question(alone, both, turn):
        score = _score(alone, name, turn)
        figures = {
            "alone": score,
            "behind": score - first.score,
            "first": float(name == first.name),
            "together": _score(both, name, turn),
        }
        if name == topic.name:
            figures["spoken_of"] = 1 / (1 + alone.content_words)
            figures["pointed_at"] = float(_asks_about_it(words))
            figures["asked_on"] = float(asks)
        elif name in topic.follow_ups:
            figures["next"] = 1.0
        elif name in beyond:
            figures["after_next"] = 1.0
        found[name] = figures
    found[""] = {
        "uncovered": _best_uncovered(alone, turn),
        "uncovered_points": float(_has_pointer(alone)),
        "nothing": 1.0,
        "strange": alone.strange,
        "unsure": 1.0 - confidence(alone, turn.covered),
    }
    return found


def _in_question(alone: Ranking, both: Ranking, turn: Turn) -> list[str]:
    """The intents that a line may be about; small talk only if it comes first by its words."""
    nearest = [one.name for ranking in (alone, both) for one in ranking.candidates[:_NEAREST]]
    topic = turn.content.intents[turn.memory.topic]
    names = [name for name in (topic.name, *topic.follow_ups, *nearest) if name in turn.covered]
    talk = {name for name in names if turn.content.intents[name].small_talk} - {alone.candidates[0].name}
    return [name for name in dict.fromkeys(names) if name not in talk]


def _best_uncovered(ranking: Ranking, turn: Turn) -> float:
    scores = ranking.scores[turn.index.covered : turn.index.subjects]
    return max(scores) * SCORE_UNIT + BIAS if scores else BIAS


def _score(ranking: Ranking, name: str, turn: Turn) -> float:
    return ranking.scores[turn.index.numbers[name]] * SCORE_UNIT + BIAS


def _asks_about_it(words: list[str]) -> bool:
    """True for "does it work?", "which one is best?": the subject itself is asked about."""
    if not _CONTINUATIONS.isdisjoint(words[:1]):
        words = words[1:]
    which = "which" in words and not _ONES.isdisjoint(words)
    return which or (len(words) > 1 and words[0] in _AUXILIARIES and words[1] in _POINTERS)
