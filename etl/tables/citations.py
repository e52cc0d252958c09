"""Citations: each reference at each marker that cites it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import Strings, conform
from etl.tables.references import Cited
from etl.text.chars import Places


def build(batch: Batch, sentences: pa.RecordBatch, references: pa.RecordBatch, cited: Cited) -> pa.RecordBatch:
    """Give one row a reference a marker, in reading order, then in the order of the references."""
    start, end, is_implied = (batch.anchors[name].to_numpy() for name in ("start", "end", "is_implied"))
    ordinal = arrow.values_of(references["ordinal"])
    order = np.lexsort((ordinal[cited.reference], start[cited.anchor]))
    anchor, sentence, reference = (rows[order] for rows in cited)
    located = batch.located(start[anchor], end[anchor])
    keys = Strings.of(batch.keys(located.document, "c", located.source_start))
    columns = {
        "citation_id": keys.joined(".", _local_keys(references, reference)),
        "document_id": batch.ids(located.document),
        "sentence_id": arrow.take(sentences["sentence_id"], sentence),
        "section_id": arrow.take(sentences["section_id"], sentence),
        "reference_id": arrow.take(references["reference_id"], reference),
        "marker": batch.text.strings(start[anchor], end[anchor]),
        "label": _labels(batch, references, anchor, reference),
        "is_implied": is_implied[anchor],
        **located.columns(),
    }
    return conform(columns, "citations")


def _local_keys(references: pa.RecordBatch, rows: Places) -> Strings:
    """Give the keys of some references without those of their documents."""
    key, document = (Strings.of(references[name]) for name in ("reference_id", "document_id"))
    start = key.starts + document.ends - document.starts + 1
    return Strings(key.content, start[rows], key.ends[rows])


def _labels(batch: Batch, references: pa.RecordBatch, anchor: Places, reference: Places) -> pa.StringArray:
    """Give the labels of references; as printed where the list has none."""
    listed = arrow.take(references["label"], reference)
    if not listed.null_count:
        return listed
    return pc.coalesce(listed, arrow.take(arrow.of_series(batch.anchors["label"]), anchor))
