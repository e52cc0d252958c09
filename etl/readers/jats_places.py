"""From tags to the clean text: where the content of an element begins and ends in it."""

from typing import NamedTuple

import numpy as np

from etl.kernels import strings
from etl.readers.jats_outline import Outline
from etl.readers.joined import Joined
from etl.readers.markup import Tags
from etl.text.chars import BEYOND, Places, Text

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
        start, end = self.gap_places[openings], self.gap_places[self.closings(openings)]
        return start, np.maximum(start, end)

    def spellings(self, tags: Places) -> tuple[list[str], Places]:
        """Give how some tags are spelled, each way once, as the same come again and again; and which way each is."""
        start, end = self.tags.start[tags], self.tags.end[tags]
        source = Text(self.source)
        way, first = strings.distinct(source.codes, start, end)
        return source.slices(start[first], end[first]), way

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
    is_sign = np.zeros(BEYOND + 1, dtype=np.uint8)
    is_sign[[ord(sign) for sign in signs]] = True
    return strings.trim(text.codes, start, end, is_sign)
