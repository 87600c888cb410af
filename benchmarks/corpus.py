"""What several benchmarks share: CLINC150 and its draws, contents made of examples, typing slips.

Everything here is the same in every run: each random choice has a seed of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from string import ascii_lowercase

Examples = Mapping[str, Sequence[str]]  # intent -> what people say
Labelled = list[tuple[str, str]]  # (text, intent)

SLIP_FROM = 4  # letters: shorter words are left as they are
SLIP_SHARE = 0.2  # one word in five


def command(page: str | None) -> argparse.ArgumentParser:
    """A parser of arguments that shows ``page`` as it stands."""
    return argparse.ArgumentParser(description=page, formatter_class=argparse.RawDescriptionHelpFormatter)


def generator(seed: int) -> random.Random:
    """Random choices that are the same in every run."""
    return random.Random(seed)  # noqa: S311 - nothing here is secret


def peak_memory() -> float:
    """The most memory this process has held so far, in MB."""
    status = Path("/proc/self/status")  # on Linux, getrusage counts what the parent held
    if status.exists():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024
    import resource  # noqa: PLC0415 - there is none on Windows

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024 * 1024 if sys.platform == "darwin" else 1024)


def read_clinc(path: Path) -> dict[str, Labelled]:
    """The parts of CLINC150's ``data_full.json``: train, val, test, oos_train, oos_val, oos_test."""
    parts = json.loads(path.read_text(encoding="utf-8"))
    return {name: [(text, intent) for text, intent in rows] for name, rows in parts.items()}


def draw(rows: Labelled, count: int | None, seed: int) -> Examples:
    """``count`` examples of each intent (all for None), intents and examples in a fixed order."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in rows:
        by_intent.setdefault(intent, []).append(text)
    rng = generator(seed)
    return {
        intent: by_intent[intent] if count is None else rng.sample(by_intent[intent], count)
        for intent in sorted(by_intent)
    }


def title(intent: str) -> str:
    """The name of an intent as words."""
    return intent.replace("_", " ")


def intents_yaml(examples: Examples) -> str:
    """An ``intents.yaml`` of these examples; each intent replies with its title."""
    quoted = partial(json.dumps, ensure_ascii=False)  # YAML has no escapes of half a character
    lines = ["intents:"]
    for intent, texts in examples.items():
        lines += [f"  {intent}:", f"    title: {quoted(title(intent))}", "    examples:"]
        lines += [f"      - {quoted(text)}" for text in texts]
        lines += [f"    reply: {quoted('This is about ' + title(intent) + '.')}"]
    return "\n".join(lines) + "\n"


def slip(word: str, rng: random.Random) -> str:
    """``word`` with one random slip: a letter inserted, deleted, changed, or swapped with the next."""
    kinds = ["insert", "delete", "substitute", "transpose"]
    kind = rng.choice(kinds if len(set(word)) > 1 else kinds[:3])
    if kind == "insert":
        place = rng.randrange(len(word) + 1)
        return word[:place] + rng.choice(ascii_lowercase) + word[place:]
    if kind == "delete":
        place = rng.randrange(len(word))
        return word[:place] + word[place + 1 :]
    if kind == "substitute":
        place = rng.randrange(len(word))
        letter = rng.choice([letter for letter in ascii_lowercase if letter != word[place].lower()])
        return word[:place] + letter + word[place + 1 :]
    place = rng.choice([place for place in range(len(word) - 1) if word[place] != word[place + 1]])
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def with_slips(text: str, rng: random.Random) -> str:
    """``text`` with a slip in one word in five of those that have four letters or more."""
    words = text.split()
    return " ".join(
        slip(word, rng) if word.isalpha() and len(word) >= SLIP_FROM and rng.random() < SLIP_SHARE else word
        for word in words
    )
