"""What a line after a red flag says of it: fright, that it was long ago, or what may take it back.

Nothing of that ends a red flag by itself; what follows from it, ``dialogue`` decides. It knows the
English of taking things back, and nothing of intents.
"""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.content import Content, Sign
from chatbot.denial import long_past
from chatbot.language import Token, tokenise
from chatbot.patterns import split_part
from chatbot.reading import FUNCTION_WORDS
from chatbot.segments import SUBJECTS, is_question

__all__ = ["NO", "is_fright", "is_long_past", "may_take_back"]

NO = frozenset("no nope nah not never n nein non".split())
_FRIGHT = frozenset("oh omg god way please help".split())  # "oh no!" takes nothing back
_PLEA = _FRIGHT | {"me", "no", "us", "my"}
_LONGEST_DATE = 9  # words: a longer line tells more than that it was long ago
# How a line begins that takes something back, and what it holds
_TAKES_BACK = frozenset("sorry oops whoops ups wait actually".split())
_OVER = tuple(
    phrase.strip()
    for phrase in """
    false alarm | wrong window | wrong chat | a typo | not true | was wrong | never mind | it went away
    went away after | is gone | are gone | has gone | gone now | is over | it passed | has passed | no longer
    not anymore | not any more | again now | can again | back to normal | got better | all good | all healed
    it is normal | it is fine | he is fine | she is fine | i am fine""".replace("\n", "|").split("|")
    if phrase.strip()
)
# What it does not hold then: "no, it is worse", "no, I can hardly walk", "it is not getting better"
_INSISTS = frozenset("still worse really barely hardly help please yes dying serious seriously".split())
_CHANGES = frozenset("better improve improving easing ease go going gone stop stopping".split())


def is_fright(typed: Sequence[Token]) -> bool:
    """True for "oh no!", "please help me": nothing but fright."""
    words = {token.word for token in typed}
    return words <= _PLEA and not words.isdisjoint(_FRIGHT)


def is_long_past(typed: Sequence[Token], sign: Sign) -> bool:
    """True for "that was ten years ago": the line only dates ``sign``, and it does not count for ever."""
    words = [token.word for token in typed]
    if not words or len(words) > _LONGEST_DATE or words[0] not in SUBJECTS | NO:
        return False
    lasts = any("ever" in split_part(part)[1] for pattern in sign.when for part in pattern)
    return not lasts and not is_question(typed) and len(long_past(typed)) == len(words)


def may_take_back(typed: Sequence[Token], sign: Sign, content: Content) -> bool:
    """True for "sorry, I measured again", "no, it isn't swollen", "it went away": more than a word, and
    it does not insist ("no, I really can't"). A crisis is not taken back so."""
    words = [token.word for token in typed]
    if sign.level == "crisis" or len(words) < 2 or is_question(typed):
        return False
    said = f" {' '.join(words)} "
    unchanged = "not" in words and not _CHANGES.isdisjoint(words)
    if unchanged or " can not " in said or not _INSISTS.isdisjoint(words):
        return False
    if words[0] in _TAKES_BACK or any(f" {phrase} " in said for phrase in _OVER):
        return True
    return words[0] in NO and not _words_of(sign, content).isdisjoint(words)


def _words_of(sign: Sign, content: Content) -> frozenset[str]:
    """The words that the patterns of ``sign`` look for, but for little ones."""
    groups = {group for pattern in sign.when for part in pattern for group, _ in split_part(part)[0]}
    phrases = [phrase for group in groups for phrase in content.alarms.words.get(group, (group,))]
    return frozenset(token.word for phrase in phrases for token in tokenise(phrase)) - FUNCTION_WORDS
