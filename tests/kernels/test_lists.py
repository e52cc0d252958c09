"""Plain lists of numbers in square brackets, against the rule told simply."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import lists
from etl.text import tokens
from etl.text.chars import Text

DASHES, WIDEST, REACH = "-\u2013", 20, 6
TOLD = {
    "table": lists.LABEL,
    "equations": lists.LABEL,
    "ranging": lists.STATISTIC,
    "mean": lists.STATISTIC | lists.SCALE,
    "in": lists.DOUBT,
    "iqr": lists.SCALE,
    "h": lists.UNIT,
}
NUMBER = r"[1-9]\d{0,2}"
PLAIN = re.compile(rf"\[( ?{NUMBER}(?: ?[{DASHES}] ?{NUMBER})? ?(?:[,;] ?{NUMBER}(?: ?[{DASHES}] ?{NUMBER})? ?)*)\]")
OTHER = re.compile(r"\[\[?(?= ?\.|[^()\[\]\n\0]*\d)[^()\[\]\n\0]*\]")


def simple(text, blocks):
    """Give the plain markers, with labels that are implied or not, and the places of the other brackets."""
    found, others = [], []
    for start, end in blocks:
        for place in (place for place in range(start, end) if text[place] == "["):
            match = PLAIN.match(text, place)
            items = re.split("[,;]", match[1]) if match else []
            ranges = [[int(number) for number in re.findall(r"\d+", item)] for item in items]
            rising = all(len(one) == 1 or 0 < one[1] - one[0] < WIDEST for one in ranges)
            if match and rising and is_clear(text, *match.span(), sum(map(len, ranges)) == 2):
                shown = {number for one in ranges for number in one}
                labels = dict.fromkeys(number for one in ranges for number in range(one[0], one[-1] + 1))
                found.append((*match.span(), max(labels), [(number, number not in shown) for number in labels]))
            elif OTHER.match(text, place):
                others.append(place)
    return found, others


def is_clear(text, start, end, is_pair):
    behind = text[end + 1] if text[end] == " " else text[end]
    if re.match("[A-Za-z0-9]", text[end]) or not behind.isascii() or behind in "-=<>":
        return False
    told = before(text[:start])
    if told & lists.LABEL or (is_pair and told & lists.STATISTIC):
        return False
    return not is_pair or not told & lists.DOUBT or not may_be_interval(text, start, end)


def before(text):
    """Tell what stands before a marker: a letter by itself is a symbol, and only a word is no doubt."""
    if re.search("[A-Za-z]\\Z", text):
        return lists.DOUBT if re.search("[A-Za-z]{2}\\Z", text) else lists.LABEL
    if text.endswith(" "):
        text = text[:-1].rstrip("(.:,;")
        if word := re.search("[A-Za-z]+\\Z", text):
            return tells(word[0])
        if text[-1] in "=<>~\n\0":
            return lists.LABEL
        return lists.DOUBT if text[-1].isascii() or text[-1].isalnum() else lists.LABEL
    return lists.DOUBT if text[-1].isascii() else lists.LABEL


def may_be_interval(text, start, end):
    behind = re.compile(" ?(%|[A-Za-z]*)").match(text, end)[1]
    if behind == "%" or tells(behind) & lists.UNIT:
        return True
    words = re.finditer("[A-Za-z]+", text[: end + REACH])
    if any(tells(word[0]) & lists.SCALE for word in words if word.end() > start - REACH):
        return True
    return any(ord(one) > 0xFF and one.isalpha() for one in text[max(0, start - REACH) : end + REACH])


def tells(word):
    return {known[-8:]: kind for known, kind in TOLD.items()}.get(word.lower()[-8:], 0)


PIECES = st.sampled_from([
    *"[[]],;- .0123=\n\0x(F)%", "[1]", " [2, 3]", "[3-5]", "[4\u20138,6]", "1000", "20", "so", " ", "in ", "ranging ",
    "Table", "equations ", "mean ", "IQR", " h", "2 [1,3]", "[see 2]", "\u00e9", "\u03b2", "\u2264 ", "\U0001f600",
])  # fmt: skip
texts = st.lists(PIECES, max_size=30).map(lambda pieces: "\0" + "".join(pieces) + "\0")


def read(text, blocks):
    """Give what the kernel finds in the form of the simple rule."""
    known = Text(text)
    spans = np.array(blocks, dtype=np.int64).reshape(-1, 2)
    words, kinds = zip(*sorted((int(tokens.pack_ends(word)[0]), kind) for word, kind in TOLD.items()), strict=True)
    told = np.array(words, dtype=np.uint64), np.array(kinds, dtype=np.uint8)
    dashes = np.array([*map(ord, DASHES)], dtype=np.uint32)
    start, end, size, top, label, implied, others = lists.plain(
        known.codes, known.latin, known.classes, spans[:, 0].copy(), spans[:, 1].copy(), dashes, *told, WIDEST, REACH
    )
    cited = list(zip(label.tolist(), map(bool, implied), strict=True))
    parts = [cited[last - count : last] for count, last in zip(size, np.cumsum(size), strict=True)]
    return list(zip(start.tolist(), end.tolist(), top.tolist(), parts, strict=True)), others.tolist()


@given(texts, st.integers(1, 20))
def test_plain_lists_are_those_of_the_simple_rule(text, cut):
    middle = min(cut, len(text))
    blocks = [(1, middle), (middle, len(text))]
    assert read(text, blocks) == simple(text, blocks)


@pytest.mark.parametrize(
    "near", ["mean", "mean.", "mean. ", "IQR", "in", "meaning", "ranging ", "\u03b2", "\u00e9", "h", "%", " h", " %"]
)
def test_what_stands_near_two_numbers_tells_as_far_as_the_simple_rule_looks(near):
    for gap in ("", " ", " ) ", "....", ".....", "......", "......."):
        for text in (f"\0{near}{gap} [1,3]\0", f"\0) [1,3]{gap}{near}\0", f"\0so [1-3]{gap}{near} [2]\0"):
            blocks = [(1, len(text) - 1)]
            assert read(text, blocks) == simple(text, blocks)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("so [3, 2-4].", [[(3, False), (2, False), (4, False)]]),
        ("so [1-20].", [[(number, 1 < number < 20) for number in range(1, 21)]]),
        ("so [1-21] [5-2] [0] [1000] [7]-[9]", [[(9, False)]]),
        ("Table [2] and mean in [1, 2] as in [3].", [[(3, False)]]),
    ],
)
def test_a_label_counts_once_a_marker_and_doubtful_lists_are_left(text, labels):
    assert [cited for *_, cited in read(f"\0{text}\0", [(1, len(text) + 1)])[0]] == labels


def test_no_blocks_have_no_lists():
    assert read("\0\0", []) == ([], [])
