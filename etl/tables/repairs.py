"""Repairs: the edits that changed more than white space."""

import numpy as np
import polars as pl

from etl.kernels import strings, tokens
from etl.readers.batch import SPAN, Batch, Located
from etl.tables.keys import conform
from etl.text.chars import Places, column_of

CONTEXT = 80


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a repair, in reading order."""
    document, start, end, *source = (batch.repairs[name].to_numpy() for name in ("document", *SPAN))
    first, origin = batch.text.edges[document] + 1, batch.origins[document]
    places = (start - first, end - first, *(place - origin for place in source))
    located = Located(document, *(place.astype(np.int32) for place in places))
    around = tokens.around(batch.source, source[0], source[1], CONTEXT)
    columns = [
        *batch.repairs,
        batch.ids(document),
        *located.columns(),
        _strings(batch.source, source[0], source[1]).alias("before"),
        batch.text.strings(start, end).alias("after"),
        _strings(batch.source, *around).alias("context"),
        batch.keys(document, "e", located.source_start, located.source_end).alias("repair_id"),
    ]
    return conform(columns, "repairs")


def _strings(text: str, starts: Places, ends: Places) -> pl.Series:
    """Cut a string at spans into a column, null where one is empty."""
    content, offsets = strings.joined(strings.units(text), starts, ends, np.arange(len(starts) + 1), b"")
    return column_of(content, offsets, filled=starts < ends)
