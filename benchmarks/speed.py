"""How fast and how large: ``python benchmarks/speed.py [PATH/clinc150.json] [--quick]``.

For 57, 150 and 1,000 intents with 1,000, 10,000 and 100,000 examples each, and for 1,500 examples
in 150, a content is made, a ``Bot`` built of it with ``Bot.from_text`` and asked, in a process of its
own: half of the questions with ``Bot.rank``, which does what rapidfuzz does, to find what fits best, and
half with ``Bot.ask``, which also watches for red flags, tells several questions apart, decides and
composes a reply. In the same process rapidfuzz looks for the best of the same examples:
``process.extractOne(question, examples, scorer=WRatio)``. They take turns: 100 questions to the bot,
``rank`` and ``ask`` alternating, then the same ones to rapidfuzz. So a slow moment of the machine hits
both, and few questions meet only what the other left in the processor's caches (question by question,
``rank x`` and ``ask x`` are about a quarter lower). The columns:

- **build**: seconds from text to a bot that answers; **first**: milliseconds of the first question,
  which fills what is only needed for misspelt words (it holds one);
- **rank**, **ask**: median milliseconds a question, of 200 new ones for each, every other one with
  slips; **95 %**: of 20 questions to ``ask``, 19 take less;
- **rapidfuzz**: its median milliseconds; **rank x**, **ask x**: that divided by the medians of the
  product. Goal, for like with like, which is ``rank``: 15 at 1,500 examples in 150 intents, 200 at 100,000;
- **memory**: the most that the whole process held up to the first answer, in MB; **to peer**:
  that divided by the same of a process that looks through the examples with rapidfuzz.

Below, the growth of the build time: the power of the number of examples that leads from each size
to the next. n log n would be 1.12 from 1,000 to 10,000 and 1.10 from 10,000 to 100,000.

The examples are those of CLINC150's training part, or of the bundled content, as far as they reach;
further ones, and further intents, are made of them: the head of one example and the tail of
another (of the same intent; of two intents for a further intent, always the same two), then one word
in six is exchanged for any word of the corpus and one in fifty for a made-up name. Questions are
made in the same way and occur in no content. About 25 minutes; ``--quick`` (up to 10,000 examples) three.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from argparse import SUPPRESS
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, pairwise
from pathlib import Path
from statistics import median

from corpus import Examples, command, draw, generator, intents_yaml, peak_memory, read_clinc, with_slips
from rapidfuzz import fuzz, process

import chatbot
from chatbot import Bot

INTENTS = (57, 150, 1_000)
SIZES = (1_000, 10_000, 100_000)
FIRST = (150, 1_500)  # the size of a real content
QUESTIONS = 200  # to each of rank and ask
TURN = 100  # questions before the other one is asked
LEAST, PATIENCE = 10, 20.0  # questions that rapidfuzz gets at least; seconds after which it gets no more
OTHER_WORD, NEW_WORD = 1 / 6, 1 / 50
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
NO_WORD = re.compile(r"[\W_]+")
MISSPELT = "infromatoin"
COLUMNS = (
    "intents|examples|build s|first ms|rank ms|ask ms|95 % ms|rapidfuzz ms|rank x|ask x|memory MB|to peer"
).split("|")
# What searching the examples takes, in a Python that loads nothing else.
SEARCH = """
import sys
from corpus import peak_memory
from rapidfuzz import fuzz, process
with open(sys.argv[1], encoding="utf-8") as file:
    choices = file.read().splitlines()
process.extractOne("how much memory is that", choices, scorer=fuzz.WRatio)
print(peak_memory())
"""


# -- contents of any size ------------------------------------------------------------------


def altered(head: str, tail: str, words: Sequence[str], rng: random.Random) -> str:
    """A new line: the head of one, the tail of another, and a few other words."""
    first, second = head.split(), tail.split()
    line = first[: rng.randint(1, len(first))] + second[rng.randint(0, len(second) - 1) :]
    for place in range(len(line)):
        chance = rng.random()
        if chance < NEW_WORD:
            line[place] = "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))
        elif chance < NEW_WORD + OTHER_WORD:
            line[place] = rng.choice(words)
    return " ".join(line[:40])


def lines_of(number: int, base: Sequence[Sequence[str]], words: Sequence[str]) -> Iterator[str]:
    """What people say for intent ``number``, without end; first the real examples, if it has any."""
    rng = generator(1_000_003 + number)
    heads = tails = base[number % len(base)]
    if number < len(base):
        yield from heads
    else:
        tails = base[(number * 7 + number // len(base)) % len(base)]
    while True:
        yield altered(rng.choice(heads), rng.choice(tails), words, rng)


def make(source: Examples, intents: int, size: int) -> tuple[Examples, list[str]]:
    """``size`` different examples in ``intents`` intents, and questions that are not among them."""
    base = list(source.values())
    words = [word for texts in base for text in texts for word in text.split()]
    streams = [lines_of(number, base, words) for number in range(intents)]
    seen: set[str] = set()

    def fresh(stream: Iterator[str]) -> str:
        while True:
            line = next(stream)
            key = NO_WORD.sub(" ", line.casefold().replace("'", "")).strip()  # none may stand in two intents
            if key and key not in seen:
                seen.add(key)
                return line

    examples: dict[str, list[str]] = {f"intent_{number}": [] for number in range(intents)}
    for place in range(size):
        examples[f"intent_{place % intents}"].append(fresh(streams[place % intents]))
    rng = generator(size + intents)
    questions = []
    for place in range(1 + 2 * QUESTIONS):
        line = fresh(streams[rng.randrange(len(streams))])
        questions.append(with_slips(line, rng) if place // 2 % 2 else line)  # in half of those to each
    questions[0] += " " + MISSPELT
    return examples, questions


# -- one measurement, in a process of its own ------------------------------------------------


def milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def build_and_ask(folder: Path) -> dict[str, float]:
    """Build a bot and ask it; then ``rank`` and ``ask`` in alternation and rapidfuzz take turns."""
    text = (folder / "intents.yaml").read_text(encoding="utf-8")
    questions = (folder / "questions.txt").read_text(encoding="utf-8").splitlines()
    Bot.from_text("intents: {a: {title: a, examples: [b], reply: c}}").ask("b")  # imports the rest
    started = time.perf_counter()
    bot = Bot.from_text(text)
    build = time.perf_counter() - started
    first = milliseconds(lambda: bot.ask(questions[0]))
    memory = peak_memory()
    choices = (folder / "examples.txt").read_text(encoding="utf-8").splitlines()
    ours: dict[Callable[[str], object], list[float]] = {bot.rank: [], bot.ask: []}
    theirs: list[float] = []
    begun = time.perf_counter()
    for start in range(1, len(questions), TURN):
        turn = questions[start : start + TURN]
        for (call, times), question in zip(cycle(ours.items()), turn, strict=False):
            times.append(milliseconds(lambda: call(question)))  # noqa: B023 - called at once
        for question in turn:
            if len(theirs) < LEAST or time.perf_counter() - begun < PATIENCE:
                theirs.append(
                    milliseconds(lambda: process.extractOne(question, choices, scorer=fuzz.WRatio))  # noqa: B023
                )
    return {
        "build": build,
        "first": first,
        "rank": median(ours[bot.rank]),
        "ask": median(ours[bot.ask]),
        "late": sorted(ours[bot.ask])[int(0.95 * QUESTIONS)],
        "rapidfuzz": median(theirs),
        "memory": memory,
    }


def printed_by(*words: str) -> str:
    """What another Python prints, with the packages that are imported here."""
    places = [str(Path(file).resolve().parent) for file in (Path(chatbot.__file__).parent, __file__)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *words], capture_output=True, text=True, check=False, env=env
    )
    if done.returncode != 0:
        sys.exit(f"a measurement failed with status {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


# -- the table -----------------------------------------------------------------------------


def measure(source: Examples, intents: int, size: int) -> float:
    """Print one row; gives the seconds of the build."""
    examples, questions = make(source, intents, size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "intents.yaml").write_text(intents_yaml(examples), encoding="utf-8")
        (folder / "questions.txt").write_text("\n".join(questions), encoding="utf-8")
        flat = "\n".join(text for texts in examples.values() for text in texts)
        (folder / "examples.txt").write_text(flat, encoding="utf-8")
        found: dict[str, float] = json.loads(printed_by(__file__, "--cell", name))
        peer = float(printed_by("-c", SEARCH, str(folder / "examples.txt")))
    figures = [
        f"{intents:,}",
        f"{size:,}",
        f"{found['build']:.2f}",
        f"{found['first']:.1f}",
        f"{found['rank']:.2f}",
        f"{found['ask']:.2f}",
        f"{found['late']:.2f}",
        f"{found['rapidfuzz']:.2f}",
        f"{found['rapidfuzz'] / found['rank']:.0f}",
        f"{found['rapidfuzz'] / found['ask']:.0f}",
        f"{found['memory']:.0f}",
        f"{found['memory'] / peer:.1f}",
    ]
    print("| " + " | ".join(figures) + " |", flush=True)
    return found["build"]


def growth(builds: dict[tuple[int, int], float], sizes: Sequence[int]) -> Iterator[str]:
    """For each number of intents the power between neighbouring sizes."""
    for intents in INTENTS:
        powers = []
        for small, large in pairwise(sizes):
            power = math.log(builds[intents, large] / builds[intents, small]) / math.log(large / small)
            powers.append(f"{power:.2f} from {small:,} to {large:,}")
        yield f"growth of the build time, {intents:,} intents: " + ", ".join(powers)


def main() -> None:
    parser = command(__doc__)
    parser.add_argument("path", type=Path, nargs="?", help="clinc150.json")
    parser.add_argument("--quick", action="store_true", help="up to 10,000 examples")
    parser.add_argument("--cell", type=Path, help=SUPPRESS)
    options = parser.parse_args()
    if options.cell:
        print(json.dumps(build_and_ask(options.cell)))
        return
    if options.path:
        source = draw(read_clinc(options.path)["train"], None, 0)
    else:
        source = {name: intent.examples for name, intent in Bot.load().content.intents.items()}
    sizes = SIZES[:2] if options.quick else SIZES
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---:|" * len(COLUMNS))
    measure(source, *FIRST)
    builds = {(intents, size): measure(source, intents, size) for size in sizes for intents in INTENTS}
    print("", *growth(builds, sizes), sep="\n")


if __name__ == "__main__":
    main()
