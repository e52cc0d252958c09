"""Places where sentences may end: a terminal mark, what closes behind it, one blank, and what may begin the next."""

import numpy as np

from etl.kernels.near cimport (
    BULLET, CLOSER, DIGIT, JOINER, LETTER, LISTED, LOWER, NUMBER, OPENER, SUPERSCRIPT, TERMINAL, UPPER, Text, Word,
    code, is_among, is_sign, kind, skip, small_letters, word_before, word_behind
)
from etl.kernels.units cimport Unit, units_of
from libc.stdint cimport int64_t, uint8_t, uint64_t

cdef enum:
    MOST_CLOSERS = 3
    MOST_OPENERS = 2
    LONGEST_MARKER = 60  # between square brackets
    LONGEST_SUPERSCRIPT = 12
    LETTERS_BEFORE_SUPERSCRIPT = 3  # small ones, so that a version or "p=.05" is none
    MOST_SMALL = 4  # letters before the capital or digit of a name such as p53, mTOR, cDNA or miR-21
    LONGEST_KEY = 3
    LONGEST_ENUMERATOR = 2
    FIRST_GREEK = 0x370
    LAST_GREEK = 0x3FF


def candidates(
    const Unit[::1] codes, const uint8_t[::1] latin, const uint8_t[::1] classes, const uint8_t[::1] signs,
    const int64_t[::1] places, const uint64_t[::1] romans
):
    """Give the terminal marks at some places that may end a sentence, and behind each where its sentence would end.

    ``romans`` are small numbers as packed words.
    """
    cdef Text text
    cdef Py_ssize_t row, end, size = 0
    text.codes, text.latin, text.classes, text.signs = units_of(codes), &latin[0], &classes[0], &signs[0]
    text.last = codes.shape[0] - 1
    marks, ends = np.empty(places.shape[0], np.int64), np.empty(places.shape[0], np.int64)
    cdef int64_t[::1] mark = marks
    cdef int64_t[::1] to = ends
    with nogil:
        for row in range(places.shape[0]):
            if is_sign(&text, places[row], TERMINAL):
                end = end_behind(&text, places[row], romans)
                if may_end(&text, end, romans):
                    mark[size], to[size] = places[row], end
                    size += 1
    return marks[:size].copy(), ends[:size].copy()


cdef inline Py_ssize_t end_behind(const Text* text, Py_ssize_t mark, const uint64_t[::1] romans) noexcept nogil:
    """Give the place behind a terminal mark and all that belongs to its sentence."""
    cdef Py_ssize_t end = skip(text, mark + 1, CLOSER, MOST_CLOSERS)
    return behind_marker(text, behind_superscript(text, mark, end), romans)


cdef inline Py_ssize_t behind_superscript(const Text* text, Py_ssize_t mark, Py_ssize_t end) noexcept nogil:
    """Move an end behind superscript citations that close with a blank and a capital: ``improved.5 Patients``."""
    cdef Py_ssize_t behind
    cdef bint closes
    if not (is_sign(text, end, NUMBER) and may_cite(text, mark, end)):
        return end
    behind = skip(text, end, SUPERSCRIPT, LONGEST_SUPERSCRIPT)
    closes = is_sign(text, behind - 1, NUMBER) and code(text, behind) == c" " and kind(text, behind + 1) == UPPER
    return behind if closes else end


cdef inline bint may_cite(const Text* text, Py_ssize_t mark, Py_ssize_t end) noexcept nogil:
    """Tell whether digits behind a mark may be a citation, as they are not in ``p = 0.5`` and ``v.2``."""
    cdef Py_ssize_t back
    if end > mark + 1 or is_sign(text, mark - 1, CLOSER):
        return True
    for back in range(1, LETTERS_BEFORE_SUPERSCRIPT + 1):
        if kind(text, mark - back) != LOWER:
            return False
    return True


cdef inline Py_ssize_t behind_marker(const Text* text, Py_ssize_t end, const uint64_t[::1] romans) noexcept nogil:
    """Move an end behind a citation marker that belongs to the sentence before: ``rose. [12] Next``."""
    cdef Py_ssize_t start = end + (code(text, end) == c" ") + 1, behind
    cdef bint at_edge
    if code(text, start - 1) != c"[":
        return end
    behind = skip(text, start, LISTED, LONGEST_MARKER)
    if behind == start or code(text, behind) != c"]":
        return end
    behind = skip(text, behind + 1, TERMINAL, 1)
    at_edge = code(text, behind) == c"\n" or code(text, behind) == 0
    return behind if at_edge or may_end(text, behind, romans) else end


cdef inline bint may_end(const Text* text, Py_ssize_t end, const uint64_t[::1] romans) noexcept nogil:
    """Tell whether a blank stands at a place and then something that may begin a sentence."""
    return code(text, end) == c" " and may_begin(text, end + 1, romans)


cdef inline bint may_begin(const Text* text, Py_ssize_t place, const uint64_t[::1] romans) noexcept nogil:
    """Tell whether a sentence may begin at a place, opening signs aside."""
    cdef Py_ssize_t first = skip(text, place, OPENER, MOST_OPENERS)
    cdef uint8_t now = kind(text, first)
    if now == UPPER or now == DIGIT or now == LETTER or is_sign(text, first, BULLET):
        return True
    if FIRST_GREEK <= code(text, first) <= LAST_GREEK:
        return True
    return now == LOWER and (is_name(text, first) or is_panel(text, first, romans) or is_key(text, first))


cdef inline bint is_name(const Text* text, Py_ssize_t place) noexcept nogil:
    """Tell whether few small letters stand before a capital or digit (p53, mTOR, miR-21), or one before any (c-fos)."""
    cdef Py_ssize_t small = small_letters(text, place), behind = place + small
    cdef bint hyphen = code(text, behind) == c"-"
    cdef uint8_t following = kind(text, behind + hyphen)
    if small > MOST_SMALL:
        return False
    return following == UPPER or following == DIGIT or (hyphen and small == 1 and following == LOWER)


cdef inline bint is_panel(const Text* text, Py_ssize_t place, const uint64_t[::1] romans) noexcept nogil:
    """Tell whether the letter of a list or panel stands: "(b)", "b)", "b. The", "(a-d)", "(f - j)", "(a, b)", "(iv)"."""
    cdef Word word = word_behind(text, place)
    cdef Py_ssize_t behind = place + word.length
    cdef bint listed
    if word.length != 1 and not is_among(word.letters, romans):
        return False
    if code(text, behind) == c")":
        return True
    if code(text, behind) == c"." and code(text, behind + 1) == c" " and kind(text, behind + 2) == UPPER:
        return True
    listed = code(text, behind) == c"," or is_sign(text, behind + (code(text, behind) == c" "), JOINER)
    return listed and code(text, place - 1) == c"("


cdef inline bint is_key(const Text* text, Py_ssize_t place) noexcept nogil:
    """Tell whether the key of a figure explains a sign of few small letters: ``bm, bone marrow``, ``n = 5 mice``."""
    cdef Py_ssize_t length = word_behind(text, place).length, behind = place + length
    if length > LONGEST_KEY or small_letters(text, place) != length:
        return False
    return code(text, behind) == c"," or (code(text, behind) == c" " and code(text, behind + 1) == c"=")


def split(
    const Unit[::1] codes, const uint8_t[::1] latin, const uint8_t[::1] classes, const uint8_t[::1] signs,
    const int64_t[::1] marks, const int64_t[::1] ends, const int64_t[::1] starts, const int64_t[::1] stops
):
    """Cut blocks behind terminal marks, those aside that close an enumerator; give the sentences' starts and ends.

    ``ends`` are where the marks would end a sentence, ``starts`` and ``stops`` those of the blocks; all are sorted. Of
    marks with one end the last counts.
    """
    cdef Text text
    cdef Py_ssize_t block, row = 0, size = 0
    cdef int64_t start, before = -1
    text.codes, text.latin, text.classes, text.signs = units_of(codes), &latin[0], &classes[0], &signs[0]
    text.last = codes.shape[0] - 1
    room = marks.shape[0] + starts.shape[0]
    first, last = np.empty(room, np.int64), np.empty(room, np.int64)
    cdef int64_t[::1] to = first
    cdef int64_t[::1] behind = last
    with nogil:
        for block in range(starts.shape[0]):
            start = starts[block]
            while row < marks.shape[0] and ends[row] < stops[block]:
                # One that lies before the block ends no sentence of it.
                if ends[row] >= start and (row + 1 == marks.shape[0] or ends[row + 1] != ends[row]):
                    if not enumerates(&text, marks[row], starts[block], before + 1):
                        to[size], behind[size] = start, ends[row]
                        start, size = ends[row] + 1, size + 1
                    before = ends[row]
                row += 1
            to[size], behind[size] = start, stops[block]
            size += 1
    return first[:size].copy(), last[:size].copy()


cdef inline bint enumerates(const Text* text, Py_ssize_t mark, Py_ssize_t block, Py_ssize_t sentence) noexcept nogil:
    """Tell whether a mark closes an enumerator, by where its block and, as it seems, its sentence begin."""
    cdef Word word = word_before(text, mark)
    cdef Py_ssize_t start = mark - word.length
    cdef bint listed
    if code(text, mark) != c"." or word.length == 0 or word.length > LONGEST_ENUMERATOR:
        return False
    if word.length == LONGEST_ENUMERATOR and not (kind(text, start) == DIGIT and kind(text, start + 1) == DIGIT):
        return False
    if start == block or start == sentence:
        return True
    listed = code(text, start - 2) == c":" or code(text, start - 2) == c";"
    # "1: 5." is a ratio
    return listed and code(text, start - 1) == c" " and kind(text, start - 3) != DIGIT
