"""Classes of characters, looked up for a whole text at once."""

import sys
import unicodedata
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Codes: TypeAlias = npt.NDArray[np.uint32]
Classes: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

# Stands before, between and behind the documents of a batch; a source that holds it is refused.
BOUNDARY: Final = "\0"

OTHER, EDGE, SPACE, LOWER, UPPER, LETTER, DIGIT = range(7)

_CATEGORIES = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Lo": LETTER, "Lm": LETTER, "Nd": DIGIT}
_CATEGORIES |= dict.fromkeys(("Mn", "Mc", "Me"), LETTER)
# Planes 2 and 3 hold ideographs alone, all later ones no letters: looking them up would cost half a second.
_IDEOGRAPHS = slice(0x20000, 0x40000)


@cache
def class_table() -> Classes:
    """Give the class of every code point, an array of 0x110000.

    White space is what ``str.isspace`` says; a combining mark counts as a letter, so that it never ends a word.
    """
    table = np.full(sys.maxunicode + 1, OTHER, dtype=np.uint8)
    categories = map(unicodedata.category, map(chr, range(_IDEOGRAPHS.start)))
    table[: _IDEOGRAPHS.start] = [_CATEGORIES.get(category, OTHER) for category in categories]
    table[_IDEOGRAPHS] = LETTER
    table[[code for code in range(_IDEOGRAPHS.start) if chr(code).isspace()]] = SPACE
    table[ord(BOUNDARY)] = EDGE
    return table


def codes_of(text: str) -> Codes:
    """Give the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """Give the text of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def classes_of(codes: Codes) -> Classes:
    """Give the class of each code point."""
    return class_table()[codes]


def slices(text: str, starts: Places, ends: Places) -> list[str]:
    """Cut a text at many half-open spans."""
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
