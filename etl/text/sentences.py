"""Sentence boundaries: all terminal marks first, then only what stands around them."""

import numpy as np

from etl.kernels import places, sentence_ends
from etl.text import chars, full_stops, signs, tokens
from etl.text.chars import Places, Text

ROMAN = tokens.pack("ii iii iv vi vii viii ix xi xii")
# Terminal marks of Latin-1, and what stands for all beyond.
MARKS = np.array([*map(ord, ".?!"), chars.BEYOND], dtype=np.uint8)


def find(text: Text, block_starts: Places, block_ends: Places) -> tuple[Places, Places]:
    """Give the starts and ends of the sentences of clean blocks of running text.

    A sentence ends at a terminal mark and what closes behind it, when one blank follows and then something that may
    begin a sentence; an abbreviation, an initial or an enumerator before the mark does not end it.
    """
    known = text.codes, text.latin, text.classes, signs.TABLE
    marks = places.of_signs(text.latin, MARKS, block_starts, block_ends)
    mark, end = sentence_ends.candidates(*known, marks, ROMAN)
    free = ~full_stops.hold(text, mark, end + 1)
    return sentence_ends.split(*known, mark[free], end[free], block_starts, block_ends)
