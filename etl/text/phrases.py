"""Phrases in folded text: looked up word by word as hashes, so that a hundred thousand are ready in no time."""

from collections.abc import Iterator
from typing import Final, NamedTuple, Self

import numpy as np

from etl.text.chars import Bytes, Places
from etl.text.words import Keys, Table

BLANK: Final = b" "
STEP: Final = 8  # characters in 64 bits
FILTER_BITS: Final = 20
# What a word is in phrases: a whole one, the first of many, the first behind blanks.
ALONE, OPENING, LED = 1, 2, 4
_LOW_BYTES: Final = np.array([(1 << 8 * size) - 1 for size in range(STEP + 1)], dtype=np.uint64)
# Odd 64-bit constants with no pattern (the golden ratio, and two primes of xxHash).
_GOLDEN, _PRIME, _OTHER_PRIME = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)
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
        count = np.array([phrase.count(" ") + 1 for phrase in phrases], dtype=np.int64)
        first = np.cumsum(count) - count
        opening = np.array([len(phrase) - len(phrase.lstrip(" ")) for phrase in phrases], dtype=np.int64)
        has_letters = words.length[first + opening] > 0
        plain, led = has_letters & (opening == 0), has_letters & (opening > 0)
        alone, pair = first[plain & (count == 1)], first[plain & (count > 1)]
        # What a word may be, told by its first letters, and a pair of words.
        self._words, self._pairs = np.zeros((2, 1 << FILTER_BITS), dtype=np.uint8)
        for sort, rows in ((ALONE, alone), (OPENING, pair), (LED, (first + opening)[led])):
            self._words[_slot(words.head[rows])] |= sort
        self._pairs[_slot(words.pairs(pair))] = OPENING
        self._openings = np.unique(opening[led])
        *beginnings, whole = _states(words, first, count)
        self._beginnings, self._ends = Table(np.concatenate([*beginnings, whole[:0]])), Table(whole)
        self._order = np.argsort(whole)
        self._whole = whole[self._order]

    def find(self, text: bytes) -> Hits:
        """Find all phrases that have a blank, or an end of the text, on both sides, whatever they overlap."""
        words = _Words.of(text)
        sort = self._words[_slot(words.head)]
        alone = np.flatnonzero(sort & ALONE)
        found = [self._ended(words, alone, alone, words.keys(alone))]
        first = self._openers(words, sort)
        last, state = first, words.keys(first)
        while len(first):
            go_on = np.flatnonzero(last + 1 < len(words.start))
            first, last = first[go_on], last[go_on] + 1
            state = _mix(words.keys(last), state[go_on])
            known = np.flatnonzero(self._beginnings.holds(state))
            first, last, state = first[known], last[known], state[known]
            found.append(self._ended(words, first, last, state))
        return Hits(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def _openers(self, words: _Words, sort: Bytes) -> Places:
        """Give the words that may open a phrase of many; one that begins with blanks is told by its first letters."""
        plain = np.flatnonzero(sort[:-1] & OPENING)
        plain = plain[self._pairs[_slot(words.pairs(plain))] > 0]
        led = np.flatnonzero(sort & LED)
        led = led[words.length[led - 1] == 0]
        behind = (led[:, None] - self._openings).ravel()
        return np.concatenate([plain, np.unique(behind[behind >= 0])])

    def _ended(self, words: _Words, first: Places, last: Places, state: Keys) -> Hits:
        """Give the spans of words that are whole phrases."""
        whole = np.flatnonzero(self._ends.holds(state))
        first, last = first[whole], last[whole]
        phrase = self._order[np.searchsorted(self._whole, state[whole])]
        return Hits(words.start[first], words.start[last] + words.length[last], phrase)


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
