"""Issues: what was refused or doubtful, as rows instead of a log."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform

# A source that could not be read, before it is a document.
REFUSED = {"source_path": pl.String(), "rule": pl.String(), "message": pl.String(), "place": pl.Int64()}


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a doubt about a document of the batch, in reading order."""
    located = batch.locate(batch.notes).join(
        batch.documents.select("document_id", "source_path"), on="document_id", how="left", maintain_order="left"
    )
    message = pl.format("{}, character {}: {}; check the place.", "source_path", "source_start", "message")
    return _finish(located.with_columns(severity=pl.lit("warning"), message=message))


def of_sources(refused: pl.DataFrame) -> pl.DataFrame:
    """Give one row a source that was refused; it has no document, and its span is 0.

    Of a later article in a file the span is empty and stands where the article begins.
    """
    zero = {name: pl.lit(0) for name in ("start", "end")}
    place = {name: pl.col("place") for name in ("source_start", "source_end")}
    return _finish(refused.with_columns(severity=pl.lit("error"), **zero, **place))


def _finish(frame: pl.DataFrame) -> pl.DataFrame:
    key = pl.format("{}#{}.{}", "source_path", "rule", "source_start")
    return conform(frame.with_columns(issue_id=key), "issues")
