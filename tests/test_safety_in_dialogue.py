"""A red flag inside a conversation: seen through slips, kept in mind for a while, and then let go."""

from __future__ import annotations

import pytest

from chatbot import START, Bot, Conversation, Reply

ASKED = "saddle nunbness"  # what a slip makes of it is asked about


def play(bot: Bot, *lines: str) -> Reply:
    reply = bot.ask(lines[0], START)
    for line in lines[1:]:
        reply = bot.ask(line, reply.conversation)
    return reply


@pytest.mark.parametrize("typed", ["i cnat pee", "I ca\u00adn't pee", "I can\u200b't pee", "fell of a lader"])
def test_slips_and_pasted_marks_do_not_hide_it(bot: Bot, typed: str) -> None:
    reply = bot.ask(typed)
    assert reply.kind == "urgent" or reply.explanation.stage == "alarm"


def test_a_misspelt_second_sign_does_not_hide_the_first(bot: Bot) -> None:
    reply = bot.ask("i want to kill myself and i have cheest pain")
    assert reply.kind == "urgent"
    assert "ending your life" in reply.text


def test_a_short_line_after_it_is_still_urgent(bot: Bot) -> None:
    assert play(bot, "I can't pee since this morning", "it's just muscular, right?").kind == "urgent"


def test_self_treatment_is_not_explained_while_it_stands(bot: Bot) -> None:
    assert (
        play(bot, "I can't pee since this morning", "how do I treat trigger points in the psoas?").kind
        == "urgent"
    )


def test_it_is_let_go_after_some_harmless_questions(bot: Bot) -> None:
    lines = ["what is the iliacus", "where is the psoas major", "what is the psoas minor"]
    reply = play(bot, "I can't pee since this morning", *lines, "is a lumbar support pillow any good?")
    assert reply.kind == "answer"
    assert "urgent" not in reply.text.casefold()


def test_no_to_the_safety_question_ends_it(bot: Bot) -> None:
    assert play(bot, ASKED).conversation.pending == "alarm"
    assert play(bot, ASKED, "no").conversation.pending == ""
    assert play(bot, ASKED, "no", "what is the iliacus").intents == ("iliacus",)


def test_the_safety_question_stands_until_it_is_answered(bot: Bot) -> None:
    """A question in place of an answer gets it once more; then the reply, below a line on what is open."""
    lines = [ASKED, "how long does it last", "what is the iliacus"]
    again, then = play(bot, *lines[:2]), play(bot, *lines)
    assert again.kind == "clarify"
    assert again.text.startswith("Please answer this first")
    assert then.intents == ("iliacus",)
    assert then.text.startswith("*You have not said whether")
    assert play(bot, *lines, "yes").kind == "urgent"
    assert play(bot, *lines, "no", "what is the iliacus").text.startswith("The **iliacus**")


def test_nobody_is_told_how_to_treat_himself_while_it_stands(bot: Bot) -> None:
    reply = play(bot, ASKED, "what is the iliacus", "can I bruise an organ when I press on the psoas?")
    assert reply.conversation.pending == "alarm"
    assert "Please answer this first" in reply.text


def test_a_yes_counts_however_long_the_question_stood(bot: Bot) -> None:
    lines = ["what is the iliacus", "what is the iliacus", "what is the psoas", "what is the psoas minor"]
    for count in range(len(lines) + 1):
        assert play(bot, ASKED, *lines[:count], "yes").kind == "urgent", count


def test_a_choice_below_it_can_be_picked(bot: Bot) -> None:
    reply = play(bot, ASKED, "how long does it last", "what is the iliacus")
    assert bot.ask("1", reply.conversation).intents == (reply.choices[0].intent,)


@pytest.mark.parametrize("line", ["sure, no", "nothing like that", "none of that", "nope", "of course not",
    "definitely not", "I don't think so", "no, what stretches can I do?", "no I don't"])  # fmt: skip
def test_a_no_in_other_words_ends_it(bot: Bot, line: str) -> None:
    assert play(bot, ASKED, line).conversation.pending == ""


@pytest.mark.parametrize("line", ["yes, no feeling", "no feeling at all", "no pain, just numb",
    "right, no control", "never been this numb", "nothing helps", "yes I cannot feel it"])  # fmt: skip
def test_what_reports_it_does_not_end_it(bot: Bot, line: str) -> None:
    reply = play(bot, ASKED, line)
    assert reply.kind == "urgent" or reply.conversation.pending == "alarm"


@pytest.mark.parametrize("line", ["thanks", "ok", "hello", "ok thanks", "thank you so much", "bye"])
def test_small_talk_is_no_yes(bot: Bot, line: str) -> None:
    reply = play(bot, ASKED, line)
    assert (reply.kind, reply.conversation.pending) == ("clarify", "alarm")


def test_a_new_start_does_not_end_it(bot: Bot) -> None:
    assert play(bot, ASKED, "restart", "yes").kind == "urgent"


@pytest.mark.parametrize(
    ("before", "line"),
    [("numb", "between my legs"), ("pins and needles", "in my crotch"), ("it hurts", "in my chest")],
)
def test_where_it_is_completes_what_it_is(bot: Bot, before: str, line: str) -> None:
    assert play(bot, before, line).kind == "urgent"


@pytest.mark.parametrize(("before", "line"), [("numb", "my thigh"), ("it hurts", "my left hip")])
def test_a_harmless_place_raises_nothing(bot: Bot, before: str, line: str) -> None:
    assert play(bot, before, line).explanation.stage != "alarm"


@pytest.mark.parametrize("line", ["no, they just fell asleep", "my legs are fine", "my feet are okay"])
def test_what_says_that_all_is_well_is_asked_about(bot: Bot, line: str) -> None:
    reply = play(bot, "both my feet are numb", line)
    assert (reply.kind, reply.conversation.pending) == ("clarify", "alarm")
    assert play(bot, "both my feet are numb", line, "no").conversation.sign == ""


def test_a_crisis_is_not_left_with_a_goodbye(bot: Bot) -> None:
    reply = play(bot, "I want to kill myself", "bye")
    assert (reply.kind, reply.final) == ("urgent", False)
    assert not play(bot, "I want to kill myself", "why", "bye").final
    assert play(bot, "I want to kill myself", "bye", "bye").final


def test_a_sign_without_a_section_is_called_to_mind_too() -> None:
    alarms = "alarms: {words: {fire: [fire]}, signs: {f: {means: it burns, level: emergency, when: [fire]}}}"
    small = Bot.from_text(
        f"intents: {{a: {{title: Hours, examples: [when do you open], reply: At nine.}}}}\n{alarms}"
    )
    reply = play(small, "fire", "when do you open")
    assert reply.text.startswith("*What you wrote before is still urgent")
    assert reply.text.endswith("At nine.")


def test_what_to_do_is_said_with_every_reminder(bot: Bot) -> None:
    reply = play(bot, "I can't pee since this morning", "what is the psoas minor")
    assert reply.intents == ("psoas_minor",)
    assert "Call your local emergency number" in reply.text
    assert ("knowledge/red-flags.md", "Bladder and bowel") in [(it.file, it.heading) for it in reply.sources]


@pytest.mark.parametrize("typed", ["0", "99"])
def test_a_number_that_is_not_on_offer_is_said_so(bot: Bot, typed: str) -> None:
    reply = play(bot, "why does my groin hurt", typed)
    assert reply.kind == "clarify"
    assert reply.choices


@pytest.mark.parametrize(
    "answer", ["yes", "maybe", "a bit", "sometimes", "since yesterday", "I do", "kind of"]
)
def test_what_is_no_clear_no_answers_the_safety_question_with_yes(bot: Bot, answer: str) -> None:
    asked = Conversation(
        pending="alarm", sign="numb_between_legs", asked=1, opening="alarm_question", turns=1
    )
    assert bot.ask(answer, asked).kind == "urgent"


@pytest.mark.parametrize("answer", ["not sure", "y", "n", "I don't know"])
def test_what_is_neither_yes_nor_no_is_asked_again(bot: Bot, answer: str) -> None:
    asked = Conversation(
        pending="alarm", sign="numb_between_legs", asked=1, opening="alarm_question", turns=1
    )
    assert bot.ask(answer, asked).conversation.pending == "alarm"


@pytest.mark.parametrize("answer", ["no", "nope", "no I can feel it"])
def test_a_no_ends_it(bot: Bot, answer: str) -> None:
    asked = Conversation(
        pending="alarm", sign="numb_between_legs", asked=1, opening="alarm_question", turns=1
    )
    reply = bot.ask(answer, asked)
    assert (reply.kind, reply.conversation.pending, reply.conversation.sign) == ("clarify", "", "")


@pytest.mark.parametrize("aside", ["thanks", "bye"])
def test_thanks_and_goodbye_do_not_make_one_forget(bot: Bot, aside: str) -> None:
    assert "still urgent" in bot.ask(aside, bot.ask("I can't pee").conversation).text


@pytest.mark.parametrize(
    "said",
    ["yes", "since yesterday", "I'm at the hospital", "I'm calling an ambulance", "my doctor says it's fine"],
)
def test_help_that_is_there_answers_the_safety_question_with_yes(bot: Bot, said: str) -> None:
    sign = next(sign for sign in bot.content.alarms.signs if sign.level == "emergency")
    asked = Conversation(pending="alarm", sign=sign.name, asked=1, opening="alarm_question", turns=1)
    assert bot.ask(said, asked).kind == "urgent"
    assert bot.ask("I don't understand", asked).conversation.pending == "alarm"
    assert bot.ask("no", asked).kind == "clarify"


CONTRARY = [
    line.strip()
    for line in """
    no it is not normal | no it is not gone | no, it isn't getting better | no i am not ok | no I really can't
    no i do not need a doctor | no i do not believe you | no there is now numbness too | they said nothing
    no i can barely walk | the doctor said it's not fine | i saw a doctor last year and was fine
    calling the doctor tomorrow is fine | no i do not know what to do | what is the psoas
    i don't understand | nothing helps | idk | thanks | the doctor says it's fine
""".replace("\n", "|").split("|")
    if line.strip()
]


@pytest.mark.parametrize("report", ["I can't pee since this morning", "I want to kill myself"])
@pytest.mark.parametrize("line", CONTRARY)
def test_an_emergency_is_not_taken_back_by_a_line_that_does_not_say_so(
    bot: Bot, report: str, line: str
) -> None:
    reply = play(bot, report, line)
    assert reply.conversation.sign
    assert reply.kind == "urgent" or "urgent" in reply.text or "they say counts" in reply.text


def test_a_doctor_clears_what_a_doctor_was_called_for(bot: Bot) -> None:
    assert not play(bot, "my calf is swollen and hot", "the doctor says it's fine").conversation.sign
    later = play(bot, "my calf is swollen and hot", "what is the iliacus", "the doctor says it's fine")
    assert later.conversation.sign


@pytest.mark.parametrize("text", ["does sertal help with my back pain", "does pulsar help with my back pain"])
def test_two_slips_in_a_short_word_make_no_red_flag(bot: Bot, text: str) -> None:
    assert bot.ask(text).kind != "urgent"


@pytest.mark.parametrize("fright", ["oh no!!", "omg no", "oh no", "no way"])
def test_fright_takes_nothing_back(bot: Bot, fright: str) -> None:
    flag = bot.ask("I can't pee and my back is numb")
    assert flag.kind == "urgent"
    assert bot.ask(fright, flag.conversation).kind == "urgent"
    asked = bot.ask("my sister is pregnant, can she do it", bot.ask("how is it treated").conversation)
    assert bot.ask(fright, asked.conversation).kind in ("clarify", "urgent")
    assert "All right" not in bot.ask(fright, asked.conversation).text


@pytest.mark.parametrize("text", ["I can't pee and my back is numb", "i cant wee and my back is killing me"])
def test_a_complaint_beside_it_does_not_talk_it_down(bot: Bot, text: str) -> None:
    assert bot.ask(text).kind == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "28 weeks pregnant, which pillow goes between the knees?",
        "my wife is 30 weeks pregnant and sleeps badly, which pillow helps?",
        "half marathon in six weeks and the front of my hip pinches when I run",
        "no fever / chills / weight loss, my groin hurts",
        "bullshit",
        "my lower back is agony every morning and i cant straighten up",
        "it's not my back its the thigh",
    ],
)
def test_it_is_not_raised_without_a_sign(bot: Bot, text: str) -> None:
    assert bot.ask(text).kind != "urgent"


@pytest.mark.parametrize("line", ["No. Should I call?", "help", "please help me", "so do I ring now"])
def test_who_asks_for_help_hears_it_again(bot: Bot, line: str) -> None:
    assert bot.ask(line, bot.ask("I can't pee and my back is numb").conversation).kind == "urgent"


@pytest.mark.parametrize(
    ("before", "line"), [("my back hurts", "down both legs"), ("why does my groin hurt", "there is blood")]
)
def test_a_sign_that_follows_in_a_short_line_is_one(bot: Bot, before: str, line: str) -> None:
    first = bot.ask(before)
    assert first.kind == "answer"
    assert bot.ask(line, first.conversation).kind == "urgent"


@pytest.mark.parametrize(
    ("before", "line"),
    [("my back hurts", "down one leg"), ("my belly hurts", "on the left"), ("my hip hurts", "very bad")],
)
def test_what_only_goes_on_with_a_pain_is_none(bot: Bot, before: str, line: str) -> None:
    assert bot.ask(line, bot.ask(before).conversation).kind != "urgent"
