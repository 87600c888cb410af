"""What a message holds of red flags: what the patterns found, and what it is like.

The patterns of ``safety`` know what they were told. The examples of the signs know wordings that
no pattern foresaw, and those of what only sounds like a red flag know what a pattern takes for
one. What follows from it, others decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.index import Index
from chatbot.language import Token
from chatbot.policy import ALARM_DENIED, ALARM_DOUBT, ALARM_LEAD, ALARM_PATTERN, ALARM_SCORE, ALARM_WORDS
from chatbot.ranking import Likeness, Ranking, rank
from chatbot.reading import Reading, read_alarmed
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
        ask, or that they must be mistaken."""
        if self.finding is None:
            return None
        found = self._nearest(rank(self.plain, index), index)
        if found is None or found.lead + ALARM_PATTERN >= ALARM_LEAD:
            return self.finding
        doubtful = found.lead + ALARM_PATTERN >= ALARM_DOUBT
        return replace(self.finding, certain=False) if doubtful else None

    def likeness(self, ranking: Ranking, index: Index) -> tuple[str, bool] | None:
        """The red flag that a message is like though no pattern saw it, and whether that is plain
        or has to be asked. ``ranking`` is that of ``plain``."""
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


def watch(typed: Sequence[Token], reading: Reading, index: Index, gate: Gate) -> Watch:
    """Put one message through the gate. ``reading`` is what was made of ``typed``."""
    alarmed = read_alarmed(typed, reading, index.vocabulary)
    return Watch(reading, alarmed, check(typed, alarmed.tokens, gate), gate)
