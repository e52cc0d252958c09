"""Keys and numbers of rows, and columns as their schema has them."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from etl import arrow
from etl.errors import SchemaError
from etl.kernels import columns
from etl.schema import arrow_schema, load, polars_types
from etl.text.chars import Bytes, Mask, Places

# Whole numbers, and what is true or not, stand in arrays until the table is made.
Column: TypeAlias = pa.Array | npt.NDArray[np.integer] | Mask
Columns: TypeAlias = Mapping[str, Column]


class Strings(NamedTuple):
    """Strings as spans of bytes in UTF-8."""

    content: Bytes
    starts: Places
    ends: Places

    @classmethod
    def of(cls, column: pa.StringArray) -> Self:
        """Give the strings of a column; null is empty."""
        content, bounds = arrow.bytes_of(column)
        return cls(content, bounds[:-1], bounds[1:])

    def joined(self, sign: str, other: "Strings") -> pa.StringArray:
        """Give a column of these strings, a sign and others, row by row."""
        return arrow.strings(*columns.joined(*self, np.frombuffer(sign.encode(), np.uint8), *other))

    def first_equal(self, groups: Places) -> Places:
        """Give for each string the first row of its group that holds the same one."""
        return columns.first_equal(*self, groups)


def ordinals(groups: Places) -> Places:
    """Give each row its number in its group, from 1; groups are rising numbers."""
    rows = np.arange(len(groups))
    begins = np.diff(groups, prepend=groups[:1] - 1) > 0
    return rows + 1 - np.maximum.accumulate(np.where(begins, rows, 0))


def conform(given: Columns, table: str) -> pa.RecordBatch:
    """Put the columns of a table in order and give them their types; those that are not given are null."""
    schema, size = _schema(table), len(next(iter(given.values())))
    arrays = [
        arrow.of_array(given[field.name]) if field.name in given else pa.nulls(size, field.type) for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def of_frame(frame: pl.DataFrame, table: str) -> pa.Table:
    """Give the rows of a frame; SchemaError tells where its columns or their types are not those of the table."""
    expected = polars_types(load(table))
    if list(frame.schema.items()) != list(expected.items()):
        raise SchemaError(table, f"its columns are {dict(frame.schema)}, not {expected}")
    schema = _schema(table)
    rows = frame.to_arrow().cast(pa.schema([field.with_nullable(True) for field in schema]))
    return pa.Table.from_arrays(rows.columns, schema=schema)  # the writer looks for nulls


@cache
def _schema(table: str) -> pa.Schema:
    return arrow_schema(load(table))
