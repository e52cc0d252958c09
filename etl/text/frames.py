"""Frames that text functions take and give: blocks, citation anchors, bibliography entries, notes."""

import numpy as np
import polars as pl

from etl.text.chars import Places

ANCHORS = {
    "start": pl.Int64(),  # of the whole marker
    "end": pl.Int64(),
    "target": pl.String(),  # of the entry that is cited
    "label": pl.String(),  # of the reference as cited, for the stub where no entry has the target
    "is_implied": pl.Boolean(),
}
ENTRIES = {
    "start": pl.Int64(),
    "end": pl.Int64(),
    "key_place": pl.Int64(),  # place in the source that names the entry; null: where it begins
    "target": pl.String(),  # what anchors cite it by; one entry of a document has it
    "label": pl.String(),
} | dict.fromkeys(("title", "authors", "year", "journal", "volume", "pages", "doi", "pmid", "pmcid"), pl.String())
NOTES = {"start": pl.Int64(), "end": pl.Int64(), "rule": pl.String(), "message": pl.String()}


def index(rows: Places) -> pl.Series:
    """Give the numbers of rows as Polars has them, so that it need not look at each before it takes them."""
    return pl.Series(rows.astype(np.uint32))


def running_text(blocks: pl.DataFrame) -> Places:
    """Give the rows of the paragraphs outside of lists of references."""
    is_references = (blocks["section_kind"] == "references").fill_null(value=False).to_numpy()
    paragraphs = np.flatnonzero((blocks["kind"] == "paragraph").to_numpy())
    running: Places = paragraphs[~is_references[blocks["parent"].to_numpy()[paragraphs]]]
    return running
