"""Documents: identity, what is known of the article, and the whole clean text."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform

UNKNOWN_LICENSE = "unknown"


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a document, in the order of the batch."""
    start, end = batch.text.edges[:-1] + 1, batch.text.edges[1:]
    frame = batch.documents.with_columns(
        text=batch.text.passages(start, end),
        license=pl.col("license").fill_null(UNKNOWN_LICENSE),
        char_count=pl.Series(end - start),
    )
    return conform(frame, "documents")
