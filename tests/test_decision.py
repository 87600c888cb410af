"""One message, by itself: answer, ask back or decline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chatbot import Bot

DATA = Path(__file__).parent / "data"

COVERED = [
    ("how do I mend a flat tyre", "flat_tyre"),
    ("puncture", "flat_tyre"),
    ("brake noise", "squealing_brakes"),
    ("there's an awful screeching sound when i brake!!", "squealing_brakes"),
    ("my chain keeps slipping", "slipping_chain"),
    ("I'd like to hire a bike", "rent_a_bike"),
    ("are you open today", "opening_hours"),
    ("HOW LATE CAN I COME BY???", "opening_hours"),
    ("thanks", "thanks"),
    ("Hey!", "greeting"),
    ("bye bye", "goodbye"),
]


@pytest.mark.parametrize(("question", "intent"), COVERED)
def test_what_is_covered_is_answered(shop: Bot, question: str, intent: str) -> None:
    reply = shop.ask(question)
    assert (reply.kind, reply.intents) == ("answer", (intent,))


@pytest.mark.parametrize(
    "question",
    [
        "what is the capital of France",
        "write me a poem about autumn",
        "asdf qwer zxcv",
        "膝が痛い",
        "je voudrais un croissant",
    ],
)
def test_what_is_not_is_declined(shop: Bot, question: str) -> None:
    reply = shop.ask(question)
    assert (reply.kind, reply.intents) == ("decline", ())
    assert reply.choices, "a decline says what can be asked instead"


@pytest.mark.parametrize(
    "question",
    [
        "how do I stand up a web server",
        "knee replacement",
        "how much ibuprofen can I take",
        "do I have carpal tunnel",
        "iliotibial band syndrome",
        "what is a psoas abscess",
        "what is the weather like today",
    ],
)
def test_near_misses_of_the_bundled_content_are_declined(bot: Bot, question: str) -> None:
    assert bot.ask(question).kind == "decline"


def test_a_decline_names_the_words_that_are_unknown(shop: Bot) -> None:
    text = shop.ask("do you bake croissants").text
    assert "\u201cbake\u201d" in text
    assert "\u201ccroissants\u201d" in text


def test_a_decline_names_the_subject_that_is_not_covered(shop: Bot) -> None:
    reply = shop.ask("can you repair my motorbike")
    assert (reply.kind, reply.intents) == ("decline", ())
    assert "motorbikes" in reply.text


def test_only_what_is_near_is_called_near(bot: Bot, shop: Bot) -> None:
    """With nothing near, the subjects on offer are not said to be close to the question."""
    assert "Closest" not in shop.ask("xyzzy").text
    asked = (DATA / "questions_c.jsonl").read_text(encoding="utf-8").splitlines()
    near_misses = [item["q"] for item in map(json.loads, asked) if item["kind"] == "oos_near"]
    assert any("Closest" in bot.ask(text).text for text in near_misses)


def test_close_subjects_are_asked_back(shop: Bot) -> None:
    reply = shop.ask("soft tube")
    assert reply.kind == "clarify"
    assert {choice.intent for choice in reply.choices} == {"flat_tyre", "spare_tubes"}
    assert all(f"{choice.number}. {choice.title}" in reply.text for choice in reply.choices)
    assert "none" in reply.text.lower()


def test_a_vague_opening_gets_the_question_that_its_author_wrote(shop: Bot) -> None:
    reply = shop.ask("something is broken")
    assert reply.kind == "clarify"
    assert "What is broken?" in reply.text
    assert [choice.intent for choice in reply.choices] == ["flat_tyre", "squealing_brakes", "slipping_chain"]


@pytest.mark.parametrize(
    ("question", "intents"),
    [
        ("how do I mend a flat tyre and when are you open", ("flat_tyre", "opening_hours")),
        ("When are you open? How do I mend a flat tyre?", ("opening_hours", "flat_tyre")),
        ("why do my brakes squeal, and can I rent a bike", ("squealing_brakes", "rent_a_bike")),
        ("can I rent a bike? also my chain slips", ("rent_a_bike", "slipping_chain")),
    ],
)
def test_two_questions_get_two_answers_in_order(shop: Bot, question: str, intents: tuple[str, ...]) -> None:
    reply = shop.ask(question)
    assert (reply.kind, reply.intents) == ("answer", intents)
    for name in intents:
        for ref in shop.content.intents[name].answers:
            assert shop.content.sections[ref].body in reply.text
    places = [reply.text.index(shop.content.intents[name].title) for name in intents]
    assert places == sorted(places)


def test_a_part_that_is_not_covered_is_named(shop: Bot) -> None:
    reply = shop.ask("how do I mend a flat tyre and do you repair motorbikes")
    assert reply.intents == ("flat_tyre",)
    assert "stick a patch" in reply.text
    assert "motorbikes" in reply.text


@pytest.mark.parametrize(
    "question", ["hello, my chain slips", "Good morning! My chain slips.", "my chain slips, thanks a lot"]
)
def test_small_talk_around_a_question_does_not_hide_it(shop: Bot, question: str) -> None:
    reply = shop.ask(question)
    assert reply.intents == ("slipping_chain",)
    assert "Hello" not in reply.text


def test_small_talk_is_never_a_choice(bot: Bot, shop: Bot) -> None:
    for any_bot in (bot, shop):
        for question in (
            "hello thanks bye",
            "thank you for the tyre",
            "hi",
            "what",
            "hi brakes good morning tyres",
        ):
            for choice in any_bot.ask(question).choices:
                assert not any_bot.content.intents[choice.intent].small_talk


def test_an_alarm_comes_before_everything(shop: Bot) -> None:
    reply = shop.ask("hello, how much is a rental bicycle? by the way my fork is cracked")
    assert (reply.kind, reply.intents) == ("urgent", ("urgent_help",))
    assert "a part that carries you is cracked" in reply.text
    assert "Get off and push." in reply.text


@pytest.mark.parametrize("text", ["my fork is not cracked", "my tyre is cracked", "the frame is fine"])
def test_no_alarm_without_its_sign(shop: Bot, text: str) -> None:
    assert shop.ask(text).kind != "urgent"


def test_a_caution_stands_first(shop: Bot) -> None:
    assert shop.ask("brake noise").text.startswith("**Careful:** bad brakes kill.")
    assert "Careful" not in shop.ask("my tyre is flat").text


def test_a_goodbye_is_final_and_nothing_else_is(shop: Bot) -> None:
    assert shop.ask("goodbye").final
    assert not any(shop.ask(question).final for question, intent in COVERED if intent != "goodbye")


def test_follow_ups_are_those_of_the_author(shop: Bot) -> None:
    reply = shop.ask("how do I mend a flat tyre")
    assert [choice.intent for choice in reply.choices] == ["spare_tubes", "opening_hours"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "🦴"])
def test_no_words_are_asked_for_words(shop: Bot, text: str) -> None:
    assert shop.ask(text).kind == "clarify"


def test_a_content_without_small_talk(shop_files: tuple[str, dict[str, str]]) -> None:
    intents, knowledge = shop_files
    quiet = Bot.from_text(intents.replace("bot:\n", "bot:\n  small_talk: false\n"), knowledge)
    assert quiet.ask("hello").intents == ()
    assert quiet.ask("my tyre is flat").intents == ("flat_tyre",)


def test_the_smallest_content_works() -> None:
    tiny = Bot.from_text(
        "intents:\n  cat:\n    title: Cats\n    examples: [tell me about cats]\n    reply: They purr.\n"
    )
    assert tiny.ask("tell me about cats").text == "They purr."
    assert tiny.ask("Cats!").intents == ("cat",)
    assert tiny.ask("what is the weather in Rome").kind == "decline"
