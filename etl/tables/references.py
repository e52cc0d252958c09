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
    cited = batch.anchors[anchor].hstack([pl.Series("document", batch.text.document_at(start[anchor]))])
    entries = _entries(batch)
    row = _rows_of_entries(cited, entries)
    missing = np.flatnonzero(row < 0)
    stubs, stub = _stubs(cited[missing], np.bincount(entries["document"], minlength=len(batch.documents)))
    row[missing] = len(entries) + stub
    spans = pl.concat([entries["start", "ordinal"], stubs["start", "ordinal"]])
    order = np.lexsort((spans["ordinal"].to_numpy(), spans["start"].to_numpy()))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    located = batch.locate(stubs)
    key = Strings.of(located["document_id"]).joined(".u", Strings.of(located["label"])).alias("reference_id")
    listed = batch.locate(entries, reference_id="r")
    frame = pl.concat([listed, located.hstack([key])], how="diagonal")[order]
    return conform(frame, "references"), Cited(anchor, sentence, rank[row])


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


def _rows_of_entries(cited: pl.DataFrame, entries: pl.DataFrame) -> Places:
    """Give the row of the entry that each anchor cites, -1 where none has its target."""
    both = pl.concat([entries["target", "document"], cited["target", "document"]])
    is_told = ~both["target"].is_null().to_numpy()
    first = Strings.of(both["target"]).first_equal(np.where(is_told, both["document"].to_numpy(), -1))[len(entries) :]
    return np.where((first < len(entries)) & is_told[len(entries) :], first, -1)


def _stubs(cited: pl.DataFrame, listed: Places) -> tuple[pl.DataFrame, Places]:
    """Give a stub for each label of a document, numbered behind what is listed there, and the stub of each anchor."""
    first = Strings.of(cited["label"]).first_equal(cited["document"].to_numpy())
    is_first = first == np.arange(len(first))
    stubs = cited["start", "end", "label", "document"][np.flatnonzero(is_first)]
    document = stubs["document"].to_numpy()
    ordinal = pl.Series("ordinal", ordinals(document) + listed[document])
    is_stub = pl.Series("is_stub", np.ones(len(stubs), dtype=np.bool_))
    return stubs.hstack([ordinal, is_stub]), (np.cumsum(is_first) - 1)[first]
