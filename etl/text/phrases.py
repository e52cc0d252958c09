"""Phrases in folded text: looked up word by word as hashes, so that a hundred thousand are ready in no time."""

from collections.abc import Iterator
from typing import Final, NamedTuple, Self

import numpy as np

from etl.text.chars import Bytes, Mask, Places, ranges
from etl.text.words import PRIME, STEP, Keys, Table, letters, mix, slots

BLANK: Final = b" "
# Stands behind a text, so that each word of it has a next one; no phrase has it.
NO_WORD: Final = b" \xff"
# So many first words of a phrase are looked at for the one that tells it.
AHEAD: Final = 7
# Of eight words in a row, a byte each: the first with its second bit, the second with its third one, ...
_DIAGONAL: Final = np.uint64(sum(2 << 9 * ahead for ahead in range(AHEAD)))


class Hits(NamedTuple):
    """Where phrases stand in a text, by their numbers."""

    start: Places
    end: Places
    phrase: Places


class Folded(NamedTuple):
    """A folded text and its words, parted by single blanks, so that one is empty between two blanks.

    Behind the last one stands a word that no phrase has.
    """

    text: bytes  # with NO_WORD and blanks behind it
    start: Places
    length: Places
    head: Keys  # the first eight letters

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Cut a folded text into words."""
        text += NO_WORD + BLANK * STEP
        characters = np.frombuffer(text, dtype=np.uint8)
        blank = np.flatnonzero(characters[: 1 - STEP] == ord(BLANK))
        start = np.append(0, blank[:-1] + 1)
        length = blank - start
        return cls(text, start, length, letters(characters, start, length))

    def within(self, start: Places, end: Places) -> Self:
        """Give the words of spans, behind those of each the word that no phrase has; it is empty."""
        first = np.searchsorted(self.start, start)
        size = np.searchsorted(self.start, end) - first + 1
        rows, last = ranges(first, size), np.cumsum(size) - 1
        words = self._replace(start=self.start[rows], length=self.length[rows], head=self.head[rows])
        words.length[last], words.head[last] = 0, self.head[-1]
        return words

    def keys(self, rows: Places) -> Keys:
        """Give a hash of each of some words."""
        characters = np.frombuffer(self.text, dtype=np.uint8)
        start, length = self.start[rows], self.length[rows]
        key = mix(self.head[rows], (length + 1).astype(np.uint64))
        longer, done = np.flatnonzero(length > STEP), STEP
        while len(longer):
            left = length[longer] - done
            key[longer] = mix(letters(characters, start[longer] + done, left), key[longer])
            longer, done = longer[left > STEP], done + STEP
        return key


class Phrases:
    """Phrases of lower-case ASCII, ready to be found in any number of folded texts.

    A phrase is known by a hash of 64 bits, so that a false hit is not to be expected in a hundred million articles.
    """

    def __init__(self, phrases: list[str]) -> None:
        words = Folded.of(" ".join(phrases).encode("ascii"))
        length = np.fromiter(map(len, phrases), np.int64, len(phrases))
        first = np.searchsorted(words.start, np.cumsum(length + 1) - length - 1)
        count = np.diff(np.append(first, len(words.start) - 1))
        bits = max(16, 2 + len(phrases).bit_length())
        self._shift = np.uint64(64 - bits)
        self._words = np.zeros(1 << bits, dtype=np.uint8)
        for bit, of_bit in enumerate(_telling(words, first, count)):
            self._words[slots(words.head[of_bit], self._shift)] |= 1 << bit
        self._pairs = np.zeros(1 << bits, dtype=np.bool_)
        self._pairs[slots(_pairs(words), self._shift)[first[count > 1]]] = True
        *beginnings, whole = _states(words, first, count)
        self._beginnings, self._ends = Table(np.concatenate([*beginnings, whole[:0]])), Table(whole)
        self._phrase = np.zeros(len(self._ends), dtype=np.int64)
        self._phrase[self._ends.find(whole)] = np.arange(len(whole))

    def find(self, words: Folded) -> Hits:
        """Find all phrases that have a blank, or an end of the text, on both sides, whatever they overlap."""
        bits = self._words.take(slots(words.head, self._shift))
        alone, first = np.flatnonzero((bits & 1).view(np.bool_)), self._openers(words, bits)
        last, state = first, words.keys(first)
        begun = [(alone, alone, words.keys(alone))]
        while len(first):
            last = last + 1
            state = mix(words.keys(last), state)
            known = np.flatnonzero(self._beginnings.holds(state))
            first, last, state = first[known], last[known], state[known]
            begun.append((first, last, state))
        first, last, state = (np.concatenate(parts) for parts in zip(*begun, strict=True))
        end = self._ends.find(state)
        whole = np.flatnonzero(end >= 0)
        first, last = first[whole], last[whole]
        return Hits(words.start[first], words.start[last] + words.length[last], self._phrase[end[whole]])

    def _openers(self, words: Folded, bits: Bytes) -> Places:
        """Give the words that may open a phrase of many, told by its first two words, then by its longest one."""
        first = np.flatnonzero(self._pairs.take(slots(_pairs(words), self._shift)))
        padded = np.append(bits, np.zeros(STEP, dtype=np.uint8))
        tells: Mask = letters(padded, first, np.full_like(first, STEP)) & _DIAGONAL != 0
        return first[tells]


def _pairs(words: Folded) -> Keys:
    """Give a number for the first letters of each word but the last and of the next one."""
    return words.head[:-1] * PRIME + words.head[1:]


def _telling(words: Folded, first: Places, count: Places) -> list[Places]:
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


def _states(words: Folded, first: Places, count: Places) -> Iterator[Keys]:
    """Give the hashes of the first two words of each longer phrase, of the first three, ...; then of all whole ones."""
    state, size = words.keys(first), 1
    while len(longer := np.flatnonzero(count > size)):
        state[longer] = mix(words.keys(first[longer] + size), state[longer])
        yield state[longer]
        size += 1
    yield state
