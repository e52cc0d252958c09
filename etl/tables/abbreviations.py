"""Abbreviations: the short forms that a document defines."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key, prefixed
from etl.tables.names import Names


def build(batch: Batch, sentences: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Give one row a definition, in the order of the short forms."""
    short = names.definitions
    sentence, _ = names.inside(short["start"].to_numpy(), short["end"].to_numpy())
    long = short.select(start="long_start", end="long_end")
    surfaces = batch.text.slices(long["start"].to_numpy(), long["end"].to_numpy())
    frame = batch.locate(short.drop("long_start", "long_end")).with_columns(
        prefixed(batch.locate(long), "long"),
        long_form=pl.Series(surfaces, dtype=pl.String),
        sentence_id=sentences["sentence_id"].gather(sentence),
        section_id=sentences["section_id"].gather(sentence),
    )
    return conform(frame.with_columns(abbreviation_id=key("a")), "abbreviations")
