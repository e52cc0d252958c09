"""Terms of vocabularies in clean text: one automaton over the whole batch, the longest match of a vocabulary wins."""

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple, Self

import daachorse
import numpy as np
import polars as pl

from etl.text import chars, fold, variants
from etl.text.chars import Mask, Places, Text
from etl.text.fold import BLANK, SIGN
from etl.text.spans import leftmost_longest

# A word with a stem is no drug's name when it is shorter.
SHORTEST: Final = 7
SPANS: Final = {"start": pl.Int64(), "end": pl.Int64(), "row": pl.Int64()}


class Needs(NamedTuple):
    """What the characters of a match must be, one row each: the pattern, the place in its match, the code; 0 a joint."""

    first: Places
    offset: Places
    code: chars.Codes

    @classmethod
    def of(cls, forms: list[str], patterns: int) -> Self:
        """Give the needs of patterns from their forms: joints where these have them, letters in their own case.

        A form that is all lower case needs joints alone.
        """
        code = np.frombuffer("".join(forms).encode("ascii"), dtype=np.uint8)
        length = np.array([len(form) for form in forms], dtype=np.int64)
        form = np.repeat(np.arange(patterns), length)
        offset = np.arange(len(code)) - np.repeat(np.cumsum(length) - length, length)
        capital = (code >= ord("A")) & (code <= ord("Z"))
        letter = capital | (code >= ord("a")) & (code <= ord("z"))
        cased = np.bincount(form[capital], minlength=patterns) > 0
        joint = code == ord(BLANK)
        needed = np.flatnonzero(joint | letter & cased[form])
        first = np.searchsorted(form[needed], np.arange(patterns + 1))
        return cls(first, offset[needed], np.where(joint, 0, code)[needed].astype(np.uint32))

    def are_met(self, text: Text, start: Places, pattern: Places) -> Mask:
        """Tell which matches of patterns have the characters that they need."""
        count = self.first[pattern + 1] - self.first[pattern]
        match = np.repeat(np.arange(len(start)), count)
        need = np.arange(len(match)) + np.repeat(self.first[pattern] - (np.cumsum(count) - count), count)
        place = start[match] + self.offset[need]
        joint = self.code[need] == 0
        wrong = ~joint & (text.codes[place] != self.code[need])
        joints = np.flatnonzero(joint)
        wrong[joints] = ~fold.are_joints(text, place[joints])
        met: Mask = np.bincount(match[wrong], minlength=len(start)) == 0
        return met


class Names(NamedTuple):
    """The forms of one vocabulary: for each pattern of the automaton the row of its term, -1 for none, and its needs."""

    row: Places
    needs: Needs
    rows: dict[str, int]


class Matcher:
    """The terms of vocabularies, ready to be found in any number of texts.

    Each frame of ``terms`` has the columns term and case_sensitive; a match gives the row of its term. Of terms that
    fold to the same the first counts. A word that ends in one of ``stems`` (lower-case letters) is found by it.
    """

    def __init__(self, *terms: pl.DataFrame, stems: Sequence[str] = ()) -> None:
        own = [variants.forms(frame).with_columns(pattern=_pattern(pl.col("form"))) for frame in terms]
        own = [forms.unique("pattern", keep="first", maintain_order=True) for forms in own]
        patterns = pl.concat([forms["pattern"] for forms in own]).unique(maintain_order=True)
        self.stems = list(stems)
        self._names = [_names(forms, patterns) for forms in own]
        self._stem = len(patterns)
        endings = [f"{stem}{plural}{BLANK}" for plural in ("", "s") for stem in self.stems]
        words = [f"{BLANK}{pattern}{BLANK}".encode("ascii") for pattern in patterns.to_list()]
        words += [ending.encode("ascii") for ending in endings]
        self._automaton = daachorse.DoubleArrayAhoCorasick(words) if words else None

    def find(self, text: Text, words: bytes | None = None) -> list[pl.DataFrame]:
        """Give start, end and row of the term of each match, in reading order, none overlapping another.

        There is a frame for each vocabulary and one for the stems, with their number as row. ``words`` is the text
        folded to words, where that is known.
        """
        words = fold.words_of(text) if words is None else words
        start, end, pattern = self._search(words)
        found = [self._of(names, text, start, end, pattern) for names in self._names]
        is_stem = pattern >= self._stem
        return [*found, self._of_stems(words, end[is_stem], pattern[is_stem])]

    def row_of(self, vocabulary: int, folded: str) -> int:
        """Give the row of the term that has a folded form; -1 where none has."""
        return self._names[vocabulary].rows.get(folded, -1)

    def _search(self, words: bytes) -> tuple[Places, Places, Places]:
        hits = self._automaton.find_overlapping(b" " + words + b" ") if self._automaton else []
        table = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits)).reshape(-1, 3)
        # The blank before a match stands in front of the text, too, so that places of the padded text are one ahead.
        return table[:, 0], table[:, 1] - 2, table[:, 2]

    def _of(self, names: Names, text: Text, start: Places, end: Places, pattern: Places) -> pl.DataFrame:
        row = np.append(names.row, np.full(2 * len(self.stems), -1))[pattern]
        own = np.flatnonzero(row >= 0)
        own = own[names.needs.are_met(text, start[own], pattern[own])]
        own = own[leftmost_longest(start[own], end[own])]
        return pl.DataFrame({"start": start[own], "end": end[own], "row": row[own]}, schema=SPANS)

    def _of_stems(self, words: bytes, end: Places, pattern: Places) -> pl.DataFrame:
        start = np.array([words.rfind(b" ", 0, place) + 1 for place in end.tolist()], dtype=np.int64)
        stem = (pattern - self._stem) % max(len(self.stems), 1)
        longest = leftmost_longest(start, end)
        longest = longest[end[longest] - start[longest] >= SHORTEST]
        return pl.DataFrame({"start": start[longest], "end": end[longest], "row": stem[longest]}, schema=SPANS)


def _pattern(form: pl.Expr) -> pl.Expr:
    return form.str.to_lowercase().str.replace_all(SIGN, BLANK, literal=True)


def _names(forms: pl.DataFrame, patterns: pl.Series) -> Names:
    """Line up the forms of a vocabulary with the patterns of the automaton."""
    lined = patterns.to_frame("pattern").join(forms, on="pattern", how="left", maintain_order="left")
    own = lined["form"].fill_null("").to_list()
    row = lined["row"].fill_null(-1).to_numpy()
    rows = dict(forms.select("pattern", "row").iter_rows())
    return Names(row, Needs.of(own, len(own)), rows)
