"""What tables tell of code points: the same as looking them up one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import characters
from etl.text import chars

TABLE = (np.arange(0x110000) % 251).astype(np.uint8)
UNITS = [np.uint8, np.uint16, np.uint32]
codes_of_a_text = st.lists(st.sampled_from([0, 0x41, 0x7F, 0xE9, 0xFE, 0xFF, 0x100, 0x3B1, 0xFFFF, 0x10000, 0x10FFFF]))


@pytest.mark.parametrize("unit", UNITS)
@given(codes=codes_of_a_text)
def test_each_code_point_is_looked_up(codes, unit):
    codes = [code for code in codes if code <= np.iinfo(unit).max]
    units = np.array(codes, dtype=unit)
    assert characters.latin(units, chars.BEYOND).tolist() == [min(code, chars.BEYOND) for code in codes]
    assert characters.look_up(TABLE, units).tolist() == [code % 251 for code in codes]
