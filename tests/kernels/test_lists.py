"""Plain lists of numbers in square brackets, against the rule told simply."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import lists
from etl.text import tokens
from etl.text.chars import Text

DASHES, WIDEST = "-\u2013", 20
ANY, OF_PAIRS = ["table", "equations"], ["table", "equations", "in", "ranging"]
NUMBER = r"[1-9]\d{0,2}"
PLAIN = re.compile(rf"\[( ?{NUMBER}(?: ?[{DASHES}] ?{NUMBER})? ?(?:[,;] ?{NUMBER}(?: ?[{DASHES}] ?{NUMBER})? ?)*)\]")
LETTERS = re.compile("[A-Za-z]*\\Z")


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
            else:
                others.append(place)
    return found, others


def is_clear(text, start, end, is_pair):
    behind = text[end + 1] if text[end] == " " else text[end]
    if re.match("[A-Za-z0-9]", text[end]) or not behind.isascii() or behind in "-=<>":
        return False
    # Right behind a word the last letter counts as a blank does.
    word = LETTERS.search(text[: start - 1])[0].lower()
    known = word[-8:] in {one[-8:] for one in (OF_PAIRS if is_pair else ANY)}
    before = text[:start]
    if re.search("[A-Za-z]\\Z", before):
        return word != "" and not known
    if not before.endswith(" "):
        return before[-1].isascii() and not is_pair
    if word:
        return not known
    return re.search(r"[A-Za-z]\) \Z" if is_pair else r"[0-9)] \Z", before) is not None


PIECES = st.sampled_from([
    *"[[]],;- 0123=\n\0x(F)", "[1]", " [2, 3]", "[3-5]", "[4\u20138,6]", "1000", "20", "so", " ", "in ", "ranging ",
    "Table", "equations ", "\u00e9", "\U0001f600",
])  # fmt: skip
texts = st.lists(PIECES, max_size=30).map(lambda pieces: "\0" + "".join(pieces) + "\0")


def read(text, blocks):
    """Give what the kernel finds in the form of the simple rule."""
    known = Text(text)
    spans = np.array(blocks, dtype=np.int64).reshape(-1, 2)
    words = [tokens.pack_ends(" ".join(some)) for some in (ANY, OF_PAIRS)]
    dashes = np.array([*map(ord, DASHES)], dtype=np.uint32)
    start, end, size, top, label, implied, others = lists.plain(
        known.codes, known.latin, spans[:, 0].copy(), spans[:, 1].copy(), dashes, *words, WIDEST
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
    ("text", "labels"),
    [
        ("so [3, 2-4].", [[(3, False), (2, False), (4, False)]]),
        ("so [1-20].", [[(number, 1 < number < 20) for number in range(1, 21)]]),
        ("so [1-21] [5-2] [0] [1000] [7]-[9]", [[(9, False)]]),
        ("Table [2] and in [1, 2] as in [3].", [[(3, False)]]),
    ],
)
def test_a_label_counts_once_a_marker_and_doubtful_lists_are_left(text, labels):
    assert [cited for *_, cited in read(f"\0{text}\0", [(1, len(text) + 1)])[0]] == labels


def test_no_blocks_have_no_lists():
    assert read("\0\0", []) == ([], [])
