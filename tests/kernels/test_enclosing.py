"""The innermost brackets around places, against a walk over them."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import enclosing
from etl.text.chars import Text

REACH, MOST = 12, 3
texts = st.text(st.sampled_from("()[]x \n\0\u00e9\u2013\U0001f600"), max_size=40).map("\0{}\0".format)


def simple(text, place):
    """Give the brackets around a place; what matches another one on the way is passed over."""
    before = [(at, text[at] in "([") for at in range(place, max(place - REACH, 0) - 1, -1)]
    behind = [(at, text[at] in ")]") for at in range(place, min(place + REACH, len(text) - 1) + 1)]
    return unmatched(text, before, MOST), unmatched(text, behind, MOST)


def unmatched(text, way, most):
    block = way[: next((row for row, (at, _) in enumerate(way) if text[at] in "\n\0"), None)]
    depth = 0
    for at, leaves in islice(((at, leaves) for at, leaves in block if text[at] in "()[]"), most):
        depth += -1 if leaves else 1
        if depth < 0:
            return at
    return -1


@given(texts)
def test_the_innermost_brackets_are_those_of_the_walk(text):
    places = [place for place in range(len(text)) if text[place] not in "()[]"]
    found = enclosing.brackets(Text(text).latin, np.array(places, dtype=np.int64), REACH, MOST)
    assert list(zip(*map(list, found), strict=True)) == [simple(text, place) for place in places]


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("(7)", (0, 2)),
        ("(a [b] 7)", (0, 8)),
        ("(a\n7)", (-1, 4)),
        ("(7\0)", (0, -1)),
        ("(a) 7 [b]", (-1, -1)),
        ("(" + "a" * 11 + "7" + "a" * 11 + "]", (0, 24)),
        ("(" + "a" * 12 + "7" + "a" * 12 + "]", (-1, -1)),
        ("([] 7 [])", (0, 8)),
        ("([][] 7 [][])", (-1, -1)),
    ],
)
def test_brackets_are_near_in_the_same_block_and_match(text, around):
    place = np.array([text.index("7") + 1])
    opening, closing = (int(places[0]) for places in enclosing.brackets(Text(f"\0{text}\0").latin, place, REACH, MOST))
    assert (max(opening - 1, -1), max(closing - 1, -1)) == around
