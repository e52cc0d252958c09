"""Abbreviations: the short forms that a document defines."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.tables.names import Names
from etl.text.frames import index
from etl.text.spans import containing


def build(batch: Batch, sentences: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Give one row a definition, in the order of the short forms."""
    short = names.definitions
    sentence = index(containing(names.sentences, short.start, short.end)[0])
    own, long = batch.located(short.start, short.end), batch.located(short.long_start, short.long_end)
    columns = [
        batch.keys(own.document, "a", own.source_start).alias("abbreviation_id"),
        batch.ids(own.document),
        sentences["sentence_id"][sentence],
        sentences["section_id"][sentence],
        batch.text.strings(short.start, short.end).alias("short_form"),
        *own.columns(),
        batch.text.strings(short.long_start, short.long_end).alias("long_form"),
        *long.columns("long_"),
    ]
    return conform(columns, "abbreviations")
