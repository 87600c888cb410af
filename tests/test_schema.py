"""The JSON Schema for editors. ``python tests/test_schema.py`` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.folder import bundled_folder
from chatbot.markup import Broken, Listing, Node, Scalar, Table, parse_yaml
from chatbot.schema import FRONT_MATTER, INTENTS_FILE, did_you_mean, fit, json_schema

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "intents.schema.json"
BROKEN = ROOT / "tests" / "broken"
GOOD = "intents:\n  a:\n    title: A\n    examples: [x]\n    reply: Y\n"

# Mistakes that an editor can show: the schema refuses these folders of tests/broken/ too.
SEEN_BY_EDITORS = (
    "intent_is_empty", "intent_with_empty_answers", "intent_with_empty_examples",
    "intent_with_reply_and_answers", "intent_without_answer",
    "intent_without_title_and_examples", "intents_empty", "intents_is_a_list",
    "intents_missing", "keys_unknown", "keys_unknown_in_bot", "names_bad",
    "not_covered_incomplete", "value_empty", "value_list_expected", "value_table_expected",
    "value_text_expected", "value_too_long", "answers_twice", "alarms_bad_sign",
)  # fmt: skip


def schema_text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def as_editors_read(path: Path) -> Any:
    """YAML as JSON: dates and keys are strings."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(data, default=str))


def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    return jsonschema.Draft202012Validator(json_schema())


def fitted(text: str) -> tuple[Node, list[str]]:
    problems: list[str] = []
    node = parse_yaml(text, lambda _, message: problems.append(message))
    assert node is not None
    fit_node = fit(node, INTENTS_FILE, "", lambda line, said: problems.append(f"{line}: {said}"))
    return fit_node, problems


def test_the_committed_schema_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_valid() -> None:
    checker = validator()
    checker.check_schema(checker.schema)


def test_the_schema_accepts_the_bundled_intents() -> None:
    intents = as_editors_read(bundled_folder() / "intents.yaml")
    assert [error.message for error in validator().iter_errors(intents)] == []


@pytest.mark.parametrize("name", SEEN_BY_EDITORS)
def test_the_schema_refuses_what_the_loader_refuses(name: str) -> None:
    assert not validator().is_valid(as_editors_read(BROKEN / name / "intents.yaml"))


def test_words_that_yaml_takes_for_something_else_are_accepted() -> None:
    data = yaml.safe_load(GOOD.replace("[x]", "[yes, 12, 1.5, true]"))
    assert validator().is_valid(data)


def test_what_fits_comes_back_with_its_line() -> None:
    node, problems = fitted(GOOD)
    assert problems == []
    assert isinstance(node, Table)
    ((name, intent),) = node.tables("intents")
    assert (name, intent.texts("examples")) == (Scalar("a", 2), (Scalar("x", 4),))


def test_one_line_texts_lose_their_line_breaks_and_prose_keeps_them() -> None:
    text = GOOD.replace("title: A", 'title: "A\\n  b "').replace("reply: Y", 'reply: "Y\\n\\nz "')
    node, problems = fitted(text)
    assert problems == []
    assert isinstance(node, Table)
    ((_, intent),) = node.tables("intents")
    assert (intent.text("title"), intent.text("reply")) == ("A b", "Y\n\nz")


@pytest.mark.parametrize("key", ["synonyms", "sources", "bot", "alarms", "not_covered"])
def test_an_optional_table_may_be_left_empty(key: str) -> None:
    assert fitted(f"{GOOD}{key}:\n")[1] == []


def test_an_optional_list_may_be_left_empty() -> None:
    assert fitted(f"{GOOD}    follow_ups:\n    keywords: []\n")[1] == []


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_a_flag_in_any_case(word: str) -> None:
    node, problems = fitted(f"{GOOD}    final: {word}\n")
    assert problems == []
    assert isinstance(node, Table)
    assert next(node.tables("intents"))[1].text("final") == "true"


def test_too_many_items() -> None:
    many = ", ".join(f"e{number}" for number in range(5001))
    assert fitted(GOOD.replace("[x]", f"[{many}]"))[1] == [
        "4: intent 'a': 'examples' has 5,001 items; at most 5,000 are allowed"
    ]


def test_too_many_entries() -> None:
    many = "".join(f"  w{number}: x\n" for number in range(5001))
    assert fitted(f"{GOOD}messages:\n{many}")[1] == [
        "7: 'messages' has 5,001 entries; at most 5,000 are allowed"
    ]


def test_long_names_are_cut_in_messages() -> None:
    (problem,) = fitted(f"{GOOD}{'k' * 200}: x\n")[1]
    assert problem.startswith(f"6: unknown key '{'k' * 57}...'; the keys are bot, ")


def test_what_is_broken_stays_broken_without_a_word() -> None:
    said: list[str] = []
    node = fit(Broken(3), FRONT_MATTER, "", lambda _, message: said.append(message))
    assert (node, said) == (Broken(3), [])


def test_a_list_keeps_its_good_items() -> None:
    node, problems = fitted(GOOD.replace("[x]", "[x, '', y]"))
    assert len(problems) == 1
    assert isinstance(node, Table)
    examples = next(node.tables("intents"))[1].value("examples")
    assert isinstance(examples, Listing)
    assert [type(item) for item in examples.items] == [Scalar, Broken, Scalar]


def test_did_you_mean() -> None:
    assert did_you_mean("exmaples", ["examples", "title"]) == "; did you mean 'examples'?"
    assert did_you_mean("zebra", ["examples", "title"]) == ""


if __name__ == "__main__":
    COMMITTED.write_text(schema_text(), encoding="utf-8")
