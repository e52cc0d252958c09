"""Keys and numbers of rows, and columns as their schema has them."""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.kernels import columns
from etl.schema import load, polars_types
from etl.text.chars import Bytes, Places, column_of


def prefixed(located: pl.DataFrame, prefix: str) -> list[pl.Series]:
    """Give the four places of located spans under names that begin with a prefix."""
    return [located[name].alias(f"{prefix}_{name}") for name in ("start", "end", "source_start", "source_end")]


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
    return np.arange(1, len(groups) + 1) - np.searchsorted(groups, groups)


def conform(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Select the columns of a table in order and give them their types; columns that are not there are null."""
    types, size = polars_types(load(table)), len(frame)
    return pl.DataFrame(
        [frame[name].cast(kind) if name in frame.columns else nulls(name, kind, size) for name, kind in types.items()]
    )


def nulls(name: str, kind: pl.DataType, size: int) -> pl.Series:
    """Give a column without values."""
    return pl.Series(name, [None], dtype=kind).new_from_index(0, size)
