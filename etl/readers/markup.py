"""Markup: the tags of many well-formed XML texts at once, as arrays of places and names."""

from typing import NamedTuple

import numpy as np

from etl.kernels import Names, Signs, Units, tags
from etl.text.chars import Mask, Places

# Several times as many as there are names, so that hardly two meet.
SLOTS = 1024


class Tags(NamedTuple):
    """Tags in order: spans, names as numbers, and 1 for a start tag, -1 for an end tag, 0 for what has no content.

    Comments, processing instructions and the edges of CDATA are of kind 0 and have the name 0. The text between
    ``end[i]`` and ``start[i + 1]`` is gap ``i``; ``raw`` gaps are CDATA, where ``&`` is a letter. ``entities`` are the
    places of all others, ``entity_gaps`` the gap of each, -1 before all tags.
    """

    start: Places
    end: Places
    name: Names
    sign: Signs
    raw: Mask
    entities: Places
    entity_gaps: Places


class Vocabulary:
    """Element names that a reader knows, numbered from 1 in the order given."""

    def __init__(self, names: list[str]) -> None:
        self.number = {name: number for number, name in enumerate(names, start=1)}
        self.letters = np.frombuffer("".join(names).encode(), dtype=np.uint8)
        self.offsets = np.cumsum([0, 0, *map(len, names)])
        self.slots = tags.slots(self.letters, self.offsets, SLOTS)

    def mask(self, *names: str) -> Mask:
        """Give a table by number that is true for some names."""
        table = np.zeros(len(self.number) + 1, dtype=np.bool_)
        table[[self.number[name] for name in names]] = True
        return table


def scan(source: Units, vocabulary: Vocabulary) -> Tags:
    """Find the tags of texts that are known to be well-formed, without DOCTYPE; a NUL may stand between them.

    A namespace prefix of a name does not count.
    """
    start, end, name, sign, raw, *entities = tags.scan(source, vocabulary.letters, vocabulary.offsets, vocabulary.slots)
    return Tags(start, end, name, sign, raw.view(np.bool_), *entities)
