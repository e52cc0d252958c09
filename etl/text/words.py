"""The words of a batch as 64-bit keys, so that they are counted and looked up without a string each."""

from typing import NamedTuple, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from etl.text import chars
from etl.text.chars import BOUNDARY, Bytes, Mask, Places, Text

Keys: TypeAlias = npt.NDArray[np.uint64]

# Characters of a word that its key depends on, beside its length.
LONGEST_KEY = 64
STEP = 8  # characters in 64 bits
FILTER_BITS = 20
# Set in each byte, it makes capitals small and leaves the other letters, digits and hyphens; \u00df, which it changes,
# meets nothing else.
_LOWER_CASE = np.uint64(0x2020202020202020)
# Odd 64-bit constants with no pattern (the golden ratio, and two primes of xxHash).
GOLDEN, PRIME, _OTHER_PRIME = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
_LOW_BYTES = np.array([(1 << 8 * size) - 1 for size in range(STEP + 1)], dtype=np.uint64)
_HALF, _NO_CASE = np.uint64(32), np.uint64(0)


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
        latin, length, key = _padded(self.text), self.end - self.start, self.head.copy()
        longer = np.arange(len(length))
        for done in range(STEP, LONGEST_KEY, STEP):
            longer = longer[length[longer] > done]
            if not len(longer):
                break
            more = letters(latin, self.start[longer] + done, length[longer] - done, _LOWER_CASE)
            key[longer] = mix(more, key[longer])
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
        bits = max(8, 1 + len(keys).bit_length())
        self._shift = np.uint64(64 - bits)
        self._slots = np.zeros((1 << bits) + len(keys).bit_length() * STEP, dtype=np.uint64)
        left, probe = np.unique(keys), 0
        while len(left):
            slot = slots(left, self._shift) + probe
            free = self._slots[slot] == 0
            self._slots[slot[free]] = left[free]
            left = left[self._slots[slot] != left]
            probe += 1

    def __len__(self) -> int:
        return len(self._slots)

    def find(self, keys: Keys) -> Places:
        """Give the slot of each key, a number of its own below the length of the table; -1 where it is not there."""
        found = slots(keys, self._shift)
        there = self._slots.take(found)
        left = np.flatnonzero(there != keys)
        while len(left):
            free = there[left] == 0
            found[left[free]] = -1
            left = left[~free]
            found[left] += 1
            there[left] = self._slots[found[left]]
            left = left[there[left] != keys[left]]
        return found

    def holds(self, keys: Keys) -> Mask:
        """Tell which keys are in the set."""
        return self.find(keys) >= 0


def mix(value: Keys, key: Keys) -> Keys:
    """Give the keys of what continues by a value; the factor keeps a value that stands twice from undoing itself."""
    mixed = (value ^ key * PRIME) * GOLDEN
    return (mixed ^ (mixed >> _HALF)) * _OTHER_PRIME


def slots(keys: Keys, shift: np.uint64) -> Places:
    """Give the highest bits of keys once they are mixed, which tell most of them apart."""
    return (keys * GOLDEN >> shift).view(np.int64)


def letters(padded: Bytes, start: Places, length: Places, case: np.uint64 = _NO_CASE) -> Keys:
    """Give up to eight bytes from each place on as a number, the bits of a case set in them.

    As bytes of no type they need not be aligned, which numpy takes in less time.
    """
    eights = np.ndarray((len(padded) - STEP + 1,), f"V{STEP}", padded, 0, (1,))[start].view("<u8")
    return (eights | case) & _LOW_BYTES.take(length, mode="clip")


def _in_document(key: Keys, document: Places) -> Keys:
    return key ^ ((document.astype(np.uint64) + np.uint64(1)) * PRIME)


def _heads(text: Text, start: Places, end: Places) -> Keys:
    length = end - start
    return mix(letters(_padded(text), start, length, _LOWER_CASE), length.astype(np.uint64))


def _padded(text: Text) -> Bytes:
    return np.concatenate([text.latin, np.zeros(STEP, dtype=np.uint8)])


def _tell_beyond_apart(words: Words, key: Keys) -> Keys:
    """Mix the code points that the Latin-1 form does not tell apart into the keys of their words."""
    beyond = words.text.beyond if len(words.start) else words.start
    row = np.searchsorted(words.start, beyond, side="right") - 1
    inside = (row >= 0) & (beyond < words.end[row])
    beyond, row = beyond[inside], row[inside]
    weight = (beyond - words.start[row] + 1).astype(np.uint64) * PRIME
    np.bitwise_xor.at(key, row, mix(words.text.codes[beyond].astype(np.uint64), weight))
    return key
