"""Brackets that may hold a short form, held equal to a plain rule, which loses no definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import short_forms as kernel
from etl.text import abbreviations
from etl.text.chars import BEYOND, Text

PIECES = [
    "(",
    ")",
    " (",
    ");",
    "[",
    ", ",
    ". ",
    ".",
    " ",
    " ",
    "\n",
    "\0",
    "-",
    "s",
    "\u00a0",
    "\u2003",
    "\u03b1",
    "\u4e2d",
]
WORDS = [
    "A",
    "Ab",
    "AB",
    "ABs",
    "abB",
    "a",
    "b",
    "ab",
    "alpha beta",
    "Alpha",
    "\u00c9",
    "\u00e9",
    "\U0001d6fc",
    "2",
    "m",
]
BRACKETS = [
    "(AB)",
    " (AB)",
    " (ABs)",
    " (aB )",
    "(A b)",
    " (\u03b1B;",
    " (B\u4e2d)",
    " (A-2,",
    " (\u4e2dB)",
    " (ABABAB)",
]
PART = st.sampled_from(WORDS) | st.sampled_from(BRACKETS) | st.sampled_from(PIECES)
TEXTS = st.lists(PART, max_size=16).map(lambda parts: f"\0{''.join(parts)}\0")
LIMITS = LONGEST, MORE_WORDS, REACH = 4, -1, 12
EVERY_TIME = 1 << 10


def flags(char):
    return int(abbreviations.characters()[0][min(ord(char), BEYOND)])


def letter(char):
    return int(abbreviations.characters()[1][min(ord(char), BEYOND)])


def short_form(text, place):
    """The letters of what may be a short form, and the number of its characters."""
    inside = text[place + 1 :]
    size = next((at for at, char in enumerate(inside) if flags(char) & (kernel.CLOSING | kernel.PARTING)), EVERY_TIME)
    if size > LONGEST + 1 or not flags(inside[size]) & kernel.CLOSING:
        return [], 0
    inside = inside[:size]
    if not any(flags(char) & kernel.CAPITAL for char in inside) or not letter(inside[0]):
        return [], 0
    letters = [
        letter(char) for at, char in enumerate(inside) if letter(char) and (letter(char) != kernel.ANY or at == 0)
    ]
    short = inside[:-1] if flags(inside[-1]) & kernel.SPACE else inside
    is_plural = len(short) > 1 and short[-1] == "s" and flags(short[-2]) & kernel.CAPITAL
    return letters[:-1] if is_plural else letters, len(short)


def parts(window, place):
    """Whether a long form that begins before a place of a window does not reach over it."""
    begun = any(not flags(char) & kernel.SPACE and letter(char) != kernel.ANY for char in window[place + 1 :])
    kind = flags(window[place])
    ends = begun and kind & kernel.ENDING and window[place + 1] == " "
    return ends or (kind & kernel.PARTING and not (kind & kernel.SPACE and not begun))


def fits(char, wanted):
    return letter(char) != 0 and (kernel.ANY in {letter(char), wanted} or letter(char) == wanted)


def stands(letters, window, place, most_words):
    """Whether the letters stand from a place of a window on, in so few words."""
    spaced = "".join(" " if flags(char) & kernel.SPACE else "x" for char in window[place:])
    for char in window[place:]:
        letters = letters[1:] if letters and fits(char, letters[0]) else letters
    return not letters and len(spaced.split()) <= most_words


def plain_rule(text, place):
    letters, size = short_form(text, place)
    most_words = min(size + MORE_WORDS, 2 * size)
    first = max(1, place - REACH * most_words)
    window = text[first:place]
    return any(
        letters
        and fits(window[at], letters[0])
        and letter(text[first + at - 1]) in {0, kernel.ANY}
        and not any(parts(window, later) for later in range(at, len(window)))
        and stands(letters, window, at, most_words)
        for at in range(len(window))
    )


@given(TEXTS)
def test_brackets_are_those_of_the_plain_rule(text):
    latin = Text(text).latin
    bracket = np.flatnonzero(latin == ord("("))
    found = kernel.may_define(latin, bracket, *abbreviations.characters(), *LIMITS)
    assert found.tolist() == [plain_rule(text, place) for place in bracket.tolist()]


@given(TEXTS)
def test_no_definition_is_lost(text):
    found = abbreviations.find(Text(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "may_define", lambda _, bracket, *__: np.ones(len(bracket), dtype=np.uint8))
        every = abbreviations.find(Text(text))
    assert [column.tolist() for column in found] == [column.tolist() for column in every]
