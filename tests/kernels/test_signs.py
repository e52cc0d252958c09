"""Places of signs against a look at each character."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import signs
from etl.text.chars import Text

texts = st.text("\0\nab\u00ff\u0394\U0001d6fc", max_size=40)


@given(texts)
def test_all_places_of_a_sign_are_found(string):
    assert signs.places(Text(string).latin, ord("a")).tolist() == [n for n, char in enumerate(string) if char == "a"]


@given(texts)
def test_stretches_hold_neither_sign(string):
    runs = [list(run) for between, run in groupby(enumerate(string), lambda one: one[1] not in "\0\n") if between]
    found = signs.between(Text(string).latin, ord("\n"), 0)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == [
        (run[0][0], run[-1][0] + 1) for run in runs
    ]
