"""Whether the confidence means what it says: ``python benchmarks/reliability.py FILE.jsonl …``.

Labelled questions (see ``questions.py``; in scope, out of scope, small talk, look-alikes of
alarms; true alarms are left out, for a rule gives them) are asked, and the replies sorted into ten bins
by ``reply.confidence``. In each bin the share that is right should be the mean confidence; the
expected calibration error is the mean difference, weighted by the size of the bins.

An answer is right if its first intent is one of those accepted, a decline if the question is
out of scope, and asking back if an accepted intent is on offer or asking back is accepted.
The error is given for all replies and for each kind of reply apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from corpus import command
from questions import group, outcome

from chatbot import Bot, Reply

BINS = 10

Said = tuple[str, float, bool]  # kind of reply, confidence, right


def is_right(reply: Reply, accept: list[str]) -> bool:
    if reply.kind == "clarify" and any(choice.intent in accept for choice in reply.choices):
        return True
    return outcome(reply, accept) == "right"


def bins(said: Sequence[Said]) -> list[list[Said]]:
    parts: list[list[Said]] = [[] for _ in range(BINS)]
    for one in said:
        parts[min(BINS - 1, int(one[1] * BINS))].append(one)
    return parts


def averages(part: Sequence[Said]) -> tuple[float, float]:
    """Mean confidence, and the share that is right."""
    return sum(one[1] for one in part) / len(part), sum(one[2] for one in part) / len(part)


def calibration_error(said: Sequence[Said]) -> float:
    gaps = [(len(part), averages(part)) for part in bins(said) if part]
    return sum(size * abs(sure - right) for size, (sure, right) in gaps) / len(said)


def main() -> None:
    parser = command(__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--content")
    options = parser.parse_args()
    bot = Bot.load(options.content)
    for path in options.files:
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        said = []
        for item in items:
            if group(item) != "urgent":
                reply = bot.ask(item["q"])
                said.append((reply.kind, reply.confidence, is_right(reply, item["accept"])))
        report(path.name, said)


def report(name: str, said: Sequence[Said]) -> None:
    print(f"\n{name}: {len(said)} questions\n\n| confidence | replies | mean | right |\n|---|---:|---:|---:|")
    for number, part in enumerate(bins(said)):
        sure, right = averages(part) if part else (0.0, 0.0)
        figures = f"{sure:.2f} | {right:.2f}" if part else "| "
        print(f"| {number / BINS:.1f} to {(number + 1) / BINS:.1f} | {len(part)} | {figures} |")
    print(f"\nexpected calibration error: {calibration_error(said):.3f}")
    for kind in sorted({one[0] for one in said}):
        part = [one for one in said if one[0] == kind]
        sure, right = averages(part)
        error = calibration_error(part)
        print(f"  {kind:8}{len(part):5} replies, mean {sure:.2f}, right {right:.2f}, error {error:.3f}")


if __name__ == "__main__":
    main()
