"""One turn of a dialogue, in a fixed order.

An alarm before everything; then a move in the conversation ("2", "back"); then a title on offer; then
what is said of a red flag just raised; then a correction of the last reading; then the message as a
question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatbot.confidence import confidence
from chatbot.content import MAX_OPTIONS, Content
from chatbot.context import is_small_talk
from chatbot.conversation import START, Conversation
from chatbot.decision import Decision, Turn, answer, ask, doubt, doubt_again, urgent
from chatbot.index import Index
from chatbot.language import Token, tokenise
from chatbot.memory import ASKED, URGENT, aged, front, known
from chatbot.moves import Move, find_move
from chatbot.policy import ALARM, ALARM_DOUBT, ALARM_GRAVE, CERTAIN
from chatbot.questions import decide_correction, decide_question
from chatbot.ranking import Ranking
from chatbot.retraction import (
    NO,
    is_fright,
    is_neither,
    is_over,
    is_plain_no,
    is_plain_yes,
    is_retracted,
)
from chatbot.segments import is_question
from chatbot.watch import RedFlag, Watched

__all__ = ["decide"]

_SHORT_ANSWER = 5  # words: a longer line says something of its own
_MEANT = frozenset("mean meant ask asked asking talking about said rather".split())
_MOST_ASKED = 2  # times that the safety question is asked: what is neither yes nor no then counts as yes
_LONGEST_TITLE = 8  # words: longer lines are questions
_TITLE_FILLER = frozenset("the a an of to is it what how in at for and or be can do i you".split())


def decide(
    typed: Sequence[Token],
    ranking: Ranking,
    watched: Watched,
    memory: Conversation,
    content: Content,
    index: Index,
) -> Decision:
    """Choose the reply to one message: its words, their ranking, and what of red flags is in it."""
    now = aged(known(memory, content, index.intents))
    half = watched.half.name if watched.half else "" if watched.taken_back else now.half
    halved = now.halved if half == now.half and not watched.half else 0
    turn = Turn(content, index, now if half == now.half == "" else replace(now, half=half, halved=halved))
    decision = _alarm(watched.flag, turn)
    if decision is None and turn.memory.pending == "alarm":
        decision = _safety_answer(typed, ranking, turn)
    if decision is None and not typed:
        decision = ask(turn, "empty", "the message holds no words", turn.memory.offered)
    if decision is None and turn.signs and is_fright(typed):
        decision = urgent(turn, turn.signs, "fright after a red flag", "urgent_again")
    if decision is None:
        move = find_move(typed, turn.memory)
        if move and len(typed) == 1 and _answers_opening(ranking, turn):
            move = None  # "back", the answer to "where does it hurt?"
        decision = _move(move, turn) if move and not _is_known(ranking, memory, turn) else None
    if decision is None:
        decision = _title(typed, turn)
    if decision is None:
        decision = _of_the_flag(typed, turn)
    if decision is None:
        decision = decide_correction(ranking.reading, turn)
    decision = decision or decide_question(ranking, turn)
    return _kept_open(decision, turn) if turn.memory.pending == "alarm" else decision


def _kept_open(decision: Decision, turn: Turn) -> Decision:
    """``decision`` with the safety question, which stands until it is answered or fades."""
    if decision.signs or decision.opening.startswith("alarm_"):  # it was put again, or answered
        return decision
    open_, memory = turn.memory, decision.memory
    kept = replace(memory, pending="alarm", sign=open_.sign, alarmed=open_.alarmed, asked=open_.asked)
    return decision._replace(memory=kept)


def _is_known(ranking: Ranking, memory: Conversation, turn: Turn) -> bool:
    """True for a first line that the content itself knows: where nothing was said yet, "repeat" or
    "stop" may be a question of its own."""
    if memory != START or not any(token.word.isalpha() for token in ranking.reading.tokens):
        return False
    return ranking.candidates[0].name in turn.covered and confidence(ranking, turn.covered) >= CERTAIN


def _least(flag: RedFlag) -> float:
    """From where on a red flag that is not sure is asked about. Of a crisis that was named, always."""
    level = flag.signs[0].level
    if not flag.words or level == "same_day":
        return ALARM_DOUBT
    return 0.0 if level == "crisis" else ALARM_GRAVE


def _of_the_flag(typed: Sequence[Token], turn: Turn) -> Decision | None:
    """What a line says of the red flag that was raised just before: what may take it back in more than a word
    ("sorry, no fever, I measured again", "it went away") is asked about, but never of a crisis; a "no" that
    says more, and names nothing else that was meant, takes nothing back."""
    if not turn.signs or turn.memory.opening not in URGENT:
        return None
    sign = turn.signs[0]
    over = is_over(typed) or is_retracted(typed, sign, turn.content.alarms.words)
    if over and sign.level != "crisis":
        return doubt(turn, sign, "what was said after the red flag may take it back")
    words = {token.word for token in typed}
    if over or (typed[0].word in NO and _MEANT.isdisjoint(words)):
        return urgent(turn, turn.signs, "a no that says more after a red flag", "urgent_again")
    return None


def _answers_opening(ranking: Ranking, turn: Turn) -> bool:
    """True for a line that is plainly one of the options of the question that was asked."""
    opening = turn.content.vague.get(turn.memory.opening)
    sure = confidence(ranking, turn.covered) >= CERTAIN
    return opening is not None and sure and ranking.candidates[0].name in opening.options


def _alarm(flag: RedFlag | None, turn: Turn) -> Decision | None:
    """Raise a red flag, or ask about it. What a single corrected slip makes of a message is asked about."""
    if flag is None:
        return None
    signs, words = flag.signs, ", ".join(flag.words)
    if flag.sure >= ALARM and not flag.doubtful:
        if words:
            return urgent(turn, signs, f"red flags: {words}")
        reason = f"it resembles what people say who have this red flag: {signs[0].name}"
        return urgent(turn, signs, reason, "urgent_likeness")
    standing = turn.signs[0].level if turn.memory.opening in URGENT and turn.signs else ""
    if flag.sure < _least(flag) or standing in ("emergency", "crisis") or standing == signs[0].level:
        return None  # what is sure is not put aside for what is not
    return doubt(turn, signs[0], f"it may be a red flag: {words or signs[0].name}")


def _move(move: Move, turn: Turn) -> Decision | None:
    memory, offered = turn.memory, turn.memory.offered
    denied = move.name in ("no", "none", "reject") and memory.opening in URGENT and turn.signs
    if denied or move.name in ("joking", "cared_for", "cleared"):
        return _after_flag(move.name, turn)
    if move.name == "pick":
        return answer(turn, move.intents, "pick", "the number or title of a choice on offer")
    if move.name == "out_of_range":
        opening = "out_of_range" if offered else "no_subject"
        return ask(turn, opening, "a number that is not on offer", offered or turn.index.starters)
    if move.name == "none" or (move.name == "no" and offered):
        refused = replace(turn, memory=replace(memory, refused=front(*offered, *memory.refused)))
        return ask(refused, "none_of_these" if offered else "fine", "the options were waved away")
    if move.name == "yes":
        if len(offered) == 1:
            return answer(turn, offered, "pick", "yes to the one thing on offer")
        return ask(
            turn,
            "which_one" if offered else "no_subject",
            "yes, but to what?",
            offered or turn.index.starters,
        )
    if move.name == "restart":
        fresh = replace(turn, memory=START)
        return ask(fresh, "restart", "a new start was asked for", turn.index.starters)
    return {
        "no": _fine, "more": _more, "again": _again, "simpler": _simpler, "back": _back, "stop": _stop,
        "reject": _reject,
    }[move.name](turn)  # fmt: skip


def _safety_answer(typed: Sequence[Token], ranking: Ranking, turn: Turn) -> Decision | None:
    """The answer to the safety question. Right after it, what is short and no clear no counts as a yes ("a
    bit", "since yesterday"). Something else (a question, a command, a story, small talk) gets the safety
    question once more, and then None: it is dealt with, and the question stays open."""
    move = find_move(typed, START)
    name = move.name if move else ""
    sign, calm = turn.signs[0], _calmed(turn)
    often = turn.memory.asked >= _MOST_ASKED
    if name in ("again", "simpler"):
        return doubt_again(turn)
    if is_fright(typed) or is_neither(typed):
        reason = "the safety question was not answered with no"
        return urgent(turn, turn.signs, reason) if often else doubt_again(turn)
    groups = turn.content.alarms.words
    joked = name == "joking" and sign.level != "crisis"
    if joked or name in ("no", "none") or is_plain_no(typed, sign, groups):
        return ask(calm, "alarm_denied", "the safety question was answered with no")
    if is_plain_yes(typed) or name in ("yes", "cared_for", "cleared", "joking"):
        return urgent(turn, turn.signs, "the safety question was answered with yes, with help or a bad joke")
    if is_retracted(typed, sign, groups):
        return ask(calm, "alarm_denied", "the red flag was taken back")
    talks = is_small_talk(ranking, turn) and confidence(ranking, turn.covered) >= CERTAIN
    answers = 0 < len(typed) <= _SHORT_ANSWER and not is_question(typed) and not move and not talks
    if answers and turn.memory.opening in ASKED:
        return urgent(turn, turn.signs, "the safety question was not answered with no")
    return None if often or name == "stop" else doubt_again(turn, "alarm_unanswered")


def _calmed(turn: Turn) -> Turn:
    """The same turn without the red flag, and without what was half told of one."""
    return replace(
        turn, memory=replace(turn.memory, sign="", alarmed=0, asked=0, pending="", half="", halved=0)
    )


def _after_flag(said: str, turn: Turn) -> Decision | None:
    """The red flag was a joke or is not true, which takes it back unless it was about a crisis; or help is
    there already, which does not; or a doctor cleared it, which does where a doctor was called for."""
    if not turn.signs:
        return None
    calm = _calmed(turn)
    at_once = turn.memory.opening in URGENT  # the line answers the flag, and not what came after it
    if said == "cleared" and at_once and turn.signs[0].level == "same_day":
        return ask(calm, "alarm_cleared", "the red flag was looked at, and nothing was found")
    if said in ("cared_for", "cleared"):
        return ask(turn, "alarm_cared_for", "help is there after a red flag")
    if turn.signs[0].level == "crisis":
        return urgent(turn, turn.signs, "a crisis is not taken back with a word", "urgent_again")
    return ask(calm, "alarm_joking", "the red flag was taken back")


def _fine(turn: Turn) -> Decision:
    return ask(turn, "fine", "a no, with nothing on offer")


def _more(turn: Turn) -> Decision:
    """The next thing about the subject that has not been shown yet; never the same again."""
    topic, memory = turn.memory.topic, turn.memory
    if not topic:
        return ask(turn, "no_subject", "more of what?", turn.index.starters)
    wanted = [*turn.content.intents[topic].follow_ups]
    wanted += [name for step in wanted for name in turn.content.intents[step].follow_ups]
    fresh = [name for name in dict.fromkeys(wanted) if name not in memory.shown and name != topic]
    if fresh:
        return answer(turn, (fresh[0],), "context", f"more on {topic}", opening="more")
    return ask(turn, "nothing_more", f"all about {topic} was shown", turn.index.starters)


def _again(turn: Turn) -> Decision:
    memory = turn.memory
    if memory.opening in URGENT and turn.signs:
        return urgent(turn, turn.signs, "the last reply again", memory.opening)
    if memory.opening.startswith("decline"):
        reason, choices = "the last reply again", memory.offered
        return Decision(
            "decline",
            "command",
            reason,
            memory,
            choices=choices,
            opening=memory.opening,
            subjects=memory.missed,
        )
    if memory.opening == "simpler" and memory.topic:
        return answer(turn, (memory.topic,), "command", "the answer that was not understood, again")
    if memory.last:
        repeated = answer(turn, memory.last, "command", "the last reply again", opening=memory.opening)
        return repeated._replace(choices=memory.offered, memory=memory)
    if memory.turns <= 1:
        return ask(turn, "nothing_to_repeat", "there is nothing to repeat", turn.index.starters)
    return ask(turn, memory.opening or "fine", "the last reply again", memory.offered)


def _simpler(turn: Turn) -> Decision:
    """There is one wording of each answer; in pieces it may be easier."""
    topic, opening = turn.memory.topic, turn.memory.opening
    if opening in URGENT or opening.startswith("decline") or turn.memory.pending:
        return _again(turn)
    if not topic:
        return ask(turn, "no_subject", "what should be simpler?", turn.index.starters)
    return ask(turn, "simpler", "simpler words were asked for", turn.content.intents[topic].follow_ups)


def _back(turn: Turn) -> Decision:
    memory = turn.memory
    if not memory.recent:
        return ask(turn, "nothing_before", "there is no earlier subject", turn.index.starters)
    earlier = replace(turn, memory=replace(memory, topic="", recent=memory.recent[1:]))
    return answer(earlier, (memory.recent[0],), "command", "back to the subject before", opening="back")


def _stop(turn: Turn) -> Decision:
    return ask(turn, "stopped", "a stop was asked for")


def _reject(turn: Turn) -> Decision:
    memory = turn.memory
    options = tuple(name for name in memory.rivals if name != memory.topic)[:MAX_OPTIONS]
    calm = replace(
        turn, memory=replace(memory, refused=front(memory.topic) if memory.topic else (), topic="")
    )
    return ask(calm, "rejected" if options else "rejected_alone", "the last reading was rejected", options)


def _title(typed: Sequence[Token], turn: Turn) -> Decision | None:
    """A choice on offer, named by its title, loosely: all that was typed stands in that title alone."""
    words = {token.stem for token in typed}
    if not turn.memory.offered or len(typed) > _LONGEST_TITLE:
        return None
    fitting = []
    for name in turn.memory.offered:
        title = {token.stem for token in tokenise(turn.content.intents[name].title)}
        own = title - _TITLE_FILLER
        asked = words - _TITLE_FILLER
        if asked and asked <= title and 2 * len(asked & own) >= len(own):
            fitting.append(name)
    if len(fitting) != 1:
        return None
    return answer(turn, (fitting[0],), "pick", "the number or title of a choice on offer")
