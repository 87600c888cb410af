"""The grammar of one part of an alarm pattern; what the parts mean, ``safety`` knows.

group               a word group, or literal words
a > b               a, then b close behind
a >> b              a, then b within a few words
... (anywhere)      in any clause of the message
... (ever)          also if it is long past
"""

from __future__ import annotations

__all__ = ["HARMLESS", "LOOSE", "NOTES", "TIGHT", "split_part"]

TIGHT, LOOSE = 2, 6  # words between the two sides of > and >>
NOTES = frozenset({"anywhere", "ever"})
HARMLESS = "harmless"  # the word group whose phrases are no evidence of anything


def split_part(part: str) -> tuple[tuple[tuple[str, int], ...], frozenset[str]]:
    """``"a >> b (ever)"`` -> ((("a", 0), ("b", 6)), {"ever"}): each piece with its reach, the notes."""
    notes = set()
    part = part.strip()
    while part.endswith(")") and "(" in part:
        part, _, note = part[:-1].rpartition("(")
        notes.add(note.strip())
        part = part.strip()
    pieces: list[tuple[str, int]] = []
    for index, far in enumerate(part.split(">>")):
        for inner, near in enumerate(far.split(">")):
            pieces.append((near.strip(), TIGHT if inner else LOOSE if index else 0))
    return tuple(pieces), frozenset(notes)
