"""The waist: what every reader gives and every table is made from."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.kernels import Numbers, columns
from etl.text import align
from etl.text.chars import Bytes, Places, Text, column_of

# What a source, or the file sources.csv beside it, tells of a document; null where it does not.
METADATA = (
    "title",
    "authors",
    "journal",
    "year",
    "article_type",
    "doi",
    "pmid",
    "pmcid",
    "license",
    "license_text",
    "language",
)
IDENTITY = ("document_id", "source_path", "source_format", "source_sha256", "encoding")
# The style is what a reader finds in the text.
DOCUMENTS = dict.fromkeys((*IDENTITY, *METADATA, "citation_style"), pl.String())
BLOCKS = {
    "kind": pl.String(),  # heading or paragraph
    "section_kind": pl.String(),  # of a heading
    "level": pl.Int32(),  # of a heading, 1 at the top
    "parent": pl.Int64(),  # row of the heading that the block stands under, -1 at the top
    "start": pl.Int64(),
    "end": pl.Int64(),
    "key_place": pl.Int64(),  # place in the source that names the section; null: where the heading begins
}
REPAIRS = {
    "document": pl.Int64(),  # row in documents
    "start": pl.Int64(),
    "end": pl.Int64(),
    "source_start": pl.Int64(),
    "source_end": pl.Int64(),
    "rule": pl.String(),
    "evidence": pl.String(),
    "strength": pl.String(),
}


class Article(NamedTuple):
    """A document to be: what its own file says of it, and where it stands in the decoded file, in code points.

    ``entities`` are those that the file declares. Articles of one file share one ``text``.
    """

    known: dict[str, str | None]
    text: str
    start: int
    end: int
    encoding: str
    entities: dict[str, str] = {}  # noqa: RUF012


@dataclass(frozen=True)
class Batch:
    """Clean texts of some documents, and frames about them.

    All places count code points of ``text`` or ``source``, across the batch; ``origins`` tell where the source text of
    each document begins in ``source``. A heading that is not there (text before the first one) is a block with an
    empty span. ``repairs`` are the edits that a rule made, ``anchors`` cited references, one row each, ``entries`` the
    bibliography, ``notes`` what a rule refused or doubted.
    """

    text: Text
    source: str
    origins: Places
    documents: pl.DataFrame
    blocks: pl.DataFrame
    alignment: align.Alignment
    repairs: pl.DataFrame
    anchors: pl.DataFrame
    entries: pl.DataFrame
    notes: pl.DataFrame

    def locate(self, spans: pl.DataFrame, **keys: str) -> pl.DataFrame:
        """Turn ``start`` and ``end`` of the batch to those of the document, and add its id and the source span.

        A column ``key_place`` becomes a place in the document's source; where it is null, that of the source span.
        Keywords name columns of keys and their letters: ``<document_id>.<letter><key_place, else source_start>``.
        """
        start, end = spans["start"].to_numpy(), spans["end"].to_numpy()
        document = self.text.document_at(start)
        source_start, source_end = self.source_spans(start, end)
        first, origin = self.text.edges[document] + 1, self.origins[document]
        places = {"start": start - first, "end": end - first}
        places |= {"source_start": source_start - origin, "source_end": source_end - origin}
        if "key_place" in spans.columns:
            key_place = spans["key_place"].to_numpy()  # null is not a number
            places["key_place"] = np.where(np.isnan(key_place), source_start, key_place) - origin
        short = {name: values.astype(np.int32) for name, values in places.items()}
        key_place = short.get("key_place", short["source_start"])
        return pl.DataFrame([
            *(column for column in spans if column.name not in places),
            self.documents["document_id"][document],
            *(pl.Series(*column) for column in short.items()),
            *(self.keys(document, letter, key_place).alias(name) for name, letter in keys.items()),
        ])  # fmt: skip

    def source_spans(self, start: Places, end: Places) -> tuple[Places, Places]:
        """Give where spans start and end in ``source``; an empty one is empty there, too."""
        source_start = align.source_starts(self.alignment, start)
        return source_start, np.where(start == end, source_start, align.source_ends(self.alignment, end))

    def keys(self, document: Places, letter: str, places: Numbers) -> pl.Series:
        """Write the keys ``<document_id>.<letter><place>`` of places in some documents."""
        names, bounds = self._names
        sign = np.frombuffer(f".{letter}".encode(), np.uint8)
        content, offsets = columns.keys(names, bounds, document, sign, places)
        return column_of(content, offsets, filled=np.ones(len(places), dtype=np.bool_))

    @cached_property
    def _names(self) -> tuple[Bytes, Places]:
        """Give the ids of the documents in UTF-8, one behind another, and the bounds between them."""
        names = [name.encode("utf-8") for name in self.documents["document_id"]]
        return np.frombuffer(b"".join(names), np.uint8), np.cumsum([0, *map(len, names)])
