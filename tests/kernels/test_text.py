"""Strings made of code points against Python's own."""

from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import characters
from etl.text import chars


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_code_points_give_the_string_that_they_are_of(string):
    assert characters.text(chars.codes_of(string)) == string
