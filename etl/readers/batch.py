"""The waist: what every reader gives and every table is made from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from etl.text import align
from etl.text.chars import BOUNDARY, Codes, Places, codes_of

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
DOCUMENTS = dict.fromkeys((*IDENTITY, *METADATA), pl.String())
BLOCKS = {
    "kind": pl.String(),  # heading or paragraph
    "section_kind": pl.String(),  # of a heading
    "level": pl.Int32(),  # of a heading, 1 at the top
    "parent": pl.Int64(),  # row of the heading that the block stands under, -1 at the top
    "start": pl.Int64(),
    "end": pl.Int64(),
}
ENTRIES = {"start": pl.Int64(), "end": pl.Int64(), "label": pl.String()}


@dataclass(frozen=True)
class Batch:
    """Clean texts of some documents in one string, and frames about them.

    All places count code points of ``text`` or ``source``, across the batch. Both strings hold a boundary character
    before, between and behind the documents, so that the n-th boundary opens the n-th document. A heading that is not
    there (text before the first one) is a block with an empty span. ``anchors`` are cited references, one row each,
    ``entries`` the bibliography, ``notes`` what a rule refused or doubted.
    """

    text: str
    source: str
    documents: pl.DataFrame
    blocks: pl.DataFrame
    edits: pl.DataFrame
    alignment: align.Alignment
    anchors: pl.DataFrame
    entries: pl.DataFrame
    notes: pl.DataFrame

    @cached_property
    def codes(self) -> Codes:
        """Code points of ``text``."""
        return codes_of(self.text)

    @cached_property
    def edges(self) -> Places:
        """Places of the boundaries in ``text``."""
        return boundaries(self.text)

    @cached_property
    def source_edges(self) -> Places:
        """Places of the boundaries in ``source``."""
        return boundaries(self.source)

    def locate(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Turn ``start`` and ``end`` of the batch to those of the document, and add its id and the source span."""
        start, end = spans["start"].to_numpy(), spans["end"].to_numpy()
        document = np.searchsorted(self.edges, start, side="right") - 1
        source_start = align.source_starts(self.alignment, start)
        source_end = np.where(start == end, source_start, align.source_ends(self.alignment, end))
        first, source_first = self.edges[document] + 1, self.source_edges[document] + 1
        return spans.with_columns(
            document_id=self.documents["document_id"].gather(document),
            start=pl.Series(start - first, dtype=pl.Int32),
            end=pl.Series(end - first, dtype=pl.Int32),
            source_start=pl.Series(source_start - source_first, dtype=pl.Int32),
            source_end=pl.Series(source_end - source_first, dtype=pl.Int32),
        )


def boundaries(text: str) -> Places:
    """Give the places of the boundary characters of a text."""
    lengths = [len(part) + 1 for part in text.split(BOUNDARY)[:-1]]
    return np.cumsum(lengths, dtype=np.int64) - 1
