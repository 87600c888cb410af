"""A content folder -> the bytes of its files; the file of the core that opens contents.

It must not know what the files say. It is apart from ``loading`` so that a bot whose
content was learned before starts without the parsers.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from chatbot.errors import ContentError, Problem

__all__ = [
    "INTENTS",
    "KNOWLEDGE",
    "bundled_folder",
    "complaint_about_size",
    "read_english_words",
    "read_folder",
    "read_word_vectors",
]

INTENTS = "intents.yaml"
KNOWLEDGE = "knowledge/"
MAX_INTENTS_BYTES = 8_000_000  # the bundled file has 2.3 MB; CLINC150 as YAML has 1 MB
MAX_KNOWLEDGE_BYTES = 2_000_000  # a long novel has 1 MB
MAX_FILES = 1_000  # Markdown files


def bundled_folder() -> Path:
    """The folder of the bundled content: ``data/`` in the wheel, above the package in a
    checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent):
        if (folder / INTENTS).is_file():
            return folder
    message = "the bundled content is missing; install the package again"
    raise ContentError((Problem(INTENTS, 0, message),))


def read_folder(path: str | os.PathLike[str]) -> Mapping[str, bytes]:
    """``intents.yaml`` and ``knowledge/**/*.md`` below ``path``, by their names from there.

    Raises ContentError for what is missing, unreadable, too large, or a link that leads
    out of the folder.
    """
    root = Path(path)
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        message = f"{what}; name a folder that holds {INTENTS} and {KNOWLEDGE}"
        raise ContentError((Problem(str(root), 0, message),))
    problems: list[Problem] = []
    files = {}
    for name in _names(root, problems):
        data = _read(root, name, problems)
        if data is not None:
            files[name] = data
    if problems:
        raise ContentError(tuple(sorted(problems)))
    return MappingProxyType(files)


def _names(root: Path, problems: list[Problem]) -> Iterator[str]:
    yield INTENTS
    knowledge = root / KNOWLEDGE
    if knowledge.is_dir() and not _is_inside(knowledge, root):
        problems.append(Problem(KNOWLEDGE, 0, "leads out of the content folder; copy the files into it"))
        return
    found = sorted(file.relative_to(root).as_posix() for file in knowledge.rglob("*.md"))
    if len(found) > MAX_FILES:
        message = f"has {len(found):,} files; at most {MAX_FILES:,} are allowed"
        problems.append(Problem(KNOWLEDGE, 0, message))
    yield from found[:MAX_FILES]


def _is_inside(file: Path, root: Path) -> bool:
    return file.resolve().is_relative_to(root.resolve())


def _read(root: Path, name: str, problems: list[Problem]) -> bytes | None:
    """The bytes of one file, or None after a complaint. One byte above the limit is enough."""
    try:
        complaint = _complaint_about_file(root / name, root)
        if not complaint:
            with (root / name).open("rb") as file:
                data = file.read(_limit(name) + 1)
            complaint = complaint_about_size(name, len(data))
    except FileNotFoundError:
        complaint = f"is missing; a content folder holds {INTENTS} and {KNOWLEDGE}"
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        complaint = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    if complaint:
        problems.append(Problem(name, 0, complaint))
        return None
    return data


def _complaint_about_file(file: Path, root: Path) -> str:
    if not stat.S_ISREG(file.stat().st_mode):
        return "is no file; move it away"
    if not _is_inside(file, root):
        return "leads out of the content folder; copy the file into it"
    return ""


def _limit(name: str) -> int:
    return MAX_INTENTS_BYTES if name == INTENTS else MAX_KNOWLEDGE_BYTES


def complaint_about_size(name: str, size: int) -> str:
    """What is wrong with a file ``name`` of ``size`` bytes; empty if nothing is."""
    limit = _limit(name)
    return f"is larger than {limit // 1_000_000} MB; make it smaller" if size > limit else ""


def read_english_words() -> str:
    """The plain English words that ship with the package, one a line: no slips, whatever a content uses."""
    return (Path(__file__).resolve().parent / "words_en.txt").read_text(encoding="ascii")


def read_word_vectors() -> bytes:
    """The table of word vectors that ships with the package."""
    return (Path(__file__).resolve().parent / "word_vectors.bin").read_bytes()
