"""What all tests share: the bundled bot, a small world to talk about, and a way to talk.

The small world is a bicycle shop. Its texts stand here in full, so that a test that
quotes one of them can be read without opening another file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

import chatbot
from chatbot import START, Bot, Conversation, Reply
from chatbot.folder import read_word_vectors
from chatbot.word_vectors import WordVectors

PACKAGE = Path(chatbot.__file__).resolve().parent

# No test watches the clock, and each run tries the same inputs: a failure stays until it is mended.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

SHOP = """\
bot:
  name: Spoke
  about: Answers about the bicycle shop
  disclaimer: Ask a mechanic before you ride.
sources:
  manual: The Shop Manual, 4th edition, 2019
  leaflet: Leaflet on rental bicycles (2021)
cautions:
  brakes: "**Careful:** bad brakes kill."
intents:
  flat_tyre:
    title: Mending a flat tyre
    examples:
      - how do I mend a flat tyre
      - my tyre is flat
      - there is a hole in my tube
      - I have a puncture
      - the tyre loses air over night
      - how do I patch an inner tube
      - what do I do about a puncture on the road
      - my back wheel has gone soft
    answers: [repairs.md#flat-tyre]
    follow_ups: [spare_tubes, opening_hours]
  squealing_brakes:
    title: Brakes that squeal
    examples:
      - why do my brakes squeal
      - the brakes make a terrible noise
      - squealing when I brake
      - how can I stop the brakes from screeching
      - my disc brake is loud in the rain
      - noisy rim brakes
      - brake pads scream
    keywords: [brake noise]
    answers: [repairs.md#squealing-brakes]
    follow_ups: [flat_tyre, opening_hours]
    caution: brakes
  slipping_chain:
    title: A chain that slips
    examples:
      - my chain slips when I pedal hard
      - the chain jumps over the teeth
      - why does the chain come off
      - chain falls off the sprocket
      - gears skip under load
      - worn chain and cassette
      - when should I replace my chain
    answers: [repairs.md#slipping-chain, repairs.md#wear-of-the-chain]
    follow_ups: [squealing_brakes, rent_a_bike]
  rent_a_bike:
    title: Renting a bicycle
    examples:
      - can I rent a bike
      - how much is a rental bicycle
      - do you hire out bicycles
      - I want to borrow a bike for the weekend
      - rental prices
      - what does it cost to hire a bike for a day
      - bike hire
    answers: [shop.md#renting]
    follow_ups: [opening_hours]
  spare_tubes:
    title: Which spare tube fits
    examples:
      - which spare tube fits my wheel
      - what size of inner tube do I buy
      - which valve do I need
      - spare tube size
      - do you sell spare tubes with a long valve
      - is a wider tube all right in a narrow tyre
    answers: [repairs.md#spare-tubes]
    follow_ups: [flat_tyre]
  opening_hours:
    title: Opening hours
    examples:
      - when are you open
      - opening hours
      - are you open on sunday
      - what time does the shop close
      - how late can I come by
      - do you open on public holidays
    answers: [shop.md#opening-hours]
    follow_ups: [rent_a_bike]
  urgent_help:
    title: When not to ride on
    examples: [when must I not ride on, is it safe to keep riding, which faults are dangerous]
    answers: [shop.md#do-not-ride]
  greeting:
    title: Hello
    small_talk: true
    examples: [hello, hi there, good morning, hey]
    reply: Hello, ask me about bicycles.
  thanks:
    title: Thank you
    small_talk: true
    examples: [thank you, thanks a lot, many thanks, cheers mate]
    reply: You are welcome.
  goodbye:
    title: Goodbye
    small_talk: true
    final: true
    examples: [goodbye, bye, see you later, so long]
    reply: Ride safely.
not_covered:
  motorbikes:
    title: motorbikes
    examples:
      - do you repair motorbikes
      - my motorcycle does not start
      - how much is a helmet for a motorbike
      - what oil does my scooter engine need
vague:
  broken:
    ask: What is broken?
    examples: [it is broken, something is broken, it does not work, help it broke]
    options: [flat_tyre, squealing_brakes, slipping_chain]
synonyms:
  tyre: [tire, rubber hoop]
  bike: [bicycle, cycle, push bike]
  squeal: [squeak, screech]
alarms:
  intent: urgent_help
  words:
    frame: [frame, fork, handlebar]
    broken: [cracked, snapped, broken off]
    failed: [do not work, stopped working, failed]
  signs:
    cracked_frame:
      level: emergency
      means: a part that carries you is cracked
      when: [frame + broken]
      answers: [shop.md#do-not-ride]
    no_brakes:
      level: emergency
      means: the brakes do not work
      when: [brakes + failed]
      answers: [shop.md#do-not-ride]
"""

KNOWLEDGE = {
    "repairs.md": """\
---
label: reference
source: manual
---
# Repairs

## Flat tyre
Take the tube out, find the **hole**, and stick a patch on it.

## Squealing brakes
Clean the rim and turn the pads in a little.

## Slipping chain
Measure the chain: it is probably worn.

## Wear of the chain
After 3,000 kilometres a chain is stretched.

## Spare tubes
Read the two numbers on the side of the tyre.
""",
    "shop.md": """\
---
label: supplement
source: leaflet
---
# The shop

## Renting
A bicycle costs twelve euros a day.

## Opening hours
We are open from nine to six, never on Sundays.

## Do not ride
Get off and push.

Source: manual, leaflet
""",
}


@dataclass
class Talk:
    """A dialogue: ``say`` hands each reply's conversation to the next question."""

    bot: Bot
    conversation: Conversation = START

    def say(self, *lines: str) -> Reply:
        """Say all ``lines`` in turn; the reply to the last one."""
        for line in lines:
            reply = self.bot.ask(line, self.conversation)
            self.conversation = reply.conversation
        return reply


@pytest.fixture(scope="session")
def word_vectors() -> WordVectors:
    return WordVectors(read_word_vectors())


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the cache of the person who runs it."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("CHATBOT_CACHE_DIR")
    os.environ["CHATBOT_CACHE_DIR"] = str(folder)
    yield folder
    if before is None:
        del os.environ["CHATBOT_CACHE_DIR"]
    else:
        os.environ["CHATBOT_CACHE_DIR"] = before


@pytest.fixture(scope="session")
def environment(cache: Path) -> Mapping[str, str]:
    """The variables for a process that imports the same chatbot as this one."""
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "CHATBOT_CACHE_DIR": str(cache)}


@pytest.fixture(scope="session")
def bot(cache: Path) -> Bot:
    """The bundled bot."""
    assert os.environ["CHATBOT_CACHE_DIR"] == str(cache)
    return Bot.load()


@pytest.fixture(scope="session")
def shop() -> Bot:
    """The bot of the bicycle shop."""
    return Bot.from_text(SHOP, KNOWLEDGE)


@pytest.fixture(scope="session")
def shop_files() -> tuple[str, Mapping[str, str]]:
    """The texts that ``shop`` is made of."""
    return SHOP, KNOWLEDGE


@pytest.fixture
def talk(shop: Bot) -> Talk:
    """A fresh dialogue with the shop."""
    return Talk(shop)


@pytest.fixture(scope="session")
def talk_to() -> Callable[[Bot], Talk]:
    """Starts a dialogue with any bot."""
    return Talk
