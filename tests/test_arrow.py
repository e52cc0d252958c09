"""Columns made of buffers hold what the arrays and lists did."""

from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from etl import arrow
from etl.errors import OurFault


def column(*strings):
    return pa.array(strings, pa.string())


@pytest.mark.parametrize(
    "values", [[], [None], [None, None], ["a", None, "", "\u00e9\U0001d6fc"], ["", ""], list("abcdefghi")]
)
def test_lists_and_series_become_columns(values):
    made = arrow.of_list(values)
    made.validate(full=True)
    assert (made.type, made.to_pylist()) == (pa.string(), values)
    assert arrow.of_series(pl.Series(values, dtype=pl.String)).equals(made)


def test_strings_are_null_where_none_is_told_to_be():
    content, offsets = np.frombuffer(b"abc", np.uint8), np.array([0, 1, 1, 3])
    assert arrow.strings(content, offsets).to_pylist() == ["a", "", "bc"]
    assert arrow.strings(content, offsets, np.array([True, False, True])).to_pylist() == ["a", None, "bc"]


def test_a_column_of_more_bytes_than_arrow_counts_is_refused():
    with pytest.raises(OurFault, match="2,147,483,648 bytes"):
        arrow.strings(np.zeros(0, np.uint8), np.array([0, 2**31]))


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint32])
def test_numbers_become_columns_whatever_their_width_and_steps(kind):
    values = np.arange(9, dtype=kind)
    assert arrow.of_array(values).equals(pa.array(range(9), pa.int32()))
    assert arrow.of_array(values[::-2]).to_pylist() == [8, 6, 4, 2, 0]


def test_a_number_that_does_not_fit_is_refused():
    with pytest.raises(pa.ArrowInvalid):
        arrow.of_array(np.array([2**31]))


@pytest.mark.parametrize("size", [0, 1, 8, 9])
def test_what_is_true_or_not_becomes_a_column(size):
    values = np.arange(size) % 3 == 0
    assert arrow.of_array(values).to_pylist() == values.tolist()


def test_a_column_stays_as_it_is():
    strings = column("a")
    assert arrow.of_array(strings) is strings


def test_rows_are_taken_in_any_order_and_null_below_zero():
    strings = column("a", None, "c").slice(1)
    assert arrow.take(strings, np.array([1, 0, 1])).to_pylist() == ["c", None, "c"]
    assert arrow.take(strings, np.array([1, -1])).to_pylist() == ["c", None]
    assert arrow.take(strings, np.zeros(0, np.int64)).to_pylist() == []
    batch = pa.RecordBatch.from_arrays([column("a", "b")], names=["name"])
    assert arrow.take(batch, np.array([3, 1])[1:]).to_pylist() == [{"name": "b"}]


def test_the_buffers_of_a_part_of_a_column_are_that_part():
    content, bounds = arrow.bytes_of(column("ab", None, "\u00e9", "d").slice(1, 2))
    strings = [content[start:end].tobytes().decode() for start, end in pairwise(bounds)]
    assert strings == ["", "\u00e9"]
    assert arrow.values_of(pa.array([1, 2, 3], pa.int32()).slice(1)).tolist() == [2, 3]
