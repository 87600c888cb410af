"""What a message says is not so, was long ago, is made up, or is asked in general.

The English of denying, remembering, supposing and telling stories, as the red-flag gate needs
it: all too narrow and the gate is deaf, all too wide and it never rests. It knows no medicine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from chatbot.language import Token

__all__ = ["Span", "dated", "denied", "general", "long_past", "unreal"]

Span = tuple[int, int]  # first token, one past the last


# --- denial -------------------------------------------------------------------------
# "no fever", "I did not fall", "never had cancer": a word of denial, words that carry
# little, the first finding; then what "or" and "nor" link to it. A new subject, "but",
# "just" or a second unknown word ends its power, since commas are not seen here.

_DENIALS = frozenset("no not never without neither nor deny denies denied zero nothing hasn havent".split())
_DENIAL_PHRASES = (
    ("ruled", "out"), ("rule", "out"), ("afraid", "of"), ("scared", "of"), ("fear", "of"), ("risk", "of"),
    ("free", "of"), ("negative", "for"), ("instead", "of"), ("to", "avoid"), ("to", "prevent"),
    ("excluded",), ("prevents",), ("avoid",), ("prevent",), ("preventing",),
)  # fmt: skip
_AFTERWARDS = (
    ("ruled", "out"), ("was", "excluded"), ("were", "excluded"), ("been", "excluded"), ("none",),
)  # fmt: skip
_NO_DENIAL_BEFORE = {
    "not": frozenset("only just sure know until because long much better ease sleep stop and".split()),
    "no": frozenset(
        "idea reason doubt longer matter wonder appetite way one better relief sleep energy diet gym luck "
        "money insurance more clue explanation warning apparent obvious cause joke kidding".split()
    ),
    "nothing": frozenset("help helps helped works eases relieves makes".split()),
}  # fmt: skip
_LIGHT = frozenset(
    "the a an my your his her our their its this that these those have has had having any been be is are was "
    "were am in of on at to from with for by sign signs symptom symptoms history get got gotten getting "
    "experience experienced experiencing feel feeling felt notice noticed noticing see seen saw find found "
    "show showed develop developed suffer suffered suffering more other such kind recent recently new real "
    "actual major serious big ever yet think believe anything problem problems issue issues lost lose really "
    "either even up into there too as far like or nor past previous prior significant kinds sort actually "
    "personally do did does done go going gone went currently single".split()
)
_ENDS = frozenset(
    "but just only plus because since so when while if now then who what why how which where although though "
    "however except yet still and i he she we they you it im".split()
)
_SUPPOSING = frozenset("think believe say suppose remember recall".split())
_DENIAL_REACH = 14
_ANSWER_REACH = 20  # words back from "Fever? No." to what is denied


def denied(tokens: Sequence[Token], found: Mapping[int, list[Span]]) -> dict[int, list[int]]:
    """Each denied place, with the places of the words that deny it."""
    ends: dict[int, int] = {}
    for spans in found.values():
        for start, end in spans:
            ends[start] = max(ends.get(start, 0), end)
    words = [token.word for token in tokens]
    denied: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        under: Iterable[int] = ()
        if word in _DENIALS or word in _FIRST_WORDS:
            size = _denial_at(words, place, word)
            under = _under(tokens, place + size, ends) if size else ()
        if word in _LAST_WORDS and _phrase_at(words, place, _AFTERWARDS):
            under = _before(tokens, place)
        for one in under:
            denied.setdefault(one, []).append(place)
    for one, place in _refused(tokens, words):
        denied.setdefault(one, []).append(place)
    return denied


def _refused(tokens: Sequence[Token], words: Sequence[str]) -> Iterator[Span]:
    """The places of a question that the writer answers with no, each with the place of the no."""
    for start, end in _clauses(tokens):
        if start and _REFUSALS.issuperset(words[start:end]):  # "Fever? No."
            for one in range(start - 1, max(-1, start - _ANSWER_REACH), -1):
                if tokens[one].clause == tokens[start - 1].clause:
                    yield one, start


_REFUSALS = frozenset("no nope nah none negative never".split())


_LAST_WORDS = frozenset(phrase[0] for phrase in _AFTERWARDS)
_FIRST_WORDS = frozenset(phrase[0] for phrase in _DENIAL_PHRASES)


def _phrase_at(words: Sequence[str], place: int, phrases: Iterable[tuple[str, ...]]) -> int:
    """How many words of one of ``phrases`` stand at ``place``; 0 for none."""
    for phrase in phrases:
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _denial_at(words: Sequence[str], place: int, word: str) -> int:
    if word in _FIRST_WORDS:
        return _phrase_at(words, place, _DENIAL_PHRASES)
    if word not in _DENIALS:
        return 0
    after = words[place + 1] if place + 1 < len(words) else ""
    before = words[place - 1] if place else ""
    if after in _NO_DENIAL_BEFORE.get(word, ()):
        return 0
    if word == "without" and "not" in words[max(0, place - 12) : place]:
        return 0  # "I can't walk without pain"
    if word == "not" and before in {"can", "could"}:  # an inability is no denial of what follows
        return int(after in {"be", "say", "see", "find"})
    return int(not (word == "never" and _matchless(words[place : place + 9])))


_LIKE_THIS = frozenset({("like", "this"), ("like", "it")})


def _matchless(words: Sequence[str]) -> bool:
    """True for "never had pain like this", "never felt so bad", "never ... until today": it is here now."""
    return not {"such", "until", "till"}.isdisjoint(words) or any(
        pair in _LIKE_THIS for pair in pairwise(words)
    )


def _under(tokens: Sequence[Token], place: int, ends: Mapping[int, int]) -> Iterator[int]:
    """The places under a denial whose last word stands before ``place``."""
    if place >= len(tokens):
        return
    clause, limit, unknown = tokens[place - 1].clause, place + _DENIAL_REACH, 0
    while place < min(limit, len(tokens)) and tokens[place].clause == clause:
        word = tokens[place].word
        if tokens[place - 1].mark and not _after_or(tokens, place, clause):
            return
        if place in ends and word not in _ENDS and (word not in _LIGHT or ends[place] > place + 1):
            yield from range(place, ends[place])
            after = _after_or(tokens, ends[place], clause)
            yield from range(ends[place], after)
            if not after:
                return
            place, unknown = after, 0
            continue
        if word in _ENDS and tokens[place - 1].word not in _SUPPOSING:
            return
        unknown += word not in _LIGHT
        if unknown > 1:
            return
        place += 1


def _after_or(tokens: Sequence[Token], place: int, clause: int) -> int:
    """The place behind the next "or" of the same list; 0 if the list ends before.

    After a comma the items must be short: "no fever, chills or numbness" is one list,
    "no injury, sudden pain in my belly or groin" is none.
    """
    reach = 3 if tokens[place - 1].mark else 6
    for at in range(place, min(place + reach, len(tokens))):
        word = tokens[at].word
        if tokens[at].clause != clause or word in _ENDS or word in _DENIALS - {"nor"}:
            return 0
        if word in {"or", "nor"}:
            return at + 1
    return 0


def _before(tokens: Sequence[Token], place: int) -> Iterator[int]:
    """The places before ``place`` in its clause, as far as "cancer has been ruled out" reaches."""
    for at in range(place - 1, max(-1, place - 7), -1):
        if tokens[at].clause != tokens[place].clause or tokens[at].word == "but":
            return
        yield at


# --- long past ----------------------------------------------------------------------

_PAST_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "years ago;year ago;yrs ago;decades ago;decade ago;long ago;long time ago;ages ago;as a kid;"
        "as a child;as a teenager;as a teen;as a boy;as a girl;as a baby;as kid;as child;as small boy;"
        "as a small boy;as a small child;as a young man;as a young woman;as teenager;as a student;"
        "when i was a kid;when i was a child;when i was little;when i was young;when i was small;"
        "when i was a boy;when i was a girl;when i was a teenager;when i was younger;when i was a teen;"
        "when i was at school;when i was in school;when i was a baby;when he was a kid;when she was a kid;"
        "when he was little;when she was little;when he was young;when she was young;"
        "in my childhood;in my youth;in my teens;in my twenties;in high school;in primary school;"
        "in elementary school;in college;in childhood;back in school;in the nineties;in the eighties;"
        "in the seventies;in the sixties;in the 90s;in the 80s;in the 70s;in the 60s;all healed;"
        "fully healed;healed long;recovered completely;recovered fully;fully recovered;completely recovered;"
        "completely healed;last century;years back;winters back;summers back;winters ago;summers ago"
    ).split(";")
)
_PAST_FIRST = frozenset(phrase[0] for phrase in _PAST_PHRASES)
_BOUNDARIES = frozenset(
    "now today yesterday currently nowadays lately recently since suddenly but tonight again still".split()
)
_PAST_BEFORE, _PAST_AFTER = 16, 10  # how far a mark of the past reaches, in words


def long_past(tokens: Sequence[Token]) -> set[int]:
    """The places that a mark of the long past dates: its clause, as far as "now" and the like."""
    words = [token.word for token in tokens]
    past: set[int] = set()
    for place, word in enumerate(words):
        if (
            (word in _PAST_FIRST and _phrase_at(words, place, _PAST_PHRASES))
            or _old_year(words, place)
            or _at_an_age(words, place)
        ):
            for step, reach in ((-1, _PAST_BEFORE), (1, _PAST_AFTER)):
                past.update(_until_now(tokens, place, step, reach))
    return past


def _old_year(words: Sequence[str], place: int) -> bool:
    """True at the year of "in 1987", "back in 2011"; "since 1987" lasts till now."""
    word = words[place]
    if not (word.isascii() and word.isdigit()):
        return False
    if len(word) == 2 and word[0] in "56789":  # "in '85"
        return place > 0 and words[place - 1] == "in" and _UNITS.isdisjoint(words[place + 1 : place + 2])
    if not _is_year(word):
        return False
    return place > 0 and words[place - 1] in {"in", "of", "around", "about", "during", "summer", "winter"}


_DATES = frozenset(
    "today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday "
    "january february april june july august september october november december christmas easter "
    "minute minutes hour hours day days week weeks weekend month months year years summer winter autumn "
    "morning mornings afternoon afternoons evening evenings time times once twice ago since now again "
    "already still".split()
)
_BEFORE_DATES = frozenset(
    "last this every each past next other one two three four five six seven eight nine ten eleven twelve "
    "couple few several dozen".split()
)
_NIGHTS = frozenset(("night", "nights"))  # "last night", and not "at night"


def dated(tokens: Sequence[Token]) -> set[int]:
    """The places that only say when or how often it is so, or how old somebody is: "three times a day"."""
    words = [token.word for token in tokens]
    places = {place for place, word in enumerate(words) if word in _DATES}
    for place, word in enumerate(words[:-1]):
        dates = words[place + 1] in _DATES or words[place + 1] in _NIGHTS
        if dates and (word in _BEFORE_DATES or word.isdecimal()):
            places |= {place, place + 1}
    ages = {place for place in range(1, len(words)) if words[place].isdecimal() and words[place - 1] == "am"}
    return places | ages | {place for place, word in enumerate(words) if _is_year(word)}


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word[:2] in ("19", "20")


_AGES = frozenset(
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty".split()
)

_NO_HOURS = frozenset("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())  # nor minutes
_PRESENT = frozenset("am is are want wants have has can cannot".split())
_UNITS = frozenset("minutes mins percent days weeks hours seconds degrees steps miles km kg pounds".split())


def _at_an_age(words: Sequence[str], place: int) -> bool:
    """True at the age of "when I was ten", "a crash at nineteen"."""
    if words[place] not in _AGES and not words[place].isdigit():
        return False
    if words[place] in _NO_HOURS and place and words[place - 1] == "at":  # "a crash at nineteen"
        return words[place + 1 : place + 2] != ["weeks"] and _PRESENT.isdisjoint(words[:place])
    return place > 2 and words[place - 3] == "when" and words[place - 1] in {"was", "were"}


def _until_now(tokens: Sequence[Token], place: int, step: int, reach: int) -> Iterator[int]:
    at = place
    while 0 <= at < len(tokens) and abs(at - place) <= reach:
        if tokens[at].clause != tokens[place].clause or tokens[at].word in _BOUNDARIES:
            return
        if step > 0 and tokens[at].word == "and" and at + 1 < len(tokens) and tokens[at + 1].word == "my":
            return
        yield at
        at += step


# --- stories, suppositions, general questions -----------------------------------------

_STORIES = frozenset(
    "film movie films movies novel novels episode comic comics cartoon character anime sitcom "
    "villain protagonist avatar".split()
)
_SOME_STORIES = frozenset("series book show story drama soap tv song game videogame thriller".split())
_AT_THE_TIME = frozenset(
    "while during watch watching watched after before reading at theater theatre".split()
)
_EXAMS = frozenset(
    ("exam question;revision question;practice question;test question;quiz question;trivia question;"
     "crossword clue;essay question;board question").split(";")
)  # fmt: skip
_OWN = frozenset("i me my mine we our us".split())
_SUPPOSED = tuple(
    tuple(phrase.split())
    for phrase in (
        "what if;what happens if;what would happen if;would happen if;if i ever;if someone;if somebody;"
        "if anyone;if anybody;if a person;imagine;hypothetically;suppose;if i were;in case i;in case of;"
        "let us say;is it true;have you heard;how do i recognise;"
        "how do i recognize;how to recognise;how to recognize;how do you recognise;how do you recognize"
    ).split(";")
)
_SUPPOSED_FIRST = frozenset(phrase[0] for phrase in _SUPPOSED)
_ASKING = frozenset(
    "what why can could does do did is are how which when should who explain define tell".split()
)
_GENERAL = frozenset(
    "sign signs symptom symptoms mean means meaning term cause causes spread general generally doctors "
    "definition common people patients patient flag flags related relation indicate dangerous difference "
    "called lead caused usually typically typical medical always".split()
)
_PERSONAL = frozenset(
    "i me my mine myself we our us he she his her him hers himself herself dad mum mom mother father husband "
    "wife son daughter brother sister friend partner boyfriend girlfriend kid child baby grandma grandpa you "
    "someone since today yesterday suddenly help".split()
)


def unreal(tokens: Sequence[Token]) -> frozenset[int]:
    """The places that belong to a story or a supposition."""
    words = [token.word for token in tokens]
    unreal: set[int] = set()
    is_exam = False
    for start, end in _clauses(tokens):
        piece = words[start:end]
        if _is_story(piece) or (is_exam and _OWN.isdisjoint(piece)):
            unreal.update(range(start, end))
            continue
        for place in range(start, end):
            if words[place] in _SUPPOSED_FIRST and _phrase_at(words, place, _SUPPOSED):
                unreal.update(range(place, end))
                break
        is_exam = is_exam or " ".join(piece[-2:]) in _EXAMS  # "exam question: ..."
    return frozenset(unreal)


def general(tokens: Sequence[Token]) -> frozenset[int]:
    """The places of questions about things in general: "is fever a sign of"."""
    words = [token.word for token in tokens]
    asked = (range(start, end) for start, end in _clauses(tokens) if _is_general(words[start:end]))
    return frozenset(place for places in asked for place in places)


def _clauses(tokens: Sequence[Token]) -> Iterator[Span]:
    start = 0
    for place, token in enumerate(tokens):
        if token.clause != tokens[start].clause:
            yield start, place
            start = place
    if tokens:
        yield start, len(tokens)


def _is_story(words: Sequence[str]) -> bool:
    for place, word in enumerate(words):
        if word not in _STORIES and word not in _SOME_STORIES:
            continue
        before, after = words[max(0, place - 4) : place], words[place + 1 : place + 2]
        if after == ["about"]:
            return True
        if not _AT_THE_TIME.isdisjoint([*before, *after]):
            continue
        if (
            word in _STORIES
            or ({"in", "on", "from"} & {*before} and word != "game")
            or {"video", "writing"} & {*before}
        ):
            return True
    return False


def _is_general(words: Sequence[str]) -> bool:
    if words[0] not in _ASKING or words[1:2] == ["not"]:
        return False
    if words[0] == "what" and words[1:2] in (["is"], ["are"]) and _HERE_AND_NOW.isdisjoint(words):
        return True
    return _PERSONAL.isdisjoint(words) and not _GENERAL.isdisjoint(words)


_HERE_AND_NOW = _PERSONAL | frozenset("this these that wrong if when your".split())
