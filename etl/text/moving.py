"""Captions moved behind the paragraph that they interrupt: the text, its alignment and its repairs anew."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text import align
from etl.text.align import EDITS, Alignment, source_ends, source_starts
from etl.text.captions import Interrupted
from etl.text.chars import Places, Text
from etl.text.layout import PARAGRAPH

JOIN = ("page_join", "a caption between a line without a terminal mark and a lower-case letter", "strong")
MOVE = ("moved_block", "a caption inside a paragraph goes behind it", "strong")
PLACES = ("start", "end", "source_start", "source_end")
NOTES = ("rule", "evidence", "strength")
REPAIRS = dict.fromkeys(PLACES, EDITS["source_start"]) | {name: EDITS[name] for name in NOTES}


class Piece(NamedTuple):
    """A span of the text in its new order, and what stands before it."""

    start: int
    end: int
    before: str


class Moved(NamedTuple):
    """The text in its new order, its alignment, the edits that a rule made, and notes, with their places in it."""

    text: Text
    alignment: Alignment
    repairs: pl.DataFrame
    notes: pl.DataFrame


def move(text: Text, edits: pl.DataFrame, notes: pl.DataFrame, interrupted: list[Interrupted]) -> Moved:
    """Join the parts of interrupted paragraphs and put their captions behind them; ``edits`` made the text."""
    alignment = align.align(edits)
    repairs = edits.select(
        start=pl.Series(alignment.start), end=pl.Series(alignment.end), **{name: name for name in list(REPAIRS)[2:]}
    )
    if not interrupted:
        return Moved(text, alignment, repairs.drop_nulls("rule"), notes)
    pieces = _pieces(interrupted, len(text))
    lengths = np.array([len(piece.before) + piece.end - piece.start for piece in pieces])
    places = np.cumsum(lengths) - [piece.end - piece.start for piece in pieces]
    moved = Text("".join(piece.before + text.string[piece.start : piece.end] for piece in pieces))
    first, last = (
        np.searchsorted(alignment.start, [getattr(piece, side) for piece in pieces]) for side in ("start", "end")
    )
    last[-1] = len(alignment.start)
    kept = [
        repairs[a:b].with_columns(pl.col("start", "end") + shift)
        for a, b, shift in _shifted(pieces, places, first, last)
    ]
    seams = _seams(alignment, pieces, places)
    rows = [frame for seam, own in zip(seams, kept, strict=True) for frame in (seam, own)]
    aligned = Alignment(*(pl.concat(rows)[name].to_numpy() for name in PLACES))
    own = [
        *kept,
        *_parted(interrupted, alignment, repairs, pieces, places),
        _moves(interrupted, alignment, pieces, places),
    ]
    ordered = pl.concat(own).drop_nulls("rule").sort("start", "end", descending=[False, True], maintain_order=True)
    return Moved(moved, aligned, ordered, _follow(notes, pieces, places))


def _pieces(interrupted: list[Interrupted], length: int) -> list[Piece]:
    """Give the spans of the text in their new order."""
    pieces: list[Piece] = []
    start, before = 0, ""
    for whole in interrupted:
        pieces.append(Piece(start, whole.parts[0][1], before))
        pieces += [Piece(*span, " ") for span in whole.parts[1:]]
        pieces += [Piece(*span, PARAGRAPH) for span in whole.captions]
        start, before = whole.parts[-1][1], ""
    return [*pieces, Piece(start, length, before)]


def _shifted(pieces: list[Piece], places: Places, first: Places, last: Places) -> list[tuple[int, int, int]]:
    """Give for each piece its edits, as a range of rows, and how far they go."""
    shifts = places - [piece.start for piece in pieces]
    return list(zip(first.tolist(), last.tolist(), shifts.tolist(), strict=True))


def _follow(notes: pl.DataFrame, pieces: list[Piece], places: Places) -> pl.DataFrame:
    """Move spans with the pieces that they lie in."""
    starts = np.array([piece.start for piece in pieces])
    order = np.argsort(starts, kind="stable")
    piece = order[np.searchsorted(starts[order], notes["start"].to_numpy(), side="right") - 1]
    return notes.with_columns(pl.col("start", "end") + pl.Series((places - starts)[piece], dtype=pl.Int64)).sort(
        "start"
    )


def _seams(alignment: Alignment, pieces: list[Piece], places: Places) -> list[pl.DataFrame]:
    """Give the edit before each piece that leads to its place in the source."""
    gaps = np.array([len(piece.before) for piece in pieces])
    leads = source_starts(alignment, np.array([piece.start for piece in pieces]))
    spans = {"start": places - gaps, "end": places, "source_start": leads, "source_end": leads}
    frame = pl.DataFrame(spans | dict.fromkeys(("rule", "evidence", "strength")), schema=REPAIRS)
    return [frame[row : row + 1] for row in range(len(pieces))]


def _parted(
    interrupted: list[Interrupted], alignment: Alignment, repairs: pl.DataFrame, pieces: list[Piece], places: Places
) -> list[pl.DataFrame]:
    """Give the edits between the blocks of interrupted paragraphs: they stand between parts now, or before captions."""
    seam = {
        piece.start: (place - len(piece.before), place) for piece, place in zip(pieces, places.tolist(), strict=True)
    }
    rows: list[pl.DataFrame] = []
    for whole in interrupted:
        captions = dict(whole.captions)
        blocks = sorted([*whole.parts, *whole.captions])
        joins, breaks = (iter([start for start, _ in spans]) for spans in (whole.parts[1:], whole.captions))
        for before, behind in pairwise(blocks):
            is_join = before[0] not in captions and behind[0] in captions
            start, end = seam[next(joins if is_join else breaks)]
            row = int(np.searchsorted(alignment.start, before[1]))
            edit = repairs[row : row + 1].with_columns(start=pl.lit(start), end=pl.lit(end))
            rows.append(_ruled(edit, JOIN) if is_join and edit["rule"][0] is None else edit)
    return [edit.cast(pl.Schema(REPAIRS)) for edit in rows]


def _moves(interrupted: list[Interrupted], alignment: Alignment, pieces: list[Piece], places: Places) -> pl.DataFrame:
    """Give the captions as repairs."""
    now = dict(zip([piece.start for piece in pieces], places.tolist(), strict=True))
    start, end = (np.array([span[side] for whole in interrupted for span in whole.captions]) for side in (0, 1))
    place = np.array([now[first] for first in start.tolist()])
    spans = {"start": place, "end": place + end - start}
    spans |= {"source_start": source_starts(alignment, start), "source_end": source_ends(alignment, end)}
    return _ruled(pl.DataFrame(spans), MOVE).cast(pl.Schema(REPAIRS))


def _ruled(edits: pl.DataFrame, note: tuple[str, str, str]) -> pl.DataFrame:
    return edits.with_columns(pl.lit(value).alias(name) for name, value in zip(NOTES, note, strict=True))
