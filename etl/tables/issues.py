"""Issues: what was refused or doubtful, as rows instead of a log."""

import numpy as np
import polars as pl
import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import Columns, conform

# A source that could not be read, before it is a document.
REFUSED = {"source_path": pl.String(), "rule": pl.String(), "message": pl.String(), "place": pl.Int64()}


def build(batch: Batch) -> pa.RecordBatch:
    """Give one row a doubt about a document of the batch, in reading order."""
    located = batch.located(batch.notes["start"].to_numpy(), batch.notes["end"].to_numpy())
    paths = [batch.documents["source_path"][row] for row in located.document.tolist()]
    doubts = zip(paths, located.source_start.tolist(), batch.notes["message"], strict=True)
    messages = [f"{path}, character {place}: {message}; check the place." for path, place, message in doubts]
    told = {"source_path": paths, "rule": batch.notes["rule"].to_list(), "message": messages}
    columns = {"document_id": batch.ids(located.document), **located.columns()}
    return _finish(told, columns, "warning")


def of_sources(refused: pl.DataFrame) -> pa.RecordBatch:
    """Give one row a source that was refused; it has no document, and its span is 0.

    Of a later article in a file the span is empty and stands where the article begins.
    """
    zero, place = np.zeros(len(refused), dtype=np.int32), refused["place"].to_numpy()
    told = {name: refused[name].to_list() for name in ("source_path", "rule", "message")}
    return _finish(told, {"start": zero, "end": zero, "source_start": place, "source_end": place}, "error")


def in_order(doubts: list[pa.RecordBatch]) -> pa.Table:
    """Put the rows of all batches in the order of their sources and places."""
    order = [("source_path", "ascending"), ("start", "ascending"), ("end", "descending")]
    return pa.Table.from_batches(doubts).sort_by(order)


def _finish(told: dict[str, list[str]], columns: Columns, severity: str) -> pa.RecordBatch:
    """Add severity and keys, ``<source_path>#<rule>.<source_start>``."""
    rows = zip(told["source_path"], told["rule"], columns["source_start"].tolist(), strict=True)
    keys = [f"{path}#{rule}.{place}" for path, rule, place in rows]
    strings = {**told, "severity": [severity] * len(keys), "issue_id": keys}
    return conform({**columns, **{name: arrow.of_list(values) for name, values in strings.items()}}, "issues")
