"""Many small numbers in one integer: packing is linear and exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.lanes import LANE_BYTES, STEP_BITS, StoredRows, offset, pack, rounded, rounding, store, unpack

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


WEIGHTS = st.lists(st.lists(st.integers(-(2**15), 2**15), min_size=5, max_size=5), max_size=20)


def rounded_rows(rows: list[list[int]]) -> list[int]:
    return [rounded(packed(row), offset(5), rounding(5)) for row in rows]


@given(WEIGHTS)
def test_each_lane_is_rounded_to_the_nearest_step(rows: list[list[int]]) -> None:
    for row, there in zip(rows, rounded_rows(rows), strict=True):
        for before, after in zip(row, unpacked(there, 5), strict=True):
            assert after % (1 << STEP_BITS) == 0
            assert abs(after - before) <= 1 << STEP_BITS - 1


@given(WEIGHTS)
def test_stored_rows_come_back_as_they_were(rows: list[list[int]]) -> None:
    there = rounded_rows(rows)
    stored = StoredRows(memoryview(store(there, 5)), 5, len(there))
    assert [stored[number] for number in reversed(range(len(there)))] == there[::-1]


def test_a_row_that_is_not_there() -> None:
    stored = StoredRows(memoryview(store([0], 5)), 5, 1)
    for number in (1, -1):
        with pytest.raises(KeyError):
            stored[number]


@given(st.integers(0, 40))
def test_rows_that_were_cut_short_are_refused(kept: int) -> None:
    body = store(rounded_rows([[6400] * 5, [0] * 5]), 5)
    if kept < len(body):
        with pytest.raises(ValueError, match="cut short"):
            StoredRows(memoryview(body[:kept]), 5, 2)


def test_a_weight_that_is_too_large_to_be_stored_is_refused() -> None:
    with pytest.raises(OverflowError):
        store([packed([2**30])], 1)
