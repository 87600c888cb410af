"""No run of eight words of the article that the bot answers from stands in this repository.

The article belongs to its authors, so the test does not hold it: ``data/article_runs.txt``
holds a digest (eight bytes of BLAKE2b) of each run of eight of its words, in the form that
``words`` gives them. The titles of the books that it cites are left out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUNS = Path(__file__).parent / "data" / "article_runs.txt"
LENGTH = 8
SKIPPED = {"build", "dist", "__pycache__", "node_modules"}


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[a-z0-9]+", re.sub(r"['\u2018\u2019]", "", plain))


def digest(run: list[str]) -> str:
    return hashlib.blake2b(" ".join(run).encode(), digest_size=8).hexdigest()


def borrowed(text: str, runs: frozenset[str]) -> list[str]:
    """The runs of ``text`` that are in ``runs``."""
    found = words(text)
    starts = range(len(found) - LENGTH + 1)
    return [" ".join(found[s : s + LENGTH]) for s in starts if digest(found[s : s + LENGTH]) in runs]


def text_files() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository, but for scratch folders and the list itself."""
    for file in sorted(ROOT.rglob("*")):
        inner = file.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".github", ".gitignore") for part in inner)
        if hidden or SKIPPED.intersection(inner) or file == RUNS or not file.is_file():
            continue
        try:
            yield file, file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def article_runs() -> frozenset[str]:
    return frozenset(RUNS.read_text(encoding="ascii").split())


def test_the_list_of_runs_is_there() -> None:
    runs = article_runs()
    assert len(runs) > 1_000
    assert all(re.fullmatch(r"[0-9a-f]{16}", run) for run in runs)


@pytest.mark.parametrize(
    "text",
    [
        "Before that: the quick brown fox jumps over the lazy dog. And after.",
        "The **quick** brown\nfox\u2019s jump -- \u201cover the lazy\u201d dog!",
        "THE QUICK\u00a0BROWN fox, jumps over; the (lazy) dog",
    ],
)
def test_a_borrowed_run_would_be_found(text: str) -> None:
    known = ("the quick brown fox jumps over the lazy", "the quick brown foxs jump over the lazy")
    runs = frozenset(digest(run.split()) for run in known)
    assert len(borrowed(text, runs)) == 1
    assert borrowed(text.casefold().replace("quick", "slow"), runs) == []


def test_no_run_of_the_article_stands_in_the_repository() -> None:
    runs = article_runs()
    seen = set()
    offenders = []
    for file, text in text_files():
        seen.add(file.relative_to(ROOT).as_posix())
        offenders += [f"{file.relative_to(ROOT)}: {run}" for run in borrowed(text, runs)]
    assert "intents.yaml" in seen
    assert "knowledge/symptoms.md" in seen
    assert not offenders, "\n".join(offenders)
