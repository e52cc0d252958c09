"""Repairs: the edits that changed more than white space."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.text.chars import BOUNDARY

CONTEXT = 80


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a repair, in reading order."""
    spans = [batch.repairs[name].to_list() for name in ("start", "end", "source_start", "source_end")]
    texts = pl.DataFrame(
        {
            "before": [batch.source[start:end] or None for start, end in zip(*spans[2:], strict=True)],
            "after": [batch.text.string[start:end] or None for start, end in zip(*spans[:2], strict=True)],
            "context": [_token(batch.source, start, end) for start, end in zip(*spans[2:], strict=True)],
        },
        schema=dict.fromkeys(("before", "after", "context"), pl.String()),
    )
    first = pl.Series(batch.text.edges + 1).gather(batch.repairs["document"])
    origin = pl.Series(batch.origins).gather(batch.repairs["document"])
    frame = batch.repairs.hstack(texts).with_columns(
        pl.col("start", "end") - first,
        pl.col("source_start", "source_end") - origin,
        document_id=batch.documents["document_id"].gather(batch.repairs["document"]),
    )
    return conform(
        frame.with_columns(repair_id=pl.format("{}.e{}-{}", "document_id", "source_start", "source_end")), "repairs"
    )


def _token(source: str, start: int, end: int) -> str:
    """Give the source around an edit up to the next white space on both sides."""
    left = source[max(0, start - CONTEXT) : start].replace(BOUNDARY, " ")
    right = source[end : end + CONTEXT].replace(BOUNDARY, " ")
    before = "" if left[-1:].isspace() else left.rsplit(None, 1)[-1]
    after = "" if right[:1].isspace() else right.split(None, 1)[0]
    return before + source[start:end] + after
