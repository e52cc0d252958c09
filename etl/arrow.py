"""Columns of tables as Arrow holds them, made of the buffers of arrays.

Arrow's own ``array`` and ``to_numpy`` import pandas where it is installed: a quarter of a second and 30 MB.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from etl.errors import OurFault
from etl.kernels import Bytes, Mask, Numbers, Places

MOST_BYTES = np.iinfo(np.int32).max
Taken = TypeVar("Taken", pa.Array, pa.RecordBatch)


def strings(content: Bytes, offsets: Places, filled: Mask | None = None) -> pa.StringArray:
    """Give a column of strings that stand in UTF-8 one behind another, null where one is told not to be there."""
    if offsets[-1] > MOST_BYTES:
        raise OurFault(f"a column of a batch has {offsets[-1]:,} bytes; Arrow's strings have {MOST_BYTES:,} at most.")
    known = None if filled is None else _bits(filled)
    buffers = [known, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(content)]
    return pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers)


def of_array(values: npt.NDArray[np.integer] | Mask | pa.Array) -> pa.Array:
    """Give a column of whole numbers, or of what is true or not; a column as it is. ArrowInvalid: one is too large."""
    if isinstance(values, pa.Array):
        return values
    if values.dtype == np.bool_:
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])
    wide = np.ascontiguousarray(values, dtype=np.int32 if values.dtype == np.int32 else np.int64)
    numbers = pa.Array.from_buffers(pa.from_numpy_dtype(wide.dtype), len(wide), [None, pa.py_buffer(wide)])
    return numbers if wide.dtype == np.int32 else numbers.cast(pa.int32())


def of_list(values: Sequence[str | None]) -> pa.StringArray:
    """Give a column of strings of Python, null for None."""
    filled = np.array([value is not None for value in values], dtype=np.bool_)
    if not filled.any():
        return pa.nulls(len(values), pa.string())
    encoded = [(value or "").encode("utf-8") for value in values]
    known = None if filled.all() else filled
    return strings(np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)]), known)


def of_series(column: pl.Series) -> pa.StringArray:
    """Give a column of strings of Polars."""
    return column.to_arrow().cast(pa.string())


def take(column: Taken, rows: Places) -> Taken:
    """Give some rows of a column, or of a batch of rows, null for a row below zero."""
    known = _bits(rows >= 0) if rows.min(initial=0) < 0 else None
    indices = pa.Array.from_buffers(pa.int64(), len(rows), [known, pa.py_buffer(np.ascontiguousarray(rows))])
    return column.take(indices)


def bytes_of(column: pa.StringArray) -> tuple[Bytes, Places]:
    """Give the strings of a column in UTF-8, one behind another, and the bounds between them; null is empty."""
    _, offsets, content = column.buffers()
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(content or b"", np.uint8), bounds.astype(np.int64)


def values_of(column: pa.Int32Array) -> Numbers:
    """Give the whole numbers of a column without nulls."""
    return np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column)]


def _bits(values: npt.NDArray[np.integer] | Mask) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))
