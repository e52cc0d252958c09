"""Abbreviations: the short forms that a document defines."""

import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.tables.names import Names
from etl.text.spans import containing


def build(batch: Batch, sentences: pa.RecordBatch, names: Names) -> pa.RecordBatch:
    """Give one row a definition, in the order of the short forms."""
    short = names.definitions
    sentence, _ = containing(names.sentences, short.start, short.end)
    own, long = batch.located(short.start, short.end), batch.located(short.long_start, short.long_end)
    columns = {
        "abbreviation_id": batch.keys(own.document, "a", own.source_start),
        "document_id": batch.ids(own.document),
        "sentence_id": arrow.take(sentences["sentence_id"], sentence),
        "section_id": arrow.take(sentences["section_id"], sentence),
        "short_form": batch.text.strings(short.start, short.end),
        **own.columns(),
        "long_form": batch.text.strings(short.long_start, short.long_end),
        **long.columns("long_"),
    }
    return conform(columns, "abbreviations")
