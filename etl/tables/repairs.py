"""Repairs: the edits that changed more than white space."""

import polars as pl

from etl.kernels import tokens
from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.text import chars
from etl.text.chars import Places

CONTEXT = 80


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a repair, in reading order."""
    names = ("document", "start", "end", "source_start", "source_end")
    document, start, end, source_start, source_end = (batch.repairs[name].to_numpy() for name in names)
    first, origin = batch.text.edges[document] + 1, batch.origins[document]
    frame = batch.repairs.with_columns(
        document_id=batch.documents["document_id"][document],
        start=pl.Series(start - first),
        end=pl.Series(end - first),
        source_start=pl.Series(source_start - origin),
        source_end=pl.Series(source_end - origin),
        before=_strings(batch.source, source_start, source_end),
        after=_strings(batch.text.string, start, end),
        context=_strings(batch.source, *tokens.around(batch.source, source_start, source_end, CONTEXT)),
    )
    key = pl.format("{}.e{}-{}", "document_id", "source_start", "source_end")
    return conform(frame.with_columns(repair_id=key), "repairs")


def _strings(text: str, starts: Places, ends: Places) -> pl.Series:
    """Cut a string at spans, null where one is empty."""
    return pl.Series([piece or None for piece in chars.slices(text, starts, ends)], dtype=pl.String)
