"""Many small numbers in one integer: packing is linear and exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.lanes import LANE_BYTES, offset, pack, unpack

LOWEST, HIGHEST = -(2**31), 2**31 - 1
NUMBERS = st.lists(st.integers(LOWEST, HIGHEST), max_size=40)
SMALL_PAIRS = st.lists(st.tuples(*[st.integers(LOWEST // 2, HIGHEST // 2)] * 2), max_size=40)


def packed(values: list[int]) -> int:
    return pack(values, offset(len(values)))


def unpacked(number: int, lanes: int) -> list[int]:
    return unpack(number, lanes, offset(lanes))


@given(NUMBERS)
def test_what_is_packed_comes_out_again(values: list[int]) -> None:
    assert unpacked(packed(values), len(values)) == values


@given(NUMBERS)
def test_a_packed_row_is_the_sum_of_its_shifted_values(values: list[int]) -> None:
    assert packed(values) == sum(value << (8 * LANE_BYTES * lane) for lane, value in enumerate(values))


@given(SMALL_PAIRS)
def test_adding_rows_adds_all_lanes(pairs: list[tuple[int, int]]) -> None:
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    assert unpacked(packed(left) + packed(right), len(pairs)) == [a + b for a, b in pairs]
    assert unpacked(packed(left) - packed(right), len(pairs)) == [a - b for a, b in pairs]


@given(st.lists(st.integers(-(2**20), 2**20), max_size=40), st.integers(-1024, 1024))
def test_multiplying_a_row_multiplies_all_lanes(values: list[int], factor: int) -> None:
    assert unpacked(packed(values) * factor, len(values)) == [value * factor for value in values]


@given(st.lists(st.lists(st.integers(-(2**24), 2**24), min_size=3, max_size=3), max_size=60))
def test_long_sums_are_exact(rows: list[list[int]]) -> None:
    total = sum(map(packed, rows))
    assert unpacked(total, 3) == [sum(row[lane] for row in rows) for lane in range(3)]


def test_no_lanes() -> None:
    assert (offset(0), packed([]), unpacked(0, 0)) == (0, 0, [])


@pytest.mark.parametrize("value", [LOWEST - 1, HIGHEST + 1])
def test_a_number_that_does_not_fit_is_refused(value: int) -> None:
    with pytest.raises(OverflowError):
        packed([value])
