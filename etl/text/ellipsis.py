"""Names whose last word stands only once: `autoimmune and inflammatory diseases`, `chemo- and radiotherapy`."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import numpy as np

from etl.text import fold, tokens
from etl.text.chars import Places, Text
from etl.text.fold import BLANK, SIGN
from etl.text.spans import Spans

# Words that a name before the conjunction may have, and names in a row.
MOST_WORDS: Final = 3
MOST_NAMES: Final = 4
SHORTEST_ENDING: Final = 4
REACH: Final = 60
CONJUNCTION: Final = re.compile(r"(?:,? (?:and|or|and/or|as well as)|,|/) ?\Z")
LONGEST_CONJUNCTION: Final = len(", as well as ")
AND_OR: Final = tokens.pack("and or")
WORD: Final = re.compile(r"[^\W_][^\s,;:()\[\]]*")

Lookup = Callable[[str], int]


def find(text: Text, matches: Spans, row_of: Lookup) -> Spans:
    """Give the words before matches that name a term together with the last words of the match.

    ``row_of`` gives the row of the term with a folded form, -1 where there is none. The spans hold what is printed of
    the name.
    """
    found: list[tuple[int, int, int]] = []
    for match in _joined(text, matches.start).tolist():
        start, end = int(matches.start[match]), int(matches.end[match])
        limit = max(int(matches.end[match - 1]) if match else 0, start - REACH)
        names = _names(text.string, limit, start, end, row_of)
        # "VEGF and/or VEGF inhibitors": the molecule, not once more its inhibitors.
        found += [name for name in names if name[2] != matches.row[match]]
    return Spans.of(found)


def _joined(text: Text, start: Places) -> Places:
    """Give the rows of spans that a conjunction, a comma or a slash stands before."""
    before, blank = text.latin[start - 1], text.latin[start - 1] == ord(" ")
    joined = (before == ord("/")) | blank & (text.latin[start - 2] == ord(","))
    spaced = np.flatnonzero(blank & ~joined)
    joined[spaced] = tokens.among(tokens.before(text, start[spaced] - 1).letters, AND_OR)
    return np.flatnonzero(joined)


def _names(string: str, limit: int, start: int, end: int, row_of: Lookup) -> Iterator[tuple[int, int, int]]:
    """Find names before a match from right to left, until something else stands there."""
    surface = _folded(string[start:end])
    words = surface.split(BLANK)
    heads = [BLANK.join(words[number:]) for number in range(1, len(words))]
    for _ in range(MOST_NAMES):
        link = CONJUNCTION.search(string, max(limit, start - LONGEST_CONJUNCTION), start)
        if link is None:
            return
        name = _name(string[limit : link.start()], heads, words[-1] if len(words) == 1 else "", row_of)
        if name is None:
            return
        length, row = name
        start = link.start() - length
        yield start, link.start(), row


def _name(before: str, heads: list[str], word: str, row_of: Lookup) -> tuple[int, int] | None:
    """Give length and row of the longest name that ends a text, once a head or the end of a word is added."""
    best, place = None, len(before)
    for last in list(WORD.finditer(before))[: -MOST_WORDS - 1 : -1]:
        if last.end() != place:
            break
        own = before[last.start() :]
        row = _row(own, heads, word, row_of)
        best = (len(own), row) if row >= 0 else best
        place = last.start() - 1
        if before[place : last.start()] != " ":
            break
    return best


def _row(own: str, heads: list[str], word: str, row_of: Lookup) -> int:
    folded = _folded(own)
    full = [f"{folded.rstrip(BLANK)} {head}" for head in heads]
    if own[-1] in fold.JOINTS and word:
        full = [folded.rstrip(BLANK) + word[number:] for number in range(1, len(word) - SHORTEST_ENDING + 1)]
    return next((row for row in map(row_of, full) if row >= 0), -1)


def _folded(text: str) -> str:
    return text.translate(_ascii()) if text.isascii() else fold.fold(text).replace(SIGN, BLANK)


@cache
def _ascii() -> dict[int, int]:
    """Give the folded character of each ASCII character, since most names are short and have no other."""
    return dict(enumerate(fold.words_table()[:128].tolist()))
