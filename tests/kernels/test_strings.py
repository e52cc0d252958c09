"""Strings as arrays and back: what Python's own codecs say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import strings

texts = st.text() | st.text(alphabet="ab\0\u00e9") | st.text(alphabet="a\u03b1") | st.text(alphabet="a\U0001d6fc")


@given(texts)
def test_units_are_the_code_points_and_make_the_string_again(text):
    units = strings.units(text)
    assert units.tolist() == [ord(character) for character in text]
    assert strings.string(units) == strings.string(units.astype(np.uint32)) == text


def test_units_outlive_their_string():
    units = strings.units(b"caf\xc3\xa9 \xce\xb1".decode())
    assert strings.string(units) == "caf\u00e9 \u03b1"
    assert not units.flags.writeable
