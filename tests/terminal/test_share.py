"""The completion scripts and the manual page know all that the command knows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from chatbot.terminal.arguments import HELP, help_text, make_parser

SHARE = Path(__file__).resolve().parents[2] / "share"
COMMANDS = ("ask", "check", "test")
FILES = [
    "bash-completion/completions/chatbot",
    "zsh/site-functions/_chatbot",
    "fish/vendor_completions.d/chatbot.fish",
    "man/man1/chatbot.1",
]


def options() -> set[str]:
    """Every long option of the command."""
    helps = [make_parser().format_help(), *map(help_text, COMMANDS)]
    words = " ".join(helps).replace(",", " ").replace("[", " ").replace("]", " ").split()
    return {word for word in words if word.startswith("--")} - {"--"}


@pytest.mark.parametrize("name", FILES)
def test_every_command_and_option_is_known(name: str) -> None:
    text = (SHARE / name).read_text(encoding="utf-8").replace("\\-", "-")
    missing = [word for word in (*COMMANDS, *options()) if word.lstrip("-") not in text]
    assert missing == [] or (name.endswith(".1") and missing == ["--help"])


def test_the_help_names_every_option_of_the_chat() -> None:
    assert [
        word for word in ("--content", "--no-color", "--plain", "--history", "--version") if word not in HELP
    ] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"), [("", "ask"), ("che", "check"), ("ask --js", "--json"), ("--pl", "--plain")]
)
def test_bash_completes(typed: str, offered: str) -> None:
    words = ["chatbot", *typed.split(" ")]
    script = (
        f"source '{SHARE / FILES[0]}'; COMP_WORDS=({' '.join(map(repr, words))}); "
        f"COMP_CWORD={len(words) - 1}; "
        "$(complete -p chatbot | sed 's/.*-F \\([^ ]*\\).*/\\1/'); echo \"${COMPREPLY[@]}\""
    )
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert offered in run.stdout.split()
