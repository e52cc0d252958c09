"""The waist: what every reader gives and every table is made from."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.kernels import Numbers, columns, spans
from etl.text import align
from etl.text.chars import Bytes, Places, Text, column_of
from etl.text.frames import index

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
# A span, in its document and in the source of that.
SPAN = ("start", "end", "source_start", "source_end")


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


class Located(NamedTuple):
    """Spans in documents: the row of the document of each, and its places in the clean text and in the source."""

    document: Places
    start: Numbers
    end: Numbers
    source_start: Numbers
    source_end: Numbers

    def columns(self, prefix: str = "") -> list[pl.Series]:
        """Give the four places as columns, under names that begin with a prefix."""
        return [pl.Series(f"{prefix}{name}", places) for name, places in zip(SPAN, self[1:], strict=True)]


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

    def located(self, start: Places, end: Places) -> Located:
        """Give the documents of spans, and their places in it and in its source."""
        document, places = spans.within(start, end, *self.source_spans(start, end), self.text.edges, self.origins)
        return Located(document, *places)

    def locate(self, frame: pl.DataFrame, **keys: str) -> pl.DataFrame:
        """Turn ``start`` and ``end`` of the batch to those of the document, and add its id and the source span.

        A column ``key_place`` has the place in the source that names the row; null, or without it: the source start.
        Keywords name columns of keys and their letters: ``<document_id>.<letter><place>``.
        """
        located = self.located(frame["start"].to_numpy(), frame["end"].to_numpy())
        document, place = located.document, located.source_start
        if "key_place" in frame.columns:
            key_place = frame["key_place"].to_numpy()  # null is not a number
            is_told = ~np.isnan(key_place)
            place = np.where(is_told, key_place - self.origins[document], place).astype(np.int32)
        return pl.DataFrame([
            *(column for column in frame if column.name not in {*SPAN, "key_place"}),
            self.ids(document),
            *located.columns(),
            *(self.keys(document, letter, place).alias(name) for name, letter in keys.items()),
        ])  # fmt: skip

    def ids(self, document: Places) -> pl.Series:
        """Give the ids of some documents, given as rows."""
        return self.documents["document_id"][index(document)]

    def source_spans(self, start: Places, end: Places) -> tuple[Places, Places]:
        """Give where spans start and end in ``source``; an empty one is empty there, too."""
        source_start = align.source_starts(self.alignment, start)
        return source_start, np.where(start == end, source_start, align.source_ends(self.alignment, end))

    def keys(self, document: Places, letter: str, *places: Numbers) -> pl.Series:
        """Write the keys ``<document_id>.<letter><place>`` of places in some documents; more places follow a hyphen."""
        (content, bounds), rows = self._names, document
        for number, of_rows in enumerate(places):
            sign = np.frombuffer(b"-" if number else f".{letter}".encode(), np.uint8)
            content, bounds = columns.keys(content, bounds, rows, sign, of_rows)
            rows = np.arange(len(document))
        return column_of(content, bounds, filled=np.ones(len(document), dtype=np.bool_))

    @cached_property
    def _names(self) -> tuple[Bytes, Places]:
        """Give the ids of the documents in UTF-8, one behind another, and the bounds between them."""
        names = [name.encode("utf-8") for name in self.documents["document_id"]]
        return np.frombuffer(b"".join(names), np.uint8), np.cumsum([0, *map(len, names)])
