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
        **{name: arrow.of_list(values) for name, values in batch.documents.items()},
        "citation_style": arrow.of_list(batch.styles),
        "text": batch.text.passages(start, end),
        "license": arrow.of_list([UNKNOWN_LICENSE if known is None else known for known in batch.documents["license"]]),
        "char_count": end - start,
    }
    return conform(columns, "documents")
