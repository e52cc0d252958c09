"""Sentences of running text; headings and lists of references give none."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key
from etl.text import sentences as splitter


def build(batch: Batch, sections: pl.DataFrame) -> pl.DataFrame:
    """Give one row a sentence, in reading order."""
    paragraphs = _running_text(batch)
    starts, ends = (paragraphs[name].to_numpy() for name in ("start", "end"))
    start, end = splitter.find(batch.text, starts, ends)
    spans = pl.DataFrame({"start": start, "end": end, "text": batch.text.passages(start, end)})
    block = starts.searchsorted(start, side="right") - 1
    frame = batch.locate(spans).with_columns(
        sentence_id=key("s"),
        section_id=_section_ids(batch, sections).gather(paragraphs["parent"].gather(block)),
        paragraph=paragraphs["paragraph"].gather(block),
    )
    return conform(frame.with_columns(ordinal=pl.int_range(1, pl.len() + 1).over("document_id")), "sentences")


def _running_text(batch: Batch) -> pl.DataFrame:
    """Give the paragraphs outside of reference lists, numbered within their document."""
    heading_kind = batch.blocks["section_kind"]
    paragraphs = batch.blocks.filter(pl.col("kind") == "paragraph")
    numbered = batch.locate(paragraphs).select(
        paragraph=pl.int_range(1, pl.len() + 1).over("document_id"),
        kind_above=heading_kind.gather(paragraphs["parent"]),
    )
    return paragraphs.hstack(numbered).filter(pl.col("kind_above") != "references")


def _section_ids(batch: Batch, sections: pl.DataFrame) -> pl.Series:
    """Give the key of each heading block at the row of the block; sections are in the order of their headings."""
    is_heading = batch.blocks["kind"] == "heading"
    rank = is_heading.cum_sum().cast(pl.Int64) - 1
    return sections["section_id"].gather(rank.clip(0)) if len(sections) else sections["section_id"]
