"""A small world to talk about, a console made of strings, and the command run on it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from chatbot import Bot
from chatbot.terminal.cli import main
from chatbot.terminal.console import Console

INTENTS = """\
bot:
  name: Knee reference
  about: Answers about the knee
  disclaimer: General information, not a diagnosis.
sources:
  atlas: The Knee Atlas, by A. Writer, 2nd edition, Some Press, 2015.
  leaflet: Leaflet on knees (2020)
intents:
  knee_pain:
    title: Pain in the knee
    examples: [why does my knee hurt, my knee aches, knee pain, what is wrong with my knee]
    answers: [knee.md#knee-pain]
    follow_ups: [causes, treatment]
  causes:
    title: What causes it
    examples: [what causes knee trouble, reasons for a sore joint, where does it come from]
    answers: [knee.md#causes]
    follow_ups: [treatment]
  treatment:
    title: How it is treated
    examples: [how is it treated, what helps against the ache, best remedy, can I treat it]
    answers: [knee.md#treatment, extra.md#ice]
    follow_ups: [causes]
  japan:
    title: The knee in Japanese
    examples: [what is a knee called in Japanese, Japanese word, tell me the Japanese name]
    answers: [knee.md#japan]
  goodbye:
    title: Goodbye
    small_talk: true
    final: true
    examples: [goodbye, bye, bye bye, see you later]
    reply: Goodbye.
alarms:
  words:
    cannot: [cannot, unable to]
  signs:
    broken:
      level: emergency
      means: you cannot walk
      when: [cannot + walk]
      answers: [knee.md#broken]
"""
KNEE = """\
---
label: reference
source: atlas
---
# Knees

## Knee pain
Your **knee** hurts most often because it was used more than it is used to, and because nobody gave it a rest.

- after running, on hard ground above all, the front of it aches for a day or two and then stops by itself
- after a fall, see [a doctor](https://example.org/doctors)

## Causes
Overuse.

## Treatment
Rest it.

## Broken
Do not move. Call your local emergency number.

## Japan
膝（ひざ）は、人間の足の関節の一つであり、大腿骨と下腿骨をつなぐ関節である。体重を支え、歩く、走る、跳ぶなどの動作を可能にする。

Source: atlas
"""
EXTRA = """\
---
label: supplement
source: leaflet
---
# More

## Ice
Ice helps some people.
"""


class _Stream(io.StringIO):
    """A stream that says whether it is a terminal, and what it can encode."""

    def __init__(self, text: str = "", *, terminal: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(text)
        self._terminal = terminal
        self._encoding = encoding

    def isatty(self) -> bool:
        return self._terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def write(self, text: str) -> int:
        text.encode(self._encoding)  # as a real stream does
        return super().write(text)


class FakeConsole(Console):
    """A console that remembers what was written to it."""

    __slots__ = ()

    @property
    def out(self) -> str:
        """All of standard output."""
        assert isinstance(self.stdout, io.StringIO)
        return self.stdout.getvalue()

    @property
    def err(self) -> str:
        """All of standard error."""
        assert isinstance(self.stderr, io.StringIO)
        return self.stderr.getvalue()


def new_console(
    stdin: str = "",
    *,
    terminal: bool = False,
    width: int = 80,
    encoding: str = "utf-8",
    environ: Mapping[str, str] = MappingProxyType({}),
) -> FakeConsole:
    """A console of strings; ``terminal`` says what all three streams are."""
    source, out, err = (_Stream(text, terminal=terminal, encoding=encoding) for text in (stdin, "", ""))
    return FakeConsole(source, out, err, {"TERM": "xterm", **environ}, lambda: width)


@dataclass(frozen=True)
class Run:
    """What a run of the command left behind."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class World:
    """Runs the real ``main`` on a console of strings."""

    content: Path

    def run(self, *arguments: str, stdin: str = "", terminal: bool = False, **options: Any) -> Run:
        """``chatbot ARGUMENTS``; ``options`` are those of ``make_console``."""
        console = new_console(stdin, terminal=terminal, **options)
        status = main([*arguments, "--content", str(self.content)], console)
        return Run(status, console.out, console.err)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world as a content folder."""
    root = tmp_path_factory.mktemp("content")
    (root / "knowledge").mkdir()
    (root / "intents.yaml").write_text(INTENTS, encoding="utf-8")
    (root / "knowledge" / "knee.md").write_text(KNEE, encoding="utf-8")
    (root / "knowledge" / "extra.md").write_text(EXTRA, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def knees() -> Bot:
    """The same world as a bot."""
    return Bot.from_text(INTENTS, {"knee.md": KNEE, "extra.md": EXTRA})


@pytest.fixture
def world(folder: Path) -> World:
    """The same world under the command."""
    return World(folder)


MakeConsole = Callable[..., FakeConsole]


@pytest.fixture
def make_console() -> MakeConsole:
    """Makes consoles of strings, for tests below the command."""
    return new_console
