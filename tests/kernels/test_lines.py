"""Lines at the edges of pages against Python's own lines and strings."""

import re

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import lines
from etl.text import chars
from etl.text.chars import Text

DEEP, LONGEST = 3, 12
SIGNS = {"beyond": chars.BEYOND, "space": chars.SPACE, "digit": chars.DIGIT, "number": ord("#")}
PIECES = [
    "\n",
    "\n",
    " ",
    "\u3000",
    "\r",
    "a",
    "B",
    "#",
    "\u00ff",
    "\u0394",
    "\U0001d6fc",
    "1",
    "23",
    "\u0664",
    "abcdefgh",
]


def by_hand(page, *, at_bottom):
    """Span and text of the first or last lines of a page that are not blank, from its edge on."""
    found, start = [], 0
    for line in page.split("\n"):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            found.append((first, first + len(line.strip()), line.strip()))
        start += len(line) + 1
    return found[::-1][:DEEP] if at_bottom else found[:DEEP]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), max_size=4))
@example(["\u0394\n\u03b4\n\u00ff"])
def test_lines_are_those_of_each_page_and_share_a_key_when_only_numbers_differ(pages):
    text = Text("".join(f"\0{page}" for page in pages) + "\0")
    start, end = text.edges[:-1] + 1, text.edges[1:]
    expected = [
        (number, at_bottom, int(start[number]) + first, int(start[number]) + last, line)
        for number, page in enumerate(pages)
        for at_bottom in (0, 1)
        for first, last, line in by_hand(page, at_bottom=at_bottom)
    ]
    *found, keys, numbers = lines.at_edges(text.latin, text.codes, text.classes, start, end, DEEP, LONGEST, SIGNS)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == [row[:4] for row in expected]
    short = [len(row[4]) <= LONGEST for row in expected]
    assert numbers.tolist() == [
        is_short and bool(re.search(r"\d", row[4])) for row, is_short in zip(expected, short, strict=True)
    ]
    masks = [re.sub(r"\d+", "#", row[4]) if is_short else "" for row, is_short in zip(expected, short, strict=True)]
    assert np.equal.outer(keys, keys).tolist() == [[one == other for other in masks] for one in masks]
    assert all((key == 0) == (mask == "") for key, mask in zip(keys.tolist(), masks, strict=True))
