"""Is this line a move in the conversation rather than a question? "2", "none of these", "say that again".

Moves are recognised by the whole line, never by a part of it, so that a full question is
never mistaken for one. It knows the memory of the dialogue, and no content but titles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.conversation import Conversation
from chatbot.language import Token

__all__ = ["Move", "MoveName", "find_move", "strip_correction"]

MoveName = Literal[
    "pick", "out_of_range", "none", "yes", "no", "more", "again", "back", "restart", "stop", "reject"
]


@dataclass(frozen=True, slots=True)
class Move:
    """A recognised move; ``intent`` is set for a pick."""

    name: MoveName
    intent: str = ""


_ORDINALS = {
    "1": 1, "one": 1, "first": 1, "1st": 1, "2": 2, "two": 2, "second": 2, "2nd": 2, "3": 3, "three": 3,
    "third": 3, "3rd": 3, "4": 4, "four": 4, "fourth": 4, "4th": 4, "5": 5, "five": 5, "fifth": 5,
    "5th": 5, "6": 6, "7": 7, "8": 8, "9": 9,
}  # fmt: skip
_PICK_FILLER = frozenset(
    "the option number no nr choice answer please pls i take choose pick want would like let us lets go with "
    "and ok okay yes tell me about that is it s er um well show give question topic item one thing".split()
)
_LINES: Mapping[MoveName, frozenset[str]] = {
    "none": frozenset(
        """none of these|none of those|none of them|none|neither|neither of these|neither of them|nothing of that
        not these|not any of these|no none of these|none of the above|none fits|none of that
        neither of those|nope none|nope none of these|no neither|something else|something different
        none of them fit|none of these fit|none of it|all wrong|no none""".replace("\n", "|").split("|")
    ),
    "yes": frozenset(
        """yes|yeah|yep|yup|ya|sure|yes please|please|please do|okay|ok|okay please|go on then|of course|certainly
        y|aye|yes do|absolutely|definitely|right|exactly|correct|that is right|yes that|yes that one
        i do|yes i do|yes exactly|yes it is|true|yes i have|it is|that one|go ahead|why not|sure thing
        yes sure|sure please|yea|oh yes|si|ja|oui|yes i am|yes i did|yes that is it|uh huh""".replace(
            "\n", "|"
        ).split("|")
    ),
    "no": frozenset(
        """no|nope|nah|no thanks|no thank you|nein|non|not really|no not really|no i do not|i do not|no it is not
        not now|no need|no i am fine|rather not|no it does not|no not that|no i did not|no i have not
        not at all|no way|certainly not|thanks no|no i am okay|i am good|i am fine|never""".replace(
            "\n", "|"
        ).split("|")
    ),
    "more": frozenset(
        """more|tell me more|more please|more information|go on|and|continue|more details|more detail|keep going
        what else|anything else|tell me more please|tell me more about it|tell me more about that|say more
        can you tell me more|could you tell me more|i want to know more|please tell me more|give me more
        and then|what more|is there more|go deeper|details|details please|elaborate|more on that|and more
        tell me more about this|more about that|more about this|more about it|can you elaborate|explain more
        what else can you tell me|anything more|is that all|is that everything|okay tell me more|next
        okay and|i would like to know more|some more|and what else|what else is there|more of that""".replace(
            "\n", "|"
        ).split("|")
    ),
    "again": frozenset(
        """again|repeat|say that again|repeat that|say it again|come again|pardon|what did you say|once more
        could you repeat that|can you repeat that|please repeat|repeat please|one more time|sorry what
        say again|what was that|what was that again|say that again please|can you say that again|repeat it
        could you say that again|pardon me|tell me again|repeat that please|same again|eh|huh|excuse me
        please say that again|i missed that|sorry i missed that|can you repeat it""".replace("\n", "|").split("|")
    ),
    "back": frozenset(
        """back|go back|previous|the previous one|back please|go back please|back to before|undo|one step back
        back to the last one|back to the previous one|previous answer|return|take me back|to the last topic
        back to the last topic|back to the previous topic|can we go back|let us go back|last topic
        go back one|go back to the last one|back to what we had|what was before""".replace("\n", "|").split("|")
    ),
    "restart": frozenset(
        """start over|start again|restart|reset|from the beginning|new conversation|begin again|new topic|start anew
        forget all that|forget everything|clear|let us start over|can we start over|start from the beginning
        forget it all|start fresh|please start over|start afresh|new start|let us start again
        from the start|i want to start over|another topic|change topic|change the topic|different topic""".replace(
            "\n", "|"
        ).split("|")
    ),
    "stop": frozenset(
        """stop|stop it|enough|stop please|please stop|cancel|abort|shut up|that is enough|never mind|nevermind
        forget it|quiet|be quiet|leave it|drop it|stop that|okay stop|stop now|please stop now|halt""".replace(
            "\n", "|"
        ).split("|")
    ),
    "reject": frozenset(
        """not that|no not that|wrong|that is wrong|that is not it|not what i meant|not what i asked
        that is not what i meant|that is not what i asked|no that is not it|no that is wrong|not this
        that was not my question|you got me wrong|you misunderstood|you misunderstood me|that is not my question
        no that is not what i meant|no that is not what i asked|wrong answer|no wrong|not that one
        that does not answer my question|that does not help|i did not ask that|i did not mean that
        no i did not mean that|no not this|not the right one|you are wrong|incorrect""".replace("\n", "|").split("|")
    ),
}
_MOVE_OF: Mapping[str, MoveName] = {
    " ".join(line.split()): name for name, lines in _LINES.items() for line in lines
}
_POLITE = frozenset("please pls thanks okay ok oh well um er so hey".split())
# "No, I meant the thigh": what stands before the new wording.
_CORRECTIONS = sorted(
    (
        tuple(line.split())
        for line in """no i meant|i meant|no i mean|i mean|sorry i meant|sorry i mean|no sorry i meant|no wait i meant
        wait i meant|no wait|actually i meant|actually|rather|no not that i meant|no i was asking about
        i was asking about|i was talking about|no i am talking about|i am talking about|no i asked about
        i asked about|what i meant was|what i mean is|correction|sorry|no sorry|oops|oops i meant|i wanted to say
        no it is|make that|scratch that|no no|no rather|ah no|i meant to say|not that i meant|no i want|no but
        my mistake|wait no|oh no i meant|oh sorry i meant|no i meant to ask about|i meant to ask about
        or rather|well actually|not that but|no|i said|no i said|that is wrong i meant|nope""".replace("\n", "|").split("|")
    ),
    key=len,
    reverse=True,
)


def find_move(tokens: Sequence[Token], conversation: Conversation) -> Move | None:
    """The move that the whole line makes, or None. Numbers count only while something is on offer."""
    words = [token.word for token in tokens]
    picked = _pick(words, len(conversation.offered))
    if picked and conversation.offered:
        if picked <= len(conversation.offered):
            return Move("pick", conversation.offered[picked - 1])
        return Move("out_of_range")
    name = _MOVE_OF.get(" ".join(words)) or _MOVE_OF.get(
        " ".join(word for word in words if word not in _POLITE)
    )
    return Move(name) if name else None


def _pick(words: Sequence[str], offered: int) -> int:
    """The number that the line names: "2", "the second one", "number two please", "the last one"."""
    if not words or len(words) > 8:
        return 0
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
    for lead in _CORRECTIONS:
        if words[: len(lead)] == lead and len(words) > len(lead):
            comma = tokens[len(lead) - 1].mark
            if len(lead) > 1 or comma in (",", ".", "!", ";", ":") or len(words) <= 4:
                return tuple(tokens[len(lead) :])
    return ()
