"""What can be decided: answer, ask back, decline, or raise an alarm; and what to remember of it.

A decision chooses names only; what is said about them, ``composing`` composes. It scores
nothing. Who decides which, is told in ``questions`` and ``dialogue``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from chatbot.content import MAX_OPTIONS, Content, Sign
from chatbot.conversation import Conversation
from chatbot.index import Index
from chatbot.memory import answered
from chatbot.policy import CERTAIN, LOST, MAX_CHOICES, NEAR
from chatbot.ranking import Ranking
from chatbot.reading import Reading
from chatbot.reply import Kind

__all__ = ["Decision", "Turn", "answer", "ask", "decline", "doubt", "doubt_again", "is_foreign", "urgent"]


class Decision(NamedTuple):
    """What to say, by name. ``memory`` is the next conversation, but for digests of texts."""

    kind: Kind
    stage: str
    reason: str
    memory: Conversation
    intents: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 1.0
    opening: str = ""  # name of a phrase
    subjects: tuple[str, ...] = ()  # not_covered names
    strangers: tuple[str, ...] = ()
    missing: bool = False  # a part of the message is not covered
    signs: tuple[Sign, ...] = ()
    evidence: Ranking | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What every stage looks at."""

    content: Content
    index: Index
    memory: Conversation  # as handed in, unknown names dropped, one turn older

    @property
    def covered(self) -> frozenset[str]:
        """The names of the intents."""
        return self.index.intents

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The red flag that the conversation remembers, alone or empty."""
        return tuple(sign for sign in self.content.alarms.signs if sign.name == self.memory.sign)


def answer(
    turn: Turn,
    intents: tuple[str, ...],
    stage: str,
    reason: str,
    *,
    sure: float = 1.0,
    rivals: tuple[str, ...] = (),
    opening: str = "",
    evidence: Ranking | None = None,
) -> Decision:
    """Answer ``intents``, in this order; ``rivals`` are what else the message may have meant."""
    choices = _choices(turn, intents, rivals if sure < CERTAIN else ())
    memory = answered(turn.memory, turn.content, intents, choices, rivals, opening)
    if all(turn.content.intents[name].small_talk for name in intents):
        choices = ()
    return Decision("answer", stage, reason, memory, intents, choices, sure, opening, evidence=evidence)


def _choices(turn: Turn, intents: tuple[str, ...], rivals: tuple[str, ...]) -> tuple[str, ...]:
    """Other meanings first, then the author's follow-ups; not what was just said or waved away."""
    wanted = list(rivals)
    for name in intents:
        wanted += turn.content.intents[name].follow_ups
    kept = [
        name
        for name in dict.fromkeys(wanted)
        if name not in intents
        and name not in turn.memory.refused
        and not turn.content.intents[name].small_talk
    ]
    return tuple(kept[:MAX_CHOICES])


def ask(
    turn: Turn,
    opening: str,
    reason: str,
    options: tuple[str, ...] = (),
    *,
    stage: str = "command",
    sure: float = 1.0,
    evidence: Ranking | None = None,
    missed: bool = False,
) -> Decision:
    """Ask back, with ``options`` to choose from; ``missed`` counts it as a turn without an answer."""
    memory = replace(
        turn.memory,
        offered=options,
        pending="clarify" if options else "",
        misses=min(turn.memory.misses, LOST) + 1 if missed else 0,
        last=(),
        opening=opening,
    )
    return Decision("clarify", stage, reason, memory, (), options, sure, opening, evidence=evidence)


def decline(
    turn: Turn, ranking: Ranking, sure: float, reason: str, stage: str, subjects: tuple[str, ...] = ()
) -> Decision:
    """``subjects`` names what the message is about, if that is known and not covered."""
    near = _nearest(ranking, turn)
    misses = min(turn.memory.misses, LOST) + 1
    opening = "decline_lost" if misses >= LOST else "decline"
    if is_foreign(ranking.reading):
        opening = "decline_language"
    is_near = opening == "decline" and bool(near)
    options = near if is_near else turn.index.starters
    memory = replace(
        turn.memory,
        offered=options,
        refused=(),
        pending="",
        misses=misses,
        last=(),
        rivals=(),
        missed=subjects,
        near=is_near,
        opening=opening,
    )
    return Decision(
        "decline",
        stage,
        reason,
        memory,
        choices=options,
        confidence=sure if subjects else 1.0 - sure,
        opening=opening,
        subjects=subjects,
        strangers=ranking.reading.strangers,
        evidence=ranking,
    )


def _nearest(ranking: Ranking, turn: Turn) -> tuple[str, ...]:
    """Covered subjects that come close to a question that has no answer."""
    return tuple(
        candidate.name
        for candidate in ranking.candidates
        if candidate.name in turn.covered
        and candidate.score > NEAR
        and not turn.content.intents[candidate.name].small_talk
        and candidate.name not in turn.memory.refused
    )[:MAX_OPTIONS]


def is_foreign(reading: Reading) -> bool:
    """True for a message in another language or script: hardly a word of it is English."""
    words = reading.marks
    strange = sum(how == "unknown" for _, how in words) + 0.5 * sum(how == "spelling" for _, how in words)
    other_script = any(not word.isascii() for word, how in words if how == "unknown")
    return bool(words) and strange >= len(words) / 2 and (len(words) >= 3 or other_script)


def doubt(turn: Turn, sign: Sign, reason: str) -> Decision:
    """Ask the one safety question, whether ``sign`` is meant."""
    memory = replace(
        turn.memory,
        offered=(),
        pending="alarm",
        sign=sign.name,
        alarmed=0,
        asked=1,
        half="" if turn.memory.half == sign.name else turn.memory.half,
        last=(),
        misses=0,
        opening="alarm_question",
    )
    return Decision("clarify", "alarm", reason, memory, opening="alarm_question", signs=(sign,))


def doubt_again(turn: Turn, opening: str = "alarm_question") -> Decision:
    """The safety question, which stands until it is answered, once more."""
    asked = doubt(turn, turn.signs[0], "the safety question, which was not answered, again")
    memory = replace(asked.memory, asked=turn.memory.asked + 1, opening=opening)
    return asked._replace(memory=memory, opening=opening)


def urgent(turn: Turn, signs: tuple[Sign, ...], reason: str, opening: str = "urgent") -> Decision:
    """The urgent reply to ``signs``, the gravest first."""
    name = turn.content.alarms.intent
    intents, half = (name,) if name else (), turn.memory.half
    memory = replace(
        turn.memory, topic=name, age=0, offered=intents, refused=(), pending="", sign=signs[0].name,
        alarmed=0, asked=0, misses=0, half="" if half in {sign.name for sign in signs} else half,
        last=(), rivals=(), opening=opening,
    )  # fmt: skip
    return Decision("urgent", "alarm", reason, memory, intents, intents, 1.0, opening, signs=signs)
