"""The same question gets the same reply, byte for byte, whatever runs around it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from chatbot import START, Bot

QUESTIONS = Path(__file__).parent / "data" / "questions_a.jsonl"
TALK = """\
why does my groin hurt when I stand up
2
and in the thigh?
ILLIOPSOAS
more
no, I meant the back
i cant pee and my back hurts
brace or tens, which is better
Iğdır'da ısı İ I ı
膝が痛い xyzzy
again
start over
my bak hurst wen I sit an what helps
""".splitlines()
# Says everything once as a dialogue and once line by line, to the bundled bot and to one that
# is learned on the spot, and prints all that comes back.
PROBE = """\
import json, sys
from chatbot import START, Bot
given = json.load(sys.stdin)
for bot in (Bot.load(), Bot.from_text(*given["shop"])):
    conversation, out = START, []
    for line in given["lines"]:
        alone, reply = bot.ask(line), bot.ask(line, conversation)
        conversation = reply.conversation
        for one in (alone, reply):
            out.append([one.to_dict(), one.conversation.to_dict(), repr(one.explanation)])
    print(json.dumps(out))
"""
THREADS = 8


def lines() -> list[str]:
    asked = [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [*TALK, *asked[::16]]


def replies(bot: Bot, count: int = 1_000) -> str:
    """All that ``bot`` says to the first ``count`` lines."""
    conversation, out = START, []
    for line in lines()[:count]:
        alone, reply = bot.ask(line), bot.ask(line, conversation)
        conversation = reply.conversation
        out += [[one.to_dict(), one.conversation.to_dict(), repr(one.explanation)] for one in (alone, reply)]
    return json.dumps(out)


def locales() -> list[str]:
    """C, and what the system has of Turkish, where a capital I has no dot when it is made small."""
    program = shutil.which("locale")
    if not program:
        return ["C"]
    known = subprocess.run([program, "-a"], capture_output=True, text=True, check=False).stdout
    return ["C", *(name for name in known.split() if name.startswith("tr_"))]


# What runs around each of the other processes. A cold cache: it learns the content itself.
COLD = {f"hash seed {seed}, cold": {"PYTHONHASHSEED": seed} for seed in ("0", "random")}
WARM = {
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    **{f"locale {name}": {"LC_ALL": name, "LANG": name, "PYTHONUTF8": "0"} for name in locales()},
    "optimised": {"PYTHONOPTIMIZE": "2"},  # no rule is an assert, and nothing reads a docstring
}


@pytest.fixture(scope="module")
def said_elsewhere(
    said_here: str,
    shop_files: tuple[str, Mapping[str, str]],
    environment: Mapping[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, subprocess.CompletedProcess[str]]:
    """What other processes say to the same lines, when this one has filled the cache that is warm."""
    assert said_here
    given = json.dumps({"lines": lines(), "shop": shop_files})
    cold = {
        name: {**setting, "CHATBOT_CACHE_DIR": str(tmp_path_factory.mktemp("cold"))}
        for name, setting in COLD.items()
    }

    def work(setting: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", PROBE],
            env={**environment, **setting},
            input=given,
            capture_output=True,
            check=True,
            text=True,
            encoding="ascii",
        )

    settings = {**cold, **WARM}
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(settings, pool.map(work, settings.values()), strict=True))


@pytest.fixture(scope="module")
def said_here(bot: Bot, shop: Bot) -> str:
    return f"{replies(bot)}\n{replies(shop)}\n"


@pytest.mark.parametrize("name", [*COLD, *WARM])
def test_another_process_says_the_same(
    name: str, said_here: str, said_elsewhere: dict[str, subprocess.CompletedProcess[str]]
) -> None:
    done = said_elsewhere[name]
    assert done.stderr == ""
    assert done.stdout == said_here


def test_eight_threads_at_once_change_nothing(bot: Bot) -> None:
    """A fresh bot, so that whatever is filled on first use is filled by all of them together."""
    fresh = Bot.load()
    barrier = Barrier(THREADS)

    def work(_: int) -> str:
        barrier.wait()
        return replies(fresh, 12)

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(work, range(THREADS))) == {replies(bot, 12)}


def test_what_was_asked_before_changes_nothing(shop: Bot) -> None:
    before = shop.ask("why do my braeks squeel")
    replies(shop)
    after = shop.ask("why do my braeks squeel")
    assert (before.to_dict(), repr(before.explanation)) == (after.to_dict(), repr(after.explanation))


def test_a_bot_learned_twice_is_the_same(shop: Bot, shop_files: tuple[str, Mapping[str, str]]) -> None:
    other = Bot.from_text(*shop_files)
    assert replies(other) == replies(shop)


def test_the_order_of_files_changes_nothing(shop: Bot, shop_files: tuple[str, Mapping[str, str]]) -> None:
    intents, knowledge = shop_files
    assert replies(Bot.from_text(intents, dict(reversed(list(knowledge.items()))))) == replies(shop)
