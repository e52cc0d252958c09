"""Sentence boundaries, found over a whole batch at once."""

import re

import numpy as np

from etl.text import chars
from etl.text.chars import Classes, Codes, Mask, Places, Text

TERMINALS = ".?!"
CLOSERS = ")]\"'\u2019\u201d\u00bb"
OPENERS = "([\"'\u2018\u201c\u00ab"
# Abbreviations that biomedical prose writes in front of what they belong to, without their last point, lower case.
NEVER_LAST = frozenset({
    "approx", "apr", "aug", "ca", "cf", "chap", "chr", "dec", "dept", "dr", "drs", "ed", "eds", "eq", "eqs",
    "feb", "fig", "figs", "incl", "jan", "jul", "jun", "mar", "mr", "mrs", "ms", "no", "nos", "nov", "oct",
    "p", "pp", "prof", "ref", "refs", "resp", "sect", "sep", "sept", "sp", "spp", "st", "str", "subsp",
    "suppl", "tab", "tabs", "univ", "var", "viz", "vol", "vs",
})  # fmt: skip
# Abbreviations that close a sentence when a capital follows right behind them.
SOMETIMES_LAST = frozenset({"al", "co", "corp", "etc", "inc", "jr", "ltd", "sr"})
LONGEST_ABBREVIATION = 6
MOST_CLOSERS = 3
FIRST_GREEK, LAST_GREEK = 0x370, 0x3FF
# A marker behind the full stop belongs to the sentence that it closes.
MARKER_BEHIND = re.compile(r" \[[\d\s,;\u2010-\u2014\u2212-]+\](?= |\n|\0)")


def find(text: Text, block_starts: Places, block_ends: Places) -> tuple[Places, Places]:
    """Give the starts and ends of the sentences of clean blocks of running text.

    A sentence ends at a terminal mark and what closes behind it, when one blank and then a capital, a digit, a Greek
    letter or an opening sign follows; an abbreviation or an initial before the mark does not end it.
    """
    if not len(block_starts):
        return block_starts, block_ends
    codes, classes = text.codes, text.classes
    mark, end = _candidates(text.string, codes)
    begins = _may_begin(codes, classes, end + 1)
    keep = (codes[end] == ord(" ")) & begins & ~_abbreviated(codes, classes, mark, end)
    end = np.unique(end[keep])
    block = np.searchsorted(block_starts, end, side="right") - 1
    inside = (block >= 0) & (end < block_ends[block])
    end = end[inside]
    return np.sort(np.concatenate([block_starts, end + 1])), np.sort(np.concatenate([block_ends, end]))


def _candidates(text: str, codes: Codes) -> tuple[Places, Places]:
    """Give the places of terminal marks, and behind each the place where its sentence would end."""
    mark = np.flatnonzero(_among(codes, TERMINALS))
    end = mark + 1
    for _ in range(MOST_CLOSERS):
        end = end + _among(codes[end], CLOSERS)
    opens_marker = np.flatnonzero((codes[end] == ord(" ")) & (codes[np.minimum(end + 1, len(codes) - 1)] == ord("[")))
    for row in opens_marker.tolist():
        behind = MARKER_BEHIND.match(text, int(end[row]))
        end[row] = behind.end() if behind else end[row]
    return mark, end


def _may_begin(codes: Codes, classes: Classes, place: Places) -> Mask:
    """Tell whether a sentence may begin at each place, opening signs aside."""
    place = np.minimum(place, len(codes) - 1)
    for _ in range(2):
        place = np.minimum(place + _among(codes[place], OPENERS), len(codes) - 1)
    greek = (codes[place] >= FIRST_GREEK) & (codes[place] <= LAST_GREEK)
    begins: Mask = np.isin(classes[place], (chars.UPPER, chars.DIGIT)) | greek
    return begins


def _abbreviated(codes: Codes, classes: Classes, mark: Places, end: Places) -> Mask:
    """Tell which marks are the point of an abbreviation or an initial."""
    point = (codes[mark] == ord(".")) & (end == mark + 1)
    length = np.zeros(len(mark), dtype=np.int64)
    in_token = point.copy()
    for back in range(1, LONGEST_ABBREVIATION + 2):
        in_token &= (mark >= back) & (classes[np.maximum(mark - back, 0)] >= chars.LOWER)
        length += in_token
    token = _tokens(codes, mark, length)
    capital_next = classes[np.minimum(end + 1, len(codes) - 1)] == chars.UPPER
    initial = (length == 1) & (classes[np.maximum(mark - 1, 0)] != chars.DIGIT)
    never = np.isin(token, sorted(NEVER_LAST))
    sometimes = np.isin(token, sorted(SOMETIMES_LAST)) & ~capital_next
    abbreviated: Mask = point & (initial | (never | sometimes) & (length <= LONGEST_ABBREVIATION))
    return abbreviated


def _tokens(codes: Codes, mark: Places, length: Places) -> np.ndarray:
    """Give the letters before each mark, lower case, as fixed-width strings."""
    reach = np.arange(LONGEST_ABBREVIATION)
    place = mark[:, None] - length[:, None] + reach
    letters = np.where(reach < length[:, None], codes[np.minimum(np.maximum(place, 0), len(codes) - 1)], 0)
    capital = (letters >= ord("A")) & (letters <= ord("Z"))
    window = np.ascontiguousarray(letters + 32 * capital, dtype="<u4")
    return window.view(f"<U{LONGEST_ABBREVIATION}").ravel()


def _among(codes: Codes, signs: str) -> Mask:
    return np.isin(codes, [ord(sign) for sign in signs])
