"""Spans beside others, held equal to binary searches and to a look at all pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import spans

PLACES = st.integers(0, 12)
FREE = st.lists(st.tuples(PLACES, PLACES).map(sorted), max_size=12)


@st.composite
def disjoint(draw):
    """Sorted spans that do not overlap; some are empty, or begin where another ends."""
    cuts = sorted(draw(st.lists(PLACES, max_size=12)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def arrays(pairs):
    return np.array(pairs, dtype=np.int64).reshape(-1, 2).T.copy()


@given(disjoint(), FREE)
def test_a_span_lies_in_the_last_one_that_begins_before_it(outer, free):
    (first, last), (start, end) = arrays(outer), arrays(free)
    row = np.searchsorted(first, start, side="right") - 1
    found, inside = spans.containing(first, last, start, end)
    assert found.tolist() == row.tolist()
    assert inside.tolist() == ((row >= 0) & (end <= np.append(last, -1)[row])).tolist()


@given(disjoint(), FREE)
def test_spans_that_share_a_character_overlap(others, free):
    others = [(first, last) for first, last in others if first < last]
    free = [(start, end) for start, end in free if start < end]
    expected = [any(first < end and start < last for first, last in others) for start, end in free]
    assert spans.overlapping(*arrays(free), *arrays(others)).tolist() == expected


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.data())
def test_places_count_from_the_document_and_from_its_source(sizes, data):
    edges = np.cumsum([0, *sizes])
    origins = np.cumsum([1, *sizes[:-1]]) * 2
    free = data.draw(st.lists(st.tuples(st.integers(1, edges[-1]), st.integers(0, 3)), max_size=12))
    start, end = arrays([(start, start + size) for start, size in free])
    document, places = spans.within(start, end, start * 2, end * 2, edges, origins)
    row = np.searchsorted(edges, start) - 1
    first, origin = edges[row] + 1, origins[row]
    assert document.tolist() == row.tolist()
    assert places.tolist() == np.array([start - first, end - first, start * 2 - origin, end * 2 - origin]).tolist()


@pytest.mark.parametrize("place", [-1, 0, 9])
def test_a_span_outside_of_all_documents_is_refused(place):
    one, edges = np.array([place]), np.array([0, 8])
    with pytest.raises(ValueError, match="outside of all documents"):
        spans.within(one, one, one, one, edges, np.array([1]))
