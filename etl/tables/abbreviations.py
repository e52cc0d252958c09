"""Abbreviations: the short forms that a document defines."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key, prefixed
from etl.tables.names import Names


def build(batch: Batch, sentences: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Give one row a definition, in the order of the short forms."""
    short = names.definitions
    sentence, _ = names.inside(short.start, short.end)
    long = pl.DataFrame({"start": short.long_start, "end": short.long_end})
    frame = batch.locate(pl.DataFrame({"start": short.start, "end": short.end})).with_columns(
        prefixed(batch.locate(long), "long"),
        short_form=batch.text.strings(short.start, short.end),
        long_form=batch.text.strings(short.long_start, short.long_end),
        sentence_id=sentences["sentence_id"].gather(sentence),
        section_id=sentences["section_id"].gather(sentence),
    )
    return conform(frame.with_columns(abbreviation_id=key("a")), "abbreviations")
