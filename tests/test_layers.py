"""Who imports whom: a file imports only files above it, and each library has one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import chatbot

PACKAGE = Path(chatbot.__file__).resolve().parent

# In reading order, as the table of CONTRIBUTING.md has them: each may import only what stands above it.
TABLE = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
ORDER = tuple(re.findall(r"^\| `(\w+)\.py` \|", TABLE, re.MULTILINE))
CORE = (*ORDER, "")  # last, the package with the public names

# The one file that may import a library.
DOORS = {
    "yaml": {"markup"},
    "rapidfuzz": {"spelling"},
    "Stemmer": {"language"},
    "prompt_toolkit": {"terminal.prompt"},
    "platformdirs": {"storage"},
    "wcwidth": {"terminal.layout"},
}
# What the terminal may use beside the public names, and why.
BESIDE = {
    ("language", "is_unsafe"),  # one rule for what must not reach a screen
    ("folder", "bundled_folder"), ("folder", "read_folder"), ("loading", "find_problems"),
    ("loading", "parse_content"),  # these four: `chatbot check`
    ("testing", "CaseResult"), ("testing", "run_files"),  # `chatbot test`
}  # fmt: skip
# What the core must not have: a clock, chance, a network, other processes, a logger.
FORBIDDEN = {
    "asyncio", "datetime", "ftplib", "http", "locale", "logging", "multiprocessing", "numpy", "random",
    "secrets", "smtplib", "socket", "ssl", "subprocess", "time", "urllib", "uuid", "warnings",
}  # fmt: skip
# Files that touch the disk: for content, for the cache, and for conversation tests.
DISK = {"folder", "storage", "testing"}
DISK_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "mkdir",
    "unlink",
    "mkstemp",
    "fdopen",
}


def module_name(file: Path) -> str:
    """ "ranking", "terminal.cli", "" for the package itself."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# Dotted name below the package -> what the file says.
TREES: Mapping[str, ast.Module] = {
    module_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))
}
SHELL = sorted(name for name in TREES if name.startswith("terminal"))


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of every import statement, wherever it stands; the name is empty for a whole module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            yield from ((node.module or "", alias.name) for alias in node.names)


def top_level(tree: ast.AST) -> set[str]:
    """The packages that a file imports from."""
    return {module.split(".")[0] for module, _ in imports(tree)}


def own(module: str, name: str) -> str | None:
    """The file of the package that an import reaches, as in TREES; None for other packages."""
    if module != "chatbot" and not module.startswith("chatbot."):
        return None
    below = module.removeprefix("chatbot").lstrip(".")
    inner = f"{below}.{name}".lstrip(".")
    return inner if inner in TREES else below


def test_every_file_of_the_core_has_its_place() -> None:
    core = {name for name in TREES if not name.startswith(("terminal", "__main__"))}
    assert core == set(CORE)
    assert len(CORE) == len(set(CORE))


@pytest.mark.parametrize("name", CORE)
def test_a_file_imports_only_files_above_it(name: str) -> None:
    above = CORE[: CORE.index(name)]
    reached = {target for module, item in imports(TREES[name]) if (target := own(module, item)) is not None}
    assert reached <= set(above)


@pytest.mark.parametrize("name", SHELL)
def test_the_terminal_uses_the_public_names_only(name: str) -> None:
    """What our own terminal needs, an embedder gets too."""
    for module, item in imports(TREES[name]):
        target = own(module, item)
        if target is None or target.startswith("terminal") or (target, item) in BESIDE:
            continue
        assert target == "", f"{module}.{item} is not public"
        assert item in chatbot.__all__


def test_the_files_of_the_terminal_import_in_no_circle() -> None:
    reached = {
        name: {t for module, item in imports(TREES[name]) if (t := own(module, item)) in SHELL and t != name}
        for name in SHELL
    }
    done: set[str] = set()
    while len(done) < len(SHELL):
        ready = {name for name in SHELL if name not in done and reached[name] <= done}
        assert ready, f"a circle among {sorted(set(SHELL) - done)}"
        done |= ready


@pytest.mark.parametrize(("library", "allowed"), DOORS.items())
def test_each_library_has_one_door(library: str, allowed: set[str]) -> None:
    users = {name for name, tree in TREES.items() if library in top_level(tree)}
    assert users <= allowed
    assert users, "nobody uses it any more"


@pytest.mark.parametrize("name", CORE)
def test_the_core_has_no_clock_no_chance_and_no_network(name: str) -> None:
    assert top_level(TREES[name]).isdisjoint(FORBIDDEN)


def calls(tree: ast.AST) -> set[str]:
    """Names of everything that is called, methods by their last name."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {function.id for function in functions if isinstance(function, ast.Name)}
    return names | {function.attr for function in functions if isinstance(function, ast.Attribute)}


@pytest.mark.parametrize("name", CORE)
def test_the_core_prints_nothing_and_asks_nobody(name: str) -> None:
    assert calls(TREES[name]).isdisjoint({"print", "input", "breakpoint", "exit"})


@pytest.mark.parametrize("name", [name for name in CORE if name not in DISK])
def test_only_few_touch_the_disk(name: str) -> None:
    assert calls(TREES[name]).isdisjoint(DISK_CALLS)


@pytest.mark.parametrize("name", sorted(TREES))
def test_every_file_says_what_it_is(name: str) -> None:
    assert len(ast.get_docstring(TREES[name]) or "") > 20


def loaded_by(code: str, environment: Mapping[str, str]) -> set[str]:
    """Top-level modules after ``code`` ran in a process of its own."""
    names = "{name.partition('.')[0] for name in sys.modules}"
    probe = f"import sys\n{code}\nprint(*sorted({names}), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stderr.split())


def test_importing_chatbot_loads_nothing_heavy(environment: Mapping[str, str]) -> None:
    loaded = loaded_by("import chatbot", environment)
    assert "chatbot" in loaded
    assert loaded.isdisjoint({"prompt_toolkit", "asyncio", "rich", "markdown_it", "numpy"})


@pytest.mark.usefixtures("bot")
def test_nor_does_one_question(environment: Mapping[str, str]) -> None:
    """With a warm cache, which ``bot`` has filled."""
    code = "from chatbot.terminal.cli import main\nsys.argv[1:] = ['ask', 'groin pain']\nmain()"
    loaded = loaded_by(code, environment)
    assert "Stemmer" in loaded
    assert loaded.isdisjoint({"prompt_toolkit", "asyncio", "numpy", "rich"})
