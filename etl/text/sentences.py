"""Sentence boundaries, found over a whole batch at once: all marks first, then only what stands around them."""

import numpy as np

from etl.text import abbreviations, chars, signs, words
from etl.text.chars import Mask, Places, Text

MOST_CLOSERS = 3
MOST_OPENERS = 2
# Characters of a list of citations behind the mark: in brackets, and as superscript digits.
LONGEST_MARKER = 60
LONGEST_SUPERSCRIPT = 12
# Small letters before a mark with superscript digits behind it, so that a version or "p=.05" is none.
LETTERS_BEFORE_SUPERSCRIPT = 3
# Small letters before the capital or digit of a name such as p53, mTOR, cDNA or miR-21.
MOST_SMALL = 4
LONGEST_KEY = 3
LONGEST_ENUMERATOR = 2
FIRST_GREEK, LAST_GREEK = 0x370, 0x3FF
ROMAN = words.pack("ii iii iv vi vii viii ix xi xii")


def find(text: Text, block_starts: Places, block_ends: Places) -> tuple[Places, Places]:
    """Give the starts and ends of the sentences of clean blocks of running text.

    A sentence ends at a terminal mark and what closes behind it, when one blank follows and then something that may
    begin a sentence; an abbreviation, an initial or an enumerator before the mark does not end it.
    """
    if not len(block_starts):
        return block_starts, block_ends
    mark, end = _candidates(text)
    block = np.searchsorted(block_starts, end, side="right") - 1
    inside = (block >= 0) & (end < block_ends[block])
    mark, end, first = mark[inside], end[inside], block_starts[block[inside]]
    last = np.flatnonzero(np.diff(end, append=-1))
    mark, end, first = mark[last], end[last], first[last]
    end = end[~_enumerates(text, mark, end, first)]
    return np.sort(np.concatenate([block_starts, end + 1])), np.sort(np.concatenate([block_ends, end]))


def _candidates(text: Text) -> tuple[Places, Places]:
    """Give the terminal marks that may end a sentence, and behind each the place where its sentence would end."""
    mark = signs.terminals(text)
    end = signs.skip(text, mark + 1, signs.CLOSER, MOST_CLOSERS)
    end = _behind_superscript(text, mark, end)
    end = _behind_marker(text, end)
    ends = _may_end(text, end)
    mark, end = mark[ends], end[ends]
    free = ~abbreviations.hold(text, mark, end + 1)
    return mark[free], end[free]


def _behind_superscript(text: Text, mark: Places, end: Places) -> Places:
    """Move each end behind superscript citations that closed with a blank and a capital: ``improved.5 Patients``."""
    row = np.flatnonzero(signs.match(text, end, signs.NUMBER))
    start, near = end[row], mark[row]
    behind = signs.skip(text, start, signs.SUPERSCRIPT, LONGEST_SUPERSCRIPT)
    small = words.before(text, near).classes[:, -LETTERS_BEFORE_SUPERSCRIPT:] == chars.LOWER
    moved = signs.match(text, behind - 1, signs.NUMBER) & _is_blank(text, behind)
    moved &= (small.all(axis=1) | (start > near + 1)) & ~abbreviations.is_known(text, near)
    moved &= text.classes[np.minimum(behind + 1, len(text) - 1)] == chars.UPPER
    result = end.copy()
    result[row[moved]] = behind[moved]
    return result


def _behind_marker(text: Text, end: Places) -> Places:
    """Move each end behind a citation marker that belongs to the sentence before: ``rose. [12] Next``."""
    bracket = end + _is_blank(text, end)
    row = np.flatnonzero(text.latin[bracket] == ord("["))
    start = bracket[row] + 1
    behind = signs.skip(text, start, signs.LISTED, LONGEST_MARKER)
    closed = (text.latin[behind] == ord("]")) & (behind > start)
    behind = signs.skip(text, behind + 1, signs.TERMINAL, 1)
    at_edge = np.isin(text.latin[behind], (ord("\n"), ord(chars.BOUNDARY)))
    moved = closed & (at_edge | _may_end(text, behind))
    result = end.copy()
    result[row[moved]] = behind[moved]
    return result


def _may_end(text: Text, end: Places) -> Mask:
    """Tell at which places a blank stands and then something that may begin a sentence."""
    ends = _is_blank(text, end)
    ends[ends] = _may_begin(text, end[ends] + 1)
    return ends


def _may_begin(text: Text, place: Places) -> Mask:
    """Tell whether a sentence may begin at each place, opening signs aside."""
    first = signs.skip(text, place, signs.OPENER, MOST_OPENERS)
    kind, code = text.classes[first], text.codes[first]
    begins = (kind == chars.UPPER) | (kind == chars.DIGIT) | (kind == chars.LETTER)
    begins |= (code >= FIRST_GREEK) & (code <= LAST_GREEK) | signs.match(text, first, signs.BULLET)
    small = np.flatnonzero(~begins & (kind == chars.LOWER))
    begins[small] = _is_name(text, first[small]) | _is_panel(text, first[small]) | _is_key(text, first[small])
    return begins


def _is_name(text: Text, place: Places) -> Mask:
    """Tell where few small letters stand before a capital or digit (p53, mTOR, miR-21), or one before any (c-fos)."""
    near = words.behind(text, place).classes
    small = words.leading(near == chars.LOWER)
    behind = place + np.minimum(small, MOST_SMALL)
    hyphen = text.latin[behind] == ord("-")
    kind = text.classes[behind + hyphen]
    in_name = (kind == chars.UPPER) | (kind == chars.DIGIT) | hyphen & (small == 1) & (kind == chars.LOWER)
    return in_name & (small <= MOST_SMALL)


def _is_panel(text: Text, place: Places) -> Mask:
    """Tell where the letter of a list or panel stands: "(b)", "b)", "(a-d)", "(a, b)", "(f \u2013 j)", "(iv)"."""
    near = words.behind(text, place)
    behind = place + near.length
    letter = (near.length == 1) | words.among(near.letters, ROMAN)
    closed = text.latin[behind] == ord(")")
    listed = signs.match(text, behind + _is_blank(text, behind), signs.JOINER) | (text.latin[behind] == ord(","))
    return letter & (closed | listed & (text.latin[place - 1] == ord("(")))


def _is_key(text: Text, place: Places) -> Mask:
    """Tell where the key of a figure explains a sign of few small letters: ``bm, bone marrow``, ``n = 5 mice``."""
    near = words.behind(text, place)
    small = (words.leading(near.classes == chars.LOWER) == near.length) & (near.length <= LONGEST_KEY)
    behind = place + near.length
    equals = _is_blank(text, behind) & (text.latin[np.minimum(behind + 1, len(text) - 1)] == ord("="))
    return small & ((text.latin[behind] == ord(",")) | equals)


def _enumerates(text: Text, mark: Places, end: Places, first: Places) -> Mask:
    """Tell which marks close a lone number or letter at the start of a block, a sentence or behind a colon.

    ``end`` is where the sentences would end and ``first`` where the block of each mark begins.
    """
    before = words.before(text, mark)
    start = mark - before.length
    short = (before.length <= LONGEST_ENUMERATOR) & (before.length > 0) & (text.latin[mark] == ord("."))
    digits = words.leading(before.classes[:, ::-1] == chars.DIGIT) == before.length
    opens = (start == first) | (start == np.concatenate([[-1], end[:-1] + 1]))
    opens |= _is_blank(text, start - 1) & np.isin(text.latin[start - 2], (ord(":"), ord(";")))
    return short & opens & (digits | (before.length == 1))


def _is_blank(text: Text, places: Places) -> Mask:
    return text.latin[np.minimum(places, len(text) - 1)] == ord(" ")
