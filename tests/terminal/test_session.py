"""The pure step: what each line does to the session, and what it puts out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatbot import START, Bot
from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.effects import present
from chatbot.terminal.layout import lay_out
from chatbot.terminal.session import opening, step
from chatbot.terminal.state import Output, Save, Session

if TYPE_CHECKING:
    from tests.terminal.conftest import MakeConsole


@pytest.fixture
def session(knees: Bot) -> Session:
    return Session(knees)


def text(output: Output) -> str:
    lines = lay_out(output.blocks)
    return "\n".join("".join(span.text for span in line) for line in lines)


def talk(session: Session, *lines: str) -> tuple[Session, Output]:
    output = Output()
    for line in lines:
        session, output = step(session, line)
    return session, output


def test_an_empty_line_does_nothing(session: Session) -> None:
    assert step(session, "  ") == (session, Output())


def test_a_question_is_answered_and_remembered(session: Session) -> None:
    after, output = step(session, " why does my knee hurt ")
    assert "used more than it is used to" in text(output)
    assert [turn.question for turn in after.turns] == ["why does my knee hurt"]
    assert after.conversation != START
    assert session.turns == ()


def test_a_number_picks_what_was_offered(session: Session) -> None:
    _, output = talk(session, "why does my knee hurt", "1")
    assert "Overuse." in text(output)


@pytest.mark.parametrize("line", ["exit", "quit", "QUIT", "/quit", "exit."])
def test_words_that_leave(session: Session, line: str) -> None:
    after, output = step(session, line)
    assert after.ended
    assert output == Output()


@pytest.mark.parametrize("line", ["bye", "goodbye", "Bye!"])
def test_a_farewell_is_answered_first(session: Session, line: str) -> None:
    after, output = step(session, line)
    assert after.ended
    assert "Goodbye." in text(output)


@pytest.mark.parametrize(
    ("slip", "meant"), [("/hlep", "/help"), ("/topic", "/topics"), ("/wy", "/why"), ("/exit", "/quit")]
)
def test_a_slip_is_never_a_question(session: Session, slip: str, meant: str) -> None:
    after, output = step(session, slip)
    assert after is session
    assert output.blocks == ()
    assert slip in output.notice
    assert meant in output.notice


@pytest.mark.parametrize("line", ["/usr/bin hurts", "my knee/leg hurts", "//", "1/2"])
def test_text_with_slashes_is_a_question(session: Session, line: str) -> None:
    after, _ = step(session, line)
    assert [turn.question for turn in after.turns] == [line]


def test_help_names_every_command(session: Session) -> None:
    _, output = step(session, "/HELP")
    assert all(command.name in text(output) for command in COMMANDS)


def test_topics(session: Session) -> None:
    _, output = step(session, "/topics")
    assert "Pain in the knee" in text(output)
    assert "Goodbye" not in text(output)
    _, output = step(session, "/topics Japan")
    assert "The knee in Japanese" in text(output)
    assert "Pain in the knee" not in text(output)
    _, output = step(session, "/topics zebra")
    assert output.blocks == ()
    assert "zebra" in output.notice


def test_sources_of_the_last_answer_in_full(session: Session) -> None:
    _, output = talk(session, "why does my knee hurt", "/sources")
    assert "The Knee Atlas, by A. Writer, 2nd edition" in text(output)
    assert "Leaflet" not in text(output)
    _, output = talk(session, "why does my knee hurt", "goodbye", "/sources")
    assert "The Knee Atlas, by A. Writer, 2nd edition" in text(output)


def test_sources_of_everything_before_the_first_answer(session: Session) -> None:
    _, output = step(session, "/sources")
    assert "Leaflet on knees (2020)" in text(output)


def test_why_adds_up_and_names_the_runner_up(session: Session) -> None:
    after, output = talk(session, "why does my knee hurt", "/why")
    explanation = after.turns[-1].reply.explanation
    total = explanation.start + sum(share.weight for share in explanation.words)
    assert total == pytest.approx(explanation.score, abs=0.01)
    assert f"{explanation.score:+.2f}" in text(output)
    assert "Pain in the knee" in text(output)
    assert explanation.candidates[1][0] in text(output)


def test_back_returns_to_before_the_last_turn(session: Session) -> None:
    first, _ = step(session, "why does my knee hurt")
    second, _ = step(first, "how is it treated")
    back, output = step(second, "/back")
    assert back == first
    assert "how is it treated" in output.notice
    assert "What causes it" in text(output)
    start, _ = talk(back, "/back")
    assert start == session


@pytest.mark.parametrize("line", ["/back", "/why", "/save x.md", "/save"])
def test_nothing_to_do_is_said(session: Session, line: str) -> None:
    after, output = step(session, line)
    assert after is session
    assert output.notice
    assert not output.save


def test_reset_forgets(session: Session) -> None:
    after, _ = talk(session, "why does my knee hurt", "/reset")
    assert after == session


def test_save_is_left_to_the_driver(session: Session) -> None:
    _, output = talk(session, "why does my knee hurt", "/save my file.md")
    assert output.save is not None
    assert output.save.path == "my file.md"
    assert "## why does my knee hurt" in output.save.text
    assert "**knee**" in output.save.text
    assert "The Knee Atlas" in output.save.text


def test_a_transcript_is_private_and_never_overwrites(make_console: MakeConsole, tmp_path: Path) -> None:
    console = make_console()
    path = tmp_path / "a.md"
    present(Output(save=Save(str(path), "bad\x1b good\n")), console)
    assert path.read_text(encoding="utf-8") == "bad\ufffd good\n"
    assert path.stat().st_mode & 0o777 == 0o600
    present(Output(save=Save(str(path), "other")), console)
    assert "good" in path.read_text(encoding="utf-8")
    present(Output(save=Save(str(tmp_path / "no" / "b.md"), "x")), console)
    said = console.err.splitlines()
    assert said[0].startswith("Saved to ")
    assert "exists already" in said[1]
    assert "was not written" in said[2]


def test_three_lines_at_the_start(session: Session) -> None:
    lines = ["".join(span.text for span in line) for line in lay_out(opening(session))]
    assert lines[0] == "Knee reference: Answers about the knee"
    assert lines[1] == "General information, not a diagnosis."
    assert "/help" in lines[2]
    assert len(lines) == 3
