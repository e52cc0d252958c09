"""Strings as arrays and back: what Python's own codecs say."""

from itertools import pairwise

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


@st.composite
def spans(draw):
    """A text and spans of it, some of the same words."""
    text = draw(st.lists(texts | st.sampled_from(["a longer word", " ,a, ", "a longer w\u00f6rd"])).map("".join))
    starts = draw(st.lists(st.integers(0, len(text)), max_size=8))
    ends = [draw(st.integers(start, min(len(text), start + 16))) for start in starts]
    return text, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)


def cut(text, starts, ends):
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


@given(spans())
def test_spans_are_cut_to_strings(drawn):
    text, starts, ends = drawn
    assert strings.slices(strings.units(text), starts, ends) == cut(text, starts, ends)


def test_of_a_span_that_lies_outside_nothing_is_cut():
    starts, ends = np.array([-3, 1, 9, 2]), np.array([1, 9, 12, 1])
    assert strings.slices(strings.units("caf\u00e9"), starts, ends) == ["c", "af\u00e9", "", ""]


@given(spans(), st.sampled_from(["", " ", " ,", "\u00e9a"]))
def test_spans_are_trimmed_as_strings_are(drawn, signs):
    text, starts, ends = drawn
    table = np.zeros(256, dtype=np.uint8)
    table[[ord(sign) for sign in signs]] = 1
    first, last = strings.trim(strings.units(text), starts, ends, table)
    assert cut(text, first, last) == [words.strip(signs) if signs else words for words in cut(text, starts, ends)]
    assert (last[first == last] == ends[first == last]).all()


@given(spans())
def test_spans_have_one_number_if_they_hold_the_same(drawn):
    text, starts, ends = drawn
    words = cut(text, starts, ends)
    numbers, first = strings.distinct(strings.units(text), starts, ends)
    known = list(dict.fromkeys(words))
    assert [words[row] for row in first.tolist()] == known
    assert [known[number] for number in numbers.tolist()] == words
    assert first.tolist() == [words.index(word) for word in known]


def test_many_spans_are_told_apart():
    text = " ".join(map(str, range(5000)))
    starts = np.append(0, np.array([place + 1 for place, sign in enumerate(text) if sign == " "]))
    ends = np.append(starts[1:] - 1, len(text))
    numbers, first = strings.distinct(strings.units(text), np.tile(starts, 2), np.tile(ends, 2))
    assert numbers.tolist() == [*range(5000), *range(5000)]
    assert first.tolist() == [*range(5000)]


@given(spans(), st.sampled_from(["", "; ", "\u2013"]), st.data())
def test_spans_are_joined_in_utf8(drawn, between, data):
    text, starts, ends = drawn
    firsts = sorted(data.draw(st.lists(st.integers(0, len(starts)), max_size=4))) or [0]
    content, offsets = strings.joined(strings.units(text), starts, ends, np.array(firsts), between.encode())
    words = cut(text, starts, ends)
    joined = [between.join(words[start:end]) for start, end in pairwise(firsts)]
    assert [content[start:end].tobytes().decode() for start, end in pairwise(offsets.tolist())] == joined


def test_the_edges_of_utf8_are_written_right():
    text = "\x7f\x80\u07ff\u0800\uffff\U00010000\U0010ffff"
    content, _ = strings.joined(strings.units(text), np.array([0]), np.array([len(text)]), np.array([0, 1]), b"")
    assert content.tobytes() == text.encode()
