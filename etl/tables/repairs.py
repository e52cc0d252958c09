"""Repairs: the edits that changed more than white space."""

import numpy as np
import pyarrow as pa

from etl import arrow
from etl.kernels import tokens
from etl.readers.batch import Batch, Located
from etl.tables.keys import conform
from etl.text.align import Note
from etl.text.chars import Text

CONTEXT = 80


def build(batch: Batch) -> pa.RecordBatch:
    """Give one row a repair, in reading order."""
    document, start, end, *source, note, notes = batch.repairs
    first, origin = batch.text.edges[document] + 1, batch.origins[document]
    places = (start - first, end - first, *(place - origin for place in source))
    located = Located(document, *(place.astype(np.int32) for place in places))
    around = tokens.around(batch.source, source[0], source[1], CONTEXT)
    source_text = Text(batch.source)
    columns = {
        "repair_id": batch.keys(document, "e", located.source_start, located.source_end),
        "document_id": batch.ids(document),
        **{name: arrow.take(arrow.of_list([getattr(one, name) for one in notes]), note) for name in Note._fields},
        **located.columns(),
        "before": source_text.strings(source[0], source[1]),
        "after": batch.text.strings(start, end),
        "context": source_text.strings(*around),
    }
    return conform(columns, "repairs")
