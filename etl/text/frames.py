"""Frames that text functions give: citation anchors and notes."""

import polars as pl

ANCHORS = {
    "start": pl.Int64(),
    "end": pl.Int64(),
    "label": pl.String(),  # of the reference that is cited
    "is_implied": pl.Boolean(),
}
NOTES = {"start": pl.Int64(), "end": pl.Int64(), "rule": pl.String(), "message": pl.String()}
