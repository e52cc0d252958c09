"""Hyphens at a line end against the plain rule, which reads tokens with regular expressions."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import hyphens as kernel
from etl.text import hyphens, tokens
from etl.text.chars import LOWER, Text

WORDS = [
    "a",
    "an",
    "Ab",
    "AB",
    "T",
    "vs",
    "vs.",
    "AND",
    "or",
    "to",
    "versus",
    "re",
    "self",
    "x2",
    "2",
    "b-c",
    "_",
    "p_q",
]
WORDS += [
    "\u00e9",
    "\u00c9T",
    "\u00b2",
    "\u00aa",
    "\u03b1",
    "\u0391\u0392",
    "\u4e2d",
    "\U0001d6fc",
    "e\u0301",
    "\u01c5",
]
SIGNS = [
    "-",
    "-",
    "- ",
    " ",
    " ",
    "\n",
    "\0",
    "\t",
    "\u00a0",
    "\u2003",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    ".",
    ":",
    "://",
    "/",
]
SIGNS += ["--", "\u2010", "'", "www.", "doi:10.1234", "- and ", "- vs. ", "a- or ", "\u03b1- to ", "2- and ", "B-and "]
BREAKS = ["-\n", "-\r\n  ", "\u2010\n", "-\f"]
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS) | st.sampled_from(BREAKS), max_size=24).map("".join)
CONTEXTS = st.sampled_from([1, 2, 5, 9, hyphens.CONTEXT])

BREAK = re.compile(r"[-\u2010](?=\s*[\n\f])")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
RIGHT = re.compile(r"[^\W_]+")
SUSPENDED = re.compile(r"[^\W\d_]-\Z")
CONJUNCTIONS = hyphens.CONJUNCTIONS.split()


def breaks(text):
    """The places behind hyphens, and behind the white space that follows, with letters or digits around."""
    starts = np.array([match.end() for match in BREAK.finditer(text.string)], dtype=np.int64)
    ends = np.array([re.compile(r"\s+").match(text.string, start).end() for start in starts.tolist()], dtype=np.int64)
    around = (text.classes[starts - 2] >= LOWER) & (text.classes[ends] >= LOWER)
    return starts[around], ends[around]


def shown(half, right):
    if len(half) == 1 or not half[-1:].isascii() or half[-1:].isdigit():
        return kernel.LETTER
    if sum(map(str.isupper, half)) > 1:
        return kernel.ACRONYM
    return kernel.BETWEEN_WORDS if right[0].islower() else kernel.CAPITAL


def plain_rule(before, after):
    """What a hyphen shows, and what stands before it behind a blank or bracket, the last word there and the next."""
    parts = ["", "", *before.rsplit(None, 3)]
    left = re.split(r"[\[\](),;]", parts[-1][:-1])[-1]
    right, words = RIGHT.match(after), WORD.findall(left)
    found = left, words[-1] if words else "", right[0] if right else ""
    if not words or not right or right[0].lower() in CONJUNCTIONS:
        return kernel.NO_HYPHEN, *found
    if parts[-2] in {*CONJUNCTIONS, "vs."} and SUSPENDED.search(parts[-3]):
        return kernel.SUSPENDED, *found
    return shown(re.split(r"\W", left)[-1], right[0]), *found


def by_kernel(text, starts, ends, context):
    known = context, hyphens.BRACKETS, tokens.pack(hyphens.CONJUNCTIONS), hyphens.JOINING
    what, has_point, *spans = kernel.look(text.codes, starts, ends, *known)
    token, word, word_end, right_end = spans
    strings = (text.slices(token, starts - 1), text.slices(word, word_end), text.slices(ends, right_end))
    found = list(zip(what.tolist(), *strings, strict=True))
    assert has_point.tolist() == ["." in left or ":" in left for left in strings[0]]
    return found


@given(TEXTS, CONTEXTS)
def test_hyphens_show_what_the_plain_rule_says(string, context):
    text = Text(f"\0a{string}\0")
    starts, ends = breaks(text)
    near = [max(start - context, text.string.rindex("\0", 0, start) + 1) for start in starts.tolist()]
    lines = [text.string[first:start] for first, start in zip(near, starts.tolist(), strict=True)]
    following = [text.string[end : end + context] for end in ends.tolist()]
    assert by_kernel(text, starts, ends, context) == list(map(plain_rule, lines, following))


@given(st.text(max_size=12), st.text(min_size=1, max_size=6))
def test_any_signs_may_stand_around_a_hyphen(left, right):
    test_hyphens_show_what_the_plain_rule_says.hypothesis.inner_test(f"{left}-\n{right}", hyphens.CONTEXT)


def test_a_word_of_a_megabyte_is_looked_at_near_its_hyphen():
    text = Text(f"\0{'a' * 1_000_000}-\n{'b' * 1_000_000}\0")
    found = by_kernel(text, *breaks(text), hyphens.CONTEXT)
    assert found == [(kernel.BETWEEN_WORDS, "a" * 119, "a" * 119, "b" * 120)]
