"""What a reply holds, and its JSON form (a contract: other programs read it)."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from chatbot import Bot

QUESTIONS = {
    "answer": "how do I mend a flat tyre",
    "clarify": "it is broken",
    "decline": "do you repair motorbikes",
    "urgent": "my fork is cracked",
}


@pytest.mark.parametrize(("kind", "question"), QUESTIONS.items())
def test_the_json_form(shop: Bot, kind: str, question: str) -> None:
    reply = shop.ask(question)
    data = reply.to_dict()
    assert data == json.loads(json.dumps(data))
    assert data["version"] == 1
    assert data["kind"] == kind == reply.kind
    assert data["intents"] == list(reply.intents)
    assert data["text"] == reply.text
    assert data["confidence"] == reply.confidence
    assert data["final"] is False
    for number, choice in enumerate(data["choices"], 1):
        intent = shop.content.intents[choice["intent"]]
        assert choice == {"number": number, "title": intent.title, "intent": intent.name}
    for source in data["sources"]:
        assert {"file", "heading", "label"} <= set(source)
        assert source["label"] in ("reference", "supplement", "recommendation", "conversation")


def test_an_answer_in_full(shop: Bot) -> None:
    data = shop.ask("how do I mend a flat tyre").to_dict()
    assert data.pop("confidence") > 0.9
    assert data == {
        "version": 1,
        "kind": "answer",
        "intents": ["flat_tyre"],
        "text": "Take the tube out, find the **hole**, and stick a patch on it.",
        "choices": [
            {"number": 1, "title": "Which spare tube fits", "intent": "spare_tubes"},
            {"number": 2, "title": "Opening hours", "intent": "opening_hours"},
        ],
        "sources": [
            {
                "file": "knowledge/repairs.md",
                "heading": "Flat tyre",
                "label": "reference",
                "references": ["The Shop Manual, 4th edition, 2019"],
            }
        ],
        "final": False,
    }


@pytest.mark.parametrize("kind", ["clarify", "decline"])
def test_what_answers_nothing_names_no_intents_and_no_sources(shop: Bot, kind: str) -> None:
    reply = shop.ask(QUESTIONS[kind])
    assert (reply.kind, reply.intents, reply.sources) == (kind, (), ())


def test_an_answer_of_several_sections_names_them_all(shop: Bot) -> None:
    reply = shop.ask("my chain slips when I pedal hard")
    assert [source.heading for source in reply.sources] == ["Slipping chain", "Wear of the chain"]
    assert (
        reply.text
        == "Measure the chain: it is probably worn.\n\nAfter 3,000 kilometres a chain is stretched."
    )


def test_sources_of_a_section_stand_above_those_of_its_file(shop: Bot) -> None:
    (source,) = shop.ask("my fork is cracked").sources
    assert source.references == ("The Shop Manual, 4th edition, 2019", "Leaflet on rental bicycles (2021)")
    (source,) = shop.ask("can I rent a bike").sources
    assert (source.label, source.references) == ("supplement", ("Leaflet on rental bicycles (2021)",))


def test_small_talk_has_no_sources_and_no_choices(shop: Bot) -> None:
    reply = shop.ask("good morning")
    assert (reply.intents, reply.sources, reply.choices) == (("greeting",), (), ())


def test_the_explanation_has_a_reason_whatever_the_kind(shop: Bot) -> None:
    for question in [*QUESTIONS.values(), "", "more", "hello"]:
        explanation = shop.ask(question).explanation
        assert explanation.stage in ("alarm", "command", "pick", "context", "matching")
        assert explanation.reason
        assert explanation.thresholds


def test_equal_questions_give_equal_replies(shop: Bot) -> None:
    assert shop.ask("my tyre is flat") == shop.ask("my tyre is flat")
    assert shop.ask("my tyre is flat") != shop.ask("my chain slips")


def test_a_printed_bot_or_reply_fits_a_screen(shop: Bot, bot: Bot) -> None:
    """Whoever tries it in a Python shell sees the repr of everything."""
    assert len(repr(shop.ask("my tyre is flat"))) < 4_000
    assert len(repr(bot)) < 4_000


def test_every_answer_of_the_bundled_bot_is_sourced(bot: Bot) -> None:
    for intent in bot.content.intents.values():
        if intent.answers:
            sections = [bot.content.sections[ref] for ref in intent.answers]
            assert all(section.sources for section in sections if section.label != "conversation"), (
                intent.name
            )


def test_answers_fit_a_screen(bot: Bot) -> None:
    """About a dozen lines of 80 columns for each section; the longest are lists."""
    for section in bot.content.sections.values():
        lines = sum(1 + len(line) // 80 for line in section.body.splitlines() if line.strip())
        assert lines <= 16, section.ref


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_a_reply_can_be_copied_and_pickled(shop: Bot, question: str) -> None:
    reply = shop.ask(question)
    for other in (copy.deepcopy(reply), pickle.loads(pickle.dumps(reply))):  # noqa: S301 - our own
        assert other == reply
        assert other.explanation == reply.explanation
