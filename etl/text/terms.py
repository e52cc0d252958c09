"""Terms of a vocabulary in clean text: one automaton over the whole batch, the longest match wins."""

import re
import unicodedata
from functools import cache

import daachorse
import numpy as np
import polars as pl

from etl.text import chars
from etl.text.chars import Classes, Mask, Places, Text

# Every character folds to one ASCII character, so that places in the folded text are places in the text.
JOINTS = " -/\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
GREEK = (
    "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc"
    "\u03bd\u03be\u03bf\u03c0\u03c1\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9"
)
MICRO_SIGN, FINAL_SIGMA = "\u00b5", "\u03c2"
LETTER_ELSE, SIGN = "\x1f", "."

PLURAL_Y = re.compile(r"(?<=[^aeiou])y$")
PLURAL_ES = re.compile(r"(?:[sxz]|[cs]h)$")


@cache
def fold_table() -> chars.Classes:
    """Give the folded character of every code point: letters without case and accent, Greek apart, joints blank."""
    table = np.full(0x110000, ord(SIGN), dtype=np.uint8)
    table[np.isin(chars.class_table(), (chars.LOWER, chars.UPPER, chars.LETTER, chars.DIGIT))] = ord(LETTER_ELSE)
    for code in range(0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if base.isascii() and base.isalnum():
            table[code] = ord(base)
    for number, letter in enumerate(GREEK, start=1):
        table[[ord(letter), ord(letter.upper())]] = number
    table[ord(MICRO_SIGN)], table[ord(FINAL_SIGMA)] = GREEK.index("\u03bc") + 1, GREEK.index("\u03c3") + 1
    table[[ord(joint) for joint in JOINTS]] = ord(" ")
    return table


def fold(text: str) -> str:
    """Fold a text character by character; the result is ASCII and as long."""
    return _folded(chars.Text(text)).decode("ascii")


def fold_all(terms: list[str]) -> list[str]:
    """Fold many terms at once, as ``fold`` each."""
    folded = fold("\n".join(terms))
    ends = np.cumsum([len(term) + 1 for term in terms], dtype=np.int64).tolist()
    return [folded[end - len(term) - 1 : end - 1] for term, end in zip(terms, ends, strict=True)]


def fold_readably(terms: list[str]) -> list[str]:
    """Fold terms for their keys: as ``fold`` each, but Greek letters stay as they are."""
    readable = str.maketrans(dict(enumerate(GREEK, start=1)) | {ord(LETTER_ELSE): "_"})
    return [folded.translate(readable) for folded in fold_all(terms)]


def plural(term: str) -> str:
    """Give the regular plural of the last word of a folded term."""
    if PLURAL_Y.search(term):
        return PLURAL_Y.sub("ies", term)
    return f"{term}es" if PLURAL_ES.search(term) else f"{term}s"


class Matcher:
    """The terms of a vocabulary, ready to be found in any number of texts.

    ``terms`` has the columns term and case_sensitive; a match gives its row. Terms that fold to the same are one.
    """

    def __init__(self, terms: pl.DataFrame) -> None:
        self._row: dict[str, int] = {}
        self._cased: dict[int, str] = {}
        folds = fold_all(terms["term"].to_list())
        for row, (term, case_sensitive) in enumerate(terms.select("term", "case_sensitive").iter_rows()):
            folded = folds[row]
            for form in (folded, plural(folded)):
                self._row.setdefault(form, row)
            if case_sensitive:
                self._cased[row] = _letters(term)
        self._rows = np.array(list(self._row.values()), dtype=np.int64)
        forms = [form.encode("ascii") for form in self._row]
        self._automaton = daachorse.DoubleArrayAhoCorasick(forms) if forms else None

    def find(self, text: Text) -> pl.DataFrame:
        """Give start, end and row of the term of each match, in reading order, none overlapping another."""
        hits = self._automaton.find_overlapping(_folded(text)) if self._automaton else []
        spans = np.array(hits, dtype=np.int64).reshape(-1, 3)
        spans = spans[_at_word_edges(text.classes, spans[:, 0], spans[:, 1])]
        start, end, row = spans[:, 0], spans[:, 1], self._rows[spans[:, 2]]
        kept = ~self._wrong_case(text.string, start, end, row)
        start, end, row = start[kept], end[kept], row[kept]
        order = np.lexsort((-end, start))
        start, end, row = start[order], end[order], row[order]
        longest = _leftmost_longest(start, end)
        return pl.DataFrame({"start": start[longest], "end": end[longest], "row": row[longest]})

    def _wrong_case(self, text: str, start: Places, end: Places, row: Places) -> Mask:
        """Tell which matches of a term with fixed capitals are written otherwise, a plural ending aside."""
        wrong = np.zeros(len(row), dtype=bool)
        for match in np.flatnonzero(np.isin(row, list(self._cased))).tolist():
            letters, surface = self._cased[int(row[match])], _letters(text[start[match] : end[match]])
            wrong[match] = surface not in (letters, f"{letters}s", f"{letters}es")
        return wrong


def _folded(text: Text) -> bytes:
    return chars.look_up(fold_table(), text.codes, text.latin).tobytes()


def _letters(term: str) -> str:
    return "".join(char for char in term if char not in JOINTS)


def _at_word_edges(classes: Classes, start: Places, end: Places) -> Mask:
    beside = np.concatenate([[chars.EDGE], classes, [chars.EDGE]])
    at_edges: Mask = (beside[start] < chars.LOWER) & (beside[end + 1] < chars.LOWER)
    return at_edges


def _leftmost_longest(start: Places, end: Places) -> Places:
    """Give the rows of sorted spans that are kept when an earlier, then a longer one rules out what it overlaps."""
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    clear = np.concatenate([[True], start[1:] >= np.maximum.accumulate(end)[:-1]])
    kept, last = [], -1
    groups = np.append(np.flatnonzero(clear), len(start))
    alone = np.diff(groups) == 1
    crowded = [row for group in np.flatnonzero(~alone).tolist() for row in range(groups[group], groups[group + 1])]
    for row in crowded:
        if start[row] >= last:
            kept.append(row)
            last = int(end[row])
    return np.sort(np.concatenate([groups[:-1][alone], np.array(kept, dtype=np.int64)]))
