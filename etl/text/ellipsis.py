"""Names whose last word stands only once: `autoimmune and inflammatory diseases`, `chemo- and radiotherapy`."""

from functools import lru_cache
from typing import Final

import numpy as np

from etl.kernels import ellipsis as kernel
from etl.text import fold
from etl.text.chars import Places, Text
from etl.text.fold import BLANK
from etl.text.phrases import Folded
from etl.text.spans import Spans

# Words that a name before the conjunction may have, and names in a row.
MOST_WORDS: Final = 3
MOST_NAMES: Final = 4
SHORTEST_ENDING: Final = 4
REACH: Final = 60
# A comma may stand before them, or alone, as a slash may.
CONJUNCTIONS: Final = (b" and", b" or", b" and/or", b" as well as")
_SPELLED: Final = np.frombuffer(b"".join(CONJUNCTIONS), dtype=np.uint8)
_EDGES: Final = np.cumsum([0, *map(len, CONJUNCTIONS)])
_PARTING: Final = np.isin(np.arange(256), [*b",;:()[]"]).view(np.uint8)


def find(text: Text, words: Folded, matches: Spans, rows: dict[str, int]) -> Spans:
    """Give the words before matches that name a term together with the last words of the match.

    ``words`` is the folded text, ``rows`` has the row of the term with a folded form. The spans hold what is printed of
    the name. From right to left names follow each other, until something else stands there.
    """
    found: list[tuple[int, int, int]] = []
    asked, places = np.arange(len(matches.start)), matches.start
    for _ in range(MOST_NAMES):
        named = _named(text, words, matches, rows, (asked, places))
        # "VEGF and/or VEGF inhibitors": the molecule, not once more its inhibitors.
        found += [name for number, name in named.items() if name[2] != matches.row[number]]
        asked = np.array([*named], dtype=np.int64)
        places = np.array([start for start, _, _ in named.values()], dtype=np.int64)
    return Spans.of(found)


def _named(
    text: Text, words: Folded, matches: Spans, rows: dict[str, int], asked: tuple[Places, Places]
) -> dict[int, tuple[int, int, int]]:
    """Give the longest name before each match asked for, by its number: a conjunction ends at the place given."""
    spans, joints = (matches.start, matches.end), fold.joints_table()
    whole = text.codes, text.latin, text.classes, words.text
    names = kernel.names(*whole, *spans, *asked, joints, _SPELLED, _EDGES, _PARTING, MOST_WORDS, REACH)
    columns = (*names, *(places[names[0]] for places in spans))
    letters = words.text.data
    named: dict[int, tuple[int, int, int]] = {}
    for number, start, end, joined, first, last in zip(*(column.tolist() for column in columns), strict=True):
        own = str(letters[start:end], "ascii").rstrip(BLANK)
        for shared in _shared(str(letters[first:last], "ascii"), joined):
            if own + shared in rows:
                named[number] = start, end, rows[own + shared]
                break
    return named


@lru_cache(maxsize=4096)
def _shared(match: str, joined: bool) -> list[str]:  # noqa: FBT001
    """Give what a match may share with a name before it: last words, most first, or the end of one behind a joint."""
    words = match.split(BLANK)
    if len(words) > 1:
        return [BLANK + BLANK.join(words[number:]) for number in range(1, len(words))]
    return [match[number:] for number in range(1, len(match) - SHORTEST_ENDING + 1) if joined]
