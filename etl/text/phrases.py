"""Phrases in folded text: a hundred thousand are looked for at once, and ready in no time."""

from typing import Final, NamedTuple, Self

import numpy as np

from etl.kernels import Numbers, phrases
from etl.text import fold
from etl.text.chars import Bytes, Mask, Places, Text

# What a character of a phrase may need to be in a text, beside itself.
ANY, JOINT = phrases.ANY, phrases.JOINT
_AS_IT_IS: Final = np.arange(256, dtype=np.uint8)


class Hits(NamedTuple):
    """Where phrases begin in a text, in reading order, and the number of the longest at each place."""

    start: Places
    phrase: Numbers


class Folded(NamedTuple):
    """A folded text and its words, parted by single blanks, so that one is empty between two blanks.

    Behind the starts of the words stand those of two empty ones beyond the text, and their end.
    """

    text: Bytes
    start: Places

    @classmethod
    def of(cls, text: Text) -> Self:
        """Fold a text to lower-case letters, digits and blanks, and cut it into words."""
        return cls(*phrases.cut(fold.words_table(), text.codes, ord(fold.BLANK)))

    @classmethod
    def known(cls, folded: bytes) -> Self:
        """Cut a folded text into words."""
        return cls(*phrases.cut(_AS_IT_IS, np.frombuffer(folded, dtype=np.uint8), ord(fold.BLANK)))


class Phrases:
    """Phrases of lower-case ASCII, no two the same, ready to be found in any number of folded texts.

    Words are told by hashes first; what is found has the letters of the phrase.
    """

    def __init__(self, names: list[str]) -> None:
        length = np.fromiter(map(len, names), np.int64, len(names))
        # Where each phrase begins, a blank between two; then where one more would.
        self.edge: Places = np.append(0, np.cumsum(length + 1))
        # What each character must be in a text where any will do.
        self.anything: Bytes = np.full(self.edge[-1], ANY, dtype=np.uint8)
        self._words = Folded.known(fold.BLANK.join(names).encode("ascii"))
        first = np.searchsorted(self._words.start, self.edge)
        self._openings, self._states, self._whole, self.shorter = phrases.table(*self._words, first)

    def find(self, words: Folded, start: Places, end: Places) -> Hits:
        """Find phrases that have a blank, or an end, on both sides, in sorted spans; each is searched alone."""
        spelled, openings, states, whole = self._words.text, self._openings, self._states, self._whole
        return Hits(*phrases.find(*words, start, end, spelled, self.edge, openings, states, whole))

    def longest(self, text: Text, hits: Hits, wanted: Mask, needs: Bytes) -> tuple[Places, Places, Numbers]:
        """Give start, end and number of wanted phrases; an earlier, then a longer one rules out what it overlaps.

        ``needs`` has what each character of each phrase, and of the blanks between them, must be in the text.
        """
        asked, joints = wanted.view(np.uint8), fold.joints_table()
        start, phrase = phrases.longest(text.codes, joints, *hits, self.shorter, self.edge, asked, needs)
        return start, start + (self.edge[phrase + 1] - 1 - self.edge[phrase]), phrase
