"""Terms of vocabularies in clean text: one automaton over the whole batch, the longest match of a vocabulary wins."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple, Self

import daachorse
import numpy as np
import polars as pl

from etl.text import chars, fold, variants
from etl.text.chars import Mask, Places, Text
from etl.text.fold import BLANK, SIGN
from etl.text.spans import leftmost_longest

# So much of a text shows which parts of the automaton texts use most.
CORPUS: Final = 300_000
# The first text of a process may be the only one: below this length it is not worth all terms.
SHORT: Final = 100_000
# A word with a stem is no drug's name when it is shorter.
SHORTEST: Final = 7
SPANS: Final = {"start": pl.Int64(), "end": pl.Int64(), "row": pl.Int64()}


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
        patterns = len(forms)
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


class Hits(NamedTuple):
    """Where patterns stand in a text."""

    start: Places
    end: Places
    pattern: Places


class Compiled(NamedTuple):
    """Patterns made into an automaton; of each vocabulary the row of each pattern's term, -1 for none, and needs."""

    automaton: daachorse.DoubleArrayAhoCorasick | None
    patterns: int
    rows: list[Places]
    needs: list[Needs]


class Matcher:
    """The terms of vocabularies, ready to be found in any number of texts.

    Each frame of ``terms`` has the columns term and case_sensitive; a match gives the row of its term. Of terms that
    fold to the same the first counts. A word that ends in one of ``stems`` (lower-case letters) is found by it.
    """

    def __init__(self, *terms: pl.DataFrame, stems: Sequence[str] = ()) -> None:
        self.stems = list(stems)
        forms = [variants.forms(frame).with_columns(pattern=_pattern(pl.col("form"))) for frame in terms]
        self._forms = [frame.unique("pattern", keep="first", maintain_order=True) for frame in forms]
        self._has_met_a_text = False
        self._whole: Compiled | None = None

    def find(self, text: Text, words: bytes | None = None) -> list[pl.DataFrame]:
        """Give start, end and row of the term of each match, in reading order, none overlapping another.

        There is a frame for each vocabulary and one for the stems, with their number as row. ``words`` is the text
        folded to words, where that is known.
        """
        words = fold.words_of(text) if words is None else words
        compiled = self._compiled(words)
        hits = _search(compiled, words)
        found = [_matches(text, *own, hits) for own in zip(compiled.rows, compiled.needs, strict=True)]
        stem = np.flatnonzero(hits.pattern >= compiled.patterns)
        return [*found, self._of_stems(words, hits.end[stem], hits.pattern[stem] - compiled.patterns)]

    def row_of(self, vocabulary: int, folded: str) -> int:
        """Give the row of the term that has a folded form; -1 where none has."""
        return self._rows[vocabulary].get(folded, -1)

    @cached_property
    def _rows(self) -> list[dict[str, int]]:
        return [dict(zip(forms["pattern"].to_list(), forms["row"].to_list(), strict=True)) for forms in self._forms]

    def _compiled(self, words: bytes) -> Compiled:
        """Make the automaton: for a first short text of the terms alone whose first word it has, then of all."""
        if self._whole is None and not self._has_met_a_text and len(words) < SHORT:
            self._has_met_a_text = True
            own = pl.Series(sorted({word.decode("ascii") for word in words.split()}), dtype=pl.String)
            first = pl.col("pattern").str.strip_chars_start(BLANK).str.extract(r"^([^ ]*)").is_in(own.implode())
            return _compile([forms.filter(first) for forms in self._forms], self.stems, words)
        if self._whole is None:
            self._whole = _compile(self._forms, self.stems, words)
        return self._whole

    def _of_stems(self, words: bytes, end: Places, pattern: Places) -> pl.DataFrame:
        start = np.array([words.rfind(b" ", 0, place) + 1 for place in end.tolist()], dtype=np.int64)
        stem = pattern % max(len(self.stems), 1)
        longest = leftmost_longest(start, end)
        longest = longest[end[longest] - start[longest] >= SHORTEST]
        return pl.DataFrame({"start": start[longest], "end": end[longest], "row": stem[longest]}, schema=SPANS)


def _compile(forms: list[pl.DataFrame], stems: list[str], words: bytes) -> Compiled:
    """Make the automaton, laid out in memory for the words of a text: a quarter faster, with the same hits."""
    # Sorted patterns are quicker to build from.
    patterns = pl.concat([frame["pattern"] for frame in forms]).unique().sort()
    lined = [patterns.to_frame().join(frame, on="pattern", how="left", maintain_order="left") for frame in forms]
    texts = [f"{BLANK}{pattern}{BLANK}" for pattern in patterns.to_list()]
    texts += [f"{stem}{plural}{BLANK}" for plural in ("", "s") for stem in stems]
    encoded = [text.encode("ascii") for text in texts]
    automaton = daachorse.DoubleArrayAhoCorasick(encoded, corpus=[words[:CORPUS]]) if encoded else None
    none = np.full(2 * len(stems), -1)
    rows = [np.append(frame["row"].fill_null(-1).to_numpy(), none) for frame in lined]
    needs = [Needs.of(frame["form"].fill_null("").to_list() + [""] * len(none)) for frame in lined]
    return Compiled(automaton, len(patterns), rows, needs)


def _search(compiled: Compiled, words: bytes) -> Hits:
    """Find all patterns, whatever they overlap."""
    hits = compiled.automaton.find_overlapping(b" " + words + b" ") if compiled.automaton else []
    table = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits)).reshape(-1, 3)
    # The blank before a match stands in front of the text, too, so that places of the padded text are one ahead.
    return Hits(table[:, 0], table[:, 1] - 2, table[:, 2])


def _matches(text: Text, rows: Places, needs: Needs, hits: Hits) -> pl.DataFrame:
    """Give the hits that are matches of one vocabulary."""
    start, end, pattern = hits
    own = np.flatnonzero(rows[pattern] >= 0)
    own = own[needs.are_met(text, start[own], pattern[own])]
    own = own[leftmost_longest(start[own], end[own])]
    return pl.DataFrame({"start": start[own], "end": end[own], "row": rows[pattern[own]]}, schema=SPANS)


def _pattern(form: pl.Expr) -> pl.Expr:
    return form.str.to_lowercase().str.replace_all(SIGN, BLANK, literal=True)
