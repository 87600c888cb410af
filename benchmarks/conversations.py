"""Whether the bot bears any conversation: ``python benchmarks/conversations.py [--conversations 1000]``.

Random conversations with the bundled bot, of ``--turns`` 30: examples of the content (with slips, or
two in one line), red flags, moves ("the second one", "back", "not that"), bits of questions, rubbish,
and the same line again. In each turn there must be no exception, no reply equal to the last unless
the message was, a state under 4 KB, and ``to_dict`` -> JSON -> ``from_dict`` must give it back.

Then ``--states`` 20000 mutated states: states of such conversations with fields removed, swapped,
filled with other names, or with rubbish. Each must raise ``ConversationError``, or lead to a sane
reply: sound choices, known names, nothing of the state in the text.

Prints every failure and a summary; the exit status is 1 if there was one.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from corpus import command, generator, with_slips

from chatbot import START, Bot, Conversation, ConversationError, Reply
from chatbot.phrases import PHRASES

MAX_BYTES = 4096
MARK = "qqq"  # stands in every name that is made up: none of it may come out again
MOVES = (
    "1|2|3|4|9|0|#2|the second one|the last one|number three please|yes|yes please|no|no thanks|sure|ok"
    "|none of these|something else|more|tell me more|what else?|again|say that again|pardon?|back|go back"
    "|start over|stop|never mind|not that|wrong|that's not what I meant|no, I meant the thigh|sorry, groin"
    "|I meant my back|why?|how long does that take?|and on both sides?|what about running?|how do I treat it?"
    "|is that dangerous?|who should I see?|which one is best?|and at night?|it hurts|help|pain|hi|hello"
    "|thanks|bye|hmm|and|what"
).split("|")
RUBBISH = (
    "", " ", "?", "...", "\n", "\0", "\ud800", "\x1b[2J", "xyzzy", "qwertz uiop", "膝が痛い",
    "je voudrais un croissant", "\U0001f9b4", "purple elephants", "what is the capital of France", "{means}",
    "a" * 400, "no " * 60, "why? " * 40,
)  # fmt: skip


@dataclass(frozen=True)
class Lines:
    """What is said at random; words of the content come with it."""

    moves: Sequence[str]
    examples: Sequence[str]
    rubbish: Sequence[str] = RUBBISH

    def draw(self, rng: random.Random, before: str) -> str:
        """The next line after ``before``."""
        kind = rng.choices(
            ("move", "example", "slips", "two", "piece", "rubbish", "same"), (40, 25, 10, 5, 8, 7, 5)
        )[0]
        example = rng.choice(self.examples)
        if kind == "same":
            return before
        if kind == "move":
            return rng.choice(self.moves)
        if kind == "rubbish":
            return rng.choice(self.rubbish)
        if kind == "slips":
            return with_slips(example, rng)
        if kind == "two":
            return f"{example} and {rng.choice(self.examples)}"
        if kind == "piece":
            words = example.split()
            start = rng.randrange(len(words))
            return " ".join(words[start : start + rng.randint(1, 3)])
        return example


def lines(bot: Bot) -> Lines:
    """The examples of everything that the content knows, titles, and moves."""
    content = bot.content
    texts = [it.title for it in content.intents.values()]
    for table in (content.intents, content.not_covered, content.vague):
        texts += [text for item in table.values() for text in item.examples]
    texts += [text for sign in content.alarms.signs for text in sign.examples]
    return Lines(MOVES, [*texts, *content.alarms.lookalikes])


@dataclass
class Outcome:
    """What was found so far."""

    failures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    largest: int = 0  # bytes of a state
    states: list[dict[str, Any]] = field(default_factory=list)


def talk(bot: Bot, said: Lines, turns: int, rng: random.Random, outcome: Outcome) -> None:
    """One random conversation; what goes wrong is added to ``outcome``, and so are its states."""
    conversation, line, text = START, "", None
    for turn in range(turns):
        before, last = line, text
        line = said.draw(rng, before)
        where = f"turn {turn}, {before[:60]!a} -> {line[:60]!a}"
        try:
            reply = bot.ask(line, conversation)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            outcome.failures.append(f"{where}: {type(error).__name__}: {error}")
            return
        text = reply.text
        outcome.counts[reply.kind] += 1
        outcome.failures += [f"{where}: {complaint}" for complaint in complaints(bot, reply)]
        if text == last and line != before:
            outcome.failures.append(f"{where}: the same reply twice: {text[:80]!a}")
        data = json.dumps(reply.conversation.to_dict())
        outcome.largest = max(outcome.largest, len(data))
        conversation = Conversation.from_dict(json.loads(data))
        if conversation != reply.conversation:
            outcome.failures.append(f"{where}: the state changes on its way through JSON")
        outcome.states.append(json.loads(data))


def complaints(bot: Bot, reply: Reply) -> Iterator[str]:
    """What is not sane about a reply."""
    known = bot.content.intents
    if not reply.text.strip() or re.search(r"\{\w*\}", reply.text):
        yield f"an odd text: {reply.text[:80]!a}"
    if bool(reply.intents) != (reply.kind in ("answer", "urgent")) or not known.keys() >= set(reply.intents):
        yield f"{reply.kind} with the intents {reply.intents}"
    if [choice.number for choice in reply.choices] != list(range(1, len(reply.choices) + 1)):
        yield "the choices are not numbered one after the other"
    if not all(
        choice.intent in known and choice.title == known[choice.intent].title for choice in reply.choices
    ):
        yield "a choice that is none"
    if len(json.dumps(reply.conversation.to_dict())) > MAX_BYTES:
        yield "a state above 4 KB"
    if not 0.0 <= reply.confidence <= 1.0:
        yield f"confidence {reply.confidence}"


# -- mutated states ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Names:
    """What may stand in a state: known names of all sorts, and what never does."""

    known: Sequence[str]
    openings: Sequence[str]
    rubbish: Sequence[Any] = (
        None, True, False, 0, 1, -1, 3, 7, 1_000_001, 2.5, float("nan"), "", "a", "A b", "\x1b[2J", "x" * 65,
        MARK, f"{MARK}_name", [], [""], [MARK], [MARK, MARK], list("abcdefghi"), {}, {"a": MARK},
        [[MARK]], "alarm", "clarify", "0" * 16, "f" * 17,
    )  # fmt: skip


def names(bot: Bot) -> Names:
    """The names of the content, and of the bot's own phrases."""
    content = bot.content
    signs = [sign.name for sign in content.alarms.signs]
    return Names([*content.intents, *content.not_covered, *content.vague, *signs], list(PHRASES))


def mutated(state: dict[str, Any], others: Sequence[dict[str, Any]], pool: Names, rng: random.Random) -> Any:
    """``state`` with one to four changes; most keep to the type of the field."""
    data = dict(state)
    for _ in range(rng.randint(1, 4)):
        item = rng.choice(fields(Conversation))
        kind = rng.choices(("drop", "borrow", "fitting", "rubbish", "key"), (20, 40, 60, 10, 2))[0]
        if kind == "drop":
            data.pop(rng.choice([item.name, *data]), None)
        elif kind == "borrow":
            other = rng.choice(others)
            data.update({item.name: other[item.name]} if item.name in other else {})
        elif kind == "fitting":
            data[item.name] = fitting(item.name, item.default, pool, rng)
        elif kind == "rubbish":
            data[item.name] = rng.choice(pool.rubbish)
        else:
            data[rng.choice(["version", MARK, ""])] = rng.choice(pool.rubbish)
    return rng.choice(pool.rubbish) if rng.random() < 0.01 else data


def fitting(name: str, default: Any, pool: Names, rng: random.Random) -> Any:
    """A value of the right type for the field ``name``, but not of this conversation."""
    if isinstance(default, bool):
        return rng.random() < 0.5
    if isinstance(default, int):
        return rng.choice([0, 1, 2, 5, 6, 7, 999_999, 1_000_000])
    if isinstance(default, tuple):
        return rng.sample([*pool.known, MARK], rng.randint(0, 2 if name == "missed" else 8))
    if name == "pending":
        return rng.choice(["", "alarm", "clarify"])
    if name in ("said", "heard"):
        return f"{rng.getrandbits(64):016x}"
    if name == "opening":
        return rng.choice([*pool.openings, *pool.known, MARK])
    return rng.choice([*pool.known, MARK])


def try_state(bot: Bot, data: Any, line: str) -> tuple[str, list[str]]:
    """What came of it ("refused", or the kind of reply), and what is wrong."""
    try:
        conversation = Conversation.from_dict(data)
    except ConversationError:
        return "refused", []
    except Exception as error:  # noqa: BLE001 - the one documented error, or none
        return "failed", [f"{type(error).__name__} from from_dict: {error}"]
    try:
        reply = bot.ask(line, conversation)
        wrong = list(complaints(bot, reply))
        again = Conversation.from_dict(json.loads(json.dumps(reply.conversation.to_dict())))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return "failed", [f"{type(error).__name__}: {error}"]
    if again != reply.conversation:
        wrong.append("the state changes on its way through JSON")
    if MARK in reply.text:
        wrong.append(f"a made-up name in the text: {reply.text[:80]!a}")
    if not reply.explanation.reason:
        wrong.append("no reason")
    return reply.kind, wrong


def try_states(bot: Bot, said: Lines, count: int, rng: random.Random, outcome: Outcome) -> Counter[str]:
    """``count`` mutations of the states in ``outcome``; how many were refused or led to which reply."""
    pool = names(bot)
    results: Counter[str] = Counter()
    for _ in range(count):
        data = mutated(rng.choice(outcome.states), outcome.states, pool, rng)
        line = said.draw(rng, "again")
        result, wrong = try_state(bot, data, line)
        results[result] += 1
        outcome.failures += [f"state {data}, {line[:60]!a}: {complaint}" for complaint in wrong]
    return results


def main() -> int:
    parser = command(__doc__)
    parser.add_argument("--conversations", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--states", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--content")
    options = parser.parse_args()
    bot = Bot.load(options.content)
    said, rng, outcome = lines(bot), generator(options.seed), Outcome()
    for _ in range(options.conversations):
        talk(bot, said, options.turns, rng, outcome)
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in outcome.counts.most_common())
    print(f"{options.conversations:,} conversations of {options.turns} turns: {kinds}")
    print(f"largest state: {outcome.largest:,} bytes")
    before = len(outcome.failures)
    results = try_states(bot, said, options.states, rng, outcome)
    print(
        f"{options.states:,} mutated states: "
        + ", ".join(f"{n:,} {kind}" for kind, n in results.most_common())
    )
    print("\n".join(outcome.failures[:100]))
    print(f"{before} failures in conversations, {len(outcome.failures) - before} in states")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
