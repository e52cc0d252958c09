"""Markers of a batch as flat arrays, the labels that they cite one behind another."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.text.chars import Mask, Places, ranges
from etl.text.frames import ANCHORS


class Marker(NamedTuple):
    """A span and the labels that it cites, each with whether it is implied."""

    start: int
    end: int
    cited: tuple[tuple[str, bool], ...]


class Note(NamedTuple):
    """A span that a rule refused or doubted, and what is to say of it."""

    start: int
    end: int
    rule: str
    message: str


class Markers(NamedTuple):
    """Spans, the number of labels that each cites, and of all these labels whether each is implied."""

    start: Places
    end: Places
    size: Places
    label: pl.Series
    implied: Mask

    @classmethod
    def of(cls, markers: Iterable[Marker]) -> Self:
        """Make them of single markers."""
        found = list(markers)
        spans = np.array([(one.start, one.end, len(one.cited)) for one in found], dtype=np.int64).reshape(-1, 3)
        labels = list(chain.from_iterable(one.cited for one in found))
        implied = np.array([implied for _, implied in labels], dtype=np.bool_)
        start, end, size = spans.T
        return cls(start, end, size, pl.Series([label for label, _ in labels], dtype=pl.String), implied)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Put the markers of all parts one behind another."""
        start, end, size = (np.concatenate([part[column] for part in parts]) for column in range(3))
        # Rows are taken from one chunk several times as fast.
        label = pl.concat([part.label for part in parts], rechunk=True)
        return cls(start, end, size, label, np.concatenate([part.implied for part in parts]))

    def take(self, rows: Places) -> Self:
        """Give some of the markers."""
        size = self.size[rows]
        cited = ranges((np.cumsum(self.size) - self.size)[rows], size)
        return type(self)(self.start[rows], self.end[rows], size, self.label[cited], self.implied[cited])

    def anchors(self) -> pl.DataFrame:
        """Give a row for each cited label."""
        start, end = self.start.repeat(self.size), self.end.repeat(self.size)
        columns = {"start": start, "end": end, "target": self.label, "label": self.label, "is_implied": self.implied}
        return pl.DataFrame(columns, schema=ANCHORS)
