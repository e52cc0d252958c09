"""From tags to the clean text: where the content of an element begins and ends in it."""

from typing import NamedTuple

import numpy as np

from etl.readers.jats_outline import Outline
from etl.readers.joined import Joined
from etl.readers.markup import Tags
from etl.text import chars
from etl.text.chars import Places, Text

END = -1


class Located(NamedTuple):
    """Articles with their clean text; ``gap_places`` tells where each kept gap begins in the joined text."""

    source: str
    tags: Tags
    outline: Outline
    joined: Joined
    text: Text
    gap_places: Places

    def spans(self, openings: Places) -> tuple[Places, Places]:
        """Give the clean spans of the elements with given start tags, whose content is kept; blanks may edge them."""
        closings = self.closings(openings)
        return self.joined.to_clean(self.gap_places[openings]), self.joined.to_clean(self.gap_places[closings])

    def texts(self, openings: Places) -> list[str]:
        """Give the clean text of elements without blanks at its edges."""
        return [text.strip() for text in self.text.slices(*self.spans(openings))]

    def tag_texts(self, tags: Places) -> list[str]:
        """Give tags as they stand in the source."""
        return chars.slices(self.source, self.tags.start[tags], self.tags.end[tags])

    def closings(self, openings: Places) -> Places:
        """Give the end tag of each start tag."""
        closings = openings + 1
        for row in np.flatnonzero(self.tags.sign[closings] != END).tolist():
            closings[row] = self._closing(int(openings[row]))
        return closings

    def _closing(self, opening: int) -> int:
        depth = 1
        tag = opening
        while depth:
            tag += 1
            depth += int(self.tags.sign[tag])
        return tag
