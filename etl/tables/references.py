"""References: works that a document cites; a stub where its bibliography has no entry for a label."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from etl import arrow
from etl.readers.batch import Batch, Located
from etl.tables.keys import Strings, conform, ordinals
from etl.text.align import PARAGRAPH
from etl.text.chars import Places
from etl.text.frames import ENTRIES
from etl.text.spans import Spans, containing

# What an entry says of a work.
TOLD = tuple(name for name, kind in ENTRIES.items() if kind == pl.String() and name != "target")


class Cited(NamedTuple):
    """The anchors that stand in sentences: the row of each, of its sentence, and of the reference that it cites."""

    anchor: Places
    sentence: Places
    reference: Places


class Stubs(NamedTuple):
    """Labels without an entry, with the row of the first anchor that cites each, and its document."""

    label: pa.StringArray
    anchor: Places
    document: Places


def build(batch: Batch, sentences: Spans) -> tuple[pa.RecordBatch, Cited]:
    """Give one row a reference, in reading order, and what cites them; a stub has the span of its first marker."""
    places = [batch.anchors[name].to_numpy() for name in ("start", "end")]
    sentence, lies_in_one = containing(sentences, *places)
    anchor, sentence = np.flatnonzero(lies_in_one), sentence[lies_in_one]
    document = batch.text.document_at(places[0][anchor])
    listed = batch.text.document_at(batch.entries["start"].to_numpy())
    row = _rows_of_entries(batch, anchor, document, listed)
    missing = np.flatnonzero(row < 0)
    stubs, stub = _stubs(batch, anchor[missing], document[missing])
    row[missing] = len(listed) + stub
    start, end = (
        np.concatenate([batch.entries[name].to_numpy(), of_anchors[stubs.anchor]])
        for name, of_anchors in zip(("start", "end"), places, strict=True)
    )
    behind = np.bincount(listed, minlength=len(batch.styles))[stubs.document]
    ordinal = np.concatenate([ordinals(listed), ordinals(stubs.document) + behind])
    order = np.lexsort((ordinal, start))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    located = batch.located(start, end)
    columns = {
        "reference_id": _keys(batch, located, stubs),
        "document_id": batch.ids(located.document),
        "ordinal": ordinal,
        "is_stub": np.arange(len(order)) >= len(listed),
        "raw_text": _raw_text(batch, len(stubs.anchor)),
        **_told(batch, stubs),
        **located.columns(),
    }
    table = conform(columns, "references")
    # A batch of stubs alone, or of entries alone, is in order.
    ordered = table if (np.diff(order) > 0).all() else arrow.take(table, order)
    return ordered, Cited(anchor, sentence, rank[row])


def _rows_of_entries(batch: Batch, anchor: Places, document: Places, listed: Places) -> Places:
    """Give the row of the entry that each anchor cites, -1 where none has its target."""
    cited = arrow.take(arrow.of_series(batch.anchors["target"]), anchor)
    both = Strings.of(pa.concat_arrays([arrow.of_series(batch.entries["target"]), cited]))
    first = both.first_equal(np.concatenate([listed, document]))
    return np.where((first < len(listed)) & (both.starts < both.ends), first, -1)[len(listed) :]


def _stubs(batch: Batch, anchor: Places, document: Places) -> tuple[Stubs, Places]:
    """Give a stub for each label of a document, and the stub of each anchor."""
    labels = arrow.of_series(batch.anchors["label"])
    first = Strings.of(arrow.take(labels, anchor)).first_equal(document)
    is_first = first == np.arange(len(first))
    of_stubs = anchor[is_first]
    return Stubs(arrow.take(labels, of_stubs), of_stubs, document[is_first]), (np.cumsum(is_first) - 1)[first]


def _told(batch: Batch, stubs: Stubs) -> dict[str, pa.StringArray]:
    """Give what the entries say of works, and the labels of the stubs."""
    told = {name: arrow.of_series(batch.entries[name]) for name in TOLD}
    of_stubs = dict.fromkeys(TOLD, pa.nulls(len(stubs.anchor), pa.string())) | {"label": stubs.label}
    return {name: pa.concat_arrays([column, of_stubs[name]]) for name, column in told.items()}


def _raw_text(batch: Batch, stubs: int) -> pa.StringArray:
    """Give the texts of the entries, each in one paragraph."""
    texts = batch.text.passages(*(batch.entries[name].to_numpy() for name in ("start", "end")))
    return pa.concat_arrays([pc.replace_substring(texts, PARAGRAPH, " "), pa.nulls(stubs, pa.string())])


def _keys(batch: Batch, located: Located, stubs: Stubs) -> pa.StringArray:
    """Give an entry the key of its place, and the stubs behind them that of their labels."""
    entries = located.take(slice(len(batch.entries)))
    told = batch.entries["key_place"].fill_null(-1).to_numpy()
    keys = batch.keys(entries.document, "r", batch.key_places(entries, told))
    return pa.concat_arrays([keys, Strings.of(batch.ids(stubs.document)).joined(".u", Strings.of(stubs.label))])
