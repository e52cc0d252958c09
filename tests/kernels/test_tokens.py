"""Tokens around spans, against splitting at white space."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import tokens


@given(
    st.text(st.sampled_from("abcdefghijk\u00e9\u4e2d\U0001f600 \u00a0\n\0"), max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_spans_reach_to_white_space_but_not_further_than_they_may(text, one, other):
    start, end = (min(place, len(text)) for place in sorted((one, other)))
    starts, ends = tokens.around(text, np.array([start]), np.array([end]), 5)
    before, behind = re.search(r"[^\s\0]{0,5}\Z", text[:start]), re.match(r"[^\s\0]{0,5}", text[end:])
    assert (starts.tolist(), ends.tolist()) == ([start - len(before[0])], [end + len(behind[0])])
