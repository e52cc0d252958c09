"""Documents: identity, what is known of the article, and the whole clean text."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.text.chars import BOUNDARY

UNKNOWN_LICENSE = "unknown"


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a document, in the order of the batch."""
    text = pl.Series("text", batch.text.string.split(BOUNDARY)[1:-1], dtype=pl.String)
    frame = batch.documents.with_columns(
        text,
        license=pl.col("license").fill_null(UNKNOWN_LICENSE),
        char_count=text.str.len_chars(),
    )
    return conform(frame, "documents")
