"""References: works that a document cites; a stub where it has no entry for a label."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, within


def cited(batch: Batch, sentences: pl.DataFrame) -> pl.DataFrame:
    """Give the cited labels that stand in sentences, with the place and text of their marker."""
    markers = batch.text.slices(batch.anchors["start"].to_numpy(), batch.anchors["end"].to_numpy())
    located = batch.locate(batch.anchors).with_columns(marker=pl.Series(markers, dtype=pl.String))
    return within(located, sentences)


def build(cited: pl.DataFrame) -> pl.DataFrame:
    """Give one row a reference; a stub has the span of the first marker that cites it."""
    stubs = cited.unique(["document_id", "label"], keep="first", maintain_order=True).with_columns(
        reference_id=pl.format("{}.u{}", "document_id", "label"),
        ordinal=pl.int_range(1, pl.len() + 1).over("document_id"),
        is_stub=pl.lit(value=True),
    )
    return conform(stubs, "references")
