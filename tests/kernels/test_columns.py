"""Columns of strings, against slices of strings and their UTF-8."""

import numpy as np
import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import columns
from etl.text.chars import Text

texts = st.text(st.sampled_from("abc\x7f\x80\u07ff\u0800\uffff\U00010000\U0010ffff \0\n"), max_size=60)
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=8)


def column_of(kind, *buffers, length):
    return pa.Array.from_buffers(kind, length, [None, *map(pa.py_buffer, buffers)]).to_pylist()


def inside(text, cuts):
    return np.minimum(np.array(cuts, dtype=np.int64).reshape(-1, 2), len(text)).T.copy()


@given(texts, spans)
def test_what_is_cut_from_code_points_is_their_slices(text, cuts):
    starts, ends = inside(text, cuts)
    content, offsets = columns.cut(Text(text).codes, starts, ends)
    expected = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    assert column_of(pa.large_string(), offsets, content, length=len(starts)) == expected


@given(st.binary(max_size=60), spans)
@example(b"The longest that a view holds.", [[0, 12], [1, 14], [0, 13], [5, 9]])
def test_views_point_at_their_slices(content, cuts):
    starts, ends = inside(content, cuts)
    views = columns.views(np.frombuffer(content, np.uint8), starts, ends)
    found = pa.Array.from_buffers(pa.binary_view(), len(starts), [None, pa.py_buffer(views), pa.py_buffer(content)])
    found.validate(full=True)
    assert found.to_pylist() == [content[start:end] for start, end in zip(starts, ends, strict=True)]


@given(st.lists(texts, min_size=1, max_size=5), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2**31 - 1))))
def test_keys_are_name_sign_and_number(names, rows):
    encoded = [name.encode() for name in names]
    bounds = np.cumsum([0, *map(len, encoded)])
    row = np.array([row % len(names) for row, _ in rows], dtype=np.int64)
    number = np.array([number for _, number in rows], dtype=np.int32)
    content, offsets = columns.keys(
        np.frombuffer(b"".join(encoded), np.uint8), bounds, row, np.frombuffer(b".s", np.uint8), number
    )
    expected = [f"{names[name]}.s{place}" for name, place in zip(row, number, strict=True)]
    assert column_of(pa.large_string(), offsets, content, length=len(row)) == expected
