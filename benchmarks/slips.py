"""How much one typing slip changes: ``python benchmarks/slips.py FILE.jsonl … [--trials 1000] [--misses]``.

The questions are those of the files (see ``questions.py``) that the bundled bot answers right. In
each trial one content word of five letters or more of one of them gets one random slip (a letter
inserted, deleted, changed, or swapped with the next), and the reply is compared with that to the
question as it stands. Questions take turns; seeds are fixed. Reported: the same answer, a part of
it (of several), another answer, asked back, declined; and of the other answers those that are certain.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

from corpus import command, generator, slip
from questions import outcome

from chatbot import Bot, Reply

SEED = 5
LETTERS = 5
WORD = re.compile(rf"(?<![\w'\u2019])[A-Za-z]{{{LETTERS},}}(?![\w'\u2019])")
# Of five letters or more, and no content word.
FUNCTION_WORDS = frozenset(
    """about above across after again against almost along already although always among another anybody
    anyone anything around because become been before behind being below beneath beside besides between
    beyond cannot could doing during either enough every everybody everyone everything getting going
    having hello herself himself however instead itself makes making maybe might mostly myself neither
    never nobody nothing often other others otherwise ought ourselves perhaps please quite rather really
    seems shall should since somebody someone something sometimes still thanks their theirs themselves
    there therefore these thing things think those though through toward towards under unless until
    usually wants whatever where whether which while whoever whose without would yours
    yourself""".split()
)


def content_words(text: str) -> list[re.Match[str]]:
    """The words of ``text`` that may get a slip."""
    return [found for found in WORD.finditer(text) if found[0].lower() not in FUNCTION_WORDS]


def changed(text: str, rng: random.Random) -> str:
    """``text`` with one slip in one of its content words."""
    word = rng.choice(content_words(text))
    return text[: word.start()] + slip(word[0], rng) + text[word.end() :]


def compare(before: Reply, after: Reply) -> str:
    if after.kind == "clarify":
        return "asked back"
    if after.kind == "decline":
        return "declined"
    if after.kind == before.kind and after.intents == before.intents:
        return "same answer"
    if after.kind == before.kind and set(after.intents) < set(before.intents):
        return "part of it"
    return "another answer"


def main() -> None:
    parser = command(__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--content")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--misses", action="store_true", help="list the replies that are not the same")
    options = parser.parse_args()
    bot = Bot.load(options.content)
    right = []
    for path in options.files:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            reply = bot.ask(item["q"])
            answered = reply.kind == "answer" and outcome(reply, item["accept"]) == "right"
            if answered and content_words(item["q"]):
                right.append((item["q"], reply))
    rng = generator(SEED)
    rng.shuffle(right)
    counts: Counter[str] = Counter()
    for trial in range(options.trials):
        question, before = right[trial % len(right)]
        text = changed(question, rng)
        after = bot.ask(text)
        result = compare(before, after)
        counts[result] += 1
        certain = dict(after.explanation.thresholds).get("certain", 0.0)
        if result == "another answer" and after.confidence >= certain:
            counts["of these, certain"] += 1
        if options.misses and result != "same answer":
            print(f"{result:15} {after.confidence:.2f} {text[:120]!r}")
            print(f"    {before.intents} -> {after.intents}")
    print(f"{options.trials} trials over {len(right)} questions that are answered right")
    results = ("same answer", "part of it", "another answer", "of these, certain", "asked back", "declined")
    for result in results:
        print(f"{result:20}{100 * counts[result] / options.trials:6.1f} %")


if __name__ == "__main__":
    main()
