"""Keeps what was learned of a content between runs, in the user's cache directory.

What was learned of the bundled content when the package was built lies in the package.

A cache file is named by a digest of everything it was made from: the content, the code
that made it, and how a sample of words is stemmed. So a stale one is never read. It is
checked against a checksum of its own before a byte of it is used; a damaged, foreign or
unwritable cache is ignored without a word, for all it can do is save time.

It knows files and digests, and nothing of what the bytes mean.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from collections.abc import Mapping
from pathlib import Path

__all__ = ["engine_files", "fingerprint", "read_cache", "ship_cache", "write_cache"]

_SUM_BYTES = 4  # the checksum in front of the payload: it has to find damage, not malice
_MAX_BYTES = 1 << 30
_SHIPPED = Path(__file__).resolve().parent / "learned"
_KEEP = 8  # cache files kept; the oldest go when a new one is written


def fingerprint(parts: Mapping[str, bytes | str]) -> str:
    """A name for all of ``parts`` together, the same whatever their order."""
    total = hashlib.blake2b(digest_size=20)
    for name in sorted(parts):
        data = parts[name]
        data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        total.update(data)
    return total.hexdigest()


def engine_files() -> dict[str, bytes]:
    """The code of the core itself, and the tables it learns with: what was learned by others is not to
    be trusted."""
    here = Path(__file__).parent
    return {
        f"\0{file.name}": file.read_bytes()
        for pattern in ("*.py", "words_en.txt", "word_vectors.bin")
        for file in here.glob(pattern)
    }


def read_cache(name: str) -> memoryview | None:
    """What was stored under ``name``, or None if there is nothing to be trusted."""
    return _read(_SHIPPED, name) or _read_from_user(name)


def _read_from_user(name: str) -> memoryview | None:
    try:
        return _read(_folder(), name)
    except (OSError, RuntimeError):  # no home directory
        return None


def _read(folder: Path, name: str) -> memoryview | None:
    path = folder / f"{name}.bin"
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    payload = memoryview(data)[_SUM_BYTES:]
    return payload if _checksum(name, payload) == data[:_SUM_BYTES] else None


def _checksum(name: str, payload: bytes | memoryview) -> bytes:
    """Stands for ``payload`` under this ``name``: a file that was renamed is not believed either."""
    return zlib.crc32(payload, zlib.crc32(name.encode())).to_bytes(_SUM_BYTES, "little")


def ship_cache(name: str, payload: bytes | memoryview) -> Path:
    """Store ``payload`` in the package itself: for builds. Replaces what was shipped before."""
    _SHIPPED.mkdir(parents=True, exist_ok=True)
    for old in _SHIPPED.glob("*.bin"):
        old.unlink()
    path = _SHIPPED / f"{name}.bin"
    path.write_bytes(_checksum(name, payload) + bytes(payload))
    return path


def write_cache(name: str, payload: bytes) -> None:
    """Store ``payload`` under ``name`` if that is possible; whole or not at all."""
    import tempfile  # noqa: PLC0415 - ten milliseconds that only a cold start needs

    with contextlib.suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(name, payload) + payload)
            Path(temporary).replace(folder / f"{name}.bin")
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _tidy(folder)


def _tidy(folder: Path) -> None:
    files = sorted(folder.glob("*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_KEEP:]:
        file.unlink(missing_ok=True)


def _folder() -> Path:
    """The cache folder: ``CHATBOT_CACHE_DIR`` if set, else where the platform keeps such things."""
    chosen = os.environ.get("CHATBOT_CACHE_DIR")
    if chosen:
        return Path(chosen)
    import platformdirs  # noqa: PLC0415 - five milliseconds that only a real folder costs

    return Path(platformdirs.user_cache_dir("iliopsoas-chatbot", appauthor=False))
