"""Red flags by pattern and by likeness together."""

from __future__ import annotations

import pytest

from chatbot import Bot

CONTENT = """\
intents:
  hours:
    title: Opening hours
    examples: [when are you open, what are your opening hours, is the shop open today, when do you close]
    reply: From ten to six.
  bread:
    title: Bread
    examples: [do you sell bread, what bread is there, have you got rolls, which loaf is best]
    reply: Rye and wheat.
alarms:
  words:
    smell: [smell]
    gas: [gas]
    cut: [cut]
    finger: [finger]
  signs:
    gas_leak:
      level: emergency
      means: you smell gas
      when: [smell > gas]
      answers: [help.md#out]
    wound:
      level: emergency
      means: you have a deep cut
      when: [cut + finger]
      examples: [I cut my finger to the bone, blood will not stop, my hand bleeds badly]
      answers: [help.md#out]
  lookalikes: [I cut a deal, a clean cut suit, the film was cut short, they cut prices again]
"""


@pytest.fixture(scope="module")
def bakery() -> Bot:
    return Bot.from_text(CONTENT, {"help.md": "# Help\n\n## Out\nLeave the shop and call.\n"})


@pytest.mark.parametrize(
    "text",
    [
        "i smell gas",
        "when are you open, i smell gas",
        "do you sell bread? i smell gas",
    ],
)
def test_a_sign_without_examples_is_judged_by_its_pattern_alone(bakery: Bot, text: str) -> None:
    assert bakery.ask(text).kind == "urgent"


def test_what_no_pattern_foresaw_is_raised_by_likeness(bakery: Bot) -> None:
    assert bakery.ask("the blood from my hand will not stop").kind == "urgent"


def test_an_example_of_a_sign_raises_it(bot: Bot) -> None:
    signs = bot.content.alarms.signs
    texts = [text for sign in signs for text in sign.examples[::20]]
    missed = [text for text in texts if bot.ask(text).kind != "urgent"]
    assert len(missed) <= 0.01 * len(texts), missed


def test_what_only_sounds_like_one_hardly_ever_raises_any(bot: Bot) -> None:
    texts = bot.content.alarms.lookalikes[::10]
    raised = [text for text in texts if bot.ask(text).kind == "urgent"]
    assert len(raised) <= 0.01 * len(texts), raised


def test_a_known_lookalike_is_not_answered_as_something_else_for_sure(bakery: Bot) -> None:
    reply = bakery.ask("the film was cut short")
    assert reply.kind != "answer" or reply.confidence < 0.78


@pytest.mark.parametrize(
    "flag",
    [
        "I lost control of my bladder this morning",
        "I am numb between my legs",
        "I have crushing chest pain and can't breathe",
    ],
)
def test_a_flag_between_other_things_is_not_lost(bot: Bot, flag: str) -> None:
    text = f"What is the iliopsoas? My desk is too low for me. {flag}. Which pillow for the bed?"
    reply = bot.ask(text)
    assert reply.kind == "urgent" or reply.explanation.stage == "alarm"


@pytest.mark.parametrize(
    "second", ["i have a fever", "I've had a fever since monday", "and i have a high temperature and chills"]
)
def test_a_sign_counts_together_with_the_pain_spoken_of_before(bot: Bot, second: str) -> None:
    before = bot.ask("my back hurts")
    assert before.kind != "urgent"
    assert bot.ask(second, before.conversation).kind == "urgent"


def test_without_the_pain_before_it_is_none(bot: Bot) -> None:
    before = bot.ask("what is the iliacus")
    assert bot.ask("it gives me cabin fever", before.conversation).kind != "urgent"


def test_a_denied_sign_after_a_pain_raises_nothing(bot: Bot) -> None:
    assert bot.ask("no fever", bot.ask("my back hurts").conversation).kind != "urgent"


@pytest.mark.parametrize(
    "text",
    ["my back went out when I bent down", "my hip clicks when I walk", "my thigh is sore from running"],
)
def test_an_ordinary_complaint_is_answered_though_it_is_no_red_flag(bot: Bot, text: str) -> None:
    """The examples of what only sounds like a red flag say nothing against the intents."""
    assert bot.ask(text).kind == "answer"


@pytest.mark.parametrize("times", [1, 4, 8])
@pytest.mark.parametrize(
    "flag",
    [
        "I have thought about killing myself",
        "I can't pee and my crotch is numb",
        "I have chest pain and can't breathe",
        "Both my legs are numb and weak",
    ],
)
def test_much_harmless_talk_does_not_talk_a_flag_down(bot: Bot, flag: str, times: int) -> None:
    before, after = "My hip aches when I sit. " * times, "Which pillow is good for my side? " * times
    assert bot.ask(f"{before}{flag}. {after}").kind == "urgent"


@pytest.mark.parametrize("pain", ["my back hurts", "my hip aches"])
@pytest.mark.parametrize(
    "opening",
    ["I'm 63", "I collect stamps", "I live in Leeds", "my name is Bob", "I love cheese", "I'm a postman"],
)
def test_who_one_is_makes_no_red_flag_of_a_pain(bot: Bot, opening: str, pain: str) -> None:
    reply = bot.ask(f"{opening} and {pain}")
    assert reply.kind != "urgent"
    assert reply.conversation.pending != "alarm"


def test_a_known_example_of_a_sign_is_that_sign(bot: Bot) -> None:
    for sign in bot.content.alarms.signs:
        reply = bot.ask(sign.examples[0])
        assert reply.kind == "urgent" or reply.conversation.pending == "alarm", sign.examples[0]


def test_numbers_report_nothing(bot: Bot) -> None:
    assert {bot.ask(text).kind for text in ("2 and 3", "3 and 4", "1,2")} == {"clarify"}


# -- what is told in two lines, the condition first ---------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "pain"),
    [
        ("I'm pregnant", "my belly hurts"),
        ("I have a fever", "my hip aches"),
        ("I have cancer", "my back hurts"),
        ("I'm on chemo", "it hurts in my groin"),
    ],
)
def test_a_pain_counts_together_with_the_condition_told_before(bot: Bot, condition: str, pain: str) -> None:
    before = bot.ask(condition)
    assert before.kind != "urgent"
    reply = bot.ask(pain, before.conversation)
    assert reply.kind == "urgent"
    assert reply.conversation.sign == before.conversation.half  # that is what the reply names
    assert bot.ask(pain).kind == "answer"


def test_a_pain_that_is_only_asked_about_is_not_taken_for_ones_own(bot: Bot) -> None:
    reply = bot.ask("where does groin pain come from?", bot.ask("I have a fever").conversation)
    assert reply.kind == "clarify"
    assert reply.explanation.stage == "alarm"


@pytest.mark.parametrize(
    ("condition", "line"),
    [
        ("I'm not pregnant", "my belly hurts"),
        ("I have a fever", "what is the psoas?"),
        ("I'm pregnant", "does a body pillow help?"),
    ],
)
def test_without_either_half_there_is_no_red_flag(bot: Bot, condition: str, line: str) -> None:
    assert bot.ask(line, bot.ask(condition).conversation).kind == "answer"


def test_the_condition_is_forgotten_after_a_few_turns(bot: Bot) -> None:
    memory = bot.ask("I'm pregnant").conversation
    for line in ("what is the psoas?", "who can help?", "what is a trigger point?", "where is the iliacus?"):
        memory = bot.ask(line, memory).conversation
    assert not memory.half
    assert bot.ask("my belly hurts", memory).kind == "answer"


# -- what is not of now ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["qwzx blorp", "flimflam ritzle", "zzkrt wqop bnm", "asdf jkl"])
def test_nonsense_is_like_no_red_flag(bot: Bot, text: str) -> None:
    reply = bot.ask(text)
    assert reply.kind != "urgent"
    assert reply.explanation.stage != "alarm"


@pytest.mark.parametrize(
    "text",
    [
        "I had a car crash at nineteen and walked away. Which pillow for the bed?",
        "I passed out once at a concert in '85. What is a trigger point?",
        "Exam question: a patient has numbness between the legs. What is the iliacus?",
    ],
)
def test_what_is_long_past_or_made_up_raises_nothing(bot: Bot, text: str) -> None:
    assert bot.ask(text).kind != "urgent"


@pytest.mark.parametrize(
    "text",
    [
        # what counts for ever
        "I beat cancer in 2015 and now my hip hurts",
        "kidney transplant three years ago, and now my back hurts",
        # what only sounds past
        "I passed out at 15:00",
        "coughing up blood at 20:00 and my chest hurts",
        "I want to die at 19",
        "I am bleeding at 20 weeks pregnant and my belly hurts",
        "I'm suicidal, in my thirties",
        "I had a mock exam today. chest pain radiating down left arm and sweating",
        "I never had trouble peeing until today, now nothing comes out",
        "I fell last night and now I can't stand",
        # what is denied before a "but"
        "I don't have numbness between my legs but i cant pee",
        "no pain in the legs, but I can't pee",
        "I never had numbness between the legs but now i cant hold my urine",
    ],
)
def test_what_is_so_now_raises_the_alarm_whatever_is_past_or_denied(bot: Bot, text: str) -> None:
    assert bot.ask(text).kind == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "my hip hurts since last night",
        "I danced last night and my hip hurts",
        "since last night",
        "at \u1371",
    ],
)
def test_last_night_is_no_red_flag(bot: Bot, text: str) -> None:
    reply = bot.ask(text)
    assert reply.kind != "urgent"
    assert reply.explanation.stage != "alarm"


def test_what_was_half_told_can_be_taken_back(bot: Bot) -> None:
    memory = bot.ask("I'm pregnant").conversation
    memory = bot.ask("actually I am not pregnant", memory).conversation
    assert bot.ask("my belly hurts", memory).kind == "answer"


def test_a_question_about_a_condition_tells_none(bot: Bot) -> None:
    memory = bot.ask("can I exercise when pregnant?").conversation
    assert bot.ask("my hip hurts", memory).kind == "answer"


def test_a_half_told_red_flag_never_hides_one_of_the_message_itself(bot: Bot) -> None:
    text = "I have chest pain and can't breathe"
    reply = bot.ask(text, bot.ask("I'm pregnant").conversation)
    assert reply.kind == "urgent"
    assert reply.conversation.sign == bot.ask(text).conversation.sign
