"""Captions moved behind the paragraph that they interrupt: the text, its alignment and its repairs anew."""

from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text import align, chars
from etl.text.align import EDITS, Alignment, source_ends, source_starts
from etl.text.captions import Interrupted
from etl.text.chars import Places, Text
from etl.text.layout import PARAGRAPH

JOIN = ("page_join", "a caption between a line without a terminal mark and a lower-case letter", "strong")
MOVE = ("moved_block", "a caption inside a paragraph goes behind it", "strong")
PLACES = ("start", "end", "source_start", "source_end")
NOTES = ("rule", "evidence", "strength")
REPAIRS = dict.fromkeys(PLACES, EDITS["source_start"]) | {name: EDITS[name] for name in NOTES}


class Pieces(NamedTuple):
    """Spans of the text in their new order, and where each and what stands before it begin now."""

    start: Places
    end: Places
    before: list[str]
    lead: Places
    place: Places


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
    strings = zip(pieces.before, text.slices(pieces.start, pieces.end), strict=True)
    kept, count = _kept(repairs, alignment, pieces)
    own = [kept, _parted(interrupted, alignment, repairs, pieces), _moves(interrupted, alignment, pieces)]
    return Moved(
        Text("".join(chain.from_iterable(strings))),
        _with_seams(kept, count, alignment, pieces),
        pl.concat(own).drop_nulls("rule").sort("start", "end", descending=[False, True], maintain_order=True),
        _follow(notes, pieces),
    )


def _pieces(interrupted: list[Interrupted], length: int) -> Pieces:
    """Give the spans of the text in their new order."""
    spans: list[tuple[int, int]] = []
    before: list[str] = []
    start = 0
    for whole in interrupted:
        spans += [(start, whole.parts[0][1]), *whole.parts[1:], *whole.captions]
        before += ["", *(" " for _ in whole.parts[1:]), *(PARAGRAPH for _ in whole.captions)]
        start = whole.parts[-1][1]
    before.append("")
    first, last = np.array([*spans, (start, length)]).T
    gap = np.array([len(signs) for signs in before])
    place = np.cumsum(gap + last - first) - (last - first)
    return Pieces(first, last, before, place - gap, place)


def _kept(repairs: pl.DataFrame, alignment: Alignment, pieces: Pieces) -> tuple[pl.DataFrame, Places]:
    """Give the edits inside of pieces where they are now, and how many there are in each."""
    first, last = (np.searchsorted(alignment.start, places) for places in (pieces.start, pieces.end))
    last[-1] = len(alignment.start)
    shift = pl.Series(np.repeat(pieces.place - pieces.start, last - first), dtype=pl.Int64)
    kept = repairs[chars.ranges(first, last - first)].with_columns(pl.col("start", "end") + shift)
    return kept, last - first


def _with_seams(kept: pl.DataFrame, count: Places, alignment: Alignment, pieces: Pieces) -> Alignment:
    """Give the alignment: before the edits of each piece stands one that leads to its place in the source."""
    leads = source_starts(alignment, pieces.start)
    seams = (pieces.lead, pieces.place, leads, leads)
    before = np.cumsum(count) - count
    return Alignment(
        *(np.insert(kept[name].to_numpy(), before, seam) for name, seam in zip(PLACES, seams, strict=True))
    )


def _follow(notes: pl.DataFrame, pieces: Pieces) -> pl.DataFrame:
    """Move spans with the pieces that they lie in."""
    order = np.argsort(pieces.start, kind="stable")
    piece = order[np.searchsorted(pieces.start[order], notes["start"].to_numpy(), side="right") - 1]
    shift = pl.Series((pieces.place - pieces.start)[piece], dtype=pl.Int64)
    return notes.with_columns(pl.col("start", "end") + shift).sort("start")


def _parted(
    interrupted: list[Interrupted], alignment: Alignment, repairs: pl.DataFrame, pieces: Pieces
) -> pl.DataFrame:
    """Give the edits between the blocks of interrupted paragraphs: they stand between parts now, or before captions."""
    places = zip(pieces.lead.tolist(), pieces.place.tolist(), strict=True)
    seam = dict(zip(pieces.start.tolist(), places, strict=True))
    rows: list[tuple[int, int, int, bool]] = []
    for whole in interrupted:
        captions = dict(whole.captions)
        joins, breaks = (iter([seam[start] for start, _ in spans]) for spans in (whole.parts[1:], whole.captions))
        for before, behind in pairwise(sorted([*whole.parts, *whole.captions])):
            is_join = before[0] not in captions and behind[0] in captions
            rows.append((before[1], *next(joins if is_join else breaks), is_join))
    place, start, end, is_join = np.array(rows).T
    edits: pl.DataFrame = repairs[np.searchsorted(alignment.start, place)].with_columns(
        start=pl.Series(start), end=pl.Series(end)
    )
    joined = pl.Series(is_join.astype(bool)) & edits["rule"].is_null()
    notes = zip(NOTES, JOIN, strict=True)
    return edits.with_columns(pl.when(joined).then(pl.lit(value)).otherwise(name).alias(name) for name, value in notes)


def _moves(interrupted: list[Interrupted], alignment: Alignment, pieces: Pieces) -> pl.DataFrame:
    """Give the captions as repairs."""
    start, end = np.array([span for whole in interrupted for span in whole.captions]).T
    now = dict(zip(pieces.start.tolist(), pieces.place.tolist(), strict=True))
    place = np.array([now[first] for first in start.tolist()])
    ends = source_starts(alignment, start), source_ends(alignment, end)
    notes = ([value] * len(place) for value in MOVE)
    return pl.DataFrame([place, place + end - start, *ends, *notes], schema=REPAIRS)
