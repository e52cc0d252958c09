"""Keys and numbers of rows, and columns as their schema has them."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.kernels import columns
from etl.schema import load, polars_types
from etl.text.chars import Bytes, Places, column_of


class Strings(NamedTuple):
    """Strings as spans of bytes in UTF-8."""

    content: Bytes
    starts: Places
    ends: Places

    @classmethod
    def of(cls, column: pl.Series) -> Self:
        """Give the strings of a column; null is empty."""
        array = column.to_arrow()
        _, offsets, content = array.buffers()
        bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
        return cls(np.frombuffer(content or b"", np.uint8), bounds[:-1], bounds[1:])

    def joined(self, sign: str, other: "Strings") -> pl.Series:
        """Give a column of these strings, a sign and others, row by row."""
        content, offsets = columns.joined(*self, np.frombuffer(sign.encode(), np.uint8), *other)
        return column_of(content, offsets, filled=np.ones(len(self.starts), dtype=np.bool_))

    def first_equal(self, groups: Places) -> Places:
        """Give for each string the first row of its group that holds the same one."""
        return columns.first_equal(*self, groups)


def ordinals(groups: Places) -> Places:
    """Give each row its number in its group, from 1; groups are rising numbers."""
    rows = np.arange(len(groups))
    begins = np.diff(groups, prepend=groups[:1] - 1) > 0
    return rows + 1 - np.maximum.accumulate(np.where(begins, rows, 0))


def conform(columns: Iterable[pl.Series], table: str) -> pl.DataFrame:
    """Put the columns of a table in order and give them their types; the last of a name counts, the others are null."""
    given = {column.name: column for column in columns}
    size = len(next(iter(given.values())))
    return pl.DataFrame(
        [given[name].cast(kind) if name in given else nulls(name, kind, size) for name, kind in _types(table).items()]
    )


@cache
def _types(table: str) -> dict[str, pl.DataType]:
    return polars_types(load(table))


def nulls(name: str, kind: pl.DataType, size: int) -> pl.Series:
    """Give a column without values."""
    return pl.Series(name, [None], dtype=kind).new_from_index(0, size)
