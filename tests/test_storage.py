"""What was learned is kept between runs; a cache can save time and nothing else."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import chatbot
from chatbot import Bot, storage
from chatbot.bot import learn_bundled
from chatbot.storage import read_cache, write_cache

PACKAGE = Path(chatbot.__file__).resolve().parent
QUESTIONS = [
    "how do I mend a flat tyre", "why do my braeks squeel", "rubber hoop", "do you repair motorbikes",
    "it is broken", "my fork is cracked", "xyzzy", "hello", "when are you open and can I rent a bike",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, shop_files: tuple[str, Mapping[str, str]]) -> Path:
    """The shop as a content folder."""
    intents, knowledge = shop_files
    (tmp_path / "shop" / "knowledge").mkdir(parents=True)
    (tmp_path / "shop" / "intents.yaml").write_text(intents, encoding="utf-8")
    for name, text in knowledge.items():
        (tmp_path / "shop" / "knowledge" / name).write_text(text, encoding="utf-8")
    return tmp_path / "shop"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("CHATBOT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def replies(bot: Bot) -> list[object]:
    """Everything that the bot says to the questions, explanations included."""
    found = [bot.ask(question) for question in QUESTIONS]
    return [(reply.to_dict(), reply.conversation.to_dict(), repr(reply.explanation)) for reply in found]


def cached(store: Path) -> Path:
    (file,) = store.glob("*.bin")
    return file


def test_a_warm_bot_equals_a_cold_one(folder: Path, store: Path, shop: Bot) -> None:
    cold = replies(Bot.load(folder))
    assert cached(store).stat().st_size > 1000
    learned: list[int] = []
    warm = Bot.load(folder, progress=lambda done, _: learned.append(done))
    assert learned == [], "nothing is learned twice"
    assert replies(warm) == cold == replies(shop)


def test_so_does_the_bundled_one(bot: Bot, store: Path) -> None:
    questions = [intent.examples[0] for intent in bot.content.intents.values()]
    for fresh in (Bot.load(), Bot.load()):
        assert [fresh.ask(q).to_dict() for q in questions] == [bot.ask(q).to_dict() for q in questions]
        assert fresh.content == bot.content
    assert len(list(store.parent.glob("cache/*.bin"))) <= 1, "it may travel ready learned with the package"


@pytest.mark.usefixtures("bot")
def test_a_build_takes_what_was_learned_before(
    cache: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [*cache.glob("*.bin"), *(PACKAGE / "learned").glob("*.bin")]
    store.mkdir()
    for file in known:
        shutil.copy(file, store)
    monkeypatch.setattr(storage, "_SHIPPED", tmp_path / "package")
    monkeypatch.setattr("chatbot.bot.build_index", None)  # nothing is learned
    built = Path(learn_bundled())
    assert built.parent == tmp_path / "package"
    assert built.read_bytes() == (store / built.name).read_bytes()


def test_a_changed_content_is_learned_anew(folder: Path, store: Path) -> None:
    Bot.load(folder)
    file = folder / "knowledge" / "repairs.md"
    text = file.read_text(encoding="utf-8").replace("stick a patch", "glue a patch")
    file.write_text(text, encoding="utf-8")
    assert "glue a patch" in Bot.load(folder).ask("how do I mend a flat tyre").text
    assert len(list(store.glob("*.bin"))) == 2


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    place = len(data) // 3
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


DAMAGE: Mapping[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "one byte": lambda data: data[:1],
    "cut in half": cut,
    "last byte missing": lambda data: data[:-1],
    "a byte more": lambda data: data + b"\0",
    "a bit flipped": flip,
    "first bit flipped": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "another file": lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "text": lambda _: b"hello",
}
# What a program that knows the checksum could have left there.
SIGNED = {
    "nothing": b"",
    "zeros": b"\0" * 100,
    "a huge size": b"\xff" * 100,
    "a list": (2).to_bytes(8, "little") + b"[]",
    "null": (4).to_bytes(8, "little") + b"null",
    "an object": (2).to_bytes(8, "little") + b"{}",
    "deep nesting": (100_000).to_bytes(8, "little") + b"[" * 100_000,
    "no text": (2).to_bytes(8, "little") + b"\xff\xfe",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_cache_is_ignored_without_a_word(
    damage: str, folder: Path, store: Path, shop: Bot, capfd: pytest.CaptureFixture[str]
) -> None:
    Bot.load(folder)
    file = cached(store)
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert replies(Bot.load(folder)) == replies(shop)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("payload", SIGNED)
def test_rubbish_with_a_good_checksum_is_ignored(payload: str, folder: Path, store: Path, shop: Bot) -> None:
    Bot.load(folder)
    write_cache(cached(store).stem, SIGNED[payload])
    assert replies(Bot.load(folder)) == replies(shop)


@pytest.mark.parametrize("part", range(1, 12))
def test_so_is_a_cache_cut_short(part: int, folder: Path, store: Path, shop: Bot) -> None:
    """Content and weights as they were, but cut at any place, with a good checksum."""
    Bot.load(folder)
    name = cached(store).stem
    payload = bytes(read_cache(name) or b"")
    assert len(payload) > 1000
    write_cache(name, payload[: len(payload) * part // 12])
    assert replies(Bot.load(folder)) == replies(shop)


def test_a_cache_of_another_content_is_not_believed(folder: Path, store: Path, shop: Bot) -> None:
    """Under the right name, but of a foreign content."""
    Bot.load(folder)
    mine = cached(store)
    intents = folder / "intents.yaml"
    before = intents.read_text(encoding="utf-8")
    intents.write_text(before.replace("You are welcome.", "Do not mention it."), encoding="utf-8")
    Bot.load(folder)
    (foreign,) = set(store.glob("*.bin")) - {mine}
    mine.write_bytes(foreign.read_bytes())
    intents.write_text(before, encoding="utf-8")
    assert Bot.load(folder).ask("thank you").text == shop.ask("thank you").text == "You are welcome."


def blocked_by_a_file(store: Path) -> None:
    store.write_text("not a folder")


def inside_a_file(store: Path) -> None:
    store.write_text("not a folder")
    os.environ["CHATBOT_CACHE_DIR"] = str(store / "deeper" / "still")


def dangling_link(store: Path) -> None:
    store.symlink_to(store.parent / "nowhere" / "at all")


def link_to_itself(store: Path) -> None:
    store.symlink_to(store)


def too_long(_: Path) -> None:
    os.environ["CHATBOT_CACHE_DIR"] = "/" + "x" * 5_000


def read_only(store: Path) -> None:
    store.mkdir()
    store.chmod(0o500)


def in_proc(_: Path) -> None:
    os.environ["CHATBOT_CACHE_DIR"] = "/proc/chatbot"


OBSTACLES = (blocked_by_a_file, inside_a_file, dangling_link, link_to_itself, too_long, read_only, in_proc)


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_a_cache_that_cannot_be_written_is_done_without(
    obstacle: Callable[[Path], None], folder: Path, store: Path, shop: Bot, capfd: pytest.CaptureFixture[str]
) -> None:
    obstacle(store)
    assert replies(Bot.load(folder)) == replies(shop)
    assert replies(Bot.load(folder)) == replies(shop)
    assert capfd.readouterr() == ("", "")


def test_a_folder_in_the_place_of_the_file(folder: Path, store: Path, shop: Bot) -> None:
    Bot.load(folder)
    file = cached(store)
    file.unlink()
    file.mkdir()
    assert replies(Bot.load(folder)) == replies(shop)


def test_nothing_half_written_stays(folder: Path, store: Path) -> None:
    Bot.load(folder)
    assert [file.suffix for file in store.iterdir()] == [".bin"]


def test_old_caches_go(folder: Path, store: Path) -> None:
    intents = folder / "intents.yaml"
    text = intents.read_text(encoding="utf-8")
    for number in range(12):
        intents.write_text(f"{text}# {number}\n", encoding="utf-8")
        Bot.load(folder)
    assert 1 <= len(list(store.iterdir())) <= 8


def test_foreign_files_in_the_cache_folder_stay(folder: Path, store: Path) -> None:
    store.mkdir()
    (store / "diary.txt").write_text("mine")
    Bot.load(folder)
    assert (store / "diary.txt").read_text() == "mine"


@pytest.mark.usefixtures("store")
def test_no_content_file_is_ever_written(folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    Bot.load(folder)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_without_the_variable_it_stays_in_the_cache_of_the_user(
    tmp_path: Path, folder: Path, environment: Mapping[str, str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    variables = {**environment, "HOME": str(home), "LOCALAPPDATA": str(home)}
    variables.pop("CHATBOT_CACHE_DIR")
    variables.pop("XDG_CACHE_HOME", None)
    code = "import sys, chatbot; chatbot.Bot.load(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], env=variables, capture_output=True, check=True, text=True
    )
    assert (done.stdout, done.stderr) == ("", "")
    (file,) = home.rglob("*.bin")
    assert "chatbot" in str(file.relative_to(home))


def test_from_text_touches_no_files(store: Path, shop_files: tuple[str, Mapping[str, str]]) -> None:
    Bot.from_text(*shop_files)
    assert not store.exists()


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.name)
def test_nothing_is_ever_unpickled(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names.isdisjoint({"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"})
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls = {function.id for function in functions if isinstance(function, ast.Name)}
    assert calls.isdisjoint({"eval", "exec", "compile", "__import__"})
