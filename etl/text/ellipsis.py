"""Names whose last word stands only once: `autoimmune and inflammatory diseases`, `chemo- and radiotherapy`."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from etl.text import fold, tokens
from etl.text.chars import BEYOND, Bytes, Mask, Places, Text
from etl.text.fold import BLANK
from etl.text.phrases import Folded
from etl.text.spans import Spans

# Words that a name before the conjunction may have, and names in a row.
MOST_WORDS: Final = 3
MOST_NAMES: Final = 4
SHORTEST_ENDING: Final = 4
REACH: Final = 60
CONJUNCTION: Final = re.compile(r"(?:,? (?:and|or|and/or|as well as)|,|/) ?\Z")
LONGEST_CONJUNCTION: Final = len(", as well as ")
AND_OR: Final = tokens.pack("and or")
# Of each character in Latin-1, where BEYOND may be any: whether it joins parts of words, as blanks do not.
_MAY_JOIN: Final = np.array([chr(code) in fold.JOINTS.replace(BLANK, "") or code == BEYOND for code in range(256)])
# From its last letter to its first one.
WORD_BACKWARDS: Final = re.compile(r"[^\s,;:()\[\]]*[^\W_]")


class _Texts(NamedTuple):
    """A text and its folded form, and the rows of folded names."""

    string: str
    letters: Bytes
    rows: dict[str, int]

    def folded(self, start: int, end: int) -> str:
        """Give the folded form of a span."""
        return str(self.letters[start:end].data, "ascii")


def find(text: Text, words: Folded, matches: Spans, rows: dict[str, int]) -> Spans:
    """Give the words before matches that name a term together with the last words of the match.

    ``words`` is the folded text, ``rows`` has the row of the term with a folded form. The spans hold what is printed of
    the name.
    """
    found: list[tuple[int, int, int]] = []
    texts = _Texts(text.string, words.text, rows)
    joined = _joined(text, matches.start)
    joined = joined[_may_share(text, words, matches.start[joined], matches.end[joined])]
    limits = np.maximum(np.append(0, matches.end)[joined], matches.start[joined] - REACH)
    columns = (limits, *matches.take(joined))
    for limit, start, end, row in zip(*(column.tolist() for column in columns), strict=True):
        # "VEGF and/or VEGF inhibitors": the molecule, not once more its inhibitors.
        found += [name for name in _names(texts, limit, start, end) if name[2] != row]
    return Spans.of(found)


def _joined(text: Text, start: Places) -> Places:
    """Give the rows of spans that a conjunction, a comma or a slash stands before."""
    before, blank = text.latin[start - 1], text.latin[start - 1] == ord(" ")
    joined = (before == ord("/")) | blank & (text.latin[start - 2] == ord(","))
    spaced = np.flatnonzero(blank & ~joined)
    joined[spaced] = tokens.among(tokens.before(text, start[spaced] - 1).letters, AND_OR)
    return np.flatnonzero(joined)


def _may_share(text: Text, words: Folded, start: Places, end: Places) -> Mask:
    """Tell which matches have a last word of their own to share, or, as one word, may have a hyphen on their left."""
    count = np.diff(np.searchsorted(words.start, np.stack([start, end])), axis=0)[0]
    before = np.maximum(start[:, None] - np.arange(1, LONGEST_CONJUNCTION + 2), 0)
    may: Mask = (count > 1) | _MAY_JOIN[text.latin[before]].any(axis=1)
    return may


def _names(texts: _Texts, limit: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Find names before a match from right to left, until something else stands there."""
    words = texts.folded(start, end).split(BLANK)
    heads = [BLANK.join(words[number:]) for number in range(1, len(words))]
    for _ in range(MOST_NAMES):
        link = CONJUNCTION.search(texts.string, max(limit, start - LONGEST_CONJUNCTION), start)
        if link is None:
            return
        name = _name(texts, limit, link.start(), heads, words[-1] if len(words) == 1 else "")
        if name is None:
            return
        yield name
        start = name[0]


def _name(texts: _Texts, limit: int, end: int, heads: list[str], word: str) -> tuple[int, int, int] | None:
    """Give the longest name that ends at a place, once a head or the end of a word is added."""
    word = word if texts.string[end - 1] in fold.JOINTS else ""
    if not heads and not word:
        return None
    best, backwards, folded, size = None, texts.string[limit:end][::-1], texts.folded(limit, end), 0
    for _ in range(MOST_WORDS):
        own = WORD_BACKWARDS.match(backwards, size)
        if own is None:
            break
        start = end - own.end()
        row = _row(folded[start - limit :], heads, word, texts.rows)
        best = (start, end, row) if row >= 0 else best
        if not backwards.startswith(" ", own.end()):
            break
        size = own.end() + 1
    return best


def _row(own: str, heads: list[str], word: str, rows: dict[str, int]) -> int:
    own = own.rstrip(BLANK)
    full = [f"{own} {head}" for head in heads]
    if word:
        full = [own + word[number:] for number in range(1, len(word) - SHORTEST_ENDING + 1)]
    for name in full:
        if name in rows:
            return rows[name]
    return -1
