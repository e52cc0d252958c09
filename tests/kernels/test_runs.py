"""Runs of signs before places: the kernel against a pattern."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import runs
from etl.text.chars import Text

KINDS = np.zeros(0x110000, dtype=np.uint8)
KINDS[[ord(sign) for sign in "1, \u2013"]] = 1
KINDS[[ord(sign) for sign in "[("]] = 2


@given(st.text(alphabet="1, \u2013[(a\0\U0001d6fc", min_size=1), st.integers(0, 6))
def test_the_first_bracket_of_a_run_is_found(text, longest):
    codes = Text(text).codes
    found = runs.first_before(codes, np.arange(len(text)), longest, KINDS, 2)
    pattern = re.compile(r"[\[(][1, \u2013\[(]*\Z")
    matches = [pattern.search(text, max(0, place - longest), place + 1) for place in range(len(text))]
    assert found.tolist() == [match.start() if match else -1 for match in matches]


def test_no_places_are_no_runs():
    assert runs.first_before(np.zeros(1, np.uint32), np.zeros(0, np.int64), 9, KINDS, 2).tolist() == []
