"""The words of a batch as 64-bit keys, so that they are counted and looked up without a string each."""

from typing import NamedTuple, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from etl.text import chars
from etl.text.chars import BOUNDARY, Mask, Places, Text

Keys: TypeAlias = npt.NDArray[np.uint64]

# Characters of a word that its key depends on, beside its length.
LONGEST_KEY = 64
STEP = 8  # characters in 64 bits
FILTER_BITS = 20
# Set in each byte, it makes capitals small and leaves the other letters, digits and hyphens; \u00df, which it changes,
# meets nothing else.
_LOWER_CASE = np.uint64(0x2020202020202020)
_LOW_BYTES = np.array([(1 << 8 * size) - 1 for size in range(STEP + 1)], dtype=np.uint64)
# Odd 64-bit constants with no pattern (the golden ratio, and two primes of xxHash).
_GOLDEN, _PRIME, _OTHER_PRIME = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
_HALF = np.uint64(32)


class Words(NamedTuple):
    """Spans of words of a text in reading order, and the document of each.

    The head of a word is its length and first letters as one number, the same in any case.
    """

    text: Text
    start: Places
    end: Places
    document: Places
    head: Keys

    def take(self, rows: Places) -> Self:
        """Give some of the words; the rows are sorted."""
        return self._replace(
            start=self.start[rows], end=self.end[rows], document=self.document[rows], head=self.head[rows]
        )

    def keys(self) -> Keys:
        """Give the key of each word, the same in any case."""
        window, length, key = _window(self.text), self.end - self.start, self.head.copy()
        longer = np.arange(len(length))
        for done in range(STEP, LONGEST_KEY, STEP):
            longer = longer[length[longer] > done]
            if not len(longer):
                break
            more = (window[self.start[longer] + done] | _LOWER_CASE) & _LOW_BYTES[
                np.minimum(length[longer] - done, STEP)
            ]
            key[longer] = _mix(more, key[longer])
        return _tell_beyond_apart(self, key)


def find(text: Text) -> Words:
    """Give the words of a batch: letters and digits, and hyphens between them."""
    alphanumeric = text.classes >= chars.LOWER
    in_word = alphanumeric.copy()
    hyphen = np.flatnonzero(text.latin == ord("-"))
    in_word[hyphen] = alphanumeric[hyphen - 1] & alphanumeric[hyphen + 1]
    change = np.flatnonzero(in_word[1:] != in_word[:-1]) + 1
    start, end = change[::2], change[1::2]
    return Words(text, start, end, text.documents_of(start), _heads(text, start, end))


def of_strings(words: list[str], document: Places) -> Words:
    """Give words that need not be in a text as if the document beside each held them."""
    text = Text(BOUNDARY + "".join(word + BOUNDARY for word in words))
    start, end = text.edges[:-1] + 1, text.edges[1:]
    return Words(text, start, end, document, _heads(text, start, end))


def keys_of_strings(words: list[str]) -> Keys:
    """Give the keys of words that need not be in a text."""
    return of_strings(words, np.zeros(len(words), dtype=np.int64)).keys()


def count(words: Words, asked: Words) -> Places:
    """Count how often the document of each word that is asked for holds it."""
    if not len(asked.start):
        return np.zeros(0, dtype=np.int64)
    keys, where = np.unique(_in_document(asked.keys(), asked.document), return_inverse=True)
    # Most words differ from all that are asked for in their head, so that few need a key.
    found = words.take(np.flatnonzero(_may_hold(asked, words)))
    there = _in_document(found.keys(), found.document)
    row = np.minimum(np.searchsorted(keys, there), len(keys) - 1)
    return np.bincount(row[keys[row] == there], minlength=len(keys))[where]


def _may_hold(asked: Words, words: Words) -> Mask:
    """Tell which words have the head and the document of one that is asked for, or look so by accident."""
    shift = np.uint64(64 - FILTER_BITS)
    is_asked = np.zeros(1 << FILTER_BITS, dtype=bool)
    is_asked[(_in_document(asked.head, asked.document) >> shift).astype(np.int64)] = True
    may: Mask = is_asked[(_in_document(words.head, words.document) >> shift).astype(np.int64)]
    return may


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
        found = np.zeros(len(keys), dtype=bool)
        left, slot = np.arange(len(keys)), self._slot(keys)
        for probe in range(self._probes):
            there = self._slots[slot + probe]
            is_it = there == keys[left]
            found[left[is_it]] = True
            go_on = np.flatnonzero(~is_it & (there != 0))
            left, slot = left[go_on], slot[go_on]
        return found

    def _slot(self, keys: Keys) -> Places:
        return ((keys * _GOLDEN) >> self._shift).astype(np.int64)


def _mix(value: Keys, key: Keys) -> Keys:
    mixed = (value ^ key) * _GOLDEN
    return (mixed ^ (mixed >> _HALF)) * _OTHER_PRIME


def _in_document(key: Keys, document: Places) -> Keys:
    return key ^ ((document.astype(np.uint64) + np.uint64(1)) * _PRIME)


def _heads(text: Text, start: Places, end: Places) -> Keys:
    length = end - start
    first = (_window(text)[start] | _LOWER_CASE) & _LOW_BYTES[np.minimum(length, STEP)]
    return _mix(first, length.astype(np.uint64) * _PRIME)


def _window(text: Text) -> Keys:
    """Give the eight characters from each place on as one number."""
    padded = np.concatenate([text.latin, np.zeros(STEP, dtype=np.uint8)])
    return np.ndarray((len(text.latin),), "<u8", padded, 0, (1,))


def _tell_beyond_apart(words: Words, key: Keys) -> Keys:
    """Mix the code points that the Latin-1 form does not tell apart into the keys of their words."""
    beyond = words.text.beyond if len(words.start) else words.start
    row = np.searchsorted(words.start, beyond, side="right") - 1
    inside = (row >= 0) & (beyond < words.end[row])
    beyond, row = beyond[inside], row[inside]
    weight = (beyond - words.start[row] + 1).astype(np.uint64) * _PRIME
    np.bitwise_xor.at(key, row, _mix(words.text.codes[beyond].astype(np.uint64), weight))
    return key
