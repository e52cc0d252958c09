"""Ligatures that the fonts of a page leave in its text, written out."""

import numpy as np

from etl.text import chars
from etl.text.align import AFTER, Edits, Note
from etl.text.chars import Classes, Text

LETTERS = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
NOTE = Note("ligature", "one sign of a font for several letters", "strong")
WRITTEN_OUT = str.maketrans(LETTERS)


def edits(text: Text, classes: Classes) -> Edits:
    """Give the edits that write out each ligature; none of what ``classes`` counts as white space."""
    beyond = text.codes[text.beyond]
    places = text.beyond[(beyond >= ord(min(LETTERS))) & (beyond <= ord(max(LETTERS)))]
    places = places[classes[places] != chars.SPACE]
    after = [AFTER.index(LETTERS[text.string[place]]) for place in places.tolist()]
    return Edits(places, places + 1, np.array(after, dtype=np.int64), np.zeros(len(after), dtype=np.int64), [NOTE])
