"""Columns of strings, against slices of strings and their UTF-8."""

import numpy as np
import pyarrow as pa
from hypothesis import given
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


@given(texts)
def test_a_text_in_utf8_is_what_python_encodes(text):
    known, content = Text(text), text.encode()
    wide = np.flatnonzero(known.codes > 0x7F)
    assert columns.utf8(known.codes, known.latin, wide, len(content)).tobytes() == content


@given(st.binary(max_size=60), spans)
def test_passages_are_slices(content, cuts):
    starts, ends = inside(content, cuts)
    copied, offsets = columns.passages(np.frombuffer(content, np.uint8), starts, ends)
    expected = [content[start:end] for start, end in zip(starts, ends, strict=True)]
    assert column_of(pa.large_binary(), offsets, copied, length=len(starts)) == expected


@given(st.lists(texts, min_size=1, max_size=5), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2**31 - 1))))
def test_keys_are_name_sign_and_number(names, rows):
    row = np.array([row % len(names) for row, _ in rows], dtype=np.int64)
    number = np.array([number for _, number in rows], dtype=np.int32)
    content, offsets = columns.keys(*held(names), row, np.frombuffer(b".s", np.uint8), number)
    expected = [f"{names[name]}.s{place}" for name, place in zip(row, number, strict=True)]
    assert column_of(pa.large_string(), offsets, content, length=len(row)) == expected


def held(strings):
    """Give strings in UTF-8, one behind another, and the bounds between them."""
    encoded = [one.encode() for one in strings]
    return np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)])


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_strings_are_joined_row_by_row(rows):
    firsts, bounds = held(first for first, _ in rows)
    seconds, others = held(second for _, second in rows)
    sign = np.frombuffer(b".u", np.uint8)
    content, offsets = columns.joined(firsts, bounds[:-1], bounds[1:], sign, seconds, others[:-1], others[1:])
    expected = [f"{first}.u{second}" for first, second in rows]
    assert column_of(pa.large_string(), offsets, content, length=len(rows)) == expected


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "ab", "ba", "\u00e9"]), st.integers(-2, 2)), max_size=40))
def test_the_first_equal_string_of_a_group_stands_for_all(rows):
    content, bounds = held(one for one, _ in rows)
    found = columns.first_equal(content, bounds[:-1], bounds[1:], np.array([group for _, group in rows], np.int64))
    assert found.tolist() == [rows.index(row) for row in rows]
