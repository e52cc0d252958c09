"""Citations: each reference at each marker that cites it."""

import polars as pl

from etl.tables.keys import conform


def build(cited: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """Give one row a reference a marker, in reading order, then in the order of the references."""
    keys = references.select("document_id", "label", "reference_id", rank="ordinal")
    joined = cited.with_row_index("place").join(keys, on=["document_id", "label"], how="left", maintain_order="left")
    local = pl.col("reference_id").str.slice(pl.col("document_id").str.len_chars() + 1)
    frame = joined.with_columns(
        citation_id=pl.format("{}.c{}.{}", "document_id", "source_start", local),
        place=pl.col("place").min().over("document_id", "start"),
    )
    return conform(frame.sort("place", "rank", maintain_order=True), "citations")
