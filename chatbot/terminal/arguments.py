"""The arguments of the command: what can be typed, and the help that says so."""

from __future__ import annotations

import sys
from argparse import (
    SUPPRESS,
    ArgumentParser,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

__all__ = ["HELP", "UsageError", "help_text", "make_parser", "parse"]

HELP = """\
chatbot answers questions from reference content, offline.

  chatbot                              chat; /help inside says more
  chatbot ask why does my groin hurt   one answer
  chatbot ask < questions.txt          one answer for each line
  chatbot check my-content             problems, as path:line: message
  chatbot test tests/conversations     run conversation tests

Options
  --content DIR    use the intents.yaml and knowledge/ in DIR
  --no-color       no colours (so does NO_COLOR=1)
  --plain          chat without menus and line editing (so does ACCESSIBLE=1)
  --history FILE   keep what is typed in FILE, readable by you alone (or set
                   CHATBOT_HISTORY); without it nothing is kept
  --version        show the version
  -h, --help       show this; chatbot ask --help, chatbot test --help show more

Exit status: 0 answered, 1 not answered or problems found, 2 wrong use or
unreadable content, 130 interrupted.
"""

_ASK = """\
  chatbot ask why does my groin hurt
  chatbot ask --json "what is a trigger point"
  chatbot ask < questions.txt

One answer to each question, without memory. An answer or an urgent reply
exits with 0; a decline, or a question back, exits with 1.
"""
_CHECK = """\
  chatbot check my-content

Prints each problem as path:line: message and exits with 1, or says what a sound
content holds and exits with 0.
"""
_TEST = """\
  chatbot test tests/conversations
  chatbot test one.yaml --junit report.xml

Runs conversation tests: YAML files, or folders of them; by default those in
tests/conversations beside the content. Exits with 1 if one of them fails.
"""


class UsageError(Exception):
    """Wrong arguments."""


class _Parser(ArgumentParser):
    """Raises instead of leaving, and writes nothing itself."""

    def error(self, message: str) -> NoReturn:
        if message.startswith("argument COMMAND: invalid choice"):
            message = "no such command; a question is asked with: chatbot ask QUESTION"
        raise UsageError(message)


def parse(arguments: list[str] | None) -> Namespace:
    """The arguments as values. UsageError if they make no sense."""
    arguments = sys.argv[1:] if arguments is None else arguments
    return _make(lambda name: name in arguments)[0].parse_args(arguments)


def help_text(command: str | None) -> str:
    """What ``--help`` shows for a command, or for none."""
    return _make()[1][command].format_help() if command else HELP


def make_parser() -> ArgumentParser:
    """The parser; shell completion and the manual page are made from it, too."""
    return _make()[0]


def _everything(_name: str) -> bool:
    return True


def _make(wanted: Callable[[str], bool] = _everything) -> tuple[ArgumentParser, dict[str, ArgumentParser]]:
    """The parser, and those of the ``wanted`` commands by name: each takes a millisecond to make."""
    parser = _Parser(prog="chatbot", description="Answers from reference content, offline.", **_OPTIONS)
    _add_common(parser, content=None, switch=False)
    parser.add_argument("--plain", action="store_true", help="chat without menus and line editing")
    parser.add_argument("--history", metavar="FILE", help="keep what is typed in FILE")
    parser.add_argument("--version", action="store_true", help="show the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="chatbot")
    made: dict[str, ArgumentParser] = {}
    for name, summary, description, add in _COMMANDS:
        if not wanted(name):
            continue
        made[name] = commands.add_parser(name, help=summary, description=description, **_OPTIONS)
        _add_common(made[name], content=SUPPRESS, switch=SUPPRESS)  # keep what stood before the command
        add(made[name])
    return parser, made


_OPTIONS: dict[str, Any] = {
    "add_help": False,
    "allow_abbrev": False,
    "formatter_class": partial(RawDescriptionHelpFormatter, width=78),  # asking for it costs 5 ms
}
if sys.version_info >= (3, 14):
    _OPTIONS["color"] = False  # it would look at the wrong stream


def _add_common(parser: ArgumentParser, *, content: str | None, switch: bool | str) -> None:
    parser.add_argument("-h", "--help", action="store_true", default=switch, help="show this and leave")
    parser.add_argument("--content", metavar="DIR", default=content, help="the folder of the content")
    parser.add_argument("--no-color", action="store_true", default=switch, help="no colours")


def _add_ask(parser: ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUESTION", nargs="*", help="without it: standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--explain", action="store_true", help="say why the answer came")


def _add_check(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help="the folder of the content")


def _add_test(parser: ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="YAML files, or folders of them")
    parser.add_argument("--junit", metavar="FILE", help="write a JUnit report to FILE, too")


_COMMANDS: tuple[tuple[str, str, str, Callable[[ArgumentParser], None]], ...] = (
    ("ask", "one answer, or one for each line of input", _ASK, _add_ask),
    ("check", "is this content sound?", _CHECK, _add_check),
    ("test", "run conversation tests", _TEST, _add_test),
)
