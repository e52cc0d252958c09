"""Documents: identity, what is known of the article, and the whole clean text."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.text.chars import BOUNDARY

UNKNOWN_LICENSE = "unknown"


def build(batch: Batch, cited: pl.DataFrame) -> pl.DataFrame:
    """Give one row a document, in the order of the batch; its style is judged by the markers in its sentences."""
    text = pl.Series("text", batch.text.string.split(BOUNDARY)[1:-1], dtype=pl.String)
    cites = cited["document_id"].unique()
    frame = batch.documents.with_columns(
        text,
        license=pl.col("license").fill_null(UNKNOWN_LICENSE),
        citation_style=pl.when(pl.col("document_id").is_in(cites.implode()))
        .then(pl.lit("bracket"))
        .otherwise(pl.lit("none")),
        char_count=text.str.len_chars(),
    )
    return conform(frame, "documents")
