"""Phrases in folded text: looked up word by word as hashes, so that a hundred thousand are ready in no time."""

from collections.abc import Iterator
from typing import Final, NamedTuple, Self

import numpy as np

from etl.text.chars import Bytes, Places
from etl.text.words import Keys, Table

BLANK: Final = b" "
# Stands behind a text, so that each word of it has a next one.
NO_WORD: Final = b" \xff"
STEP: Final = 8  # characters in 64 bits
FILTER_BITS: Final = 20
# So many first words of a phrase are looked at for the one that tells it.
AHEAD: Final = 7
_LOW_BYTES: Final = np.array([(1 << 8 * size) - 1 for size in range(STEP + 1)], dtype=np.uint64)
# Odd 64-bit constants with no pattern (the golden ratio, and two primes of xxHash).
_GOLDEN, _PRIME, _OTHER_PRIME = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
_MANY: Final = np.uint8(0xFE)
_ONE, _HALF = np.uint64(1), np.uint64(32)


class Hits(NamedTuple):
    """Where phrases stand in a text, by their numbers."""

    start: Places
    end: Places
    phrase: Places


class _Words(NamedTuple):
    """The words of a text, parted by single blanks, so that one is empty between two blanks: places, first letters."""

    start: Places
    length: Places
    head: Keys  # the first eight letters
    window: Keys  # the eight characters from each place of the text on

    @classmethod
    def of(cls, text: bytes) -> Self:
        padded = np.frombuffer(text + BLANK * STEP, dtype=np.uint8)
        window = np.ndarray((len(text) + 1,), "<u8", padded, 0, (1,))
        blank = np.flatnonzero(padded[: len(text) + 1] == ord(BLANK))
        start = np.concatenate([[0], blank[:-1] + 1])
        length = blank - start
        return cls(start, length, window[start] & _LOW_BYTES[np.minimum(length, STEP)], window)

    def keys(self, rows: Places) -> Keys:
        """Give a hash of each of some words."""
        start, length = self.start[rows], self.length[rows]
        key = _mix(self.head[rows], length.astype(np.uint64) + _ONE)
        longer, done = np.flatnonzero(length > STEP), STEP
        while len(longer):
            left = length[longer] - done
            letters = self.window[start[longer] + done] & _LOW_BYTES[np.minimum(left, STEP)]
            key[longer] = _mix(letters, key[longer])
            longer, done = longer[left > STEP], done + STEP
        return key

    def pairs(self, rows: Places) -> Keys:
        """Give a number for the first letters of each of some words and of the next one."""
        return self.head[rows] * _PRIME + self.head[rows + 1]


class Phrases:
    """Phrases of lower-case ASCII, ready to be found in any number of folded texts.

    A phrase is known by a hash of 64 bits, so that a false hit is not to be expected in a hundred million articles.
    """

    def __init__(self, phrases: list[str]) -> None:
        words = _Words.of(" ".join(phrases).encode("ascii"))
        length = np.fromiter(map(len, phrases), np.int64, len(phrases))
        first = np.searchsorted(words.start, np.cumsum(length + 1) - length - 1)
        count = np.diff(np.append(first, len(words.start)))
        self._words = np.zeros(1 << FILTER_BITS, dtype=np.uint8)
        for bit, of_bit in enumerate(_telling(words, first, count)):
            self._words[_slot(words.head[of_bit])] |= 1 << bit
        self._pairs = np.zeros(1 << FILTER_BITS, dtype=np.bool_)
        self._pairs[_slot(words.pairs(first[count > 1]))] = True
        *beginnings, whole = _states(words, first, count)
        self._beginnings, self._ends = Table(np.concatenate([*beginnings, whole[:0]])), Table(whole)
        self._order = np.argsort(whole)
        self._whole = whole[self._order]

    def find(self, text: bytes) -> Hits:
        """Find all phrases that have a blank, or an end of the text, on both sides, whatever they overlap."""
        words = _Words.of(text + NO_WORD)
        bits = self._words[_slot(words.head)]
        alone, first = np.flatnonzero(bits & 1), self._openers(words, bits)
        last, state = first, words.keys(first)
        begun = [(alone, alone, words.keys(alone))]
        while len(first):
            last = last + 1
            state = _mix(words.keys(last), state)
            known = np.flatnonzero(self._beginnings.holds(state))
            first, last, state = first[known], last[known], state[known]
            begun.append((first, last, state))
        first, last, state = (np.concatenate(parts) for parts in zip(*begun, strict=True))
        whole = np.flatnonzero(self._ends.holds(state))
        first, last = first[whole], last[whole]
        phrase = self._order[np.searchsorted(self._whole, state[whole])]
        return Hits(words.start[first], words.start[last] + words.length[last], phrase)

    def _openers(self, words: _Words, bits: Bytes) -> Places:
        """Give the words that may open a phrase of many, told by its longest word, then by its first two."""
        rows, opens = np.flatnonzero(bits > 1), np.zeros(len(bits) + AHEAD, dtype=np.bool_)
        bit = np.flatnonzero(np.unpackbits(bits[rows] & _MANY, bitorder="little").view(np.bool_))
        # A place before the first word is one behind the last.
        opens[rows[bit >> 3] - (bit & 7) + 1] = True
        first = np.flatnonzero(opens[: len(bits) - 1])
        return first[self._pairs[_slot(words.pairs(first))]]


def _telling(words: _Words, first: Places, count: Places) -> list[Places]:
    """Give the words that tell phrases of one word, then those of many by their first word, by their second, ...

    The longest of the first words tells a phrase: it stands in few texts.
    """
    several = count > 1
    tell, ahead = first.copy(), np.zeros_like(first)
    for number in range(1, AHEAD):
        word = np.where(count > number, first + number, tell)
        longer = words.length[word] > words.length[tell]
        tell, ahead = np.where(longer, word, tell), np.where(longer, number, ahead)
    return [tell[~several], *(tell[several & (ahead == number)] for number in range(AHEAD))]


def _states(words: _Words, first: Places, count: Places) -> Iterator[Keys]:
    """Give the hashes of the first two words of each longer phrase, of the first three, ...; then of all whole ones."""
    state, size = words.keys(first), 1
    while len(longer := np.flatnonzero(count > size)):
        state[longer] = _mix(words.keys(first[longer] + size), state[longer])
        yield state[longer]
        size += 1
    yield state


def _mix(value: Keys, key: Keys) -> Keys:
    # The factor of the key keeps a word from undoing itself when it stands twice.
    mixed = (value ^ key * _PRIME) * _GOLDEN
    return (mixed ^ (mixed >> _HALF)) * _OTHER_PRIME


def _slot(numbers: Keys) -> Places:
    return (numbers * _GOLDEN >> np.uint64(64 - FILTER_BITS)).view(np.int64)
