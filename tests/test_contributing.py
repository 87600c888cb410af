"""The reading order in CONTRIBUTING.md is complete, and a file imports only files above it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import chatbot

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(chatbot.__file__).resolve().parent
ORDER = re.findall(
    r"^\| `(\w+)\.py` \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
)


def imports(file: Path) -> set[str]:
    """The names of all modules that ``file`` imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_every_file_is_in_the_table() -> None:
    files = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert set(ORDER) == files
    assert len(ORDER) == len(files)


@pytest.mark.parametrize("name", ORDER)
def test_a_file_imports_only_files_above_it(name: str) -> None:
    above = {f"chatbot.{other}" for other in ORDER[: ORDER.index(name)]}
    ours = {module for module in imports(PACKAGE / f"{name}.py") if module.split(".")[0] == "chatbot"}
    assert ours <= above
