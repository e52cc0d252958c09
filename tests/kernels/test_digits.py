"""Runs of digits, against regular expressions."""

import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import digits
from etl.text.chars import Text

YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
# A hyphen, or what Latin-1 does not tell.
SIGN = r"[-\xff-\U0010ffff]"
PAIR = re.compile(rf"(?:(?<=(?!\d){SIGN}\d,)|(?<={SIGN}\d\d,))\d{{1,2}}(?!\d)")
PIECES = st.sampled_from([
    *"0123456789,-.\n\0x \u2010\u0663\U0001f600", "2019", "1799", "1800", "2099", "2100", "IL-2,3",
])  # fmt: skip
texts = st.lists(PIECES, max_size=30).map(lambda pieces: "\0" + "".join(pieces) + "\0")


def places(pattern, text):
    return [match.start() for match in re.finditer(pattern, text)]


@given(texts, st.integers(1, 40))
@example("\0IL\u20102,3 IL-12,34 and IL-1,234 in 18\u0663\u06639\0", 5)
def test_runs_years_and_pairs_are_those_of_the_patterns(text, cut):
    parts = [0, *places("[\n\0]", text)[1:]]
    starts, ends = np.array(parts[:-1], dtype=np.int64) + 1, np.array(parts[1:], dtype=np.int64)
    known = Text(text)
    years, pairs = digits.years_and_pairs(known.latin, known.classes, starts, ends, 18, 20)
    assert digits.runs(known.classes, starts, ends).tolist() == places(r"\d+", text)
    assert years.tolist() == places(YEAR, text)
    assert pairs.tolist() == places(PAIR, text)
    some = slice(cut % len(starts), None)
    rest = digits.runs(known.classes, starts[some].copy(), ends[some].copy())
    assert rest.tolist() == [place for place in places(r"\d+", text) if place >= starts[some][0]]


def test_no_blocks_hold_no_digits():
    none = np.zeros(0, dtype=np.int64)
    assert len(digits.runs(Text("\07\0").classes, none, none)) == 0


@pytest.mark.parametrize(("token", "year", "pair"), [("2019 ", 1, 0), ("IL-2,3 ", 0, 6), ("2019 IL-2,3 ", 1, 11)])
def test_more_is_found_than_there_is_room_for_at_first(token, year, pair):
    text = Text(f"\0{token * 10_000}\0")
    years, pairs = digits.years_and_pairs(text.latin, text.classes, np.array([1]), np.array([len(text) - 1]), 18, 20)
    assert years.tolist() == [*range(year, len(text) - 1, len(token))] * (year > 0)
    assert pairs.tolist() == [*range(pair, len(text) - 1, len(token))] * (pair > 0)
