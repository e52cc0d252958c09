"""Sections: each heading with all that stands under it."""

import numpy as np
import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import conform, ordinals
from etl.text.chars import Places


def build(batch: Batch) -> pa.RecordBatch:
    """Give one row a section, in reading order; a section spans the sections below it."""
    start, end, parent, rows = batch.blocks[:4]
    above = np.where(parent[rows] < 0, -1, np.searchsorted(rows, parent[rows]))
    located = batch.located(start[rows], _section_ends(parent, end)[rows])
    keys = batch.keys(located.document, "h", batch.key_places(located, batch.blocks.key_place))
    # The last block of the text may have been moved there; in the source the section goes on to its last character.
    source_ends = _section_ends(parent, batch.source_spans(start, end)[1])[rows] - batch.origins[located.document]
    columns = {
        "section_id": keys,
        "document_id": batch.ids(located.document),
        **located.columns(),
        "source_end": source_ends,
        "parent_section_id": arrow.take(keys, above),
        "ordinal": ordinals(located.document),
        "level": np.array(batch.blocks.level, dtype=np.int32),
        "path": arrow.of_list(_paths(located.document, above)),
        "heading": batch.text.strings(start[rows], end[rows]),
        "kind": arrow.of_list(batch.blocks.section_kind),
    }
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


def _paths(document: Places, above: Places) -> list[str]:
    """Join the numbers among siblings from the top down; above the highest there is the document."""
    siblings = np.where(above < 0, -1 - document, above)
    order = siblings.argsort(kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = ordinals(siblings[order])
    paths: list[str] = []
    for row, parent in zip(number.tolist(), above.tolist(), strict=True):
        paths.append(f"{paths[parent]}.{row}" if parent >= 0 else str(row))
    return paths
