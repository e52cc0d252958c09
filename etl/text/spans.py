"""Spans of concepts, and which of those that stand in each other's way are kept."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from etl.kernels import spans as kernel
from etl.text.chars import Mask, Places


class Spans(NamedTuple):
    """Half-open spans of a text, each with the row of what it names."""

    start: Places
    end: Places
    row: Places

    @classmethod
    def of(cls, found: list[tuple[int, int, int]]) -> Self:
        """Make spans of start, end and row of each."""
        return cls(*np.array(found, dtype=np.int64).reshape(-1, 3).T.copy())

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Put the spans of all parts one behind another."""
        return cls(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def take(self, rows: Places | Mask) -> Self:
        """Give some of the spans."""
        return type(self)(*(column[rows] for column in self))


def leftmost_longest(start: Places, end: Places) -> Places:
    """Give the rows of spans that are kept when an earlier, then a longer, then a prior one rules out what it overlaps.

    The rows are given in reading order.
    """
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort((-end, start))
    start, end = start[order], end[order]
    clear = np.concatenate([[True], start[1:] >= np.maximum.accumulate(end)[:-1]])
    first = np.flatnonzero(clear)
    size = np.diff(np.append(first, len(start)))
    # The first span of a crowd rules out most of it at once.
    kept = clear | (start >= np.repeat(end[first], size))
    crowded = np.flatnonzero(kept & np.repeat(np.add.reduceat(kept, first, dtype=np.int64) > 1, size))
    last = -1
    for row, begins, ends in zip(crowded.tolist(), start[crowded].tolist(), end[crowded].tolist(), strict=True):
        kept[row] = begins >= last
        last = ends if begins >= last else last
    kept_rows: Places = order[kept]
    return kept_rows


def overlapping(start: Places, end: Places, other_start: Places, other_end: Places) -> Mask:
    """Tell which spans overlap one of the others; those are sorted and do not overlap each other."""
    return kernel.overlapping(*map(np.ascontiguousarray, (start, end, other_start, other_end)))


def containing(outer: Spans, start: Places, end: Places) -> tuple[Places, Mask]:
    """Give the one of some sorted, disjoint spans that each span begins in or behind, and whether it lies in it."""
    return kernel.containing(outer.start, outer.end, start, end)


def inside(start: Places, end: Places, places: Places) -> Mask:
    """Tell which places lie in one of some spans; those are sorted and do not overlap."""
    span = np.searchsorted(start, places, side="right") - 1
    lies: Mask = (span >= 0) & (places < np.append(end, -1)[span])
    return lies
