"""The map between clean text and source: a short sorted list of edits."""

from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.kernels import edits as kernel
from etl.text.chars import Mask, Places, Text

PARAGRAPH = "\n\n"
# What an edit may put into a text, in Latin-1: nothing, a blank, a blank line, the letters of a ligature.
NOTHING, BLANK, PARTED = range(3)
AFTER = ("", " ", PARAGRAPH, "ff", "fi", "fl", "ffi", "ffl", "st")
_NEW = Text("".join(AFTER))
_BOUNDS = np.cumsum([0, *map(len, AFTER)])
_ADDED = np.diff(_BOUNDS)


class Note(NamedTuple):
    """The rule that made an edit, and why."""

    rule: str
    evidence: str
    strength: str


class Edits(NamedTuple):
    """Sorted, disjoint edits: each puts a row of AFTER in the place of source[start:end].

    A note is a row of ``notes``; -1 for plain white space.
    """

    start: Places
    end: Places
    after: Places
    note: Places
    notes: list[Note]

    def take(self, rows: Mask) -> Self:
        """Give some of the edits."""
        return self._replace(start=self.start[rows], end=self.end[rows], after=self.after[rows], note=self.note[rows])

    def with_more(self, other: Self) -> Self:
        """Put other edits among these; where two begin at one place, the other stands first."""
        if not len(other.start):
            return self
        rows = np.searchsorted(self.start, other.start)
        note = np.where(other.note < 0, -1, other.note + len(self.notes))
        return self._replace(
            start=np.insert(self.start, rows, other.start),
            end=np.insert(self.end, rows, other.end),
            after=np.insert(self.after, rows, other.after),
            note=np.insert(self.note, rows, note),
            notes=self.notes + other.notes,
        )


class Alignment(NamedTuple):
    """Spans of the edits in the clean text and in the source, in code points, sorted by place in the clean text.

    Behind an edit, up to the next one, the text is the source from ``source_end`` on. Where a block was moved, the
    edit before it leads to its place in the source, whatever lies between.
    """

    start: Places
    end: Places
    source_start: Places
    source_end: Places


def apply(source: Text, edits: Edits) -> Text:
    """Carry out edits and give the clean text."""
    names = ("codes", "latin", "classes")
    clean = {name: kernel.replace(getattr(source, name), *edits[:3], getattr(_NEW, name), _BOUNDS) for name in names}
    return Text.known(**clean)


def align(edits: Edits) -> Alignment:
    """Give the alignment that edits make."""
    added = _ADDED[edits.after]
    clean_end = edits.end + np.cumsum(added - (edits.end - edits.start))
    return Alignment(clean_end - added, clean_end, edits.start, edits.end)


def source_starts(alignment: Alignment, places: Places) -> Places:
    """Give the source place of the clean character at each place; inside a replaced run it is the run's first."""
    start, end, source_start, source_end = alignment
    return kernel.source_places(np.ascontiguousarray(places), 0, start, end, source_end, source_start)


def source_ends(alignment: Alignment, places: Places) -> Places:
    """Give one past the source place of the clean character before each place; in a replaced run, the run's end."""
    start, end, _, source_end = alignment
    return kernel.source_places(np.ascontiguousarray(places), 1, start, end, source_end, source_end)


def insertions(places: list[int], notes: list[Note]) -> Edits:
    """Give the edits that put a blank before each of some places, with a note on each."""
    start = np.array(places, dtype=np.int64)
    return Edits(start, start, np.full(len(start), BLANK), *numbered(notes))


def numbered(notes: list[Note]) -> tuple[Places, list[Note]]:
    """Give the row of each note among those that differ, and these."""
    rows: dict[Note, int] = {}
    numbers = [rows.setdefault(note, len(rows)) for note in notes]
    return np.array(numbers, dtype=np.int64), list(rows)


def compose(first: Edits, alignment: Alignment, second: Edits) -> Edits:
    """Give the edits of the source that do what ``first`` and then the insertions of ``second`` do.

    ``second`` counts places in the text that ``first`` made. An insertion where ``first`` deleted becomes one
    replacement under the rule of the insertion, so that no two edits share a place.
    """
    if not len(first.start):
        return second
    end = source_starts(alignment, second.start)
    row = np.minimum(np.searchsorted(first.end, end), len(first.end) - 1)
    in_deletion = (first.end[row] == end) & (first.after[row] == NOTHING)
    left = np.ones(len(first.start), dtype=bool)
    left[row[in_deletion]] = False
    start = np.where(in_deletion, first.start[row], end)
    return first.take(left).with_more(second._replace(start=start, end=end))


def behind_insertions(spans: pl.DataFrame, blanks: Edits) -> pl.DataFrame:
    """Move spans of a text to where they are once blanks were inserted outside of them."""
    start, end, *others = spans
    moved = pl.Series(np.searchsorted(blanks.start, start.to_numpy(), side="right"), dtype=pl.Int64)
    return pl.DataFrame([start + moved, end + moved, *others])
