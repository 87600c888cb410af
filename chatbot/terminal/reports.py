"""Results of conversation tests -> lines for people, and JUnit XML for build servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from chatbot.terminal.layout import scrub

if TYPE_CHECKING:
    from chatbot.testing import CaseResult

__all__ = ["junit_xml", "report_lines"]


def report_lines(results: Sequence[CaseResult]) -> Iterator[str]:
    """Each failure as ``path:line: message``, and a summary as the last line."""
    for result in results:
        yield from (f"{failure} [{result.name}]" for failure in result.failures)
    failed = sum(not result.passed for result in results)
    turns = sum(result.turns for result in results)
    verdict = f"{failed} failed" if failed else "all passed"
    yield f"{_counted(len(results), 'conversation')} of {_counted(turns, 'turn')}: {verdict}."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def junit_xml(results: Sequence[CaseResult]) -> bytes:
    """The same as build servers read it; a conversation is a test case, its file the class."""
    failed = str(sum(not result.passed for result in results))
    counts = {"tests": str(len(results)), "failures": failed, "errors": "0"}
    root = Element("testsuites", counts)
    suite = SubElement(root, "testsuite", {"name": "chatbot", **counts})
    for result in results:
        place = {"classname": result.path, "file": result.path, "line": str(result.line)}
        case = SubElement(suite, "testcase", {"name": scrub(result.name), **place})
        for failure in result.failures:
            message = scrub(failure.message)
            SubElement(case, "failure", {"message": message}).text = scrub(str(failure))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
