"""How fast and how large: ``python benchmarks/speed.py [PATH/clinc150.json] [--quick]``.

For 57, 150 and 1,000 intents with 1,000, 10,000 and 100,000 examples each, and for 1,500 examples
in 150, a content is made, a ``Bot`` built of it with ``Bot.from_text`` and asked with ``Bot.ask``, in a
process of its own. In the same process, taking turns question by question, rapidfuzz looks for the
best of the same examples: ``process.extractOne(question, examples, scorer=WRatio)``. The columns:

- **build**: seconds from text to a bot that answers; **first**: milliseconds of the first question,
  which fills what is only needed for misspelt words;
- **median**, **95 %**: milliseconds a question (new ones each time, each second one with slips);
- **rapidfuzz**: its median milliseconds; **faster**: that divided by the product's median. Goal: 15
  at 1,500 examples in 150 intents, 200 at 100,000;
- **memory**: the most the process held while building and asking, in MB, less what Python and the
  package need before that; **to rapidfuzz**: divided by the same of a process that holds the
  examples and looks through them with rapidfuzz.

Below, the growth of the build time: the power of the number of examples that leads from each size
to the next. n log n would be 1.12 from 1,000 to 10,000 and 1.10 from 10,000 to 100,000.

The examples are those of CLINC150's training part, or of the bundled content, as far as they reach;
further ones, and further intents, are made of them: the head of one example and the tail of
another (of the same intent; of two intents for a further intent, always the same two), then one word
in six is exchanged for any word of the corpus and one in fifty for a made-up name. Questions are
made in the same way and occur in no content. About 15 minutes; ``--quick`` (up to 10,000 examples) three.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from corpus import Examples, draw, intents_yaml, read_clinc, with_slips
from rapidfuzz import fuzz, process

from chatbot import Bot

INTENTS = (57, 150, 1_000)
SIZES = (1_000, 10_000, 100_000)
FIRST = (150, 1_500)  # the size of a real content
QUESTIONS = 200
PATIENCE = 20.0  # seconds that rapidfuzz gets for its questions, at least ten of them
OTHER_WORD, NEW_WORD = 1 / 6, 1 / 50
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
HEAD = ("intents", "examples", "build s", "first ms", "median ms", "95 % ms", "rapidfuzz ms", "faster", "memory MB", "to rapidfuzz")


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
    """What people say for intent ``number``, without end: real examples first, for as many as there are."""
    rng = random.Random(1_000_003 + number)
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
        line = next(line for line in stream if line not in seen)
        seen.add(line)
        return line

    examples: dict[str, list[str]] = {f"intent_{number}": [] for number in range(intents)}
    for place in range(size):
        examples[f"intent_{place % intents}"].append(fresh(streams[place % intents]))
    rng = random.Random(size + intents)
    questions = []
    for place in range(QUESTIONS + 1):
        number = rng.randrange(intents)
        texts = list(examples[f"intent_{number}"])
        line = fresh(altered(rng.choice(texts), rng.choice(texts), words, rng) for _ in iter(int, 1))
        questions.append(with_slips(line, rng) if place % 2 else line)
    return examples, questions


# -- one measurement, in a process of its own ------------------------------------------------


def resident() -> float:
    """The most memory this process has held so far, in MB."""
    import resource  # noqa: PLC0415 - there is none on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def milliseconds(call: Any, *arguments: Any, **options: Any) -> float:
    started = time.perf_counter()
    call(*arguments, **options)
    return 1000 * (time.perf_counter() - started)


def cell_product(folder: Path) -> dict[str, float]:
    """Build and ask; then ask rapidfuzz and the product in turn."""
    text = (folder / "intents.yaml").read_text(encoding="utf-8")
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    Bot.from_text("intents: {a: {title: a, examples: [b], reply: c}}").ask("b")  # all that is imported late
    before = resident()
    started = time.perf_counter()
    bot = Bot.from_text(text)
    build = time.perf_counter() - started
    first = milliseconds(bot.ask, questions[0])
    memory = resident() - before
    choices = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    ours, theirs = [], []
    begun = time.perf_counter()
    for question in questions[1:]:
        ours.append(milliseconds(bot.ask, question))
        if len(theirs) < 10 or time.perf_counter() - begun < PATIENCE:
            theirs.append(milliseconds(process.extractOne, question, choices, scorer=fuzz.WRatio))
    return {
        "build": build,
        "first": first,
        "median": median(ours),
        "late": sorted(ours)[int(0.95 * len(ours))],
        "rapidfuzz": median(theirs),
        "memory": memory,
    }


def cell_rapidfuzz(folder: Path) -> dict[str, float]:
    """What holding and searching the examples takes."""
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    process.extractOne("a", ["b"], scorer=fuzz.WRatio)
    before = resident()
    choices = (folder / "examples.json").read_text(encoding="utf-8").splitlines()
    process.extractOne(questions[0], choices, scorer=fuzz.WRatio)
    return {"memory": resident() - before}


CELLS = {"product": cell_product, "rapidfuzz": cell_rapidfuzz}


def in_a_process(cell: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--cell", cell, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{cell} failed with status {done.returncode}:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


# -- the table -----------------------------------------------------------------------------


def measure(source: Examples, intents: int, size: int) -> dict[str, float]:
    examples, questions = make(source, intents, size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "intents.yaml").write_text(intents_yaml(examples), encoding="utf-8")
        (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
        flat = [text for texts in examples.values() for text in texts]
        (folder / "examples.json").write_text(json.dumps(flat, indent=0), encoding="utf-8")  # one a line
        figures = in_a_process("product", folder)
        peer = in_a_process("rapidfuzz", folder)["memory"]
    faster, larger = figures["rapidfuzz"] / figures["median"], figures["memory"] / max(peer, 0.1)
    print(
        f"| {intents:,} | {size:,} | {figures['build']:.2f} | {figures['first']:.1f} | {figures['median']:.2f} "
        f"| {figures['late']:.2f} | {figures['rapidfuzz']:.2f} | {faster:.0f} | {figures['memory']:.0f} | {larger:.0f} |",
        flush=True,
    )
    return figures


def growth(builds: dict[tuple[int, int], float], sizes: Sequence[int]) -> Iterator[str]:
    """For each number of intents the power between neighbouring sizes."""
    for intents in INTENTS:
        powers = [
            f"{small:,} to {large:,}: {math.log(builds[intents, large] / builds[intents, small]) / math.log(large / small):.2f}"
            for small, large in zip(sizes, sizes[1:], strict=False)
        ]
        yield f"growth of the build time, {intents:,} intents: " + "; ".join(powers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="?", help="clinc150.json")
    parser.add_argument("--quick", action="store_true", help="up to 10,000 examples")
    parser.add_argument("--cell", choices=CELLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cell:
        print(json.dumps(CELLS[options.cell](options.path)))
        return
    if options.path:
        source = draw(read_clinc(options.path)["train"], None, 0)
    else:
        source = {name: intent.examples for name, intent in Bot.load().content.intents.items()}
    sizes = SIZES[:2] if options.quick else SIZES
    print("| " + " | ".join(HEAD) + " |\n|" + "---:|" * len(HEAD))
    measure(source, *FIRST)
    builds = {
        (intents, size): measure(source, intents, size)["build"] for size in sizes for intents in INTENTS
    }
    print("", *growth(builds, sizes), sep="\n")


if __name__ == "__main__":
    main()
