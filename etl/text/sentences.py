"""Sentence boundaries, found over a whole batch at once: all marks first, then only what stands around them."""

import numpy as np

from etl.text import chars, full_stops, signs, tokens
from etl.text.chars import Mask, Places, Text
from etl.text.signs import is_char

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
ROMAN = tokens.pack("ii iii iv vi vii viii ix xi xii")


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
    near = np.flatnonzero(is_char(text, end, " ") | is_char(text, end, "["))
    mark, end = mark[near], _behind_marker(text, end[near])
    ends = _may_end(text, end)
    mark, end = mark[ends], end[ends]
    free = ~full_stops.hold(text, mark, end + 1)
    return mark[free], end[free]


def _behind_superscript(text: Text, mark: Places, end: Places) -> Places:
    """Move each end behind superscript citations that close with a blank and a capital: ``improved.5 Patients``."""
    row = np.flatnonzero(signs.match(text, end, signs.NUMBER))
    row = row[_may_cite(text, mark[row], end[row])]
    behind = signs.skip(text, end[row], signs.SUPERSCRIPT, LONGEST_SUPERSCRIPT)
    moved = signs.match(text, behind - 1, signs.NUMBER) & is_char(text, behind, " ")
    moved &= signs.at(text.classes, behind + 1) == chars.UPPER
    end[row[moved]] = behind[moved]
    return end


def _may_cite(text: Text, mark: Places, end: Places) -> Mask:
    """Tell behind which marks digits may be a citation, as they are not in ``p = 0.5`` and ``v.2``."""
    near = mark[:, None] - 1 - np.arange(LETTERS_BEFORE_SUPERSCRIPT)
    word: Mask = (text.classes[near] == chars.LOWER).all(axis=1)
    return word | (end > mark + 1) | signs.match(text, mark - 1, signs.CLOSER)


def _behind_marker(text: Text, end: Places) -> Places:
    """Move each end behind a citation marker that belongs to the sentence before: ``rose. [12] Next``."""
    bracket = end + is_char(text, end, " ")
    row = np.flatnonzero(is_char(text, bracket, "["))
    start = bracket[row] + 1
    behind = signs.skip(text, start, signs.LISTED, LONGEST_MARKER)
    closed = is_char(text, behind, "]") & (behind > start)
    behind = signs.skip(text, behind + 1, signs.TERMINAL, 1)
    at_edge = is_char(text, behind, "\n") | is_char(text, behind, chars.BOUNDARY)
    moved = closed & (at_edge | _may_end(text, behind))
    end[row[moved]] = behind[moved]
    return end


def _may_end(text: Text, end: Places) -> Mask:
    """Tell at which places a blank stands and then something that may begin a sentence."""
    ends: Mask = is_char(text, end, " ")
    ends[ends] = _may_begin(text, end[ends] + 1)
    return ends


def _may_begin(text: Text, place: Places) -> Mask:
    """Tell whether a sentence may begin at each place, opening signs aside."""
    first = signs.skip(text, place, signs.OPENER, MOST_OPENERS)
    kind, code = text.classes[first], text.codes[first]
    begins: Mask = (kind == chars.UPPER) | (kind == chars.DIGIT) | (kind == chars.LETTER)
    begins |= (code >= FIRST_GREEK) & (code <= LAST_GREEK) | signs.match(text, first, signs.BULLET)
    small = np.flatnonzero(~begins & (kind == chars.LOWER))
    begins[small] = _is_name(text, first[small]) | _is_panel(text, first[small]) | _is_key(text, first[small])
    return begins


def _is_name(text: Text, place: Places) -> Mask:
    """Tell where few small letters stand before a capital or digit (p53, mTOR, miR-21), or one before any (c-fos)."""
    near = tokens.behind(text, place).classes
    small = tokens.leading(near == chars.LOWER)
    behind = place + np.minimum(small, MOST_SMALL)
    hyphen = is_char(text, behind, "-")
    kind = signs.at(text.classes, behind + hyphen)
    in_name: Mask = (kind == chars.UPPER) | (kind == chars.DIGIT) | hyphen & (small == 1) & (kind == chars.LOWER)
    in_name &= small <= MOST_SMALL
    return in_name


def _is_panel(text: Text, place: Places) -> Mask:
    """Tell where the letter of a list or panel stands: "(b)", "b)", "b. The", "(a-d)", "(f - j)", "(a, b)", "(iv)"."""
    near = tokens.behind(text, place)
    behind = place + near.length
    letter = (near.length == 1) | tokens.among(near.letters, ROMAN)
    closed = is_char(text, behind, ")")
    listed = signs.match(text, behind + is_char(text, behind, " "), signs.JOINER) | is_char(text, behind, ",")
    pointed = is_char(text, behind, ".") & is_char(text, behind + 1, " ")
    pointed &= signs.at(text.classes, behind + 2) == chars.UPPER
    panel: Mask = letter & (closed | pointed | listed & is_char(text, place - 1, "("))
    return panel


def _is_key(text: Text, place: Places) -> Mask:
    """Tell where the key of a figure explains a sign of few small letters: ``bm, bone marrow``, ``n = 5 mice``."""
    near = tokens.behind(text, place)
    small = (tokens.leading(near.classes == chars.LOWER) == near.length) & (near.length <= LONGEST_KEY)
    behind = place + near.length
    equals = is_char(text, behind, " ") & is_char(text, behind + 1, "=")
    key: Mask = small & (is_char(text, behind, ",") | equals)
    return key


def _enumerates(text: Text, mark: Places, end: Places, first: Places) -> Mask:
    """Tell which marks close a lone number or letter at the start of a block, a sentence or behind a colon.

    ``end`` is where the sentences would end and ``first`` where the block of each mark begins.
    """
    before = tokens.before(text, mark)
    start = mark - before.length
    short = (before.length <= LONGEST_ENUMERATOR) & (before.length > 0) & is_char(text, mark, ".")
    digits = tokens.leading(before.classes[:, ::-1] == chars.DIGIT) == before.length
    opens = (start == first) | (start == np.concatenate([[-1], end[:-1] + 1]))
    listed = is_char(text, start - 2, ":") | is_char(text, start - 2, ";")
    listed &= text.classes[start - 3] != chars.DIGIT  # a ratio of 1: 5
    opens |= listed & is_char(text, start - 1, " ")
    enumerates: Mask = short & opens & (digits | (before.length == 1))
    return enumerates
