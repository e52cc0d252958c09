"""Sections: each heading with all that stands under it."""

import numpy as np
import polars as pl
import pyarrow as pa

from etl.readers.batch import Batch
from etl.tables.keys import conform, ordinals
from etl.text.chars import Places
from etl.text.frames import index


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a section, in reading order; a section spans the sections below it."""
    blocks = batch.blocks
    start, end, parent = (blocks[name].to_numpy() for name in ("start", "end", "parent"))
    rows = np.flatnonzero((blocks["kind"] == "heading").to_numpy())
    document = batch.text.document_at(start[rows])
    above = np.where(parent[rows] < 0, -1, np.searchsorted(rows, parent[rows]))
    row = index(rows)
    span = pl.Series("start", start[rows]), pl.Series("end", _section_ends(parent, end)[rows])
    located = batch.locate(pl.DataFrame([*span, blocks["key_place"][row]]), section_id="h")
    # The last block of the text may have been moved there; in the source the section goes on to its last character.
    source_ends = _section_ends(parent, batch.source_spans(start, end)[1])[rows] - batch.origins[document]
    parents = located["section_id"].gather(pl.Series(pa.array(above, mask=above < 0)))
    columns = [
        *located,
        pl.Series("source_end", source_ends),
        parents.alias("parent_section_id"),
        pl.Series("ordinal", ordinals(document)),
        blocks["level"][row],
        _paths(document, above),
        batch.text.strings(start[rows], end[rows]).alias("heading"),
        blocks["section_kind"][row].alias("kind"),
    ]
    return conform(columns, "sections")


def _section_ends(parents: Places, own: Places) -> Places:
    """Give for each block the greatest end of the blocks under it, itself included."""
    ends = own.copy()
    block, above = np.arange(len(own)), parents
    while len(block := block[above >= 0]):
        above = above[above >= 0]
        np.maximum.at(ends, above, own[block])
        above = parents[above]
    return ends


def _paths(document: Places, above: Places) -> pl.Series:
    """Join the numbers among siblings from the top down; above the highest there is the document."""
    siblings = np.where(above < 0, -1 - document, above)
    order = siblings.argsort(kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = ordinals(siblings[order])
    paths: list[str] = []
    for row, parent in zip(number.tolist(), above.tolist(), strict=True):
        paths.append(f"{paths[parent]}.{row}" if parent >= 0 else str(row))
    return pl.Series("path", paths, dtype=pl.String)
