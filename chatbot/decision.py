"""Candidates + conversation -> answer, clarify or decline, and what to remember.

Every threshold of the policy lives here, named, with its evidence. It chooses names only;
what is said about them is composed in ``reply``. It opens nothing and scores nothing
itself: it asks ``ranking`` and ``confidence``.

The order is fixed: an alarm before everything; then a move in the conversation ("2",
"back"); then a correction of the last reading; then the message as a question, alone or
with its subject taken from the conversation; and two questions in one are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chatbot.confidence import confidence
from chatbot.content import Content, Sign
from chatbot.conversation import MAX_NAMES, START, Conversation
from chatbot.features import Unit
from chatbot.index import Index
from chatbot.lanes import SCORE_UNIT
from chatbot.language import Token, tokenise
from chatbot.moves import Move, find_move, strip_correction
from chatbot.negation import affirmed
from chatbot.phrases import PHRASES
from chatbot.ranking import Ranking, Reading, adjusted, blended, part, rank, subset
from chatbot.reply import Kind
from chatbot.safety import Finding
from chatbot.segments import Joint, cuts
from chatbot.vocabulary import to_units

__all__ = ["THRESHOLDS", "Decision", "decide"]

# Tiers of confidence, on tests/data/questions_a.jsonl (the half that is tuned on): answering
# from 0.6 gives 88 % right and 3.3 % wrong in scope, from 0.4 91 % and 5.5 %; what lies
# between is better asked back.
CERTAIN = 0.78  # answer, and offer what comes next
LIKELY = 0.56  # answer, and offer what else it may have been
LOST = 3  # misses in a row after which the bot changes course
LIKELY_IN_CONTEXT = 0.40  # the same where the conversation narrows the subject down
UNSURE = 0.22  # ask which of the nearest it is; below: decline
OFF_TOPIC = 0.40  # a subject that is not covered is named from here on
THRESHOLDS = (("certain", CERTAIN), ("likely", LIKELY), ("unsure", UNSURE), ("off topic", OFF_TOPIC))

MAX_OPTIONS = 3  # more are not read
_CLOSE = 0.45  # options lie within this of the best score
_NEAR = -0.60  # a topic is "near" a declined question if it scores above this

# A message is taken for two questions if both halves are at least this sure of themselves,
# by how they are joined (tuned on questions_a.jsonl and on the first halves of doubles.jsonl
# and singles_with_and.jsonl; reported on the second halves).
_SPLIT: Mapping[Joint, float] = {
    "questions": 0.42,
    "statement": 0.42,
    "circumstance": 0.88,
    "list": 0.88,
    "none": 2.0,
}
_KNOWN = -0.90  # a rival has to share at least this much with the question
SPLIT_SURE = 0.80  # from here on even if the message as a whole seems to be about a third thing
SPLIT_FOREIGN = 0.60  # where one half is about something that is not covered
SPLIT_TALK = 0.35  # "thanks, and ...": the rest of the line needs less to be taken for a question
LONG = 25  # tokens: a longer message is a story; what it tells first is not what it asks

# A message that no pattern of a red flag foresaw is still taken for one if it is more like the
# examples of the sign than like anything else; if it is nearly so, the bot asks.
# Chosen so that hardly an ordinary question asks (2 of 673); of the red flags that no pattern
# caught this finds about half.
ALARM_LEAD = 0.3
ALARM_DOUBT = 0.1
ALARM_SCORE = -0.6  # below, it resembles nothing much
ALARM_WORDS = 2  # content words: one alone raises nothing by likeness

FADE = 6  # turns after which a subject that nobody touched is forgotten
_ELLIPTIC_TOKENS = 9  # longer messages stand for themselves
_ELLIPTIC_WORDS = 3  # so do those with more content words
_OWN_SUBJECT = 0.80  # and those that are this sure of their own subject
_FOLLOW_UP = 0.4  # what the author named as the next questions is likely to be next
_SAME = 0.4  # so is the subject itself
_POINTERS = frozenset("it that this them they those these one ones there then he she him her".split())
_CONTINUATIONS = frozenset("and or but what how why so also".split())


_URGENT = ("urgent", "urgent_likeness")  # openings of urgent replies


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say, by name. ``memory`` is the next conversation, but for digests of texts."""

    kind: Kind
    stage: str
    reason: str
    memory: Conversation
    intents: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 1.0
    opening: str = ""  # name of a phrase
    subjects: tuple[str, ...] = ()  # not_covered names
    strangers: tuple[str, ...] = ()
    missing: bool = False  # a part of the message is not covered
    signs: tuple[Sign, ...] = ()
    evidence: Ranking | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    """What every stage looks at."""

    content: Content
    index: Index
    memory: Conversation  # as handed in, unknown names dropped, one turn older
    covered: frozenset[str]


def decide(
    typed: Sequence[Token],
    reading: Reading,
    finding: Finding | None,
    memory: Conversation,
    content: Content,
    index: Index,
) -> Decision:
    """Choose the reply to one message. ``finding`` is what the red-flag gate said of it."""
    turn = _Turn(content, index, _aged(_known(memory, content)), frozenset(index.classes[: index.covered]))
    decision = _alarm(finding, turn)
    if decision is None and not typed:
        decision = _ask(turn, "empty", "the message holds no words", turn.memory.offered)
    if decision is None:
        move = find_move(typed, turn.memory)
        decision = _move(move, turn) if move and not _is_known(reading, memory, turn) else None
    if decision is None:
        decision = _title(typed, turn)
    if decision is None:
        decision = _correction(reading, turn)
    return decision or _question(reading, turn)


def _is_known(reading: Reading, memory: Conversation, turn: _Turn) -> bool:
    """True for a first line that the content itself knows: where nothing was said yet, "repeat" or
    "stop" may be a question of its own."""
    if memory != START:
        return False
    ranking = rank(reading, turn.index)
    return ranking.candidates[0].name in turn.covered and confidence(ranking, turn.covered) >= CERTAIN


# -- memory ------------------------------------------------------------------------------


def _known(memory: Conversation, content: Content) -> Conversation:
    """The conversation without names that the content no longer has."""
    if memory == START:
        return memory

    def kept(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in content.intents)

    signs = {sign.name for sign in content.alarms.signs}
    sign = memory.sign if memory.sign in signs else ""
    opening = memory.opening if memory.opening in PHRASES or memory.opening in content.vague else ""
    offered = kept(memory.offered)
    return replace(
        memory,
        topic=memory.topic if memory.topic in content.intents else "",
        recent=kept(memory.recent),
        shown=kept(memory.shown),
        offered=offered if offered == memory.offered else (),
        refused=kept(memory.refused),
        rivals=kept(memory.rivals),
        last=kept(memory.last),
        sign=sign,
        missed=tuple(name for name in memory.missed if name in content.not_covered),
        opening="" if opening in (*_URGENT, "alarm_question") and not sign else opening,
        pending="" if memory.pending == "alarm" and not sign else memory.pending,
    )


def _aged(memory: Conversation) -> Conversation:
    age = min(memory.age + 1, 999_999)
    turns = min(memory.turns + 1, 999_999)
    if age > FADE:
        return replace(memory, turns=turns, topic="", sign="", pending="", age=0)
    return replace(memory, turns=turns, age=age)


def _answered(
    turn: _Turn,
    intents: tuple[str, ...],
    choices: tuple[str, ...],
    rivals: tuple[str, ...],
    opening: str,
) -> Conversation:
    """The memory after an answer: small talk leaves the subject and what is on offer as they were."""
    memory = turn.memory
    topics = [name for name in intents if not turn.content.intents[name].small_talk]
    if not topics:
        return replace(memory, refused=(), pending="", misses=0, last=intents, opening=opening)
    changed = memory.topic and memory.topic != topics[0]
    return replace(
        memory,
        topic=topics[0],
        age=0,
        recent=_front(memory.topic, memory.recent) if changed else memory.recent,
        shown=_front(*topics, *memory.shown),
        offered=choices,
        refused=(),
        rivals=rivals,
        opening=opening,
        pending="",
        last=intents,
        misses=0,
    )


def _front(*names: str | tuple[str, ...]) -> tuple[str, ...]:
    flat = [name for item in names for name in ((item,) if isinstance(item, str) else item)]
    return tuple(dict.fromkeys(flat))[:MAX_NAMES]


# -- what every stage ends in ----------------------------------------------------------------


def _answer(
    turn: _Turn,
    intents: tuple[str, ...],
    stage: str,
    reason: str,
    *,
    sure: float = 1.0,
    rivals: tuple[str, ...] = (),
    opening: str = "",
    evidence: Ranking | None = None,
) -> Decision:
    choices = _choices(turn, intents, rivals if sure < CERTAIN else ())
    memory = _answered(turn, intents, choices, rivals, opening)
    if all(turn.content.intents[name].small_talk for name in intents):
        choices = ()
    return Decision("answer", stage, reason, memory, intents, choices, sure, opening, evidence=evidence)


def _choices(turn: _Turn, intents: tuple[str, ...], rivals: tuple[str, ...]) -> tuple[str, ...]:
    """Other meanings first, then the author's follow-ups; not what was just said or waved away."""
    wanted = list(rivals)
    for name in intents:
        wanted += turn.content.intents[name].follow_ups
    kept = [
        name
        for name in dict.fromkeys(wanted)
        if name not in intents
        and name not in turn.memory.refused
        and not turn.content.intents[name].small_talk
    ]
    return tuple(kept[:4])


def _ask(
    turn: _Turn,
    opening: str,
    reason: str,
    options: tuple[str, ...] = (),
    *,
    stage: str = "command",
    sure: float = 1.0,
    evidence: Ranking | None = None,
    missed: bool = False,
) -> Decision:
    memory = replace(
        turn.memory,
        offered=options,
        pending="clarify" if options else "",
        misses=min(turn.memory.misses, LOST) + 1 if missed else 0,
        last=(),
        opening=opening,
    )
    return Decision("clarify", stage, reason, memory, (), options, sure, opening, evidence=evidence)


def _decline(
    turn: _Turn, ranking: Ranking, sure: float, reason: str, stage: str, subjects: tuple[str, ...] = ()
) -> Decision:
    """``subjects`` names what the message is about, if that is known and not covered."""
    near = _nearest(ranking, turn)
    misses = min(turn.memory.misses, LOST) + 1
    opening = "decline_lost" if misses >= LOST else "decline"
    if _is_foreign(ranking.reading):
        opening = "decline_language"
    is_near = opening == "decline" and bool(near)
    options = near if is_near else turn.index.starters
    memory = replace(
        turn.memory,
        offered=options,
        refused=(),
        pending="",
        misses=misses,
        last=(),
        rivals=(),
        missed=subjects,
        near=is_near,
        opening=opening,
    )
    return Decision(
        "decline",
        stage,
        reason,
        memory,
        choices=options,
        confidence=sure if subjects else 1.0 - sure,
        opening=opening,
        subjects=subjects,
        strangers=ranking.reading.strangers,
        evidence=ranking,
    )


def _nearest(ranking: Ranking, turn: _Turn) -> tuple[str, ...]:
    """Covered subjects that come close to a question that has no answer."""
    return tuple(
        candidate.name
        for candidate in ranking.candidates
        if candidate.name in turn.covered
        and candidate.score > _NEAR
        and not turn.content.intents[candidate.name].small_talk
        and candidate.name not in turn.memory.refused
    )[:MAX_OPTIONS]


def _is_foreign(reading: Reading) -> bool:
    """True for a message in another language or script: hardly a word of it is English."""
    words = reading.marks
    strange = sum(how == "unknown" for _, how in words) + 0.5 * sum(how == "spelling" for _, how in words)
    other_script = any(not word.isascii() for word, how in words if how == "unknown")
    return bool(words) and strange >= len(words) / 2 and (len(words) >= 3 or other_script)


# -- safety ----------------------------------------------------------------------------------


def _alarm(finding: Finding | None, turn: _Turn) -> Decision | None:
    if finding is None:
        return None
    if finding.certain:
        return _urgent(turn, finding.signs, "red flags: " + ", ".join(finding.words))
    reason = "a red flag, if the misspelt word means what it seems to: " + ", ".join(finding.words)
    return _doubt(turn, finding.signs[0], reason)


def _doubt(turn: _Turn, sign: Sign, reason: str) -> Decision:
    memory = replace(
        turn.memory, offered=(), pending="alarm", sign=sign.name, last=(), misses=0, opening="alarm_question"
    )
    return Decision("clarify", "alarm", reason, memory, opening="alarm_question", signs=(sign,))


def _learned_alarm(ranking: Ranking, turn: _Turn) -> Decision | None:
    """A red flag that no pattern foresaw, by likeness to what people say who have one."""
    alarm = ranking.alarm
    if alarm is None or alarm.score < ALARM_SCORE:
        return None
    if ranking.content_words < ALARM_WORDS or len(ranking.reading.tokens) > LONG:
        return None
    sign = next(sign for sign in turn.content.alarms.signs if sign.name == alarm.name)
    lead = alarm.score - max(ranking.candidates[0].score, ranking.harmless)
    if lead >= ALARM_LEAD:
        reason = f"it resembles what people say who have this red flag: {sign.name}"
        return _urgent(turn, (sign,), reason, "urgent_likeness")
    if lead >= ALARM_DOUBT:
        return _doubt(turn, sign, f"it may be a red flag: {sign.name}")
    return None


def _urgent(turn: _Turn, signs: tuple[Sign, ...], reason: str, opening: str = "urgent") -> Decision:
    name = turn.content.alarms.intent
    intents = (name,) if name else ()
    memory = replace(
        turn.memory, topic=name, age=0, offered=intents, refused=(), pending="", sign=signs[0].name, misses=0,
        last=(), rivals=(), opening=opening,
    )  # fmt: skip
    return Decision("urgent", "alarm", reason, memory, intents, intents, 1.0, opening, signs=signs)


# -- moves -----------------------------------------------------------------------------------


def _move(move: Move, turn: _Turn) -> Decision | None:
    memory, offered = turn.memory, turn.memory.offered
    if memory.pending == "alarm" and move.name in ("yes", "no"):
        return _alarm_answered(move, turn)
    if move.name == "pick":
        return _answer(turn, (move.intent,), "pick", "the number or title of a choice on offer")
    if move.name == "out_of_range":
        return _ask(turn, "out_of_range", "a number that is not on offer", offered)
    if move.name == "none" or (move.name == "no" and offered):
        refused = replace(turn, memory=replace(memory, refused=_front(*offered, *memory.refused)))
        return _ask(refused, "none_of_these" if offered else "fine", "the options were waved away")
    if move.name == "yes":
        if len(offered) == 1:
            return _answer(turn, offered, "pick", "yes to the one thing on offer")
        return _ask(
            turn,
            "which_one" if offered else "no_subject",
            "yes, but to what?",
            offered or turn.index.starters,
        )
    if move.name == "restart":
        fresh = replace(turn, memory=START)
        return _ask(fresh, "restart", "a new start was asked for", turn.index.starters)
    return {
        "no": _fine, "more": _more, "again": _again, "back": _back, "stop": _stop, "reject": _reject
    }[move.name](turn)  # fmt: skip


def _alarm_answered(move: Move, turn: _Turn) -> Decision:
    signs = tuple(sign for sign in turn.content.alarms.signs if sign.name == turn.memory.sign)
    if move.name == "yes":
        return _urgent(turn, signs, "the safety question was answered with yes")
    calm = replace(turn, memory=replace(turn.memory, sign="", pending=""))
    return _ask(calm, "alarm_denied", "the safety question was answered with no")


def _fine(turn: _Turn) -> Decision:
    return _ask(turn, "fine", "a no, with nothing on offer")


def _more(turn: _Turn) -> Decision:
    """The next thing about the subject that has not been shown yet; never the same again."""
    topic, memory = turn.memory.topic, turn.memory
    if not topic:
        return _ask(turn, "no_subject", "more of what?", turn.index.starters)
    wanted = [*turn.content.intents[topic].follow_ups]
    wanted += [name for step in wanted for name in turn.content.intents[step].follow_ups]
    fresh = [name for name in dict.fromkeys(wanted) if name not in memory.shown and name != topic]
    if fresh:
        return _answer(turn, (fresh[0],), "context", f"more on {topic}", opening="more")
    return _ask(turn, "nothing_more", f"all about {topic} was shown", turn.index.starters)


def _again(turn: _Turn) -> Decision:
    memory = turn.memory
    signs = tuple(sign for sign in turn.content.alarms.signs if sign.name == memory.sign)
    if memory.opening in _URGENT and signs:
        return _urgent(turn, signs, "the last reply again", memory.opening)
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
    if memory.last:
        return replace(
            _answer(turn, memory.last, "command", "the last reply again", opening=memory.opening),
            choices=memory.offered,
            memory=memory,
        )
    if memory.turns <= 1:
        return _ask(turn, "nothing_to_repeat", "there is nothing to repeat", turn.index.starters)
    return _ask(turn, memory.opening or "fine", "the last reply again", memory.offered)


def _back(turn: _Turn) -> Decision:
    memory = turn.memory
    if not memory.recent:
        return _ask(turn, "nothing_before", "there is no earlier subject", turn.index.starters)
    earlier = replace(turn, memory=replace(memory, topic="", recent=memory.recent[1:]))
    return _answer(earlier, (memory.recent[0],), "command", "back to the subject before", opening="back")


def _stop(turn: _Turn) -> Decision:
    return _ask(turn, "stopped", "a stop was asked for")


def _reject(turn: _Turn) -> Decision:
    memory = turn.memory
    options = tuple(name for name in memory.rivals if name != memory.topic)[:MAX_OPTIONS]
    calm = replace(
        turn, memory=replace(memory, refused=_front(memory.topic) if memory.topic else (), topic="")
    )
    return _ask(calm, "rejected" if options else "rejected_alone", "the last reading was rejected", options)


def _title(typed: Sequence[Token], turn: _Turn) -> Decision | None:
    """A choice on offer, named by its title, loosely: all that was typed stands in that title alone."""
    words = {token.stem for token in typed}
    if not turn.memory.offered or len(typed) > 8:
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
    return _answer(turn, (fitting[0],), "pick", "the number or title of a choice on offer")


_TITLE_FILLER = frozenset("the a an of to is it what how in at for and or be can do i you".split())


# -- questions ---------------------------------------------------------------------------------


def _correction(reading: Reading, turn: _Turn) -> Decision | None:
    """After "no, I meant", the rest of the line replaces the last reading."""
    rest = strip_correction(reading.tokens)
    if not rest or not (turn.memory.topic or turn.memory.offered):
        return None
    start = len(reading.tokens) - len(rest)
    words = part(reading, start, len(reading.tokens), turn.index.vocabulary)
    if not words.content_words:
        return None
    ranking = adjusted(rank(words, turn.index), turn.index, {turn.memory.topic: -_FOLLOW_UP})
    decision = _judge(ranking, turn)
    return replace(decision, opening="corrected") if decision.kind == "answer" else decision


def _question(reading: Reading, turn: _Turn) -> Decision:
    ranking = _affirmed(reading, turn)
    alarm = _learned_alarm(ranking, turn)
    if alarm is not None:
        return alarm
    parts = _parts(ranking, turn)
    if len(parts) > 1:
        return _several(parts, turn)
    alone = parts[0]
    if _elliptic(alone, turn):
        return _judge(_in_context(alone, turn), turn, stage="context")
    return _judge(alone, turn)


def _affirmed(reading: Reading, turn: _Turn) -> Ranking:
    """The ranking of what the message does not deny, as long as that says something."""
    whole = rank(reading, turn.index)
    places = affirmed(reading.tokens)
    if len(places) == len(reading.tokens):
        return whole
    rest = subset(reading, places, turn.index.vocabulary)
    ranking = rank(rest, turn.index) if rest.content_words else whole
    return ranking if confidence(ranking, turn.covered) >= UNSURE else whole


def _judge(ranking: Ranking, turn: _Turn, stage: str = "matching") -> Decision:
    """One question: answer, ask back or decline by the tiers of confidence."""
    sure = confidence(ranking, turn.covered)
    if sure < CERTAIN and _is_foreign(ranking.reading):
        return _decline(turn, ranking, sure, "this does not look like English", stage)
    best = ranking.candidates[0]
    rivals = _rivals(ranking, turn)
    vague = turn.content.vague.get(best.name)
    if vague and sure >= UNSURE:
        return _ask(
            turn,
            vague.name,
            "this names no subject yet",
            vague.options,
            stage=stage,
            sure=sure,
            evidence=ranking,
        )
    if best.name not in turn.covered:
        if sure >= OFF_TOPIC or not rivals:
            subjects = (best.name,) if best.name in turn.content.not_covered else ()
            return _decline(
                turn, ranking, sure, f"this is about {best.name}, which is not covered", stage, subjects
            )
        return _decline(turn, ranking, sure, "nothing here fits well enough", stage)
    if sure >= (LIKELY_IN_CONTEXT if stage == "context" else LIKELY):
        opening = "" if sure >= CERTAIN or turn.content.intents[best.name].small_talk else "likely"
        reason = "the best candidate is " + ("clearly" if sure >= CERTAIN else "probably") + " meant"
        return _answer(
            turn, (best.name,), stage, reason, sure=sure, rivals=rivals, opening=opening, evidence=ranking
        )
    if sure >= UNSURE:
        options = tuple(name for name in (best.name, *rivals) if not turn.content.intents[name].small_talk)
        options = tuple(name for name in options if name not in turn.memory.refused)[:MAX_OPTIONS]
        if options:
            again = "clarify_again" if turn.memory.pending == "clarify" else "clarify"
            return _ask(
                turn,
                again,
                "several subjects are close",
                options,
                stage=stage,
                sure=1 - sure,
                evidence=ranking,
                missed=True,
            )
    return _decline(turn, ranking, sure, "nothing here fits well enough", stage)


def _rivals(ranking: Ranking, turn: _Turn) -> tuple[str, ...]:
    """Other covered subjects within reach of the best score."""
    best = ranking.candidates[0]
    return tuple(
        candidate.name
        for candidate in ranking.candidates[1:]
        if candidate.name in turn.covered
        and best.score - candidate.score < _CLOSE
        and candidate.score > _KNOWN
        and not turn.content.intents[candidate.name].small_talk
    )[: MAX_OPTIONS - 1]


def _parts(whole: Ranking, turn: _Turn, depth: int = 2) -> list[Ranking]:
    """The questions in a message, each ranked by itself; one, unless there are clearly more."""
    reading = whole.reading
    tokens = reading.tokens
    if len(tokens) < 4 or not depth:
        return [whole]
    best: tuple[float, Ranking, Ranking] | None = None
    for cut in cuts(tokens):
        left = part(reading, 0, cut.place, turn.index.vocabulary)
        right = part(reading, cut.place, len(tokens), turn.index.vocabulary)
        if not left.content_words:
            continue
        first = rank(left, turn.index)
        halves = first, _after(first, rank(right, turn.index), turn)
        least = _separate(*halves, whole, cut.joint, turn)
        if least and (best is None or least > best[0]):
            best = (least, *halves)
    if best is None:
        return [whole]
    found = [*_parts(best[1], turn, depth - 1), *_parts(best[2], turn, depth - 1)]
    talk = [ranking for ranking in found if not _is_small_talk(ranking, turn)]
    return talk or found[:1]


def _after(first: Ranking, second: Ranking, turn: _Turn) -> Ranking:
    """The second half of a message; if it cannot stand alone, its subject is that of the first."""
    subject = first.candidates[0].name
    if subject not in turn.covered or turn.content.intents[subject].small_talk:
        return second
    inside = replace(turn, memory=replace(turn.memory, topic=subject))
    return _in_context(second, inside) if _elliptic(second, inside) else second


def _is_small_talk(ranking: Ranking, turn: _Turn) -> bool:
    name = ranking.candidates[0].name
    return name in turn.covered and turn.content.intents[name].small_talk


def _separate(left: Ranking, right: Ranking, whole: Ranking, joint: Joint, turn: _Turn) -> float:
    """How sure both halves are, if they are two questions; 0 if they are not."""
    first, second = left.candidates[0].name, right.candidates[0].name
    names = (first, second)
    if (
        first == second
        or not turn.covered.intersection(names)
        or not turn.content.vague.keys().isdisjoint(names)
    ):
        return 0.0
    sure = min(confidence(left, turn.covered), confidence(right, turn.covered))
    if _is_small_talk(left, turn) or _is_small_talk(right, turn):
        return sure if sure >= SPLIT_TALK else 0.0
    if not turn.covered.issuperset(names) and (joint != "questions" or sure < SPLIT_FOREIGN):
        return 0.0
    main = whole.candidates[0].name
    fits = {
        "questions": main in names or sure >= SPLIT_SURE,
        "statement": main == first and len(whole.reading.tokens) <= LONG,
        "circumstance": main in names,
        "list": main in names,
        "none": False,
    }[joint]
    return sure if fits and sure >= _SPLIT[joint] else 0.0


def _several(parts: Sequence[Ranking], turn: _Turn) -> Decision:
    """Two questions or three: all that are covered are answered, in order; the rest is named."""
    best = [(ranking.candidates[0].name, ranking) for ranking in parts]
    if turn.covered.isdisjoint(name for name, _ in best):
        return _judge(parts[0], turn)
    intents = tuple(dict.fromkeys(name for name, _ in best if name in turn.covered))
    subjects = tuple(dict.fromkeys(name for name, _ in best if name in turn.content.not_covered))
    sure = min(confidence(ranking, turn.covered) for _, ranking in best)
    evidence = next(ranking for name, ranking in best if name in turn.covered)
    decision = _answer(
        turn,
        intents,
        "matching",
        "the message asks several things",
        sure=max(sure, CERTAIN),
        evidence=evidence,
    )
    return replace(decision, confidence=sure, subjects=subjects, missing=bool(subjects))


# -- the subject from the conversation -----------------------------------------------------------


def _elliptic(ranking: Ranking, turn: _Turn) -> bool:
    """True for a line that cannot stand alone: short, with a pronoun or hardly a content word."""
    reading = ranking.reading
    words = [token.word for token in reading.tokens]
    if not turn.memory.topic or len(words) > _ELLIPTIC_TOKENS or reading.content_words > _ELLIPTIC_WORDS:
        return False
    if _is_small_talk(ranking, turn) and confidence(ranking, turn.covered) >= LIKELY:
        return False
    if reading.content_words >= 2 and confidence(ranking, turn.covered) >= _OWN_SUBJECT:
        return False
    return (
        reading.content_words <= 1
        or not _POINTERS.isdisjoint(words)
        or (bool(words) and words[0] in _CONTINUATIONS)
    )


def _in_context(ranking: Ranking, turn: _Turn) -> Ranking:
    """The ranking with the subject of the conversation read into the message."""
    topic = turn.content.intents[turn.memory.topic]
    subject: tuple[Unit, ...] = to_units(tokenise(topic.title), turn.index.vocabulary)
    reading = ranking.reading
    expanded = rank(replace(reading, units=(*reading.units, *subject)), turn.index)
    mixed = blended(ranking, expanded, turn.index)
    # The subject itself would win by the words that were put in for it; it competes with its own score.
    lane = turn.index.classes.index(topic.name)
    bonus = dict.fromkeys(topic.follow_ups, _FOLLOW_UP)
    bonus[topic.name] = _SAME + (ranking.scores[lane] - mixed.scores[lane]) * SCORE_UNIT
    return adjusted(mixed, turn.index, bonus)
