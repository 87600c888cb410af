"""How well the bot follows labelled dialogues: ``python benchmarks/dialogues.py FILE.jsonl``.

Each line is an object with ``turns``; each turn has ``say``, ``accept`` and ``also`` as in
``questions.py``. ``{choose:NAME}`` types the number under which NAME was offered; the turn is
left out if it was not. ``--misses`` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from questions import labels

from chatbot import START, Bot, Reply

CHOOSE = re.compile(r"\{choose:(\w+)\}")


def typed(turn: dict[str, Any], reply: Reply | None) -> str | None:
    """What the user types, or None if the choice was not on offer."""
    wanted = CHOOSE.fullmatch(turn["say"])
    if not wanted:
        return str(turn["say"])
    offered = {choice.intent: choice.number for choice in reply.choices} if reply else {}
    number = offered.get(wanted[1])
    return None if number is None else str(number)


def main() -> None:
    """Play the dialogues of one file and count the turns that go right."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    bot = Bot.load()
    right = total = 0
    for line in options.file.read_text(encoding="utf-8").splitlines():
        reply: Reply | None = None
        for turn in json.loads(line)["turns"]:
            text = typed(turn, reply)
            if text is None:
                continue
            reply = bot.ask(text, reply.conversation if reply else START)
            got = labels(reply)
            good = bool(got) and got[0] in turn["accept"] and set(turn["also"]) <= set(got)
            right += good
            total += 1
            if options.misses and not good:
                print(f"{text!r}: want {turn['accept']} {turn['also'] or ''} got {got}")
    print(f"{right} of {total} turns right ({100 * right / total:.1f} %)")


if __name__ == "__main__":
    main()
