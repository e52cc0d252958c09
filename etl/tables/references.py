"""References: works that a document cites; a stub where its bibliography has no entry for a label."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key, within
from etl.text.align import PARAGRAPH


def entries(batch: Batch) -> pl.DataFrame:
    """Give the entries of the bibliographies with their keys, places and texts; ``place`` is that in the batch."""
    starts, ends = (batch.entries[name].to_numpy() for name in ("start", "end"))
    raw_text = batch.text.passages(starts, ends).str.replace_all(PARAGRAPH, " ", literal=True)
    placed = batch.entries.with_columns(
        place="start",
        raw_text=raw_text,
        ordinal=pl.int_range(1, pl.len() + 1).over(pl.Series(batch.text.document_at(starts))),
        is_stub=pl.lit(value=False),
    )
    return batch.locate(placed).with_columns(reference_id=key("r", "key_place"))


def cited(batch: Batch, sentences: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Give the cited references that stand in sentences, with the place and text of their marker and their key."""
    markers = batch.text.strings(batch.anchors["start"].to_numpy(), batch.anchors["end"].to_numpy())
    placed = batch.anchors.with_columns(place="start", marker=markers)
    inside = within(batch.locate(placed), sentences)
    targets = entries.filter(pl.col("target").is_not_null())
    keys = targets.select("document_id", "target", "reference_id", entry_label="label")
    joined = inside.join(keys, on=["document_id", "target"], how="left", maintain_order="left")
    return joined.with_columns(
        is_stub=pl.col("reference_id").is_null(),
        reference_id=pl.coalesce("reference_id", pl.format("{}.u{}", "document_id", "label")),
        label=pl.coalesce("entry_label", "label"),
    )


def build(cited: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Give one row a reference, in reading order; a stub has the span of the first marker that cites it."""
    listed = entries.group_by("document_id").agg(listed=pl.len())
    stubs = (
        cited.filter("is_stub")
        .unique("reference_id", keep="first", maintain_order=True)
        .join(listed, on="document_id", how="left", maintain_order="left")
        .with_columns(
            ordinal=pl.int_range(1, pl.len() + 1).over("document_id") + pl.col("listed").fill_null(0),
            raw_text=pl.lit(None, dtype=pl.String),
        )
    )
    both = pl.concat([entries, stubs], how="diagonal_relaxed")
    return conform(both.sort("place", "ordinal", maintain_order=True), "references")
