"""Places of signs, against a search character by character."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import places

letters = st.lists(st.sampled_from(b"abcdefghi\xff"), max_size=50).map(bytes)


@given(
    letters,
    st.sets(st.sampled_from(b"abcdef\xff\0"), min_size=1).map(bytes),
    st.lists(st.integers(0, 50), max_size=6).map(sorted),
)
def test_signs_are_found_in_order_in_their_blocks(latin, signs, edges):
    bounds = np.minimum(np.array(edges, dtype=np.int64), len(latin))
    starts, ends = bounds[:-1:2].copy(), bounds[1::2].copy()
    found = places.of_signs(np.frombuffer(latin, np.uint8), np.frombuffer(signs, np.uint8), starts, ends)
    blocks = zip(starts, ends, strict=True)
    assert found.tolist() == [place for start, end in blocks for place in range(start, end) if latin[place] in signs]


def test_more_signs_than_eight_are_refused():
    with pytest.raises(ValueError, match="9 signs"):
        places.of_signs(np.zeros(1, np.uint8), np.arange(9, dtype=np.uint8), np.array([0]), np.array([1]))
