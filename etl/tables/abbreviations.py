"""Abbreviations: the short forms that a document defines."""

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, prefixed
from etl.tables.names import Names
from etl.text.spans import containing


def build(batch: Batch, sentences: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Give one row a definition, in the order of the short forms."""
    short = names.definitions
    sentence, _ = containing(names.sentences, short.start, short.end)
    start, end = np.append(short.start, short.long_start), np.append(short.end, short.long_end)
    located = batch.locate(
        pl.DataFrame({"start": start, "end": end, "words": batch.text.strings(start, end)}), abbreviation_id="a"
    )
    own, long = located.head(len(sentence)), located.tail(len(sentence))
    frame = own.with_columns(
        prefixed(long, "long"),
        short_form="words",
        long_form=long["words"],
        sentence_id=sentences["sentence_id"][sentence],
        section_id=sentences["section_id"][sentence],
    )
    return conform(frame, "abbreviations")
