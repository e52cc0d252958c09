"""Captions moved behind the paragraph that they interrupt: the text, its alignment and its repairs anew."""

from itertools import chain, pairwise
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.text import align, chars
from etl.text.align import PARAGRAPH, Alignment, Edits, Note, source_ends, source_starts
from etl.text.captions import Interrupted
from etl.text.chars import Mask, Places, Text

JOIN = Note("page_join", "a caption between a line without a terminal mark and a lower-case letter", "strong")
MOVE = Note("moved_block", "a caption inside a paragraph goes behind it", "strong")


class Pieces(NamedTuple):
    """Spans of the text in their new order, and where each and what stands before it begin now."""

    start: Places
    end: Places
    before: list[str]
    lead: Places
    place: Places


class Rows(NamedTuple):
    """Edits with both their spans, and the row of the note of each; -1 for plain white space."""

    start: Places
    end: Places
    source_start: Places
    source_end: Places
    note: Places

    def take(self, rows: Places | Mask) -> Self:
        """Give some of the edits."""
        return type(self)(*(column[rows] for column in self))


class Moved(NamedTuple):
    """The text in its new order, its alignment, the edits that a rule made, the rules, and notes on places in it."""

    text: Text
    alignment: Alignment
    repairs: Rows
    rules: list[Note]
    notes: pl.DataFrame


def move(text: Text, edits: Edits, notes: pl.DataFrame, interrupted: list[Interrupted]) -> Moved:
    """Join the parts of interrupted paragraphs and put their captions behind them; ``edits`` made the text."""
    alignment = align.align(edits)
    rows, names = Rows(*alignment, edits.note), [*edits.notes, JOIN, MOVE]
    if not interrupted:
        return Moved(text, alignment, _by_rule(rows), names, notes)
    pieces = _pieces(interrupted, len(text))
    strings = zip(pieces.before, text.slices(pieces.start, pieces.end), strict=True)
    kept, count = _kept(rows, pieces)
    join, move = len(names) - 2, len(names) - 1
    own = [kept, _parted(interrupted, rows, pieces, join), _moves(interrupted, alignment, pieces, move)]
    repairs = Rows(*(np.concatenate(columns) for columns in zip(*own, strict=True)))
    return Moved(
        Text("".join(chain.from_iterable(strings))),
        _with_seams(kept, count, alignment, pieces),
        _by_rule(repairs.take(np.lexsort((-repairs.end, repairs.start)))),
        names,
        _follow(notes, pieces),
    )


def _by_rule(rows: Rows) -> Rows:
    """Give the edits that a rule made."""
    return rows.take(np.flatnonzero(rows.note >= 0))


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


def _kept(rows: Rows, pieces: Pieces) -> tuple[Rows, Places]:
    """Give the edits inside of pieces where they are now, and how many there are in each."""
    first, last = (np.searchsorted(rows.start, places) for places in (pieces.start, pieces.end))
    last[-1] = len(rows.start)
    shift = np.repeat(pieces.place - pieces.start, last - first)
    kept = rows.take(chars.ranges(first, last - first))
    return kept._replace(start=kept.start + shift, end=kept.end + shift), last - first


def _with_seams(kept: Rows, count: Places, alignment: Alignment, pieces: Pieces) -> Alignment:
    """Give the alignment: before the edits of each piece stands one that leads to its place in the source."""
    leads = source_starts(alignment, pieces.start)
    seams = (pieces.lead, pieces.place, leads, leads)
    before = np.cumsum(count) - count
    return Alignment(*(np.insert(column, before, seam) for column, seam in zip(kept[:-1], seams, strict=True)))


def _follow(notes: pl.DataFrame, pieces: Pieces) -> pl.DataFrame:
    """Move spans with the pieces that they lie in."""
    order = np.argsort(pieces.start, kind="stable")
    piece = order[np.searchsorted(pieces.start[order], notes["start"].to_numpy(), side="right") - 1]
    shift = pl.Series((pieces.place - pieces.start)[piece], dtype=pl.Int64)
    return notes.with_columns(pl.col("start", "end") + shift).sort("start")


def _parted(interrupted: list[Interrupted], rows: Rows, pieces: Pieces, join: int) -> Rows:
    """Give the edits between the blocks of interrupted paragraphs: they stand between parts now, or before captions."""
    places = zip(pieces.lead.tolist(), pieces.place.tolist(), strict=True)
    seam = dict(zip(pieces.start.tolist(), places, strict=True))
    found: list[tuple[int, int, int, bool]] = []
    for whole in interrupted:
        captions = dict(whole.captions)
        joins, breaks = (iter([seam[start] for start, _ in spans]) for spans in (whole.parts[1:], whole.captions))
        for before, behind in pairwise(sorted([*whole.parts, *whole.captions])):
            is_join = before[0] not in captions and behind[0] in captions
            found.append((before[1], *next(joins if is_join else breaks), is_join))
    place, start, end, is_join = np.array(found).T
    edits = rows.take(np.searchsorted(rows.start, place))
    note = np.where(is_join.astype(bool) & (edits.note < 0), join, edits.note)
    return edits._replace(start=start, end=end, note=note)


def _moves(interrupted: list[Interrupted], alignment: Alignment, pieces: Pieces, move: int) -> Rows:
    """Give the captions as repairs."""
    start, end = np.array([span for whole in interrupted for span in whole.captions]).T
    now = dict(zip(pieces.start.tolist(), pieces.place.tolist(), strict=True))
    place = np.array([now[first] for first in start.tolist()])
    ends = source_starts(alignment, start), source_ends(alignment, end)
    return Rows(place, place + end - start, *ends, np.full(len(place), move))
