"""Terms of vocabularies in clean text: all looked for at once, the longest match of a vocabulary wins."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.text import variants
from etl.text.chars import Bytes, Places, Text
from etl.text.fold import BLANK, SIGN
from etl.text.phrases import ANY, JOINT, Folded, Hits, Phrases
from etl.text.spans import Spans
from etl.text.stems import Endings


class _Own(NamedTuple):
    """Of one vocabulary the row of each pattern's term, -1 for none, and what characters of the text must be."""

    rows: Places
    needs: Bytes

    @classmethod
    def of(cls, forms: pl.DataFrame) -> Self:
        """Give them from pattern, form and row of each, the latter two null where the vocabulary has none."""
        spelled = forms.select(pl.coalesce("form", "pattern")).to_series()
        return cls(forms["row"].fill_null(-1).to_numpy(), needs(spelled.to_list()))

    def matches(self, text: Text, phrases: Phrases, hits: Hits) -> Spans:
        """Give the hits that are matches of the vocabulary."""
        start, end, phrase = phrases.longest(text, hits, self.rows >= 0, self.needs)
        return Spans(start, end, self.rows[phrase])


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
        words = Folded.of(text) if words is None else words
        # One more than the text has, as its end is a blank, too; no name reaches from one document into the next.
        hits = self._phrases.find(words, np.append(0, text.edges + 1), np.append(text.edges, len(text) + 1))
        return [*(own.matches(text, self._phrases, hits) for own in self._own), self._endings.find(words)]

    @cached_property
    def rows(self) -> list[dict[str, int]]:
        """The rows of the terms of each vocabulary by their folded forms."""
        rows = (zip(self._patterns, own.rows.tolist(), strict=True) for own in self._own)
        return [{pattern: row for pattern, row in of_own if row >= 0} for of_own in rows]


def needs(forms: list[str]) -> Bytes:
    """Give what characters of forms, a blank between two, must be in a text: joints and, in capitals, letters.

    A form that is all lower case needs joints alone.
    """
    code = np.frombuffer(BLANK.join([*forms, ""]).encode("ascii"), dtype=np.uint8)
    first = np.cumsum([0, *(len(form) + 1 for form in forms)])
    is_capital = (code >= ord("A")) & (code <= ord("Z"))
    is_letter = is_capital | (code >= ord("a")) & (code <= ord("z"))
    capitals = np.diff(np.append(0, np.cumsum(is_capital))[first])
    is_needed = is_letter & np.repeat(capitals > 0, np.diff(first))
    return np.where(code == ord(BLANK), JOINT, np.where(is_needed, code, ANY)).astype(np.uint8)


def _pattern(form: pl.Expr) -> pl.Expr:
    return form.str.to_lowercase().str.replace_all(SIGN, BLANK, literal=True)
