"""The words of a batch as 64-bit keys, so that they are counted and looked up without a string each."""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from etl.text import chars
from etl.text.chars import BOUNDARY, Mask, Places, Text

Keys: TypeAlias = npt.NDArray[np.uint64]

# Characters of a word that its key depends on, beside its length.
LONGEST_KEY = 64
STEP = 8  # characters in 64 bits
FILTER_BITS = 20
_LOWER = bytes(code + 32 if chr(code).isupper() and code != chars.BEYOND else code for code in range(256))
_LOW_BYTES = np.array([(1 << 8 * size) - 1 for size in range(STEP + 1)], dtype=np.uint64)
# Odd 64-bit constants with no pattern (the golden ratio, and two primes of xxHash).
_GOLDEN, _PRIME, _OTHER_PRIME = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
_HALF = np.uint64(32)


class Words(NamedTuple):
    """Spans of words in reading order, the document of each, and its key: the same in any case."""

    start: Places
    end: Places
    document: Places
    key: Keys


def find(text: Text) -> Words:
    """Give the words of a batch: letters and digits, and hyphens between them."""
    alphanumeric = text.classes >= chars.LOWER
    in_word = alphanumeric.copy()
    hyphen = np.flatnonzero(text.latin == ord("-"))
    in_word[hyphen] = alphanumeric[hyphen - 1] & alphanumeric[hyphen + 1]
    change = np.flatnonzero(in_word[1:] != in_word[:-1]) + 1
    start, end = change[::2], change[1::2]
    return Words(start, end, text.documents_of(start), keys_of(text, start, end))


def keys_of(text: Text, start: Places, end: Places) -> Keys:
    """Give the key of each span of a text; the spans are sorted and do not overlap."""
    lower = np.frombuffer(text.latin.tobytes().translate(_LOWER) + bytes(STEP), dtype=np.uint8)
    window = np.ndarray((len(lower) - STEP + 1,), "<u8", lower, 0, (1,))
    length = end - start
    key = _mix(window[start] & _LOW_BYTES[np.minimum(length, STEP)], length.astype(np.uint64) * _PRIME)
    for done in range(STEP, LONGEST_KEY, STEP):
        longer = np.flatnonzero(length > done)
        if not len(longer):
            break
        more = window[start[longer] + done] & _LOW_BYTES[np.minimum(length[longer] - done, STEP)]
        key[longer] = _mix(more, key[longer])
    return _tell_beyond_apart(text, start, end, key)


def keys_of_strings(words: list[str]) -> Keys:
    """Give the keys of words that are not in the text."""
    text = Text(BOUNDARY + "".join(word + BOUNDARY for word in words))
    return keys_of(text, text.edges[:-1] + 1, text.edges[1:])


def count(words: Words, key: Keys, document: Places) -> Places:
    """Count how often the document beside each key holds it."""
    asked, where = np.unique(_in_document(key, document), return_inverse=True)
    maybe = np.zeros(1 << FILTER_BITS, dtype=bool)
    shift = np.uint64(64 - FILTER_BITS)
    maybe[(asked >> shift).astype(np.int64)] = True
    there = _in_document(words.key, words.document)
    there = there[maybe[(there >> shift).astype(np.int64)]]
    if not len(asked) or not len(there):
        return np.zeros(len(key), dtype=np.int64)
    row = np.minimum(np.searchsorted(asked, there), len(asked) - 1)
    return np.bincount(row[asked[row] == there], minlength=len(asked))[where]


class Table:
    """A set of keys, looked up many at once."""

    def __init__(self, keys: Keys) -> None:
        bits = max(8, 2 + len(keys).bit_length())
        self._shift = np.uint64(64 - bits)
        self._slots = np.zeros((1 << bits) + len(keys).bit_length() * STEP, dtype=np.uint64)
        self._probes = 0
        left = np.unique(keys)
        while len(left):
            slot = self._slot(left) + self._probes
            free = self._slots[slot] == 0
            self._slots[slot[free]] = left[free]
            left = left[self._slots[slot] != left]
            self._probes += 1

    def holds(self, keys: Keys) -> Mask:
        """Tell which keys are in the set."""
        slot = self._slot(keys)
        found: Mask = self._slots[slot] == keys
        for probe in range(1, self._probes):
            left = np.flatnonzero(~found & (self._slots[slot] != 0))
            found[left] = self._slots[slot[left] + probe] == keys[left]
        return found

    def _slot(self, keys: Keys) -> Places:
        return ((keys * _GOLDEN) >> self._shift).astype(np.int64)


def _mix(value: Keys, key: Keys) -> Keys:
    mixed = (value ^ key) * _GOLDEN
    return (mixed ^ (mixed >> _HALF)) * _OTHER_PRIME


def _in_document(key: Keys, document: Places) -> Keys:
    return key ^ ((document.astype(np.uint64) + np.uint64(1)) * _PRIME)


def _tell_beyond_apart(text: Text, start: Places, end: Places, key: Keys) -> Keys:
    """Mix the code points that the Latin-1 form does not tell apart into the keys of their words."""
    beyond = np.flatnonzero(text.latin == chars.BEYOND) if len(start) else start
    row = np.searchsorted(start, beyond, side="right") - 1
    inside = (row >= 0) & (beyond < end[row])
    beyond, row = beyond[inside], row[inside]
    weight = (beyond - start[row] + 1).astype(np.uint64) * _PRIME
    np.bitwise_xor.at(key, row, _mix(text.codes[beyond].astype(np.uint64), weight))
    return key
