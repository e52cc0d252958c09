"""References: works that a document cites; a stub where its bibliography has no entry for a label."""

from typing import NamedTuple

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import Strings, conform, ordinals
from etl.text.align import PARAGRAPH
from etl.text.chars import Places
from etl.text.spans import Spans, containing


class Cited(NamedTuple):
    """The anchors that stand in sentences: the row of each, of its sentence, and of the reference that it cites."""

    anchor: Places
    sentence: Places
    reference: Places


def build(batch: Batch, sentences: Spans) -> tuple[pl.DataFrame, Cited]:
    """Give one row a reference, in reading order, and what cites them; a stub has the span of its first marker."""
    start, end = (batch.anchors[name].to_numpy() for name in ("start", "end"))
    sentence, lies_in_one = containing(sentences, start, end)
    anchor, sentence = np.flatnonzero(lies_in_one), sentence[lies_in_one]
    document = batch.text.document_at(start[anchor])
    entries = _entries(batch)
    row = _rows_of_entries(batch.anchors["target"][anchor], document, entries)
    missing = np.flatnonzero(row < 0)
    listed = np.bincount(entries["document"], minlength=len(batch.documents))
    stubs, stub = _stubs(batch.anchors, anchor[missing], document[missing], listed)
    row[missing] = len(entries) + stub
    both = pl.concat([entries, stubs], how="diagonal", rechunk=True)
    place = both["start"].to_numpy() * (len(both) + 1) + both["ordinal"].to_numpy()
    order = place.argsort(kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    frame = _with_keys(batch, both, len(entries))
    # A batch of stubs alone, or of entries alone, is in order.
    ordered = frame if (np.diff(place) > 0).all() else frame[order]
    return conform(ordered, "references"), Cited(anchor, sentence, rank[row])


def _entries(batch: Batch) -> pl.DataFrame:
    """Give the entries of the bibliographies with their texts, numbered in each document."""
    starts, ends = (batch.entries[name].to_numpy() for name in ("start", "end"))
    document = batch.text.document_at(starts)
    raw_text = batch.text.passages(starts, ends).str.replace_all(PARAGRAPH, " ", literal=True)
    return batch.entries.hstack([
        raw_text.alias("raw_text"),
        pl.Series("document", document),
        pl.Series("ordinal", ordinals(document)),
        pl.Series("is_stub", np.zeros(len(starts), dtype=np.bool_)),
    ])  # fmt: skip


def _rows_of_entries(targets: pl.Series, document: Places, entries: pl.DataFrame) -> Places:
    """Give the row of the entry that each anchor cites, -1 where none has its target."""
    both, size = Strings.of(pl.concat([entries["target"], targets])), len(entries)
    first = both.first_equal(np.concatenate([entries["document"].to_numpy(), document]))
    return np.where((first < size) & (both.starts < both.ends), first, -1)[size:]


def _stubs(anchors: pl.DataFrame, rows: Places, document: Places, listed: Places) -> tuple[pl.DataFrame, Places]:
    """Give a stub for each label of a document, numbered behind what is listed there, and the stub of each anchor."""
    first = Strings.of(anchors["label"][rows]).first_equal(document)
    is_first = first == np.arange(len(first))
    document = document[is_first]
    stubs = anchors["start", "end", "label"][rows[is_first]].hstack([
        pl.Series("document", document),
        pl.Series("ordinal", ordinals(document) + listed[document]),
        pl.Series("is_stub", np.ones(len(document), dtype=np.bool_)),
    ])  # fmt: skip
    return stubs, (np.cumsum(is_first) - 1)[first]


def _with_keys(batch: Batch, references: pl.DataFrame, entries: int) -> pl.DataFrame:
    """Locate the entries and the stubs behind them; an entry has the key of its place, a stub that of its label."""
    located = batch.locate(references, reference_id="r")
    document, label = (Strings.of(located[name][entries:]) for name in ("document_id", "label"))
    keys = pl.concat(
        [located["reference_id"][:entries], document.joined(".u", label).alias("reference_id")], rechunk=True
    )
    return located.replace_column(located.get_column_index("reference_id"), keys)
