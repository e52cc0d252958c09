"""Ligatures that the fonts of a page leave in its text, written out."""

import polars as pl

from etl.text.align import EDITS
from etl.text.chars import Text

LETTERS = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
WRITTEN_OUT = str.maketrans(LETTERS)


def edits(text: Text) -> pl.DataFrame:
    """Give the edits that write out each ligature."""
    beyond = text.codes[text.beyond]
    places = text.beyond[(beyond >= ord(min(LETTERS))) & (beyond <= ord(max(LETTERS)))]
    after = [LETTERS[text.string[place]] for place in places.tolist()]
    note = {"rule": "ligature", "evidence": "one sign of a font for several letters", "strength": "strong"}
    spans = {"source_start": places, "source_end": places + 1, "after": after}
    return pl.DataFrame(spans | {name: [value] * len(after) for name, value in note.items()}, schema=EDITS)
