"""Punctuation that matters around the end of a sentence, as one table of bits."""

from typing import Final

import numpy as np

from etl.text.chars import Bytes

TERMINAL, CLOSER, OPENER, JOINER, NUMBER, LISTED, SUPERSCRIPT, BULLET = (1 << bit for bit in range(8))

_JOINERS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_DIGITS = "0123456789\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
_SIGNS = {
    TERMINAL: ".?!\u2026\u061f\u06d4\u0964\u3002\uff01\uff1f",
    CLOSER: ")]}\"'\u2019\u201d\u00bb\u203a",
    OPENER: "([{\"'\u2018\u201c\u201e\u00ab\u2039\u00a1\u00bf~\u2248<>\u2264\u2265\u00b1",
    JOINER: _JOINERS,
    # Digits, also those set as superscripts.
    NUMBER: _DIGITS,
    # Inside a citation marker.
    LISTED: "0123456789 ,;" + _JOINERS,
    # Inside a list of citations set as superscripts, which a text without markup has as plain digits.
    SUPERSCRIPT: _DIGITS + "," + _JOINERS,
    # A sign of a footnote or of a list.
    BULLET: "*\u2020\u2021\u00a7\u00b6\u2022\u2023\u2043\u25aa\u25e6",
}
# Code points of the first plane; the last of them is no character and stands for all beyond.
_LAST: Final = 0xFFFF


def _table() -> Bytes:
    table = np.zeros(_LAST + 1, dtype=np.uint8)
    for sign, characters in _SIGNS.items():
        table[[ord(char) for char in characters]] |= sign
    return table


TABLE = _table()
