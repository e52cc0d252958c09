"""Sentences of running text; headings and lists of references give none."""

import numpy as np
import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import conform, ordinals
from etl.text import sentences as splitter
from etl.text.chars import Places
from etl.text.spans import Spans


def find(batch: Batch) -> Spans:
    """Give the sentences in reading order, in places of the batch, each with the row of its block."""
    blocks = batch.blocks.running_text
    starts = batch.blocks.start[blocks]
    start, end = splitter.find(batch.text, starts, batch.blocks.end[blocks])
    return Spans(start, end, blocks[starts.searchsorted(start, side="right") - 1])


def build(batch: Batch, sections: pa.RecordBatch, found: Spans) -> pa.RecordBatch:
    """Give one row a sentence."""
    located = batch.located(found.start, found.end)
    heading = np.cumsum(batch.blocks.is_heading) - 1
    columns = {
        "sentence_id": batch.keys(located.document, "s", located.source_start),
        "document_id": batch.ids(located.document),
        # Sections are in the order of their headings.
        "section_id": arrow.take(sections["section_id"], heading[batch.blocks.parent[found.row]]),
        "paragraph": _ordinals_of_paragraphs(batch)[found.row],
        "ordinal": ordinals(located.document),
        **located.columns(),
        "text": batch.text.passages(found.start, found.end),
    }
    return conform(columns, "sentences")


def _ordinals_of_paragraphs(batch: Batch) -> Places:
    """Give each paragraph its number in its document, and a heading that of the paragraph before."""
    document = batch.text.document_at(batch.blocks.start)
    count = np.cumsum(~batch.blocks.is_heading)
    before = np.append(0, count)[np.searchsorted(document, document)]
    numbers: Places = count - before
    return numbers
