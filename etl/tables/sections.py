"""Sections: each heading with all that stands under it."""

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key
from etl.text.chars import Places


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a section, in reading order; a section spans the sections below it."""
    blocks = batch.blocks.with_row_index("block")
    headings = blocks.filter(pl.col("kind") == "heading")
    ends = _section_ends(blocks, blocks["end"].to_numpy())[headings["block"].to_numpy()]
    heading = batch.text.strings(headings["start"].to_numpy(), headings["end"].to_numpy())
    # The last block of the text may have been moved there; in the source the section goes on to its last character.
    source_ends = _section_ends(blocks, batch.locate(blocks)["source_end"].to_numpy())[headings["block"].to_numpy()]
    located = batch.locate(headings.with_columns(end=pl.Series(ends, dtype=pl.Int64)))
    located = located.with_columns(source_end=pl.Series(source_ends, dtype=pl.Int32))
    frame = located.with_columns(section_id=key("h", "key_place"), heading=heading)
    parents = frame.select(parent="block", parent_section_id="section_id").cast({"parent": pl.Int64})
    frame = frame.join(parents, on="parent", how="left", maintain_order="left").with_columns(
        kind="section_kind",
        ordinal=pl.int_range(1, pl.len() + 1).over("document_id"),
        number=pl.int_range(1, pl.len() + 1).over("document_id", "parent").cast(pl.String),
    )
    return conform(frame.with_columns(path=_paths(frame)), "sections")


def _section_ends(blocks: pl.DataFrame, own: Places) -> Places:
    """Give for each block the greatest end of the blocks under it, itself included."""
    ends, parents = own.copy(), blocks["parent"].to_numpy()
    block, above = np.arange(len(own)), parents
    while len(block := block[above >= 0]):
        above = above[above >= 0]
        np.maximum.at(ends, above, own[block])
        above = parents[above]
    return ends


def _paths(sections: pl.DataFrame) -> pl.Series:
    """Join the numbers among siblings from the top down."""
    paths: dict[int, str] = {}
    for block, parent, number in sections.select("block", "parent", "number").iter_rows():
        paths[block] = f"{paths[parent]}.{number}" if parent >= 0 else number
    return pl.Series("path", list(paths.values()), dtype=pl.String)
