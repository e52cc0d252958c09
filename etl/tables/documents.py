"""Documents: identity, what is known of the article, and the whole clean text."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform

UNKNOWN_LICENSE = "unknown"


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a document, in the order of the batch."""
    start, end = batch.text.edges[:-1] + 1, batch.text.edges[1:]
    licenses = [UNKNOWN_LICENSE if known is None else known for known in batch.documents["license"]]
    columns = [
        *batch.documents,
        batch.text.passages(start, end).alias("text"),
        pl.Series("license", licenses, dtype=pl.String),
        pl.Series("char_count", end - start),
    ]
    return conform(columns, "documents")
