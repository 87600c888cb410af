"""Whether any string breaks the bot: ``python benchmarks/robustness.py [--count 20000] [--seed 0]``.

Random strings of many sorts are asked of the bundled bot: empty and blank, NUL and other controls,
lone surrogates, right-to-left and mixed scripts, emoji, combining marks by the hundred, ANSI escapes,
Markdown, YAML and JSON, digits, real words in disorder, and 100,000 characters of each. Half of
them carry on the conversation of the last reply. Each reply must come without an exception, turn
into JSON, and hold no control character or lone surrogate. Prints the failures and the median,
95th and 100th percentile of the time by sort; the exit status is 1 if anything failed.
"""

from __future__ import annotations

import json
import random
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from statistics import median

from corpus import command, generator

from chatbot import START, Bot

LONG = 100_000  # characters
LONG_EVERY = 200  # one string in so many is that long

Sort = Callable[[random.Random, int], str]  # the generator, a length -> a string


def _chars(*ranges: tuple[int, int]) -> Sort:
    def make(rng: random.Random, length: int) -> str:
        return "".join(chr(rng.randint(*rng.choice(ranges))) for _ in range(length))

    return make


def _pieces(*pieces: str) -> Sort:
    def make(rng: random.Random, length: int) -> str:
        text = ""
        while len(text) < length:
            text += rng.choice(pieces) * rng.choice((1, 1, 1, 2, 7))
        return text[:length]

    return make


def _words(words: list[str]) -> Sort:
    def make(rng: random.Random, length: int) -> str:
        ends = (" ", " ", " ", " ", "", ". ", ", ", "? ", "\n", " and ", "'")
        return "".join(rng.choice(words) + rng.choice(ends) for _ in range(1 + length // 7))[:length]

    return make


def sorts(bot: Bot) -> dict[str, Sort]:
    """Every sort of string, by name; words come from the examples of the content."""
    examples = [text for intent in bot.content.intents.values() for text in intent.examples]
    words = sorted({word for text in examples for word in text.split()})
    return {
        "blank": _pieces(" ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\u3000", "\u200b", "\ufeff"),
        "controls": _chars((0, 31), (0, 0), (127, 159), (97, 122)),
        "surrogates": _chars((0xD800, 0xDFFF), (97, 122), (32, 32)),
        "right to left": _pieces("שלום ", "مرحبا ", "ألم ", "\u202e", "\u2067", "\u200f", "hip ", "psoas "),
        "emoji": _pieces("😀", "👩‍⚕️", "🏳️‍🌈", "🇬🇧", "👍🏽", "🦵", "hurts ", "\ufe0f", "\u200d", "❤️ "),
        "combining": _pieces(
            "a\u0301", "o\u0308", "\u0300", "\u20dd", "e\u0323\u0307", "\ufb01", "\u01c5", "İ", "ß"
        ),
        "any character": _chars((0, 0x10FFFF)),
        "scripts": _chars((0x370, 0x3FF), (0x400, 0x4FF), (0x900, 0x97F), (0x4E00, 0x4EFF), (0x3040, 0x30FF)),
        "ansi": _pieces("\x1b[31m", "\x1b]0;title\x07", "\x1b[2J", "\x9b1;1H", "[0m", "groin ", "\b"),
        "markdown": _pieces("# ", "**", "`", "```\n", "[a](b)", "![x](y)", "> ", "| ", "<b>", "&amp;", "\\"),
        "data": _pieces("{", "}", "'", '"', ": ", "!!python/object ", "&a ", "*a", "%s", "${x}", "../"),
        "digits": _pieces("1", "2", "3 ", "0.5", "1e9", "٣", "二", "½ ", "-", "+", "/", "one ", "\u0967"),
        "one letter": lambda rng, length: rng.choice("aeinprs. ?'") * length,
        "one word": _chars((97, 122)),
        "printable": _chars((32, 126)),
        "words": _words(words),
        "question marks": _pieces("?", "!", ".", "...", "?!", "why", " and ", ", ", "; "),
    }


def complaint(text: str) -> str:
    """What is wrong with the text of a reply, or nothing."""
    for char in text:
        if char != "\n" and unicodedata.category(char) in ("Cc", "Cs"):
            return f"the reply holds {char!r}"
    return ""


def main() -> int:
    parser = command(__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--content")
    options = parser.parse_args()
    bot = Bot.load(options.content)
    rng = generator(options.seed)
    makers = sorts(bot)
    names = list(makers)
    times: dict[str, list[float]] = defaultdict(list)
    failures = 0
    conversation = START
    for number in range(options.count):
        long = number % LONG_EVERY == LONG_EVERY - 1
        name = names[(number // LONG_EVERY if long else number) % len(names)]
        length = LONG if long else 0 if number < len(names) else rng.choice((1, 2, 5, 20, 80, 300, 1000))
        text = makers[name](rng, length)
        started = time.perf_counter()
        try:
            reply = bot.ask(text, conversation if rng.random() < 0.5 else START)
            times[f"{LONG:,} characters" if long else name].append(1000 * (time.perf_counter() - started))
            json.dumps(reply.to_dict()).encode("ascii")
            problem = complaint(reply.text)
            conversation = reply.conversation
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            problem = f"{type(error).__name__}: {error}"
        if problem:
            failures += 1
            print(f"string {number}, {name}, {len(text)} characters, {text[:60]!a}: {problem}"[:300])
    print(f"{options.count:,} strings, {failures} failures; milliseconds:")
    print(f"{'':20}{'strings':>8}{'median':>9}{'95 %':>9}{'longest':>9}")
    for name, spent in {**times, "all": [one for part in times.values() for one in part]}.items():
        figures = (median(spent), sorted(spent)[int(0.95 * len(spent))], max(spent))
        print(f"{name:20}{len(spent):8}" + "".join(f"{figure:9.2f}" for figure in figures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
