"""The waist: what every reader gives and every table is made from."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import polars as pl
import pyarrow as pa

from etl import arrow
from etl.kernels import Numbers, columns, spans
from etl.text import align
from etl.text.chars import Bytes, Places, Text

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

    def columns(self, prefix: str = "") -> dict[str, Numbers]:
        """Give the four places as columns, under names that begin with a prefix."""
        return {f"{prefix}{name}": places for name, places in zip(SPAN, self[1:], strict=True)}

    def take(self, rows: slice) -> Self:
        """Give some of the spans."""
        document, *places = self
        return type(self)(document[rows], *(place[rows] for place in places))


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

    def key_places(self, located: Located, told: pl.Series) -> Numbers:
        """Give the place that names each row in its source: what is told of ``source``, else where the row begins."""
        place = told.to_numpy()  # null is not a number
        return np.where(np.isnan(place), located.source_start, place - self.origins[located.document]).astype(np.int32)

    def ids(self, document: Places) -> pa.StringArray:
        """Give the ids of some documents, given as rows."""
        return arrow.take(self._ids, document)

    def source_spans(self, start: Places, end: Places) -> tuple[Places, Places]:
        """Give where spans start and end in ``source``; an empty one is empty there, too."""
        source_start = align.source_starts(self.alignment, start)
        return source_start, np.where(start == end, source_start, align.source_ends(self.alignment, end))

    def keys(self, document: Places, letter: str, *places: Numbers) -> pa.StringArray:
        """Write the keys ``<document_id>.<letter><place>`` of places in some documents; more places follow a hyphen."""
        content, bounds, rows = *self._names, document
        for number, of_rows in enumerate(places):
            sign = np.frombuffer(b"-" if number else f".{letter}".encode(), np.uint8)
            content, bounds = columns.keys(content, bounds, rows, sign, of_rows)
            rows = np.arange(len(document))
        return arrow.strings(content, bounds)

    @cached_property
    def _ids(self) -> pa.StringArray:
        return arrow.of_series(self.documents["document_id"])

    @cached_property
    def _names(self) -> tuple[Bytes, Places]:
        """Give the ids of the documents in UTF-8, one behind another, and the bounds between them."""
        _, offsets, content = self._ids.buffers()
        return np.frombuffer(content, np.uint8), np.frombuffer(offsets, np.int32).astype(np.int64)
