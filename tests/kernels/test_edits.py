"""Edits against Python's own slices, and places against a map of every character."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import edits
from etl.text.chars import Text

NEW = ["", " ", "\n\n", "ffi", "\u00fc"]
BOUNDS = np.cumsum([0, *map(len, NEW)])
texts = st.text("a \u00e9\u0394\U0001d6fc\n\0", max_size=40)


@st.composite
def edited(draw):
    string = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(string)), max_size=10)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return string, spans, [draw(st.integers(0, len(NEW) - 1)) for _ in spans]


def arrays(spans):
    return np.array(spans, dtype=np.int64).reshape(-1, 2).T.copy()


@given(edited())
def test_spans_are_replaced(case):
    string, spans, after = case
    expected = string
    for (start, end), row in reversed(list(zip(spans, after, strict=True))):
        expected = expected[:start] + NEW[row] + expected[end:]
    text, new, rows = Text(string), Text("".join(NEW)), np.array(after, dtype=np.int64)
    codes, latin, classes = (
        edits.replace(values, *arrays(spans), rows, put_in, BOUNDS)
        for values, put_in in ((text.codes, new.codes), (text.latin, new.latin), (text.classes, new.classes))
    )
    assert codes.tolist() == list(map(ord, expected))
    assert latin.tolist() == Text(expected).latin.tolist()
    assert classes.tolist() == Text(expected).classes.tolist()


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(2, 1)], [(-1, 0)], [(2, 4)]], ids=str)
def test_spans_that_overlap_or_lie_outside_are_refused(spans):
    with pytest.raises(ValueError, match="overlap"):
        edits.replace(
            Text("abc").latin, *arrays(spans), np.zeros(len(spans), np.int64), Text("x").latin, np.array([0, 1])
        )


@st.composite
def aligned(draw):
    """Sorted spans in the clean text with sorted ones in the source, and places in any order."""
    count = draw(st.integers(0, 20))
    steps = st.lists(st.integers(0, 5), min_size=2 * count, max_size=2 * count)
    spans = [np.cumsum(draw(steps), dtype=np.int64).reshape(-1, 2).T.copy() for _ in range(2)]
    return spans, draw(st.lists(st.integers(0, 100), max_size=20))


def by_hand(clean, source, inside, place, back):
    """Where a clean place stands in the source: the last edit that ends before or at its character tells."""
    edit = sum(end <= place - back for end in clean[1].tolist())
    if edit < len(clean[0]) and clean[0][edit] <= place - back:
        return inside[edit]
    return place + (source[1][edit - 1] - clean[1][edit - 1] if edit else 0)


@given(aligned(), st.integers(0, 1))
def test_source_places_are_those_of_a_search_from_the_start(case, back):
    (clean, source), places = case
    found = edits.source_places(np.array(places, dtype=np.int64), back, *clean, source[1], source[0])
    assert found.tolist() == [by_hand(clean, source, source[0], place, back) for place in places]
