"""From tags to the clean text: where the content of an element begins and ends in it."""

from typing import NamedTuple

import numpy as np

from etl.readers.jats_outline import Outline
from etl.readers.joined import Joined
from etl.readers.markup import WIDTH, Source, Tags, eights
from etl.text import chars
from etl.text.chars import BEYOND, Mask, Places, Text

END = -1


class Located(NamedTuple):
    """Articles with their clean text; ``gap_places`` tells where each kept gap begins in the joined text."""

    source: Source
    tags: Tags
    outline: Outline
    joined: Joined
    gap_places: Places

    @property
    def text(self) -> Text:
        """The clean text."""
        return self.joined.text

    def spans(self, openings: Places) -> tuple[Places, Places]:
        """Give the clean spans of the elements with given start tags, whose content is kept; blanks may edge them."""
        closings = self.closings(openings)
        return self.joined.to_clean(self.gap_places[openings]), self.joined.to_clean(self.gap_places[closings])

    def tag_texts(self, tags: Places) -> list[str]:
        """Give tags as they stand in the source."""
        return chars.slices(self.source.string, self.tags.start[tags], self.tags.end[tags])

    def are(self, tags: Places, text: str) -> Mask:
        """Tell which tags are spelled exactly so, which is quicker than to take the texts of all."""
        start, view = self.tags.start[tags], eights(self.source.latin)
        words = eights(np.frombuffer(text.encode(), dtype=np.uint8))
        same: Mask = self.tags.end[tags] - start == len(text)
        for at in {*range(0, len(words), WIDTH), len(words) - 1}:
            rows = np.flatnonzero(same)
            same[rows] = view[start[rows] + at] == words[at]
        return same

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
