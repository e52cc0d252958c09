"""From tags to the clean text: where the content of an element begins and ends in it."""

from typing import NamedTuple

import numpy as np

from etl.readers.jats_outline import Outline
from etl.readers.joined import Joined
from etl.readers.markup import Tags
from etl.text import chars
from etl.text.chars import BEYOND, Mask, Places, Text

END = -1


class Located(NamedTuple):
    """Articles with their clean text.

    ``gap_places`` tells where each kept gap begins in the clean text, ``gap_befores`` where the blank before it does
    that a tag leaves; -1 where a gap is not kept.
    """

    source: str
    tags: Tags
    outline: Outline
    joined: Joined
    gap_places: Places
    gap_befores: Places

    @property
    def text(self) -> Text:
        """The clean text."""
        return self.joined.text

    def spans(self, openings: Places) -> tuple[Places, Places]:
        """Give the clean spans of the elements with given start tags, whose content is kept; blanks may edge them."""
        closings = self.closings(openings)
        return self.gap_places[openings], self.gap_places[closings]

    def tag_texts(self, tags: Places) -> list[str]:
        """Give tags as they stand in the source."""
        return chars.slices(self.source, self.tags.start[tags], self.tags.end[tags])

    def are(self, tags: Places, text: str) -> Mask:
        """Tell which tags are spelled exactly so, which is quicker than to take the texts of all."""
        return np.array([t == text for t in self.tag_texts(tags)], dtype=np.bool_)

    def closings(self, openings: Places) -> Places:
        """Give the end tag of each start tag; an element that holds one of its own name is not asked for."""
        tags = self.tags
        closings = openings + 1
        longer = np.flatnonzero(tags.sign[closings] != END)
        names = tags.name[openings[longer]]
        for name in np.unique(names).tolist():
            rows = longer[names == name]
            ends = np.flatnonzero((tags.name == name) & (tags.sign == END))
            closings[rows] = ends[np.searchsorted(ends, openings[rows])]
        return closings


def trim(text: Text, start: Places, end: Places, signs: str) -> tuple[Places, Places]:
    """Leave out some signs of Latin-1 at both edges of spans; what holds nothing else ends up empty at its end."""
    is_sign = np.zeros(BEYOND + 1, dtype=np.bool_)
    is_sign[[ord(sign) for sign in signs]] = True
    start, end = start.copy(), end.copy()
    rows = np.flatnonzero(start < end)
    while len(rows := rows[is_sign[text.latin[start[rows]]]]):
        start[rows] += 1
        rows = rows[start[rows] < end[rows]]
    rows = np.flatnonzero(start < end)
    while len(rows := rows[is_sign[text.latin[end[rows] - 1]]]):
        end[rows] -= 1
    return start, end
