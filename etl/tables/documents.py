"""Documents: identity, what is known of the article, and the whole clean text."""

import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import conform

UNKNOWN_LICENSE = "unknown"


def build(batch: Batch) -> pa.RecordBatch:
    """Give one row a document, in the order of the batch."""
    start, end = batch.text.edges[:-1] + 1, batch.text.edges[1:]
    columns = {
        **{column.name: arrow.of_series(column) for column in batch.documents},
        "text": batch.text.passages(start, end),
        "license": arrow.of_series(batch.documents["license"].fill_null(UNKNOWN_LICENSE)),
        "char_count": end - start,
    }
    return conform(columns, "documents")
