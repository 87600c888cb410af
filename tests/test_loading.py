"""Content folders become content, or a full list of what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from corpus import intents_yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import folder as folders
from chatbot import markup
from chatbot.content import Section, content_from_json, content_to_json
from chatbot.errors import ChatbotError, ContentError, Problem
from chatbot.folder import bundled_folder, read_folder
from chatbot.loading import find_problems, parse_content

BROKEN = Path(__file__).resolve().parent / "broken"

SMALL = """\
intents:
  groin_pain:
    title: Pain in the groin
    examples:
      - why does my groin hurt
      - ache in the crease of my leg
    answers: [symptoms.md#groin-pain]
synonyms:
  groin: [inguinal, crease of my leg]
"""
SYMPTOMS = "# Symptoms\n\n## Groin pain\nIt **hurts**.\n"
FULL = """\
bot: {name: Shop, about: A shop., disclaimer: No advice., small_talk: false}
sources: {davies: Davies 2013, nice-ng59: 'NICE: NG59'}
messages: {decline: I do not know.}
cautions: {careful: Mind the step.}
intents:
  groin_pain:
    title: Pain in the groin
    examples: [yes, 12:30]
    keywords: [groin]
    answers: [symptoms.md#groin-pain, symptoms.md#where-exactly]
    follow_ups: [shop]
    caution: careful
  shop: {title: Shop, examples: [shop], reply: We sell., follow_ups: []}
  bye: {title: Bye, small_talk: true, final: true, examples: [bye], reply: Bye.}
not_covered:
  prices: {title: prices, examples: [how much]}
alarms:
  words: {cannot: [can't, unable to]}
  signs:
    stuck:
      level: same_day
      means: you are stuck
      when: [cannot + get up, stuck]
      not_when: [door + cannot]
      answers: [symptoms.md#groin-pain]
"""
LABELLED = """\
---
label: supplement
source: davies
---
## Groin pain
It hurts.

### Where exactly
There.

## More
Text.

Source: nice-ng59
"""


def files(intents: bytes | str = SMALL, **knowledge: bytes | str) -> dict[str, bytes | str]:
    if not knowledge:
        knowledge = {"symptoms": SYMPTOMS}
    return {"intents.yaml": intents} | {f"knowledge/{k}.md": v for k, v in knowledge.items()}


def folder(path: Path, **knowledge: bytes) -> Path:
    (path / "knowledge").mkdir(parents=True)
    (path / "intents.yaml").write_text(SMALL, encoding="utf-8")
    (path / "knowledge" / "symptoms.md").write_text(SYMPTOMS, encoding="utf-8")
    for name, data in knowledge.items():
        (path / "knowledge" / f"{name}.md").write_bytes(data)
    return path


def problems_of_folder(path: Path) -> list[str]:
    try:
        return [str(problem) for problem in find_problems(read_folder(path))]
    except ContentError as error:
        return [str(problem) for problem in error.problems]


def problems_of_text(intents: bytes | str, **knowledge: bytes | str) -> list[str]:
    return [str(problem) for problem in find_problems(files(intents, **knowledge))]


# -- broken content as data ----------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.iterdir()))
def test_broken_content(name: str) -> None:
    expected = (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert problems_of_folder(BROKEN / name) == expected
    assert expected, "a broken folder has problems"


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.iterdir()))
def test_only_blemishes_leave_a_working_bot(name: str) -> None:
    if name.startswith("blemish_"):
        assert parse_content(read_folder(BROKEN / name)).intents
        return
    with pytest.raises(ContentError) as caught:
        parse_content(read_folder(BROKEN / name))
    assert [str(problem) for problem in caught.value.problems] == problems_of_folder(BROKEN / name)
    assert str(caught.value) == "\n".join(problems_of_folder(BROKEN / name))


# -- good content --------------------------------------------------------------------------


def test_the_smallest_content() -> None:
    content = parse_content(files())
    intent = content.intents["groin_pain"]
    assert intent.title == "Pain in the groin"
    assert intent.examples == ("why does my groin hurt", "ache in the crease of my leg")
    assert content.synonyms["groin"] == ("inguinal", "crease of my leg")
    assert content.sections[intent.answers[0]] == Section(
        "symptoms.md", "groin-pain", "Groin pain", "It **hurts**.", "reference", ()
    )
    assert content.profile.name == "Chatbot"


def test_a_content_of_replies_needs_no_knowledge() -> None:
    content = parse_content({"intents.yaml": "intents: {a: {title: A, examples: [x], reply: Y}}"})
    assert content.intents["a"].reply == "Y"


def test_everything_that_a_content_may_hold() -> None:
    content = parse_content(files(FULL, symptoms=LABELLED))
    assert content.profile.about == "A shop."
    assert not content.profile.small_talk
    assert content.intents["groin_pain"].examples == ("yes", "12:30")
    assert content.intents["groin_pain"].caution == "careful"
    assert content.intents["bye"].final
    assert content.intents["bye"].small_talk
    assert content.not_covered["prices"].examples == ("how much",)
    assert content.messages["decline"] == "I do not know."
    (sign,) = content.alarms.signs
    assert (sign.name, sign.level) == ("stuck", "same_day")
    assert sign.when == (("cannot", "get up"), ("stuck",))
    assert sign.not_when == (("door", "cannot"),)
    assert content.alarms.words["cannot"] == ("can't", "unable to")


def test_sections_know_their_label_and_sources() -> None:
    sections = parse_content(files(FULL, symptoms=LABELLED)).sections
    assert {ref: (one.label, one.sources) for ref, one in sections.items()} == {
        "symptoms.md#groin-pain": ("supplement", ("davies",)),
        "symptoms.md#where-exactly": ("supplement", ("davies",)),
        "symptoms.md#more": ("supplement", ("nice-ng59",)),
    }


def test_a_title_with_text_of_its_own_may_answer() -> None:
    intents = SMALL.replace("#groin-pain", "#symptoms")
    content = parse_content(files(intents, symptoms="# Symptoms\nMany.\n\n## Other\nText.\n"))
    assert content.sections["symptoms.md#symptoms"].body == "Many."


def test_content_cannot_be_changed() -> None:
    content = parse_content(files())
    with pytest.raises(TypeError):
        content.intents["x"] = content.intents["groin_pain"]  # type: ignore[index]


def test_the_same_files_in_another_order_give_the_same_content() -> None:
    given_files = files(SMALL, symptoms=SYMPTOMS, a="## A\nx", b="## B\ny")
    turned = dict(reversed(given_files.items()))
    assert content_to_json(parse_content(given_files)) == content_to_json(parse_content(turned))


def test_bytes_and_strings_and_line_ends_are_one() -> None:
    dos = {name: str(text).replace("\n", "\r\n").encode() for name, text in files().items()}
    assert parse_content(dos) == parse_content(files())


@given(st.lists(st.text("ab'\"\\:#é💀 \u200d", min_size=1).filter(str.strip), min_size=1, unique=True))
def test_a_content_made_of_any_examples_holds_them(examples: list[str]) -> None:
    content = parse_content({"intents.yaml": intents_yaml({"what_is_said": examples})})
    assert content.intents["what_is_said"].examples == tuple(" ".join(text.split()) for text in examples)


def test_json_gives_the_same_content_back() -> None:
    content = parse_content(files(FULL, symptoms=LABELLED))
    assert content_from_json(content_to_json(content)) == content


def test_both_yaml_parsers_give_the_same_content(monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = read_folder(bundled_folder())
    fast = parse_content(bundled)
    monkeypatch.setattr(markup, "_Loader", yaml.SafeLoader)
    assert parse_content(bundled) == fast


def test_the_bundled_content_is_sound() -> None:
    assert find_problems(read_folder(bundled_folder())) == ()


def test_the_wheel_keeps_the_content_inside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "site" / "chatbot"
    folder(package / "data")
    monkeypatch.setattr(folders, "__file__", str(package / "folder.py"))
    assert bundled_folder() == package / "data"
    (package / "data" / "intents.yaml").unlink()
    with pytest.raises(ContentError, match="install the package again"):
        bundled_folder()


# -- folders -------------------------------------------------------------------------------


def test_a_folder_is_read_by_name(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "knowledge" / "notes.txt").write_text("no", encoding="utf-8")
    (tmp_path / "knowledge" / "more").mkdir()
    (tmp_path / "knowledge" / "more" / "x.md").write_text("## X\ny", encoding="utf-8")
    names = ["intents.yaml", "knowledge/more/x.md", "knowledge/symptoms.md"]
    assert sorted(read_folder(tmp_path)) == names
    assert read_folder(str(tmp_path)) == read_folder(tmp_path)


def test_a_missing_folder(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    assert problems_of_folder(missing) == [
        f"{missing}:0: does not exist; name a folder that holds intents.yaml and knowledge/"
    ]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "intents.yaml"
    file.write_text(SMALL, encoding="utf-8")
    assert "is no folder" in problems_of_folder(file)[0]


def test_links_that_leave_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("## Secret\nx", encoding="utf-8")
    root = folder(tmp_path / "content")
    (root / "knowledge" / "leak.md").symlink_to(secret)
    (root / "intents.yaml").unlink()
    (root / "intents.yaml").symlink_to("../secret.md")
    assert problems_of_folder(root) == [
        "intents.yaml:0: leads out of the content folder; copy the file into it",
        "knowledge/leak.md:0: leads out of the content folder; copy the file into it",
    ]


def test_a_knowledge_folder_elsewhere(tmp_path: Path) -> None:
    elsewhere = folder(tmp_path / "elsewhere")
    root = tmp_path / "content"
    root.mkdir()
    (root / "intents.yaml").write_text(SMALL, encoding="utf-8")
    (root / "knowledge").symlink_to(elsewhere / "knowledge")
    assert problems_of_folder(root) == [
        "knowledge/:0: leads out of the content folder; copy the files into it"
    ]


def test_links_inside_the_folder_are_fine(tmp_path: Path) -> None:
    root = folder(tmp_path / "content")
    (root / "knowledge" / "same.md").symlink_to("symptoms.md")
    assert "knowledge/same.md" in read_folder(root)


def test_a_link_to_itself(tmp_path: Path) -> None:
    root = folder(tmp_path / "content")
    (root / "knowledge" / "loop.md").symlink_to("loop.md")
    (problem,) = problems_of_folder(root)
    assert problem.startswith("knowledge/loop.md:0: cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    root = folder(tmp_path)
    os.mkfifo(root / "knowledge" / "pipe.md")
    assert problems_of_folder(root) == ["knowledge/pipe.md:0: is no file; move it away"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_an_unreadable_file(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "intents.yaml").chmod(0)
    assert problems_of_folder(root) == ["intents.yaml:0: cannot be read: Permission denied"]


def test_giant_files(tmp_path: Path) -> None:
    root = folder(tmp_path)
    for name, size in (("intents.yaml", 8_000_001), ("knowledge/big.md", 2_000_001)):
        with (root / name).open("wb") as file:
            file.truncate(size)
    assert problems_of_folder(root) == [
        "intents.yaml:0: is larger than 8 MB; make it smaller",
        "knowledge/big.md:0: is larger than 2 MB; make it smaller",
    ]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 2)
    root = folder(tmp_path, a=b"", b=b"")
    assert problems_of_folder(root) == ["knowledge/:0: has 3 files; at most 2 are allowed"]


# -- texts that do not live well in git ----------------------------------------------------


def test_nul_bytes() -> None:
    assert problems_of_text(SMALL.replace("why", "w\0hy")) == [
        "intents.yaml:5: the character U+0000 (control character) is not allowed; delete it"
    ]


def test_a_byte_order_mark() -> None:
    assert problems_of_text("\ufeff" + SMALL, symptoms=b"\xef\xbb\xbf" + SYMPTOMS.encode()) == [
        "intents.yaml:1: starts with a byte order mark; save it as UTF-8 without one",
        "knowledge/symptoms.md:1: starts with a byte order mark; save it as UTF-8 without one",
    ]


def test_latin_1_bytes() -> None:
    latin = SYMPTOMS.replace("hurts", "h\xfcrts").encode("latin-1")
    assert problems_of_text(SMALL, symptoms=latin) == [
        "knowledge/symptoms.md:4: byte 0xFC is not UTF-8; save the file as UTF-8"
    ]


def test_a_file_in_utf_16_is_not_held_against_the_references_to_it() -> None:
    assert problems_of_text(SMALL, symptoms=SYMPTOMS.encode("utf-16")) == [
        "knowledge/symptoms.md:1: is UTF-16; save it as UTF-8"
    ]


def test_a_giant_text_is_not_parsed() -> None:
    assert problems_of_text("#" * 8_000_001) == ["intents.yaml:0: is larger than 8 MB; make it smaller"]


def test_a_section_that_is_too_long() -> None:
    (problem,) = problems_of_text(SMALL, symptoms=SYMPTOMS + "long " * 5_000)
    assert problem == (
        "knowledge/symptoms.md:3: section 'Groin pain' has 25,013 characters; at most 20,000 are allowed"
    )


def test_names_that_are_no_part_of_a_content() -> None:
    assert [str(problem) for problem in find_problems({**files(), "symptoms.md": "## A\nx"})] == [
        "symptoms.md:0: is no part of a content; name it knowledge/NAME.md"
    ]


def test_problems_are_sorted_and_said_once() -> None:
    problems = find_problems(files(SMALL + "z: 1\nx: 2\n", b="##X\n", a="##X\n"))
    assert problems == tuple(sorted(set(problems)))
    assert len({problem.path for problem in problems}) == 3


def test_the_error_is_one_of_ours() -> None:
    with pytest.raises(ChatbotError) as caught:
        parse_content({})
    assert isinstance(caught.value, ContentError)
    assert caught.value.problems == (
        Problem("intents.yaml", 0, "is missing; a content folder holds intents.yaml and knowledge/"),
    )


@pytest.mark.parametrize("table", ["sources", "cautions"])
def test_what_refers_to_a_broken_table_is_not_complained_about(table: str) -> None:
    lines = [f"{table}: x" if row.startswith(table) else row for row in FULL.splitlines()]
    (problem,) = problems_of_text("\n".join(lines), symptoms=LABELLED.replace("## More\n", ""))
    assert problem.endswith(f": '{table}': must hold lines 'name: ...', not text")


# -- anything at all -----------------------------------------------------------------------

_WORDS = st.sampled_from(
    ["intents", "examples", "title", "answers", "reply", "follow_ups", "synonyms", "alarms",
     "signs", "when", "words", "bot", "a", "b", "x.md#y", "- ", ": ", "\n", "\n  ", "\n    ",
     "[", "]", "{", "}", ",", "'", '"', "|", ">", "&a", "*a", "!", "---\n", "#", "\t", "+", "true"]
)  # fmt: skip
_ANY_YAML = st.one_of(st.text(), st.lists(_WORDS, max_size=40).map("".join))
_ANY_SCALAR = st.text(max_size=8) | st.sampled_from(["a", "b", "true", "x.md#a", "a + b", ""])
_ANY_TREE = st.recursive(
    _ANY_SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_ANY_SCALAR | _WORDS, inner, max_size=4),
    max_leaves=20,
)


def gives_content_or_content_error(given_files: dict[str, bytes | str]) -> None:
    try:
        content = parse_content(given_files)
    except ContentError as error:
        said = error.problems
    else:
        assert content.intents
        return
    assert said
    assert all(problem.line >= 0 and problem.message for problem in said)


@settings(deadline=None)
@given(_ANY_YAML, st.text() | st.lists(_WORDS, max_size=30).map("".join))
def test_any_text_gives_content_or_content_error(intents: str, markdown: str) -> None:
    gives_content_or_content_error(files(intents, x=markdown))


@settings(deadline=None)
@given(st.binary(), st.binary())
def test_any_bytes_give_content_or_content_error(intents: bytes, markdown: bytes) -> None:
    gives_content_or_content_error(files(intents, x=markdown))


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["bot", "sources", "cautions", "not_covered", "synonyms", "alarms"]),
        _ANY_TREE,
    ),
    st.dictionaries(st.sampled_from(["title", "examples", "answers", "follow_ups"]), _ANY_TREE),
)
def test_any_tree_gives_content_or_content_error(top: dict[str, object], intent: dict[str, object]) -> None:
    good = {"title": "A", "examples": ["x"], "reply": "Y"}
    tree = {**top, "intents": {"a": {**good, **intent}, "b": {**good, "examples": ["z"]}}}
    gives_content_or_content_error(files(yaml.safe_dump(tree), x="## A\ntext"))
