"""Citations: each reference at each marker that cites it."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import Strings, conform
from etl.tables.references import Cited
from etl.text.chars import Places


def build(batch: Batch, sentences: pl.DataFrame, references: pl.DataFrame, cited: Cited) -> pl.DataFrame:
    """Give one row a reference a marker, in reading order, then in the order of the references."""
    start, ordinal = batch.anchors["start"].to_numpy(), references["ordinal"].to_numpy()
    place = start[cited.anchor] * (ordinal.max(initial=0) + 1) + ordinal[cited.reference]
    order = place.argsort(kind="stable")
    anchor, sentence, reference = (rows[order] for rows in cited)
    anchors = batch.anchors["start", "end", "label", "is_implied"][anchor]
    located = batch.locate(anchors, citation_id="c")
    columns = {
        "citation_id": Strings.of(located["citation_id"]).joined(".", _local_keys(references, reference)),
        "sentence_id": sentences["sentence_id"][sentence],
        "section_id": sentences["section_id"][sentence],
        "reference_id": references["reference_id"][reference],
        "marker": batch.text.strings(anchors["start"].to_numpy(), anchors["end"].to_numpy()),
        "label": _labels(references["label"][reference], anchors["label"]),
    }
    rest = [column for column in located if column.name not in columns]
    return conform(pl.DataFrame([*rest, *(column.alias(name) for name, column in columns.items())]), "citations")


def _local_keys(references: pl.DataFrame, rows: Places) -> Strings:
    """Give the keys of some references without those of their documents."""
    key, document = (Strings.of(references[name]) for name in ("reference_id", "document_id"))
    start = key.starts + document.ends - document.starts + 1
    return Strings(key.content, start[rows], key.ends[rows])


def _labels(listed: pl.Series, printed: pl.Series) -> pl.Series:
    """Give the labels of references; as printed where the list has none."""
    return listed.zip_with(listed.is_not_null(), printed) if listed.has_nulls() else listed
