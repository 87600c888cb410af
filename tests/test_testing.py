"""Conversation tests: what passes, what fails and why, and files that are in no form."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import Bot, ContentError
from chatbot.testing import CaseResult, find_files, run_files

HEAD = "conversations:\n  - name: shop\n    turns:\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named as they are given, so the tests stand beside them."""
    monkeypatch.chdir(tmp_path)


def run_text(shop: Bot, text: str, name: str) -> tuple[CaseResult, ...]:
    Path(name).write_text(text, encoding="utf-8")
    return run_files(shop, [name])


def failures(shop: Bot, *turns: str) -> list[str]:
    (result,) = run_text(shop, HEAD + "".join(f"      - {{{turn}}}\n" for turn in turns), "shop.yaml")
    assert (result.path, result.line, result.name, result.turns) == ("shop.yaml", 2, "shop", len(turns))
    assert result.passed == (not result.failures)
    return [str(problem) for problem in result.failures]


@pytest.mark.parametrize(
    "turns",
    [
        ["say: my tyre is flat, intents: [flat_tyre], kind: answer"],
        ["say: my tyre is flat, any_of: [rent_a_bike, flat_tyre], contains: [stick a PATCH], lacks: [chain]"],
        ["say: my tyre is flat, offers: [opening_hours]", "choose: opening_hours, intents: [opening_hours]"],
        ["say: flat tyre and when are you open, also: [opening_hours], any_of: [flat_tyre]"],
        ["say: what is the weather, any_of: [out_of_scope], kind: decline"],
        ["say: it is broken, any_of: [clarify], offers: [flat_tyre, slipping_chain]"],
        ["say: my brakes failed, any_of: [urgent_care], kind: urgent", "say: hello, intents: [greeting]"],
        ["say: my brakes failed, any_of: [urgent_care], also: [urgent_help]"],
        ["say: my brakes failed, intents: [urgent_help]"],
    ],
)
def test_what_goes_as_written(shop: Bot, turns: list[str]) -> None:
    assert failures(shop, *turns) == []


@pytest.mark.parametrize(
    ("turn", "complaint"),
    [
        ("intents: [rent_a_bike]", "expected rent_a_bike, got flat_tyre"),
        ("any_of: [clarify, rent_a_bike]", "expected clarify or rent_a_bike, got flat_tyre"),
        ("also: [rent_a_bike]", "expected rent_a_bike too, got flat_tyre"),
        ("kind: decline", "expected kind decline, got answer"),
        ("contains: [saddle]", "the text lacks 'saddle'"),
        ("lacks: [Patch]", "the text holds 'Patch'"),
        ("offers: [rent_a_bike]", "rent_a_bike is not offered; on offer: spare_tubes, opening_hours"),
    ],
)
def test_what_does_not(shop: Bot, turn: str, complaint: str) -> None:
    """The line of the turn, what was said, what is wrong, and why the bot decided so."""
    (failure,) = failures(shop, "say: hello", f"say: my tyre is flat, {turn}")
    assert failure.startswith(f"shop.yaml:5: 'my tyre is flat': {complaint} (matching: ")
    assert "nearest: flat_tyre +" in failure


def test_a_choice_that_was_not_offered_ends_a_conversation(shop: Bot) -> None:
    assert failures(shop, "choose: flat_tyre", "say: hello, kind: urgent") == [
        "shop.yaml:4: flat_tyre was not offered; on offer: nothing"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "c.yaml:1: is empty; write 'conversations:' and the conversations below it"),
        ("conversations: []", "c.yaml:1: 'conversations' is empty; give at least one"),
        (HEAD + "      - {say: a, choose: b}\n", "c.yaml:4: "),
        (HEAD + "      - {say: a, kind: maybe}\n", "must be 'answer', 'urgent', 'clarify' or 'decline'"),
        (HEAD + "      - {say: a, intent: [b]}\n", "did you mean 'intents'?"),
    ],
)
def test_a_file_in_no_form(shop: Bot, text: str, complaint: str) -> None:
    with pytest.raises(ContentError) as caught:
        run_text(shop, text, "c.yaml")
    assert complaint in str(caught.value)


def test_files_and_folders(shop: Bot, tmp_path: Path) -> None:
    good = HEAD + "      - {say: my tyre is flat, kind: answer}\n"
    for name in ("b.yaml", "a.yml", "deep/c.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(good, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no", encoding="utf-8")
    found = find_files([tmp_path, tmp_path / "b.yaml"])
    assert [file.name for file in found] == ["a.yml", "b.yaml", "c.yaml"]
    assert [result.passed for result in run_files(shop, [tmp_path])] == [True] * 3


def test_files_that_are_not_there(shop: Bot, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("conversations: x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError) as caught:
        find_files([tmp_path / "none.yaml", tmp_path / "empty"])
    assert len(caught.value.problems) == 2
    with pytest.raises(ContentError, match="must be a list"):
        run_files(shop, [tmp_path / "bad.yaml"])
