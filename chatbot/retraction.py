"""What a line after a red flag, or after the question whether it is meant, says of it: yes, no, fright, more
of the same, or what may take it back.

What may take a raised one back does not end it: it is asked about. This room knows the English of
affirming and taking back, and nothing of intents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from chatbot.content import Sign
from chatbot.denial import long_past
from chatbot.language import Token, tokenise
from chatbot.negation import is_well
from chatbot.patterns import split_part
from chatbot.reading import FUNCTION_WORDS
from chatbot.segments import is_question

__all__ = [
    "NO",
    "insists",
    "is_fright",
    "is_neither",
    "is_over",
    "is_plain_no",
    "is_plain_yes",
    "is_retracted",
]

NO = frozenset("no nope nah not never nein non".split())
_YES = frozenset("yes yeah yep yup ya sure exactly right correct true ja si oui".split())
# "y" and "n" are read as "why" and "and"
_NEITHER = tuple(
    line.split()
    for line in ("why", "and", "not sure", "i do not know", "do not know", "no idea", "what", "okay", "fine",
                 "never mind")
)  # fmt: skip
_FRIGHT = frozenset("oh omg god way please help".split())  # "oh no!" takes nothing back
_PLEA = _FRIGHT | {"me", "no", "us", "my"}


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(f" {phrase.strip()} " for phrase in text.replace("\n", "|").split("|") if phrase.strip())


_MISTAKE = _phrases(
    """
    false alarm | wrong window | wrong chat | wrong person | a typo | mistyped | misspelt | typed it wrong
    typed the wrong thing | i misspoke | i was wrong | my mistake
    you misunderstood | you misunderstand | it was a mistake | in a film
    in the film | in a movie | in a book | figure of speech | only joking | measured again | misread
    all healed"""
)
_OVER = _phrases(
    """
    it went away | it has gone away | it is gone | fever is gone | pain is gone | swelling is gone | it passed
    it has passed | it is over | not anymore | not any more | back to normal | i am fine now
    fell asleep | went to sleep"""
)
# No line that holds one of these takes anything back: "no, it is worse", "it is gone now but my arm hurts"
_INSISTS = frozenset(
    """still worse really barely hardly help please dying serious seriously also too more stronger but came
    coming come there started happened began scared afraid alone hurts hurt getting got""".split()
)
_FINE = frozenset(
    "better improve improving easing ease go going gone stop stopping ok okay well fine".split()
)
_FLAT = frozenset("no nope nah nein non noo naw".split())
_HEDGES = frozenset("just only but except unless although though".split())
_GO_ON = frozenset("i it he she they we that this not none nothing thanks thank sorry never way need".split())
_AGAIN = frozenset("i we he she can yes no wait now actually again oh well sorry".split())  # "no wait I can"
_LONGEST_NO, _LONGEST_DENIAL = 5, 15  # words, without and with a mark behind the no
_POINTING = frozenset("that it this".split())
_PAST = frozenset("was happened".split())
_LONGEST_DATE = 9  # words: a longer line tells more than that it was long ago
_NEAR = 3  # words between a "no" and what it denies


def is_fright(typed: Sequence[Token]) -> bool:
    """True for "oh no!", "please help me": nothing but fright."""
    words = {token.word for token in typed}
    return words <= _PLEA and not words.isdisjoint(_FRIGHT)


def insists(typed: Sequence[Token]) -> bool:
    """True for "no, it is worse", "no I am not okay": more of the same, whatever it begins with."""
    words = [token.word for token in typed]
    return not _INSISTS.isdisjoint(words) or ("not" in words and not _FINE.isdisjoint(words))


def is_neither(typed: Sequence[Token]) -> bool:
    """True for "not sure what you mean", "okay", "never mind": neither yes nor no."""
    words = [token.word for token in typed]
    return words in _NEITHER or words[:2] in _NEITHER


def is_plain_yes(typed: Sequence[Token]) -> bool:
    """True for "yes", "right, no control", "yes I cannot"; not for "yes I can"."""
    words = [token.word for token in typed]
    takes_back = words[1:3] == ["i", "can"] and words[3:4] != ["not"]
    return bool(words) and words[0] in _YES and not takes_back


def is_plain_no(typed: Sequence[Token], sign: Sign, groups: Mapping[str, Sequence[str]]) -> bool:
    """True for "nope", "no I don't", "sure, no", "no. What helps?"; not for "no feeling at all" or "no pain,
    just numb", which report ``sign`` or leave it open."""
    words = [token.word for token in typed]
    if words[:1] and words[0] not in _FLAT:
        return len(words) > 1 and words[0] in ("sure", "right", "true") and _FLAT.issuperset(words[1:])
    if not words or insists(typed) or not _HEDGES.isdisjoint(words):
        return False
    symptoms, _ = _words_of(sign, groups)
    if typed[0].mark:
        return len(words) <= _LONGEST_DENIAL and symptoms.isdisjoint(words[1:])
    if len(words) > _LONGEST_NO or _tells(words[:2], sign, groups):
        return False
    return len(words) == 1 or words[1] in _GO_ON or symptoms.isdisjoint(words[2:])


def _tells(words: Sequence[str], sign: Sign, groups: Mapping[str, Sequence[str]]) -> bool:
    """True if a phrase of the patterns of ``sign`` begins with ``words``: "no feeling", "no pee comes"."""
    found = chain.from_iterable(phrases for part in _parts(sign, groups) for phrases in part.values())
    return any(phrase[: len(words)] == tuple(words) for phrase in found)


def is_over(typed: Sequence[Token]) -> bool:
    """True for "it went away after five minutes", "my legs are fine"."""
    over = _holds(typed, _OVER) or is_well([token.word for token in typed])
    return over and not is_question(typed) and not insists(typed)


def is_retracted(typed: Sequence[Token], sign: Sign, groups: Mapping[str, Sequence[str]]) -> bool:
    """True for "sorry, no fever, I measured again", "that was ten years ago", "wrong chat": the line says in
    more than a word that ``sign`` is not so. ``groups`` are the words of its patterns by name."""
    if len(typed) < 2 or is_question(typed) or insists(typed):
        return False
    return _holds(typed, _MISTAKE) or _is_long_past(typed, sign) or _denies(typed, sign, groups)


def _holds(typed: Sequence[Token], phrases: Sequence[str]) -> bool:
    said = f" {' '.join(token.word for token in typed)} "
    return any(phrase in said for phrase in phrases)


def _is_long_past(typed: Sequence[Token], sign: Sign) -> bool:
    """True for "that was ten years ago": the line only dates ``sign``, and it does not count for ever."""
    words = [token.word for token in typed]
    if words[0] in NO:
        words = words[1:]
    dated = words[0] in _POINTING and words[1:2] and words[1] in _PAST and NO.isdisjoint(words)
    if not dated or len(words) > _LONGEST_DATE:
        return False
    lasts = any("ever" in split_part(part)[1] for pattern in sign.when for part in pattern)
    return not lasts and len(long_past(typed)) == len(typed)


def _denies(typed: Sequence[Token], sign: Sign, groups: Mapping[str, Sequence[str]]) -> bool:
    """True for "no, it isn't swollen", "sorry, no fever", and, where ``sign`` is that something cannot be
    done, for "I mean I can pee"."""
    words = [token.word for token in typed]
    symptoms, abilities = _words_of(sign, groups)
    for place in range(1 if words[0] in NO - {"not"} else 0, len(words)):  # not "no, the fever is 40"
        near = frozenset(words[place + 1 : place + 1 + _NEAR])
        if words[place] in NO and words[place - 1 : place] != ["can"] and not symptoms.isdisjoint(near):
            return True
        done = words[place + 1 : place + 3]  # "can pee", "can hold it"; "no wait I can", "yes I can now"
        able = not abilities.isdisjoint(done) or (abilities and _AGAIN.issuperset(words))
        if words[place] == "can" and NO.isdisjoint(done) and able:
            return True
    return False


def _words_of(sign: Sign, groups: Mapping[str, Sequence[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """What the patterns of ``sign`` look for, but for little words: what is there, what cannot be done."""
    symptoms: set[str] = set()
    abilities: set[str] = set()
    for part in _parts(sign, groups):
        unable = [name for name in part if any(phrase[:2] == ("can", "not") for phrase in part[name])]
        for name in part:
            words = [phrase for phrase in part[name] if phrase[:2] != ("can", "not")]
            (abilities if unable and name not in unable else symptoms).update(*words)
    return frozenset(symptoms - abilities - FUNCTION_WORDS), frozenset(abilities - FUNCTION_WORDS)


def _parts(sign: Sign, groups: Mapping[str, Sequence[str]]) -> Iterator[dict[str, list[tuple[str, ...]]]]:
    """Of each part of the patterns of ``sign`` the word groups by name, with the words of their phrases."""
    for part in chain.from_iterable(sign.when):
        names = [name for name, _ in split_part(part)[0]]
        yield {name: [_words(phrase) for phrase in groups.get(name, (name,))] for name in names}


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokenise(phrase))
