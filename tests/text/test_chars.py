"""Columns cut out of a text: the spans that Python's own slices give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.text.chars import Text

texts = st.text("a \u00e9\u0394\u20ac\U0001d6fc\n", min_size=1, max_size=40)


@given(texts, st.data())
def test_columns_hold_the_slices_of_the_text(string, data):
    places = st.integers(0, len(string))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted), max_size=8))
    start, end = (np.array([span[side] for span in spans], dtype=np.int64) for side in (0, 1))
    slices = [string[first:last] for first, last in spans]
    text = Text(string)
    assert text.passages(start, end).to_pylist() == slices
    assert text.strings(start, end).to_pylist() == [one or None for one in slices]
