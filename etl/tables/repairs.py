"""Repairs: the edits that changed more than white space."""

import re

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform

CONTEXT = 80
TOKEN_BEFORE = re.compile(r"[^\s\0]*\Z")
TOKEN_BEHIND = re.compile(r"[^\s\0]*")


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a repair, in reading order."""
    places = pl.DataFrame({"start": batch.alignment.start, "end": batch.alignment.end})
    edits = batch.edits.hstack(places).filter(pl.col("rule").is_not_null())
    spans = list(edits.select("source_start", "source_end").iter_rows())
    columns = edits.with_columns(
        before=pl.Series([batch.source[start:end] or None for start, end in spans], dtype=pl.String),
        after=pl.col("after").replace("", None),
        context=pl.Series([_token(batch.source, start, end) for start, end in spans], dtype=pl.String),
    )
    own = columns.select(edit_start="source_start", edit_end="source_end")
    located = batch.locate(columns).hstack(own)
    document = pl.Series(batch.source_edges.searchsorted(own["edit_start"].to_numpy(), side="right") - 1)
    first = pl.Series(batch.source_edges).gather(document) + 1
    frame = located.with_columns(
        document_id=batch.documents["document_id"].gather(document),
        source_start=pl.col("edit_start") - first,
        source_end=pl.col("edit_end") - first,
    )
    return conform(
        frame.with_columns(repair_id=pl.format("{}.e{}-{}", "document_id", "source_start", "source_end")), "repairs"
    )


def _token(source: str, start: int, end: int) -> str:
    """Give the source around an edit up to the next white space on both sides."""
    left = TOKEN_BEFORE.search(source, max(0, start - CONTEXT), start)
    right = TOKEN_BEHIND.match(source, end, end + CONTEXT)
    return (left[0] if left else "") + source[start:end] + (right[0] if right else "")
