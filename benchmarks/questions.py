"""How well the bundled bot answers labelled questions: ``python benchmarks/questions.py FILE.jsonl …``.

Each line is an object with ``q``, ``accept`` (any of these is right as the main answer),
``also`` (must be answered too) and ``kind``. Pseudo intents: ``out_of_scope`` (a decline),
``clarify``, ``urgent_care`` (an urgent reply, or the intent of that name).
``--misses`` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from chatbot import Bot, Reply

OUTCOMES = ("right", "wrong", "asked", "declined", "alarm")


def labels(reply: Reply) -> list[str]:
    """What a reply counts as: intents in order, or the name of its kind."""
    if reply.kind == "decline":
        return ["out_of_scope"]
    if reply.kind == "clarify":
        return ["clarify"]
    if reply.kind == "urgent":
        return ["urgent_care"]
    return list(reply.intents)


def outcome(reply: Reply, accept: list[str]) -> str:
    first = labels(reply)[0]
    if first in accept:
        return "right"
    if reply.kind == "urgent":
        return "alarm"
    return {"clarify": "asked", "decline": "declined"}.get(reply.kind, "wrong")


def is_complete(reply: Reply, also: list[str]) -> bool:
    """True if all of ``also`` is answered too, or said to be missing if it is out of scope."""
    named = "other part of your message" in reply.text
    return set(also) <= {*labels(reply), *(["out_of_scope"] if named else [])}


def group(item: dict[str, Any]) -> str:
    if item["kind"] in ("urgent", "urgent_lookalike"):
        return str(item["kind"])
    if item["kind"].startswith("smalltalk"):
        return "smalltalk"
    return (
        "out of scope"
        if ("out_of_scope" in item["accept"] and len(item["accept"]) == 1) or item["kind"].startswith("oos")
        else "in scope"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--content")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    bot = Bot.load(options.content)
    for path in options.files:
        report(bot, path, misses=options.misses)


def report(bot: Bot, path: Path, *, misses: bool) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    full: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        reply = bot.ask(item["q"])
        result = outcome(reply, item["accept"])
        complete = is_complete(reply, item["also"])
        for key in (group(item), "  " + item["kind"]):
            table[key][result] += 1
        if item["also"]:
            full["complete" if result == "right" and complete else "partly"] += 1
        if misses and (result != "right" or (item["also"] and not complete)):
            shown = [choice.intent for choice in reply.choices] if reply.kind != "answer" else ""
            print(
                f"{item['kind']:12} {item['q'][:160]!r}\n    want {item['accept']} {item['also'] or ''}",
                end="",
            )
            print(f" got {reply.kind} {list(reply.intents)} {reply.confidence:.2f} {shown}")
    print(f"\n{path.name}")
    print(f"{'':22}{'n':>5}" + "".join(f"{name:>10}" for name in OUTCOMES))
    for key in sorted(table, key=lambda key: (key.startswith(" "), key)):
        total = sum(table[key].values())
        shares = "".join(f"{100 * table[key][name] / total:9.1f}%" for name in OUTCOMES)
        print(f"{key:22}{total:5}{shares}")
    if full:
        print(f"several questions in one, all answered: {full['complete']} of {sum(full.values())}")


if __name__ == "__main__":
    main()
