"""The waist: what every reader gives and every table is made from."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self, TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa

from etl import arrow
from etl.kernels import Numbers, columns, spans
from etl.text import align
from etl.text.align import Note
from etl.text.blocks import Blocks
from etl.text.chars import Places, Text

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
# What is known of a document before its text is read.
KNOWN = (*IDENTITY, *METADATA)
# A list for each of these, with one entry a document.
Documents: TypeAlias = dict[str, list[str | None]]
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


class Repairs(NamedTuple):
    """The edits that a rule made: the row of the document of each, its spans across the batch, its row in ``notes``."""

    document: Places
    start: Places
    end: Places
    source_start: Places
    source_end: Places
    note: Places
    notes: list[Note]


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
    """Clean texts of some documents, and what readers found in them.

    All places count code points of ``text`` or ``source``, across the batch; ``origins`` tell where the source text of
    each document begins in ``source``. ``documents`` has a list for each of KNOWN, ``styles`` the style that each
    document cites in. ``anchors`` are cited references, one row each, ``entries`` the bibliography, ``notes`` what a
    rule refused or doubted.
    """

    text: Text
    source: str
    origins: Places
    documents: Documents
    styles: list[str]
    blocks: Blocks
    alignment: align.Alignment
    repairs: Repairs
    anchors: pl.DataFrame
    entries: pl.DataFrame
    notes: pl.DataFrame

    def located(self, start: Places, end: Places) -> Located:
        """Give the documents of spans, and their places in it and in its source."""
        document, places = spans.within(start, end, *self.source_spans(start, end), self.text.edges, self.origins)
        return Located(document, *places)

    def key_places(self, located: Located, told: Places) -> Numbers:
        """Give the place that names each row in its source: the one told of ``source``, for -1 where the row begins."""
        place = np.where(told < 0, located.source_start, told - self.origins[located.document])
        return place.astype(np.int32)

    def ids(self, document: Places) -> pa.StringArray:
        """Give the ids of some documents, given as rows."""
        return arrow.take(self._ids, document)

    def source_spans(self, start: Places, end: Places) -> tuple[Places, Places]:
        """Give where spans start and end in ``source``; an empty one is empty there, too."""
        source_start = align.source_starts(self.alignment, start)
        return source_start, np.where(start == end, source_start, align.source_ends(self.alignment, end))

    def keys(self, document: Places, letter: str, *places: Numbers) -> pa.StringArray:
        """Write the keys ``<document_id>.<letter><place>`` of places in some documents; more places follow a hyphen."""
        content, bounds, rows = *arrow.bytes_of(self._ids), document
        for number, of_rows in enumerate(places):
            sign = np.frombuffer(b"-" if number else f".{letter}".encode(), np.uint8)
            content, bounds = columns.keys(content, bounds, rows, sign, of_rows)
            rows = np.arange(len(document))
        return arrow.strings(content, bounds)

    @cached_property
    def _ids(self) -> pa.StringArray:
        return arrow.of_list(self.documents["document_id"])
