"""Words at many places of a text at once: eight letters are one number, so that a look-up is a binary search."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from etl.text import chars
from etl.text.chars import Classes, Mask, Places, Text

Packed: TypeAlias = npt.NDArray[np.uint64]

# Letters that one number holds; a longer word counts by the eight that are nearest to its place.
WIDTH: Final = 8
_BITS = np.uint64(8)
# How many of the highest bits of a byte are set before the first that is not.
_LEADING = np.array([WIDTH - (byte ^ 0xFF).bit_length() for byte in range(256)], dtype=np.int64)


class Words(NamedTuple):
    """Words that end or begin at many places."""

    letters: Packed
    length: Places  # 8 for longer words


def pack(words: str) -> Packed:
    """Give words parted by blanks, of which the first eight letters count, as sorted numbers."""
    return np.sort(np.array([int.from_bytes(word.encode()[:WIDTH], "little") for word in words.split()], np.uint64))


def pack_ends(words: str) -> Packed:
    """Give words parted by blanks, of which the last eight letters count, as sorted numbers."""
    return pack(" ".join(word[-WIDTH:] for word in words.split()))


def among(words: Packed, known: Packed) -> Mask:
    """Tell which words are one of those that are known."""
    found: Mask = known[np.minimum(np.searchsorted(known, words), len(known) - 1)] == words
    return found


def before(text: Text, places: Places) -> Words:
    """Give the letters and digits that end right before each place."""
    near, classes = _window(text, places - WIDTH)
    length = _leading(classes[:, ::-1] >= chars.LOWER)
    return Words(near >> _BITS * (WIDTH - length).astype(np.uint64), length)


def behind(text: Text, places: Places) -> Words:
    """Give the letters and digits that begin at each place."""
    near, classes = _window(text, places)
    length = _leading(classes >= chars.LOWER)
    rest = _BITS * (WIDTH - length).astype(np.uint64)
    return Words(near << rest >> rest, length)


def _leading(flags: Mask) -> Places:
    """Count how many of the first flags of each row of eight are set without a gap."""
    return _LEADING[np.packbits(flags)]


def _window(text: Text, places: Places) -> tuple[Packed, Classes]:
    """Give the eight characters from each place on, as one number and as classes; none stand outside of a text."""
    return _eights(text.latin, places), _eights(text.classes, places).view(np.uint8).reshape(-1, WIDTH)


def _eights(characters: npt.NDArray[np.uint8], places: Places) -> Packed:
    """Give eight bytes from each place on as a number; bytes before the first and behind the last are zero."""
    if len(characters) < WIDTH:
        characters = np.pad(characters, (0, WIDTH - len(characters)))
    eights = np.ndarray(len(characters) - WIDTH + 1, "<u8", characters, strides=(1,))
    inside = np.clip(places, 0, len(eights) - 1)
    near: Packed = eights[inside]
    beyond = np.flatnonzero(inside != places)
    over = 8 * (inside - places)[beyond]
    near[beyond] = near[beyond] << np.maximum(over, 0).astype(np.uint64) >> np.maximum(-over, 0).astype(np.uint64)
    return near
