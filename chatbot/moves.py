"""Is this line a move in the conversation rather than a question? "2", "none of these", "say that again".

Moves are recognised by the whole line, never by a part of it, so that a full question is
never mistaken for one. It knows the memory of the dialogue, and no content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

from chatbot.conversation import Conversation
from chatbot.language import Token

__all__ = ["Move", "MoveName", "find_move", "strip_correction"]

MoveName = Literal[
    "pick", "out_of_range", "none", "yes", "no", "more", "again", "simpler", "back", "restart", "stop",
    "reject", "joking", "cared_for", "cleared",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A recognised move; ``intents`` is set for a pick."""

    name: MoveName
    intents: tuple[str, ...] = ()


_ORDINALS = {
    "1": 1, "one": 1, "first": 1, "1st": 1, "2": 2, "two": 2, "second": 2, "2nd": 2, "3": 3, "three": 3,
    "third": 3, "3rd": 3, "4": 4, "four": 4, "fourth": 4, "4th": 4, "5": 5, "five": 5, "fifth": 5,
    "5th": 5, "6": 6, "7": 7, "8": 8, "9": 9,
}  # fmt: skip
_PICK_FILLER = frozenset(
    "the option number no nr choice answer please pls i take choose pick want would like let us lets go with "
    "and ok okay yes tell me about that is it s er um well show give question topic item one thing "
    "will".split()
)


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a table: divided by bars or line ends."""
    return tuple(" ".join(line.split()) for line in text.replace("\n", "|").split("|") if line.strip())


_LINES: Mapping[MoveName, tuple[str, ...]] = {
    "none": _lines(
        """
        all wrong | neither | neither of them | neither of these | neither of those | no neither
        no none | no none of that | no none of them | no none of these | no none of those
        no nothing of that | none | none fits | none of it | none of that
        none of the above | none of them | none of them fit | none of these | none of these fit
        none of those | nope none | nope none of these | not any of these | not these
        nothing of that | something different | something else
        """
    ),
    "yes": _lines(
        """
        absolutely | aye | certainly | correct | definitely | exactly | go ahead | go on then | i do
        it is | ja | of course | oh yes | ok | okay | okay please | oui | please | please do | right
        si | sure | sure please | sure thing | that is right | that one | true | uh huh | why not
        y | ya | yea | yeah | yep | yes | yes do | yes exactly | yes i am | yes i did | yes i do
        yes i have | yes it is | yes please | yes sure | yes that | yes that is it | yes that one
        yup
        """
    ),
    "no": _lines(
        """
        absolutely not | definitely not | of course not | hell no | heavens no | i do not think so
        do not think so | i am not | it is not | i have not | i do not have that | naw | nay | noo
        no no | negative | false | that is not it | no that is not it | no that is not what i meant
        that is not what i meant | nothing like that | nothing of that kind | nothing of the sort
        certainly not | i am fine | i am good | i do not | nah | nein | never | no | no i am fine
        no i am okay | no i did not | no i do not | no i have not | no it does not | no it is not
        no need | no not really | no not that | no thank you | no thanks | no way | non | nope
        not at all | not now | not really | rather not | thanks no
        """
    ),
    "more": _lines(
        """
        and | and more | and then | and what else | anything else | anything more
        can you elaborate | can you tell me more | continue | could you tell me more | details
        details please | elaborate | explain more | give me more | go deeper | go on
        i want to know more | i would like to know more | is that all | is that everything
        is there more | keep going | more | more about it | more about that | more about this
        more detail | more details | more information | more of that | more on that | more please
        next | okay and | okay tell me more | please tell me more | say more | some more
        tell me more | tell me more about it | tell me more about that | tell me more about this
        tell me more please | what else | what else can you tell me | what else is there | what more
        """
    ),
    "again": _lines(
        """
        again | can you repeat it | can you repeat that | can you say that again | come again
        could you repeat that | could you say that again | eh | excuse me | huh | i missed that
        once more | one more time | pardon | pardon me | please repeat | please say that again
        repeat | repeat it | repeat please | repeat that | repeat that please | same again
        say again | say it again | say that again | say that again please | sorry i missed that
        sorry what | tell me again | wait what | what do you mean | say what | how do you mean
        what did you say | what was that | what was that again | explain again | explain it again
        is that true | is this true | is it true | is that really true | is that right | is that correct
        is that so | so that is true
        explain that again | can you explain it again | can you explain that again
        could you explain that again | please explain again | please explain that again
        """
    ),
    "simpler": _lines(
        """
        can you explain it simply | can you explain that in plain english | can you explain that simply
        can you make it shorter | can you make it simpler | can you make that simpler
        can you put it differently | can you put that differently | can you put that in plain english
        can you say it differently | can you say it in other words | can you say it simpler
        can you say that in other words | can you say that in plain english | can you simplify
        can you simplify it | can you simplify that | can you summarise | can you summarise it
        can you summarise that | can you summarize | can you summarize it | can you summarize that
        dumb it down | easier please | easier words please | eli5 | explain it in simple words
        explain it like i am five | explain it simpler | explain it simply | explain like i am five
        explain simpler | explain that simply | i am confused | i can not follow | i can not follow that
        i did not get that | i did not understand | i did not understand that | i do not follow
        i do not get it | i do not get that | i do not get what you mean | i do not understand
        i do not understand it | i do not understand that | i do not understand this
        i do not understand what you mean | i do not understand you | i dont understand nothing
        i no understand | i not understand | i still do not get it | i still do not understand
        in a nutshell | in easy words | in english please | in layman's terms | in one sentence
        in other words | in plain english | in plain language | in plain words | in short
        in simple english | in simple terms | in simple words | keep it short | make it shorter
        make it simple | make it simpler | make that simpler | me not understand | no comprendo
        no understand | not clear | not understand | now in english | put it differently | put it simply
        say it differently | say it in other words | say it in plain english | say it in simple words
        say it simpler | say it simply | say that in other words | say that in plain english
        say that more simply | say that simpler | short version | shorter please | simpler | simpler words
        simplify | simplify it | simplify that | sum it up | sum that up | summarise | summarise it
        summarise that | summarize | summarize it | summarize that | that is not clear
        that is too complicated | that is too long | that is too much | that is too much text
        that was too complicated | that went over my head | the short version | tl dr | tldr
        too complicated | too many words | too much information | too much text | what does that all mean
        what does that mean | what does this mean | what is that supposed to mean
        """
    ),
    "back": _lines(
        """
        back | back please | back to before | back to the last one | back to the last topic
        back to the previous one | back to the previous topic | back to what we had | can we go back
        go back | go back one | go back please | go back to the last one | last topic
        let us go back | one step back | previous | previous answer | return | take me back
        the previous one | to the last topic | undo | what was before
        """
    ),
    "restart": _lines(
        """
        another topic | begin again | can we start over | change the topic | change topic | clear
        different topic | forget all that | forget everything | forget it all | from the beginning
        from the start | i want to start over | let us start again | let us start over
        new conversation | new start | new topic | please start over | reset | restart
        start afresh | start again | start anew | start fresh | start from the beginning
        start over
        """
    ),
    "stop": _lines(
        """
        abort | be quiet | cancel | drop it | enough | forget it | halt | leave it | never mind
        nevermind | okay stop | please stop | please stop now | quiet | shut up | stop | stop it
        stop now | stop please | stop that | that is enough
        """
    ),
    "reject": _lines(
        """
        i did not ask that | i did not mean that | incorrect | no i did not mean that | no not that
        no not this | no that is not it | no that is not what i asked | no that is not what i meant
        no that is wrong | no wrong | not that | not that one | not the right one | not this
        not what i asked | not what i meant | that does not answer my question | that does not help
        that is not it | that is not my question | that is not what i asked
        that is not what i meant | that is wrong | that was not my question | wrong | wrong answer
        you are wrong | you got me wrong | you misunderstood | you misunderstood me
        """
    ),
    # after a red flag
    "joking": _lines(
        """
        it is a joke | typo | sorry typo | it was a typo
        a joke | bad joke | false alarm | i am joking | i am just joking | i am kidding
        i am only joking | i did not mean it | i did not mean it like that | i did not mean that
        i do not have it | i do not have that | i meant something else | i was being dramatic
        i was exaggerating | i was joking | i was just joking | i was just kidding | i was kidding
        i was not serious | i was only joking | i was only kidding | it is not true | it was a joke
        it was a mistake | it was just a joke | it was only a joke | joke | joking | just a joke
        just joking | just kidding | kidding | my mistake | no i was joking | no i was only joking
        no it does not | not seriously | only a joke | only joking | only kidding
        relax i was joking | relax it was a joke | that is not true | that was a joke
        that was a mistake | that was just a joke
        """
    ),
    "cared_for": _lines(
        """
        ambulance is coming | ambulance is here | ambulance is on its way | at the hospital already
        at the hospital now | help is coming | help is on the way | i already called an ambulance
        i am already at the hospital | i am already in hospital | i am already in the hospital
        i am at a and e | i am at hospital | i am at the er | i am at the hospital
        i am at the hospital now | i am calling an ambulance | i am going to the hospital
        i am going to the hospital now | i am in a and e | i am in hospital | i am in hospital now
        i am in the er | i am in the hospital | i am in the hospital now | i am on my way to hospital
        i am on my way to the hospital | i called 112 | i called 911 | i called 999
        i called an ambulance | i called the ambulance | i have called an ambulance
        i have called the ambulance | i rang 999 | on my way to the hospital | on the way to hospital
        on the way to the hospital | the ambulance is coming | the ambulance is here
        the ambulance is on its way
        """
    ),
}


def _combined(*parts: str) -> tuple[str, ...]:
    """Every line that takes one piece of each part; "-" is none."""
    choices = [["" if piece == "-" else piece for piece in _lines(part)] for part in parts]
    return tuple(" ".join(filter(None, line)) for line in product(*choices))


# Help after a red flag, in many words, but whole lines only: "the doctor says it is not fine" is none.
_HELP = (
    "them | the doctor | my doctor | a doctor | the gp | my gp | 112 | 911 | 999 | the hospital "
    "| an ambulance | the ambulance | the emergency number | the emergency services | the helpline "
    "| the clinic"
)
_SEEN = "a doctor | the doctor | my doctor | my gp | the gp | the hospital | the er | the clinic | my midwife"
_CARED_FOR = (
    *_combined("i am | we are", "calling | ringing | phoning", _HELP, "- | now | right now"),
    *_combined("- | i | i have | i already | we", "called | rang | phoned", _HELP, "- | already | just now"),
    *_combined(
        "i | i have | i already | i have already",
        "saw | seen | went to | was at | been to | talked to | spoke to",
        _SEEN,
        "- | already | today | about it | about that | about this | this morning | yesterday",
    ),
)
_CLEARED = _combined(
    "- | but | no | well",
    "the doctor | my doctor | a doctor | the gp | my gp | the hospital | the nurse | the midwife "
    "| my midwife | the consultant",
    "says | said | told me | told me that | says that | said that",
    "it is fine | it is ok | it is okay | it is nothing | it is nothing serious | it is harmless "
    "| it was nothing | it is not serious | i am fine | everything is fine | all is fine",
)
_MOVE_OF: Mapping[str, MoveName] = {
    **dict.fromkeys(_CARED_FOR, "cared_for"),
    **dict.fromkeys(_CLEARED, "cleared"),
    **{line: name for name, lines in _LINES.items() for line in lines},
}
_POLITE = frozenset("please pls thanks okay ok oh well um er so hey".split())
# "No, I meant the thigh": what stands before the new wording.
_LEADS = tuple(
    sorted(
        (
            tuple(line.split())
            for line in _lines(
                """
                actually | actually i meant | ah no | correction | i am talking about
                i asked about | i mean | i meant | i meant to ask about | i meant to say | i said
                i wanted to say | i was asking about | i was talking about | make that | my mistake
                no | no but | no i am talking about | no i asked about | no i mean | no i meant
                no i meant to ask about | no i said | no i want | no i was asking about | no it is
                no no | no not that i meant | no rather | no sorry | no sorry i meant | no wait
                no wait i meant | nope | not that but | not that i meant | oh no i meant
                oh sorry i meant | oops | oops i meant | or rather | rather | scratch that | sorry
                sorry i mean | sorry i meant | that is wrong i meant | wait i meant | wait no
                well actually | what i mean is | what i meant was | i am on about | no i am on about
                wrong spot | wrong place | wrong muscle | no wrong spot | no wrong place | no wrong muscle
                wrong spot i mean | wrong spot i meant | wrong spot i am on about | wrong place i mean
                wrong place i meant | no wrong spot i am on about | no wrong spot i mean
                no wrong place i mean | no wrong muscle i mean | no wrong one i mean | wrong one i mean
                """
            )
        ),
        key=len,
        reverse=True,
    )
)


_CORRECTIONS = {
    first: tuple(lead for lead in _LEADS if lead[0] == first) for first in {lead[0] for lead in _LEADS}
}
# What a short line without a comma goes on with after "no" that corrects: "no the thigh", but "no fever"
_NAMING = frozenset("the my a an it i that this in on at with about rather more not just".split())


def find_move(tokens: Sequence[Token], conversation: Conversation) -> Move | None:
    """The move that the whole line makes, or None. One number counts only while something is on offer."""
    words = [token.word for token in tokens]
    offered = conversation.offered
    numbers = _numbers(words, len(offered))
    picked = _pick(words, len(offered))
    if picked and offered:
        numbers = (picked,)
    if numbers:
        within = max(numbers) <= len(offered)
        return (
            Move("pick", tuple(offered[number - 1] for number in numbers)) if within else Move("out_of_range")
        )
    if words and " ".join(words) in _DOUBTS and tokens[-1].mark == "?":
        return Move("again")
    name = _named(words) or _said_twice(tokens)
    return Move(name) if name else None


# With a question mark they are no yes: what was said last is asked about.
_DOUBTS = frozenset(
    _lines("true | right | correct | sure | really | definitely | absolutely | exactly | for sure | for real")
)


def _named(words: Sequence[str]) -> MoveName | None:
    return _MOVE_OF.get(" ".join(words)) or _MOVE_OF.get(
        " ".join(word for word in words if word not in _POLITE)
    )


def _said_twice(tokens: Sequence[Token]) -> MoveName | None:
    """The move that each part of a line makes, if it is the same: "I don't understand, simpler please"."""
    ends = [place for place, token in enumerate(tokens, 1) if token.mark and place < len(tokens)]
    parts = [tokens[start:stop] for start, stop in pairwise((0, *ends, len(tokens)))]
    said = [[token.word for token in part] for part in parts]
    names = {_named(words) for words in said if not _POLITE.issuperset(words)} if ends else {None}
    return names.pop() if len(names) == 1 else None


_BOTH = 2
_LONGEST_PICK = 8  # words: "please tell me about the second one"
_NO_SUCH = 10_000  # stands for 0, which is no number of a choice


def _numbers(words: Sequence[str], offered: int) -> tuple[int, ...]:
    """The numbers of a line that holds several and nothing else: "2 and 3", "1,2", "both"."""
    if offered == _BOTH and " ".join(words) in ("both", "both please", "both of them"):
        return (1, 2)
    digits = [word for word in words if word.isdecimal()]
    if len(digits) < 2 or any(word not in {"and", "plus"} for word in words if word not in digits):
        return ()
    return tuple(dict.fromkeys(int(word[:4]) or _NO_SUCH for word in digits))


def _pick(words: Sequence[str], offered: int) -> int:
    """The number that the line names: "2", "the second one", "number two please", "the last one"."""
    if not words or len(words) > _LONGEST_PICK:
        return 0
    if len(words) == 1 and words[0].isdecimal():
        return int(words[0][:4]) or _NO_SUCH
    if "last" in words and all(word in _PICK_FILLER or word == "last" for word in words):
        return offered
    numbers = [word for word in words if word in _ORDINALS]
    if len(numbers) > 1 and numbers[-1] == "one":
        numbers.pop()  # "the second one"
    if len(numbers) != 1:
        return 0
    rest = [word for word in words if word not in _ORDINALS]
    if any(word not in _PICK_FILLER for word in rest) or (numbers == ["one"] and rest):
        return 0
    return _ORDINALS[numbers[0]]


def strip_correction(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What follows "no, I meant" and the like; empty if the line is no correction."""
    words = tuple(token.word for token in tokens)
    for lead in _CORRECTIONS.get(words[0], ()) if words else ():
        if words[: len(lead)] == lead and len(words) > len(lead):
            comma = tokens[len(lead) - 1].mark
            short = len(words) <= 4 and (lead != ("no",) or words[1] in _NAMING)
            if len(lead) > 1 or comma in (",", ".", "!", ";", ":") or short:
                return tuple(tokens[len(lead) :])
    return ()
