"""Frames that text functions take and give: citation anchors, bibliography entries, notes."""

import polars as pl

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
