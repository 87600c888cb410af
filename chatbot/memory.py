"""How a conversation changes from turn to turn: what fades, what an answer leaves behind.

It knows the names of a content, and nothing of words or scores.
"""

from __future__ import annotations

from dataclasses import replace

from chatbot.content import Content
from chatbot.conversation import MAX_NAMES, START, Conversation
from chatbot.phrases import PHRASES
from chatbot.policy import ALARM_FADE, FADE, RECENT

__all__ = ["ASKED", "URGENT", "aged", "answered", "begun_by", "front", "known", "spoken_of"]

URGENT = ("urgent", "urgent_likeness", "urgent_again", "urgent_bye")  # openings of urgent replies
_MAX = 999_999  # below what a stored conversation may hold
_SECOND = replace(START, age=1, turns=1)
ASKED = ("alarm_question", "alarm_unanswered")  # whether a red flag is meant
_ABOUT_SIGN = (*URGENT, *ASKED, "alarm_cared_for")  # openings that mean nothing without a red flag


def known(memory: Conversation, content: Content, covered: frozenset[str]) -> Conversation:
    """The conversation without names that the content no longer has, or no longer answers."""
    if memory == START:
        return memory

    def kept(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in covered)

    signs = {sign.name for sign in content.alarms.signs}
    sign = memory.sign if memory.sign in signs else ""
    opening = memory.opening if _can_open(memory.opening, content) else ""
    half = memory.half if memory.half in signs else ""
    lapsed = opening in ASKED and memory.pending != "alarm"
    offered = kept(memory.offered)
    return replace(
        memory,
        topic=memory.topic if memory.topic in covered else "",
        recent=kept(memory.recent),
        shown=kept(memory.shown),
        offered=offered if offered == memory.offered else (),
        refused=kept(memory.refused),
        rivals=kept(memory.rivals),
        last=kept(memory.last),
        sign=sign,
        asked=memory.asked if sign else 0,
        half=half,
        halved=memory.halved if half else 0,
        missed=tuple(name for name in memory.missed if name in content.not_covered),
        opening="" if lapsed or (opening in _ABOUT_SIGN and not sign) else opening,
        pending="" if memory.pending == "alarm" and not sign else memory.pending,
    )


def _can_open(opening: str, content: Content) -> bool:
    """True for a phrase that a reply may begin with: one without gaps, or about a red flag."""
    if opening in _ABOUT_SIGN or opening in content.vague:
        return True
    return opening in PHRASES and "{" not in PHRASES[opening]


def begun_by(memory: Conversation, content: Content) -> str:
    """What the last message said that named no subject yet ("it hurts"); "" if it was no such one."""
    vague = content.vague.get(memory.opening)
    return vague.examples[0] if vague is not None else ""


def spoken_of(memory: Conversation, content: Content) -> str:
    """The title of what the last turns were about, a few turns back at most; "" for nothing."""
    intent = content.intents.get(memory.topic)
    return intent.title if intent is not None and memory.age < RECENT else ""


def aged(memory: Conversation) -> Conversation:
    """The conversation one turn on: a subject that nobody touched for FADE turns is forgotten, a red flag
    ALARM_FADE turns after it was raised, FADE after it was last asked about, and what was half told after
    RECENT turns."""
    if memory == START:
        return _SECOND
    age, alarmed = min(memory.age + 1, _MAX), min(memory.alarmed + 1, _MAX) if memory.sign else 0
    faded = alarmed > (FADE if memory.pending == "alarm" else ALARM_FADE)
    halved = min(memory.halved + 1, _MAX) if memory.half else 0
    lapsed = halved > RECENT
    return replace(
        memory,
        turns=min(memory.turns + 1, _MAX),
        topic="" if age > FADE else memory.topic,
        age=0 if age > FADE else age,
        sign="" if faded else memory.sign,
        alarmed=0 if faded else alarmed,
        asked=0 if faded else memory.asked,
        half="" if lapsed else memory.half,
        halved=0 if lapsed else halved,
        pending="" if faded and memory.pending == "alarm" else memory.pending,
        opening="" if faded and memory.opening in _ABOUT_SIGN else memory.opening,
    )


def answered(
    memory: Conversation,
    content: Content,
    intents: tuple[str, ...],
    choices: tuple[str, ...],
    rivals: tuple[str, ...],
    opening: str,
) -> Conversation:
    """The memory after an answer: small talk leaves the subject and what is on offer as they were."""
    topics = [name for name in intents if not content.intents[name].small_talk]
    if not topics:
        return replace(memory, refused=(), pending="", misses=0, last=intents, opening=opening)
    changed = memory.topic and memory.topic != topics[0]
    return replace(
        memory,
        topic=topics[0],
        age=0,
        recent=front(memory.topic, memory.recent) if changed else memory.recent,
        shown=front(*topics, *memory.shown),
        offered=choices,
        refused=(),
        rivals=rivals,
        opening=opening,
        pending="",
        last=intents,
        misses=0,
    )


def front(*names: str | tuple[str, ...]) -> tuple[str, ...]:
    """Names, the first ones kept in front, each once, at most MAX_NAMES."""
    flat = [name for item in names for name in ((item,) if isinstance(item, str) else item)]
    return tuple(dict.fromkeys(flat))[:MAX_NAMES]
