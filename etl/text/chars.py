"""Texts as arrays: the code points of a whole batch and the class of each."""

import sys
import unicodedata
from functools import cache, cached_property
from typing import Any, Final, NamedTuple, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from etl import arrow, kernels
from etl.kernels import characters, columns, signs, strings

Units: TypeAlias = kernels.Units
Bytes: TypeAlias = kernels.Bytes
Classes: TypeAlias = kernels.Bytes
Places: TypeAlias = kernels.Places
Mask: TypeAlias = kernels.Mask

# Stands before, between and behind the documents of a batch; a source that holds it is refused.
BOUNDARY: Final = "\0"

OTHER, EDGE, SPACE, LOWER, UPPER, LETTER, DIGIT = range(7)

# The last code points that UTF-8 writes in one, two and three bytes.
LAST_OF_WIDTH: Final = (0x7F, 0x7FF, 0xFFFF)

# What the Latin-1 form of a text says of a character beyond Latin-1: look it up.
BEYOND: Final = 0xFF

_CATEGORIES = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Lo": LETTER, "Lm": LETTER, "Nd": DIGIT}
_CATEGORIES |= dict.fromkeys(("Mn", "Mc", "Me"), LETTER)
# Planes 2 and 3 hold ideographs alone, all later ones no letters: looking them up would cost half a second.
_IDEOGRAPHS = slice(0x20000, 0x40000)


class Text:
    """The documents of a batch in one string, a boundary character before, between and behind them.

    All places in it count code points. The n-th boundary opens the n-th document.
    """

    def __init__(self, string: str) -> None:
        self.__dict__["string"] = string

    @classmethod
    def known(cls, codes: Units, **arrays: npt.NDArray[Any]) -> Self:
        """Make a text of its code points; of other arrays, too, those that are known: latin, classes."""
        text = cls.__new__(cls)
        text.__dict__.update(arrays, codes=codes)
        return text

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def string(self) -> str:
        """The text itself; its code points are those that the string holds from then on."""
        string = strings.string(self.codes)
        self.__dict__["codes"] = strings.units(string)
        return string

    @cached_property
    def codes(self) -> Units:
        """The code point of each character, in one, two or four bytes: as many as the widest of them needs, or more."""
        return strings.units(self.string)

    @cached_property
    def latin(self) -> Bytes:
        """The code point of each character in one byte; BEYOND where it does not fit."""
        return characters.latin(self.codes, BEYOND)

    @cached_property
    def beyond(self) -> Places:
        """The places of the characters that the Latin-1 form does not tell."""
        return np.flatnonzero(self.latin == BEYOND)

    @cached_property
    def classes(self) -> Classes:
        """The class of each character."""
        return characters.look_up(class_table(), self.codes)

    @cached_property
    def edges(self) -> Places:
        """The places of the boundaries."""
        return self.places_of(BOUNDARY)

    @cached_property
    def blocks(self) -> tuple[Places, Places]:
        """The starts and ends of the blocks of a clean text, which blank lines part."""
        return signs.between(self.latin, ord("\n"), ord(BOUNDARY))

    def places_of(self, sign: str) -> Places:
        """Give the places of a sign of Latin-1."""
        return signs.places(self.latin, ord(sign))

    def document_at(self, places: Places) -> Places:
        """Give the number of the document that holds each place; a boundary counts to the document that it closes."""
        return np.searchsorted(self.edges, places) - 1

    def documents_of(self, places: Places) -> Places:
        """Give the number of the document of each of many sorted places."""
        behind = np.searchsorted(places, self.edges)
        return np.repeat(np.arange(len(self.edges) - 1), np.diff(behind))

    def slices(self, starts: Places, ends: Places) -> list[str]:
        """Cut the text at many half-open spans."""
        return strings.slices(self.codes, *map(np.ascontiguousarray, (starts, ends)))

    def strings(self, starts: Places, ends: Places) -> pa.StringArray:
        """Cut the text at many short half-open spans into a column, null where a span is empty."""
        return arrow.strings(*columns.cut(self.codes, starts, ends), filled=starts < ends)

    def passages(self, starts: Places, ends: Places) -> pa.StringArray:
        """Cut the text at half-open spans that hold much of it into a column."""
        content, places = self._utf8
        return arrow.strings(*columns.passages(content, places.bytes_before(starts), places.bytes_before(ends)))

    @cached_property
    def _utf8(self) -> tuple[Bytes, "_Utf8Places"]:
        places = _Utf8Places.of(self)
        return columns.utf8(self.codes, self.latin, places.wide, len(self) + int(places.more[-1])), places


class _Utf8Places(NamedTuple):
    """Where a text in UTF-8 has more bytes than characters: at which places, and how many more before each and all."""

    wide: Places
    more: Places

    @classmethod
    def of(cls, text: Text) -> Self:
        """Find them in a text."""
        wide = np.flatnonzero(text.latin > LAST_OF_WIDTH[0])
        more = sum((text.codes[wide] > last).astype(np.int64) for last in LAST_OF_WIDTH)
        return cls(wide, np.append(0, np.cumsum(more)))

    def bytes_before(self, places: Places) -> Places:
        """Give the number of bytes before each place."""
        return places + self.more[np.searchsorted(self.wide, places)]


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


def ranges(start: Places, length: Places) -> Places:
    """Give all places of many runs, one behind the other."""
    total = np.cumsum(length)
    return np.repeat(start - total + length, length) + np.arange(total[-1] if len(total) else 0)
