"""The words of a batch as 64-bit keys, so that they are counted and looked up without a string each."""

from itertools import pairwise
from typing import NamedTuple, Self, TypeAlias

import numpy as np

from etl import kernels
from etl.kernels import words as kernel
from etl.text import chars
from etl.text.chars import BOUNDARY, Mask, Places, Text

Keys: TypeAlias = kernels.Keys
Weights: TypeAlias = kernels.Weights

# A table of 32 KB stays in the nearest cache; most slots of a small one are free, so that one look is enough.
FEWEST_BITS = 12


class Asked(NamedTuple):
    """Keys of words, and the document in which each is counted."""

    key: Keys
    document: Places


class Words(NamedTuple):
    """Spans of words of a text in reading order, and the key of each, the same in any case of Latin-1."""

    text: Text
    start: Places
    end: Places
    key: Keys

    def take(self, rows: Places | Mask) -> Self:
        """Give some of the words, in the order of the rows."""
        return self._replace(start=self.start[rows], end=self.end[rows], key=self.key[rows])

    def slices(self) -> list[str]:
        """Give the words as strings."""
        return self.text.slices(self.start, self.end)

    def first_letters(self, size: int) -> Keys:
        """Give the keys of the first letters of each word; all have so many."""
        return kernel.keys(self.text.latin, self.text.codes, chars.BEYOND, self.start, self.start + size)

    def asked(self) -> Asked:
        """Ask for each word in its document."""
        return Asked(self.key, self.text.document_at(self.start))


def find_others(text: Text, known: "Table", shortest: int) -> Words:
    """Give the words of a batch that a table does not hold, of so many characters or more.

    A word is letters and digits, and hyphens between them.
    """
    return _find(text, known, shortest, held=False)


def find_asked(text: Text, asked: Asked, shortest: int) -> Words:
    """Give the words of a batch that are asked for in any document; none that is has fewer characters than that."""
    return _find(text, Table(asked.key), shortest, held=True)


def _find(text: Text, table: "Table", shortest: int, *, held: bool) -> Words:
    classes = (text.classes, chars.LOWER, ord("-"), chars.BEYOND)
    return Words(text, *kernel.find(text.latin, text.codes, *classes, table.slots, table.shift, held, shortest))


def of_strings(words: list[str], document: Places) -> Asked:
    """Ask for words that need not be in a text in the document beside each."""
    return Asked(keys_of_strings(words), document)


def keys_of_strings(words: list[str]) -> Keys:
    """Give the keys of words that need not be in a text."""
    text = Text(BOUNDARY + "".join(word + BOUNDARY for word in words))
    return kernel.keys(text.latin, text.codes, chars.BEYOND, text.edges[:-1] + 1, text.edges[1:])


def count(words: Words, asked: Asked) -> Places:
    """Count how often the document of each word that is asked for holds it."""
    if not len(asked.key):
        return np.zeros(0, dtype=np.int64)
    keys = kernel.in_documents(asked.key, asked.document)
    table = Table(keys)
    return kernel.count(table.slots, table.shift, words.key, words.start, words.text.edges)[table.find(keys)]


def one_of_each(keys: Keys) -> tuple[Places, Places]:
    """Give a row of each key that occurs, in no order, and the number of its key among them for each row."""
    table = Table(keys)
    slot = table.find(keys)
    row = np.empty(len(table), dtype=np.int64)
    row[slot] = np.arange(len(keys))
    held = table.slots != 0
    return row[held], (np.cumsum(held) - 1)[slot]


class Table:
    """A set of keys, with room for ``more`` to be put in."""

    def __init__(self, keys: Keys, more: int = 0) -> None:
        bits = max(FEWEST_BITS, 1 + (len(keys) + more).bit_length())
        self.shift = 64 - bits
        self.slots = np.zeros(1 << bits, dtype=np.uint64)
        kernel.put(self.slots, self.shift, keys)

    @classmethod
    def of_pairs(cls, lines: bytes) -> Self:
        """Make a table of the first two words of each line and the blank between them, in ASCII; lines hold more."""
        table = cls(np.zeros(0, dtype=np.uint64), lines.count(b"\n"))
        kernel.put_pairs(table.slots, table.shift, lines)
        return table

    def __len__(self) -> int:
        return len(self.slots)

    def find(self, keys: Keys) -> Places:
        """Give the slot of each key, a number of its own below the length of the table; -1 where it is not there."""
        return kernel.look_up(self.slots, self.shift, keys)

    def holds(self, keys: Keys) -> Mask:
        """Tell which keys are in the set."""
        return self.find(keys) >= 0

    def holds_word(self, word: str) -> bool:
        """Tell whether the key of a word in ASCII is in the set."""
        return kernel.holds(self.slots, self.shift, word.encode("ascii"))

    def parts(self, word: str, weights: Weights, longest: int) -> list[str]:
        """Cut a word in ASCII into those of the set that weigh the most together; none where there is no way.

        ``weights`` has one for each slot, negative infinity for what is no part; none is longer than so many letters.
        """
        ends = kernel.parts(word.encode("ascii"), self.slots, self.shift, weights, longest)
        return [word[start:end] for start, end in pairwise([0, *ends])]

    def makes_up(self, words: Words, longest: int) -> Mask:
        """Tell which words those of the set make up, one right behind the other, none longer than so many letters."""
        text, start, end = words.text, words.start, words.end
        return kernel.are_made_up(text.latin, text.codes, chars.BEYOND, start, end, self.slots, self.shift, longest)
