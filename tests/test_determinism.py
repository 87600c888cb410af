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
# Says everything once as a dialogue and once line by line, and prints all that comes back.
PROBE = """\
import json, sys
from chatbot import START, Bot
bot, conversation, out = Bot.load(), START, []
for line in json.load(sys.stdin):
    alone, reply = bot.ask(line), bot.ask(line, conversation)
    conversation = reply.conversation
    for one in (alone, reply):
        out.append([one.to_dict(), one.conversation.to_dict(), repr(one.explanation)])
print(json.dumps(out))
"""
THREADS = 8


def lines() -> list[str]:
    asked = [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [*TALK, *asked[::4]]


def replies(bot: Bot) -> str:
    conversation, out = START, []
    for line in lines():
        alone, reply = bot.ask(line), bot.ask(line, conversation)
        conversation = reply.conversation
        out += [[one.to_dict(), one.conversation.to_dict(), repr(one.explanation)] for one in (alone, reply)]
    return json.dumps(out)


def in_a_process(environment: Mapping[str, str], **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**environment, **variables},
        input=json.dumps(lines()),
        capture_output=True,
        check=True,
        text=True,
        encoding="ascii",
    )
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_hash_seeds_change_nothing(bot: Bot, seed: str, environment: Mapping[str, str], tmp_path: Path) -> None:
    """Neither in learning (the cache is cold) nor in answering."""
    cold = {"PYTHONHASHSEED": seed, "CHATBOT_CACHE_DIR": str(tmp_path)}
    assert in_a_process(environment, **cold) == replies(bot)


def locales() -> list[str]:
    """C, and what the system has of Turkish, where "I" has no dot when it is made small."""
    program = shutil.which("locale")
    known = subprocess.run([program, "-a"], capture_output=True, text=True, check=False).stdout if program else ""
    return ["C", "POSIX", *(name for name in known.split() if name.startswith("tr_"))]


@pytest.mark.parametrize("locale", locales())
def test_locales_change_nothing(bot: Bot, locale: str, environment: Mapping[str, str]) -> None:
    assert in_a_process(environment, LC_ALL=locale, LANG=locale) == replies(bot)


@pytest.mark.parametrize("flag", ["PYTHONOPTIMIZE", "PYTHONUTF8"])
def test_switches_of_python_change_nothing(bot: Bot, flag: str, environment: Mapping[str, str]) -> None:
    assert in_a_process(environment, **{flag: "0" if flag == "PYTHONUTF8" else "2"}) == replies(bot)


def test_eight_threads_at_once_change_nothing(bot: Bot) -> None:
    """A fresh bot, so that whatever is filled on first use is filled by all of them together."""
    fresh = Bot.load()
    barrier = Barrier(THREADS)

    def work(_: int) -> str:
        barrier.wait()
        return replies(fresh)

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(work, range(THREADS))) == {replies(bot)}


def test_what_was_asked_before_changes_nothing(shop: Bot) -> None:
    before = shop.ask("why do my braeks squeel")
    for line in lines()[:60]:
        shop.ask(line)
    after = shop.ask("why do my braeks squeel")
    assert (before.to_dict(), repr(before.explanation)) == (after.to_dict(), repr(after.explanation))


def test_a_bot_learned_twice_is_the_same(shop: Bot, shop_files: tuple[str, Mapping[str, str]]) -> None:
    other = Bot.from_text(*shop_files)
    assert replies(other) == replies(shop)


def test_the_order_of_files_changes_nothing(shop: Bot, shop_files: tuple[str, Mapping[str, str]]) -> None:
    intents, knowledge = shop_files
    assert replies(Bot.from_text(intents, dict(reversed(knowledge.items())))) == replies(shop)
