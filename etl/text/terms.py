"""Terms of vocabularies in clean text: all looked for at once, the longest match of a vocabulary wins."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.text import chars, fold, variants
from etl.text.chars import Mask, Places, Text, ranges
from etl.text.fold import BLANK, SIGN
from etl.text.phrases import Folded, Hits, Phrases
from etl.text.spans import Spans, leftmost_longest
from etl.text.stems import Endings


class Needs(NamedTuple):
    """What characters of matches must be: the first need of each pattern; place and code of each, 0 for a joint."""

    first: Places
    offset: Places
    code: chars.Codes

    @classmethod
    def of(cls, forms: list[str]) -> Self:
        """Give the needs of patterns from their forms: joints where these have them, letters in their own case.

        A form that is all lower case needs joints alone.
        """
        code = np.frombuffer("".join(forms).encode("ascii"), dtype=np.uint8)
        length = np.fromiter(map(len, forms), np.int64, len(forms))
        end = np.cumsum(length)
        capital = np.flatnonzero((code >= ord("A")) & (code <= ord("Z")))
        cased = np.unique(np.searchsorted(end, capital, side="right"))
        letter = ranges(end[cased] - length[cased], length[cased])
        letter = letter[(code[letter] | ord(BLANK)) >= ord("a")]
        needed = np.union1d(np.flatnonzero(code == ord(BLANK)), letter)
        form = np.searchsorted(end, needed, side="right")
        first = np.searchsorted(form, np.arange(len(forms) + 1))
        own = code[needed].astype(np.uint32)
        return cls(first, needed - (end - length)[form], np.where(own == ord(BLANK), 0, own))

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


class _Own(NamedTuple):
    """Of one vocabulary the row of each pattern's term, -1 for none, and the needs of the patterns."""

    rows: Places
    needs: Needs

    @classmethod
    def of(cls, forms: pl.DataFrame) -> Self:
        """Give them from the form and row of each pattern, null where the vocabulary has none."""
        return cls(forms["row"].fill_null(-1).to_numpy(), Needs.of(forms["form"].fill_null("").to_list()))

    def matches(self, text: Text, hits: Hits) -> Spans:
        """Give the hits that are matches of the vocabulary."""
        own = np.flatnonzero(self.rows[hits.phrase] >= 0)
        own = own[self.needs.are_met(text, hits.start[own], hits.phrase[own])]
        found = Spans(hits.start[own], hits.end[own], self.rows[hits.phrase[own]])
        return found.take(leftmost_longest(found.start, found.end))


class Matcher:
    """The terms of vocabularies, ready to be found in any number of texts.

    Each frame of ``terms`` has the columns term and case_sensitive; a match gives the row of its term. Of terms that
    fold to the same the first counts. A word that ends in one of ``stems`` (lower-case letters) is found by it.
    """

    def __init__(self, *terms: pl.DataFrame, stems: Sequence[str] = ()) -> None:
        forms = [variants.forms(frame).with_columns(pattern=_pattern(pl.col("form"))) for frame in terms]
        forms = [frame.unique("pattern", keep="first", maintain_order=True) for frame in forms]
        patterns = pl.concat([frame["pattern"] for frame in forms]).unique(maintain_order=True).to_frame()
        patterns = patterns.filter(pl.col("pattern").str.strip_chars(BLANK) != "")
        self._patterns = patterns["pattern"].to_list()
        self._phrases = Phrases(self._patterns)
        self._own = [_Own.of(patterns.join(frame, on="pattern", how="left", maintain_order="left")) for frame in forms]
        self._endings = Endings(stems)

    def find(self, text: Text, words: Folded | None = None) -> list[Spans]:
        """Give the matches of each vocabulary and of the stems, in reading order, none overlapping another.

        Those of the stems have the number of the stem as row. ``words`` is the folded text, where that is known.
        """
        words = Folded.of(fold.words_of(text)) if words is None else words
        hits = self._phrases.find(words)
        return [*(own.matches(text, hits) for own in self._own), self._endings.find(words)]

    @cached_property
    def rows(self) -> list[dict[str, int]]:
        """The rows of the terms of each vocabulary by their folded forms."""
        rows = (zip(self._patterns, own.rows.tolist(), strict=True) for own in self._own)
        return [{pattern: row for pattern, row in of_own if row >= 0} for of_own in rows]


def _pattern(form: pl.Expr) -> pl.Expr:
    return form.str.to_lowercase().str.replace_all(SIGN, BLANK, literal=True)
