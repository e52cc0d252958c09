"""References: works that a document cites; a stub where its bibliography has no entry for a label."""

from typing import NamedTuple

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, ordinals, within
from etl.text.align import PARAGRAPH
from etl.text.chars import Places
from etl.text.spans import Spans


class Cited(NamedTuple):
    """The anchors that stand in sentences: the row of each, of its sentence, and of the reference that it cites."""

    anchor: Places
    sentence: Places
    reference: Places


def build(batch: Batch, sentences: Spans) -> tuple[pl.DataFrame, Cited]:
    """Give one row a reference, in reading order, and what cites them; a stub has the span of its first marker."""
    start, end = (batch.anchors[name].to_numpy() for name in ("start", "end"))
    anchor, sentence = within(sentences, start, end)
    cited = batch.anchors[anchor].with_columns(document=pl.Series(batch.text.document_at(start[anchor])))
    entries = _entries(batch)
    row = _rows_of_entries(cited, entries)
    missing = np.flatnonzero(row < 0)
    stubs, stub = _stubs(cited[missing], np.bincount(entries["document"], minlength=len(batch.documents)))
    row[missing] = len(entries) + stub
    both = pl.concat([entries, stubs], how="diagonal")
    order = np.lexsort((both["ordinal"].to_numpy(), both["start"].to_numpy()))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    key = pl.when("is_stub").then(pl.format("{}.u{}", "document_id", "label")).otherwise("reference_id")
    frame = batch.locate(both[order], reference_id="r").with_columns(reference_id=key)
    return conform(frame, "references"), Cited(anchor, sentence, rank[row])


def _entries(batch: Batch) -> pl.DataFrame:
    """Give the entries of the bibliographies with their texts, numbered in each document."""
    starts, ends = (batch.entries[name].to_numpy() for name in ("start", "end"))
    document = batch.text.document_at(starts)
    return batch.entries.with_columns(
        raw_text=batch.text.passages(starts, ends).str.replace_all(PARAGRAPH, " ", literal=True),
        document=pl.Series(document),
        ordinal=pl.Series(ordinals(document)),
        is_stub=pl.lit(value=False),
    )


def _rows_of_entries(cited: pl.DataFrame, entries: pl.DataFrame) -> Places:
    """Give the row of the entry that each anchor cites, -1 where none has its target."""
    targets = entries.select("document", "target", row=pl.int_range(pl.len())).filter(pl.col("target").is_not_null())
    if targets.is_empty():
        return np.full(len(cited), -1)
    rows = cited.select("document", "target").join(
        targets, on=["document", "target"], how="left", maintain_order="left"
    )
    return rows["row"].fill_null(-1).to_numpy(writable=True)


def _stubs(cited: pl.DataFrame, listed: Places) -> tuple[pl.DataFrame, Places]:
    """Give a stub for each label of a document, numbered behind what is listed there, and the stub of each anchor."""
    first = cited.with_row_index().select(pl.col("index").first().over("document", "label"))["index"].to_numpy()
    is_first = first == np.arange(len(first))
    stubs = cited.select("start", "end", "label", "document").filter(is_first)
    document = stubs["document"].to_numpy()
    numbered = stubs.with_columns(ordinal=pl.Series(ordinals(document) + listed[document]), is_stub=pl.lit(value=True))
    return numbered, (np.cumsum(is_first) - 1)[first]
