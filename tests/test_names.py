"""Which row a feature's weights stand in, looked up in bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.names import StoredNames, store_names

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
NAMES = st.dictionaries(TEXT, st.integers(0, 2**32 - 1), max_size=40)


@given(NAMES, TEXT)
def test_what_was_stored_is_found_and_nothing_else(names: dict[str, int], other: str) -> None:
    stored = StoredNames(memoryview(store_names(names)))
    assert [stored.get(name) for name in names] == list(names.values())
    assert stored.get(other) == names.get(other)
    assert stored.get(other, 7) == names.get(other, 7)
    assert (other in stored) == (other in names)


def test_the_bytes_do_not_depend_on_the_order() -> None:
    assert store_names({"a": 1, "b": 2}) == store_names({"b": 2, "a": 1})


def test_cut_short() -> None:
    data = store_names({"a": 1, "b": 2})
    with pytest.raises(ValueError, match="cut short"):
        StoredNames(memoryview(data[:-1]))
