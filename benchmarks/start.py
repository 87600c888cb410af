"""How long the command takes from start to end: ``python benchmarks/start.py [--pairs 15] [--cold 5]``.

Whole processes, by the clock on the wall, each followed at once by the one it is measured against;
given are the medians and the median of the ratios of the pairs.

- **warm**: ``chatbot ask QUESTION`` with what was learned in the cache, to
  ``python -c "import rapidfuzz, yaml"``. Goal: at most 2.
- **cold**: the same with an empty cache each time, so that the content is learned. Goal: at most 20.
- **prompt**: ``chatbot`` in a terminal until its prompt stands and takes keys, to
  ``python -c "import prompt_toolkit"``. Goal: at most 1.6.
  Not on Windows, and left out where the prompt does not come.

``chatbot`` is run as ``python -m chatbot`` with this Python.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from corpus import command

import chatbot

QUESTION = "why does my groin hurt when I stand up"
COMMAND = [sys.executable, "-m", "chatbot"]
BASE = [sys.executable, "-c", "import rapidfuzz, yaml"]
PROMPT_BASE = [sys.executable, "-c", "import prompt_toolkit"]
STANDS = b"\x1b[?2004h"  # a line editor switches bracketed paste on when it is ready for keys
PATIENCE = 30.0  # seconds


def environment(cache: str) -> dict[str, str]:
    """This environment, with the package that is imported here, and its own cache."""
    package = str(Path(chatbot.__file__).resolve().parent.parent)
    return {**os.environ, "PYTHONPATH": package, "CHATBOT_CACHE_DIR": cache}


def seconds(words: list[str], env: dict[str, str]) -> float:
    """How long the command ``words`` takes, from before it is started until it is gone."""
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own words
        words, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    spent = time.perf_counter() - started
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} failed:\n{done.stderr.decode(errors='replace')}")
    return spent


def seconds_to_prompt(env: dict[str, str]) -> float | None:
    """How long the terminal takes to be ready for the first key; None if it never is."""
    import pty  # noqa: PLC0415 - there is none on Windows

    started = time.perf_counter()
    child, terminal = pty.fork()
    if not child:
        os.execve(COMMAND[0], COMMAND, {**env, "TERM": "xterm-256color"})  # noqa: S606 - no shell is wanted
    seen = b""
    try:
        while STANDS not in seen:
            left = started + PATIENCE - time.perf_counter()
            if not select.select([terminal], [], [], max(0.0, left))[0]:
                return None
            seen += os.read(terminal, 65_536)
        return time.perf_counter() - started
    except OSError:  # it ended without a prompt
        return None
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def compare(
    name: str, goal: float, first: Callable[[], float | None], base: Callable[[], float], count: int
) -> None:
    """Run both ``count`` times in turn and print one line."""
    pairs = []
    for _ in range(count):
        spent = first()
        if spent is None:
            print(f"| {name} | not there | | | |")
            return
        pairs.append((spent, base()))
    ratio = median(one / other for one, other in pairs)
    ours, theirs = (1000 * median(column) for column in zip(*pairs, strict=True))
    print(f"| {name} | {ours:.0f} | {theirs:.0f} | {ratio:.2f} | {goal:g} |", flush=True)


def main() -> None:
    parser = command(__doc__)
    parser.add_argument("--pairs", type=int, default=15, help="of warm starts and prompts")
    parser.add_argument("--cold", type=int, default=5, help="pairs of cold starts")
    options = parser.parse_args()
    ask = [*COMMAND, "ask", QUESTION]
    print("| start | ms | measured against, ms | ratio | goal |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as cache:
        env = environment(cache)
        for words in (ask, BASE, PROMPT_BASE):  # fills the caches of the product, Python and the disk
            seconds(words, env)
        compare("warm", 2, partial(seconds, ask, env), partial(seconds, BASE, env), options.pairs)

        def cold() -> float:
            with tempfile.TemporaryDirectory() as empty:
                return seconds(ask, environment(empty))

        compare("cold", 20, cold, partial(seconds, BASE, env), options.cold)
        if sys.platform != "win32":
            base = partial(seconds, PROMPT_BASE, env)
            compare("prompt", 1.6, partial(seconds_to_prompt, env), base, options.pairs)


if __name__ == "__main__":
    main()
