"""Citations: each reference at each marker that cites it."""

import polars as pl

from etl.tables.keys import conform


def build(cited: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """Give one row a reference a marker, in reading order, then in the order of the references."""
    ranks = references.select("reference_id", rank="ordinal")
    joined = cited.join(ranks, on="reference_id", how="left", maintain_order="left")
    local = pl.col("reference_id").str.slice(pl.col("document_id").str.len_chars() + 1)
    frame = joined.with_columns(citation_id=pl.format("{}.c{}.{}", "document_id", "source_start", local))
    return conform(frame.sort("place", "rank", maintain_order=True), "citations")
