"""Pieces of a source joined to clean text: blocks parted by a blank line, white space squeezed, every place known."""

from typing import NamedTuple

import numpy as np

from etl.kernels import Numbers, Units, pieces, strings
from etl.text import chars
from etl.text.align import Alignment
from etl.text.chars import Places, Text

# What may stand before a piece: nothing, a blank line between blocks, a blank; the kernel numbers them so, too. Behind
# them come the characters of entities.
NOTHING, BLOCK, BLANK = range(3)
LEADS = ("", "\n\n", " ")


class Pieces(NamedTuple):
    """Spans of the source in the order of the clean text, and what stands before each: a number in ``leads``.

    What stands for an entity has it in the source between two pieces. ``documents`` has the first piece of each
    document, which opens a block; one without pieces has that of the next.
    """

    start: Places
    end: Places
    lead: Numbers
    leads: list[str]
    documents: Places


class Joined(NamedTuple):
    """Clean texts with a boundary before, between and behind, their alignment, and how to find a piece in them.

    ``place`` tells where each piece begins in the clean text, ``before`` where the blank begins that its lead puts
    there. Blocks are those with a character that is no white space; ``block_piece`` is the first piece of each.
    """

    text: Text
    alignment: Alignment
    place: Places
    before: Places
    block_start: Places
    block_end: Places
    block_piece: Places


def join(source: Units, parts: Pieces) -> Joined:
    """Join pieces of a source; the white space at the edges of a block, and blocks of nothing else, are left out."""
    letters = strings.units("".join(parts.leads)).astype(np.uint32)
    offsets = np.cumsum([0, *map(len, parts.leads)])
    codes, place, before, start, end, piece, *edits = pieces.join(
        source,
        parts.start,
        parts.end,
        parts.lead,
        parts.documents,
        letters,
        offsets,
        chars.class_table(),
        chars.SPACE,
    )
    text = Text.known(codes)
    return Joined(text, Alignment(*edits), place, before, start, end, piece)
