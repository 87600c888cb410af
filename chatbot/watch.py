"""What a message holds of red flags: what the patterns found, and what it is like.

The patterns of ``safety`` know what they were told. The examples of the signs know wordings that
no pattern foresaw, and those of what only sounds like a red flag know what a pattern takes for
one. What follows from it, others decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.index import Index
from chatbot.language import Token, tokenise
from chatbot.policy import (
    ALARM_DENIED,
    ALARM_DOUBT,
    ALARM_GRAVE,
    ALARM_LEAD,
    ALARM_PATTERN,
    ALARM_SCORE,
    ALARM_WORDS,
    SHORT_STORY,
)
from chatbot.ranking import Likeness, Ranking, example_of, rank
from chatbot.reading import Reading, read, read_alarmed
from chatbot.safety import Finding, Gate, check, speaks_of

__all__ = ["Watch", "watch"]


@dataclass(frozen=True, slots=True)
class Watch:
    """One message under watch. ``reading`` takes slips for alarming words; ``plain`` does not."""

    plain: Reading
    reading: Reading
    finding: Finding | None
    gate: Gate

    def alarm(self, index: Index) -> Finding | None:
        """What the patterns found, unless the message is so like something harmless that one has to
        ask, or that they must be mistaken. Of a sign without examples they are the only judge; in a
        story, the sentence counts by itself."""
        if self.finding is None or not any(sign.examples for sign in self.finding.signs):
            return self.finding
        found = self._nearest(rank(self.plain, index), index)
        if found is None:
            return self.finding
        lead = max(found.lead, found.peak) if found.sentences > SHORT_STORY else found.lead
        if lead + ALARM_PATTERN >= ALARM_LEAD:
            return self.finding
        grave = self.finding.signs[0].level != "same_day" and found.peak + ALARM_PATTERN >= ALARM_GRAVE
        doubtful = lead + ALARM_PATTERN >= ALARM_DOUBT
        return replace(self.finding, certain=False) if doubtful or grave else None

    def likeness(self, ranking: Ranking, index: Index) -> tuple[str, bool] | None:
        """The red flag that a message is like though no pattern saw it, and whether that is plain
        or has to be asked. ``ranking`` is that of ``plain``."""
        known = example_of(self.plain, index)
        if known in (sign.name for sign in self.gate.signs):
            return known, True
        found = self._nearest(ranking, index)
        if found is None or found.score < ALARM_SCORE or ranking.content_words < ALARM_WORDS:
            return None
        denied = found.lead < ALARM_LEAD + ALARM_DENIED and speaks_of(self.reading.tokens, self.gate)
        lead = found.lead - ALARM_DENIED * denied
        return (found.sign, lead >= ALARM_LEAD) if lead >= ALARM_DOUBT else None

    def _nearest(self, ranking: Ranking, index: Index) -> Likeness | None:
        """The red flag that the message is nearest to, as it was read or as it may have been meant."""
        found = ranking.alarm
        if found is None or self.reading is self.plain:
            return found
        other = rank(self.reading, index).alarm
        return other if other is not None and other.lead > found.lead else found


def watch(typed: Sequence[Token], reading: Reading, index: Index, gate: Gate, before: str = "") -> Watch:
    """Put one message through the gate. ``reading`` is what was made of ``typed``; ``before`` names
    what was spoken of: "I have a fever" after a pain is a red flag, though not by itself."""
    alarmed = read_alarmed(typed, reading, index.vocabulary)
    alone = Watch(reading, alarmed, check(typed, alarmed.tokens, gate), gate)
    if alone.finding is not None or not before or not typed:
        return alone
    subject = tokenise(before)
    shift = subject[-1].clause + 1 if subject else 0
    both = (*subject, *(replace(token, clause=token.clause + shift) for token in typed))
    together = watch(both, read(both, index.vocabulary), index, gate)
    if together.finding is None or check(subject, subject, gate) is not None:
        return alone
    return together
