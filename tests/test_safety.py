"""The red-flag gate: what raises it, what must not, and what a slip may do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot
from chatbot.content import Alarms, Sign
from chatbot.index import Index
from chatbot.language import tokenise
from chatbot.patterns import split_part
from chatbot.reading import read
from chatbot.safety import Finding, Gate, build_gate, check, find_alarm

DATA = Path(__file__).parent / "data"

SMALL = Alarms(
    words={
        "harmless": ("fell asleep", "tennis ball"),
        "cannot": ("can't", "unable to", "not able to"),
        "pee": ("pee", "pass water"),
        "numb": ("numb", "no feeling", "can't feel"),
        "saddle": ("between my legs", "inner thighs"),
        "fever": ("fever", "chills"),
        "pain": ("pain", "hurts", "ache"),
        "fall": ("fell", "ball fell asleep"),
        "cancer": ("cancer",),
    },
    signs=(
        Sign("fever", "same_day", "you have a fever", (("fever", "pain (anywhere)"),)),
        Sign("water", "emergency", "you cannot pass water", (("cannot > pee",),), (("dog",),)),
        Sign("numb", "emergency", "you are numb", (("numb >> saddle",), ("saddle >> numb",))),
        Sign("fall", "same_day", "you fell", (("fall", "pain"),)),
        Sign("earlier", "same_day", "you had cancer", (("cancer (ever)", "pain (anywhere)"),)),
        Sign("dark", "crisis", "you want to die", (("want to die",),)),
    ),
)


@pytest.fixture(scope="module")
def small() -> Gate:
    return build_gate(SMALL)


def raised(text: str, gate: Gate) -> list[str]:
    finding = find_alarm(tokenise(text), gate)
    return [sign.name for sign in finding.signs] if finding else []


@pytest.mark.parametrize(
    ("part", "pieces", "notes"),
    [
        ("pee", (("pee", 0),), set()),
        ("rock hard", (("rock hard", 0),), set()),
        ("a > b", (("a", 0), ("b", 2)), set()),
        ("a >> b > c", (("a", 0), ("b", 6), ("c", 2)), set()),
        ("pain (anywhere)", (("pain", 0),), {"anywhere"}),
        ("a > b (ever) (anywhere)", (("a", 0), ("b", 2)), {"ever", "anywhere"}),
    ],
)
def test_the_parts_of_a_pattern(part: str, pieces: object, notes: set[str]) -> None:
    assert split_part(part) == (pieces, frozenset(notes))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # groups, phrases, order and distance
        ("I can't pee", ["water"]),
        ("I cannot really pass any of my water", []),
        ("I am not able to pass my water", ["water"]),
        ("pee I can't", []),
        ("I can't sit and pee", []),
        ("I can't sit, pee is fine", []),
        ("no feeling any more between my legs", ["numb"]),
        ("between the legs everything is completely numb", ["numb"]),
        ("numb. Between my legs a pillow.", []),
        # anywhere in the message, or in one clause
        ("I have a fever. My hip hurts.", ["fever"]),
        ("I fell. My hip hurts.", []),
        ("I fell and my hip hurts", ["fall"]),
        # cancelled, harmless
        ("my dog can't pee", []),
        ("my dog is old. I can't pee.", ["water"]),
        ("I fell asleep and my hip hurts", []),
        ("my ball fell asleep and hurts", ["fall"]),
        # denied
        ("no fever, but my hip hurts", []),
        ("I never had a fever, my hip hurts", []),
        ("no cough, fever or chills, my hip hurts", []),
        ("no cough, fever and my hip hurts", ["fever"]),
        ("not just pain, I have a fever", ["fever"]),
        ("I did not sleep because of the fever and the pain", ["fever"]),
        ("I have fever but no pain", []),
        ("fever was ruled out, the pain stays", []),
        ("I don't want to die", []),
        ("I have not lost it, but I have no feeling between my legs", ["numb"]),
        # long past
        ("ten years ago I fell, it hurts in the hip", []),
        ("I fell in 1987 and had pain", []),
        ("I fell in 1987. Now I have a fever and pain.", ["fever"]),
        ("I had cancer in 2009 and now I have pain", ["earlier"]),
        ("since 1987 I have fever and pain", ["fever"]),
        # stories, suppositions, questions in general
        ("in the film he can't pee", []),
        ("a movie about someone who can't pee", []),
        ("while watching a film I fell and it hurts", ["fall"]),
        ("what if I can't pee", []),
        ("is fever with pain a sign of a tight muscle", []),
        ("is my fever with pain a sign of a tight muscle", ["fever"]),
        # several
        ("fever, pain, and I can't pee, I want to die", ["water", "dark", "fever"]),
        ("", []),
        ("?!", []),
    ],
)
def test_reading(text: str, names: list[str], small: Gate) -> None:
    assert raised(text, small) == names


def test_the_words_that_raised_it_are_told(small: Gate) -> None:
    finding = find_alarm(tokenise("well, I can't pee today"), small)
    assert finding == Finding((SMALL.signs[1],), certain=True, words=("can", "not", "pee"))


@pytest.mark.parametrize(
    ("typed", "corrected", "names", "certain"),
    [
        ("I can't pee", "I can't pee", ["water"], True),
        ("I can't pea", "I can't pee", ["water"], False),  # one correction raises nothing alone
        ("I can't pee", "I can't see", ["water"], False),  # and silences nothing
        ("I cnnot pea", "I cannot pee", ["water"], True),  # two are no coincidence
        ("fevr and pain", "fever and pain", ["fever"], True),  # lesser levels may rest on one
        ("I want to dye", "I want to die", ["dark"], True),
        ("I can't pee, fevr, pain", "I can't pee, fever, pain", ["water", "fever"], True),
        # what was typed is certain and comes first; a correction may add to it
        ("fever and pain, can't pea", "fever and pain, can't pee", ["fever", "water"], True),
        ("I like tea", "I like ten", [], None),
    ],
)
def test_slips(typed: str, corrected: str, names: list[str], certain: bool | None, small: Gate) -> None:
    finding = check(tokenise(typed), tokenise(corrected), small)
    assert [sign.name for sign in finding.signs] if finding else not names
    assert (finding.certain if finding else None) is certain
    assert ([sign.name for sign in finding.signs] if finding else []) == names


def test_an_empty_gate_raises_nothing() -> None:
    assert find_alarm(tokenise("I can't pee"), build_gate(Alarms())) is None


WORDS = st.sampled_from(
    "no not never or and but i can't pee numb between my legs fever pain fell asleep ago years in 1987 film "
    "what if is sign of ruled out cancer now , . ? ;".split()
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_and_always_the_same(text: str) -> None:
    gate = build_gate(SMALL)
    tokens = tokenise(text)
    assert find_alarm(tokens, gate) == find_alarm(tokens, gate)
    assert check(tokens, tokens[1:], gate) == check(tokens, tokens[1:], gate)


# --- the bundled signs --------------------------------------------------------------


@pytest.fixture(scope="module")
def gate(bot: Bot) -> Gate:
    if not bot.content.alarms.signs:
        pytest.skip("the bundled content has no alarms")
    return build_gate(bot.content.alarms)


@pytest.fixture(scope="module")
def index(bot: Bot) -> Index:
    return bot._index  # noqa: SLF001 - slips are corrected here as the bot corrects them


def alarm(text: str, gate: Gate, index: Index) -> Finding | None:
    typed = tokenise(text)
    return check(typed, read(typed, index.vocabulary).tokens, gate)


def rates(name: str, gate: Gate, index: Index) -> tuple[float, float]:
    """Share of the urgent messages raised, share of the others raised."""
    rows = [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]
    got = {True: [0, 0], False: [0, 0]}
    for row in rows:
        got[row["urgent"]][0] += 1
        got[row["urgent"]][1] += alarm(row["q"], gate, index) is not None
    return got[True][1] / got[True][0], got[False][1] / got[False][0]


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        ("cannot_pass_urine", "I can't pass urine"),
        ("cannot_pass_urine", "I have new trouble passing urine"),
        ("cannot_pass_urine", "nothing comes out when I pee"),
        ("cannot_hold_urine_or_stool", "I can't hold my urine"),
        ("cannot_hold_urine_or_stool", "I cannot hold my stool"),
        ("cannot_hold_urine_or_stool", "I wet myself"),
        ("cannot_hold_urine_or_stool", "I lost control of my bowels"),
        ("cannot_hold_urine_or_stool", "My lower back is bad. This morning I wet myself."),
        ("numb_between_legs", "numbness between my legs"),
        ("numb_between_legs", "tingling around my genitals"),
        ("numb_between_legs", "no feeling between my legs"),
        ("numb_between_legs", "can't feel it when I wipe"),
        ("numb_between_legs", "everything between my legs is asleep"),
        ("loss_of_sexual_function", "new loss of sexual function"),
        ("loss_of_sexual_function", "I can't get an erection since my back went"),
        ("weak_legs", "my legs don't obey"),
        ("weak_legs", "weakness in both legs"),
        ("weak_legs", "my left leg is weak"),
        ("weak_legs", "I can't lift my foot"),
        ("pain_down_both_legs", "pain shooting down both legs"),
        ("pain_down_both_legs", "shooting pain down both my legs"),
        ("fever_with_pain", "back pain and fever"),
        ("fever_with_pain", "chills and my hip hurts"),
        ("fever_with_pain", "drenching night sweats with back pain"),
        ("weak_immunity", "my back hurts and I have a weakened immune system"),
        ("injected_drugs", "I inject drugs and my back hurts"),
        ("recent_infection", "back pain after a recent infection"),
        ("after_a_fall", "my back hurts after a fall"),
        ("after_a_fall", "hip pain since a car accident"),
        ("after_a_fall", "I took a heavy blow, my side hurts"),
        ("cannot_bear_weight", "heard a crack in a tackle, can't walk on it"),
        ("fragile_bones", "I have osteoporosis, bumped into a table and now my back hurts"),
        ("earlier_cancer", "I had cancer and now my back hurts"),
        ("weight_loss", "I lost weight without trying"),
        ("night_pain", "pain at night that no position eases"),
        ("sudden_belly_pain", "sudden severe abdominal pain"),
        ("sudden_belly_pain", "sudden severe pain in my belly"),
        ("rigid_belly", "my belly is rigid"),
        ("rigid_belly", "my belly is hard as a board"),
        ("pulsing_lump", "a pulsing lump in my belly"),
        ("vomiting", "vomiting that will not stop"),
        ("vomiting", "I can't stop throwing up"),
        ("testicle", "sudden severe testicular pain"),
        ("testicle", "my balls suddenly hurt like crazy"),
        ("pregnancy", "I'm pregnant and have pain"),
        ("pregnancy", "pregnant and bleeding"),
        ("chest_pain", "chest pain"),
        ("chest_pain", "my chest hurts"),
        ("breathless", "I am breathless"),
        ("breathless", "I can't breathe"),
        ("fainting", "I fainted"),
        ("fainting", "I passed out"),
        ("blood_in_urine_or_stool", "blood in my urine"),
        ("blood_in_urine_or_stool", "blood in my stool"),
        ("calf", "my calf is hot, swollen and painful"),
        ("crisis", "I want to kill myself"),
        ("crisis", "thinking about ending it all"),
        ("crisis", "I have been cutting myself"),
    ],
)
def test_every_sign_in_plain_words(sign: str, message: str, gate: Gate, index: Index) -> None:
    finding = alarm(message, gate, index)
    assert finding is not None
    assert finding.certain
    assert sign in [found.name for found in finding.signs]


@pytest.mark.parametrize(
    "message",
    [
        "my desk chair is killing me",
        "is it an emergency if it only hurts when I do sit-ups",
        "I watched ER all weekend",
        "I have not lost control of my bladder",
        "what are red flags for back pain",
        "no fever, no numbness, just stiff",
        "severe pain when I do sit-ups",
        "my butt goes numb when I sit too long",
        "pillow between my legs when I sleep",
        "could I harm myself if I press too hard",
    ],
)
def test_look_alikes(message: str, gate: Gate, index: Index) -> None:
    assert alarm(message, gate, index) is None


def test_the_half_it_was_built_on(gate: Gate, index: Index) -> None:
    assert rates("alarms_a.jsonl", gate, index) == (1.0, 0.0)


# Measured when the gate was built, without a look at the messages: 84 % raised, 5 % false.
RECALL_FLOOR, FALSE_CEILING = 0.81, 0.07


def test_the_half_never_looked_at(gate: Gate, index: Index) -> None:
    recall, false = rates("alarms_b.jsonl", gate, index)
    assert recall >= RECALL_FLOOR, f"raised {recall:.1%}"
    assert false <= FALSE_CEILING, f"false {false:.1%}"


@pytest.mark.parametrize("name", ["questions_a.jsonl", "negation.jsonl", "hijack.jsonl"])
def test_ordinary_questions_raise_nothing(name: str, gate: Gate, index: Index) -> None:
    for line in (DATA / name).read_text("utf-8").splitlines():
        row = json.loads(line)
        if "urgent_care" not in row["accept"]:
            assert alarm(row["q"], gate, index) is None, row["q"]


@pytest.mark.parametrize(
    "message",
    [
        "my face droops on one side",
        "my speech is slurred and one arm is weak",
        "I think I'm having a heart attack",
        "my husband can't get his words out",
        "my leg is cold and white",
        "my foot has turned blue",
        "worst headache of my life, out of nowhere",
        "he is not breathing",
        "my mother will not wake up",
        "she is foaming at the mouth",
        "I'm choking",
        "I was stabbed in the thigh",
        "I dislocated my hip",
        "my son drank bleach",
        "the baby swallowed a battery",
        "the bleeding won't stop",
        "I'm in rehab for my knee and my speech is slurred since this morning",
    ],
)
def test_what_is_no_matter_of_muscles_is_an_emergency_too(bot: Bot, message: str) -> None:
    assert bot.ask(message).kind == "urgent"


@pytest.mark.parametrize(
    "message",
    [
        "I cannot speak German",
        "my wife is having a fit about my desk",
        "this app will not stop bleeding money",
        "foot is ice cold and warms up in bed",
        "my face is lopsided and so is my pelvis",
        "after my stroke I walk bent, does the psoas matter",
        "how should I breathe while stretching, I'm not breathing properly",
        "I take iron tablets",
        "a few drinks and danced all night, hips ache",
        "headache and a stiff back from the desk",
    ],
)
def test_what_only_sounds_like_one_is_none(bot: Bot, message: str) -> None:
    reply = bot.ask(message)
    assert reply.kind != "urgent"
    assert reply.conversation.pending != "alarm"


def test_where_several_signs_stand_commas_part_them(bot: Bot) -> None:
    reply = bot.ask("bum numb after the crash, can't hold my pee")
    assert (reply.kind, reply.conversation.sign) == ("urgent", "cannot_hold_urine_or_stool")
