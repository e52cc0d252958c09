"""Documents: identity, what is known of the article, and the whole clean text."""

from collections.abc import Sequence

import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import conform

UNKNOWN_LICENSE = "unknown"


def build(batch: Batch) -> pa.RecordBatch:
    """Give one row a document, in the order of the batch."""
    start, end = batch.text.edges[:-1] + 1, batch.text.edges[1:]
    licenses = [UNKNOWN_LICENSE if known is None else known for known in batch.documents["license"]]
    strings: dict[str, Sequence[str | None]] = {**batch.documents, "license": licenses, "citation_style": batch.styles}
    columns = {
        **{name: arrow.of_list(values) for name, values in strings.items()},
        "text": batch.text.passages(start, end),
        "char_count": end - start,
    }
    return conform(columns, "documents")
