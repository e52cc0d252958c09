"""Issues: what was refused or doubtful, as rows instead of a log."""

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform
from etl.text.frames import index

# A source that could not be read, before it is a document.
REFUSED = {"source_path": pl.String(), "rule": pl.String(), "message": pl.String(), "place": pl.Int64()}


def build(batch: Batch) -> pl.DataFrame:
    """Give one row a doubt about a document of the batch, in reading order."""
    located = batch.located(batch.notes["start"].to_numpy(), batch.notes["end"].to_numpy())
    paths = batch.documents["source_path"][index(located.document)]
    doubts = zip(paths, located.source_start.tolist(), batch.notes["message"], strict=True)
    messages = [f"{path}, character {place}: {message}; check the place." for path, place, message in doubts]
    columns = [
        *batch.notes,
        paths,
        batch.ids(located.document),
        *located.columns(),
        pl.Series("message", messages, dtype=pl.String),
    ]
    return _finish(columns, "warning")


def of_sources(refused: pl.DataFrame) -> pl.DataFrame:
    """Give one row a source that was refused; it has no document, and its span is 0.

    Of a later article in a file the span is empty and stands where the article begins.
    """
    zero = np.zeros(len(refused), dtype=np.int32)
    places = [pl.Series(name, zero) for name in ("start", "end")]
    return _finish(
        [*refused, *places, *(refused["place"].alias(name) for name in ("source_start", "source_end"))], "error"
    )


def _finish(columns: list[pl.Series], severity: str) -> pl.DataFrame:
    """Add severity and keys, ``<source_path>#<rule>.<source_start>``."""
    of_name = {column.name: column for column in columns}
    rows = zip(of_name["source_path"], of_name["rule"], of_name["source_start"], strict=True)
    keys = [f"{path}#{rule}.{place}" for path, rule, place in rows]
    told = {"severity": [severity] * len(keys), "issue_id": keys}
    return conform([*columns, *(pl.Series(name, values, dtype=pl.String) for name, values in told.items())], "issues")
