"""Words and marks that may have lost a blank, told by what stands in them and beside them."""

import numpy as np

from etl.kernels.near cimport DIGIT, LETTER, LOWER, OTHER, UPPER, next_place
from libc.stdint cimport int64_t, uint8_t

# What a word may be, and what speaks for lost blanks in it.
cpdef enum:
    WHOLE, OF_LETTERS, INNER_CAPITAL, HYPHENED, BEHIND_NUMBER

cdef enum:
    FEW = 1024  # places that there is room for at first


def kinds(
    const uint8_t[::1] latin, const uint8_t[::1] classes, const int64_t[::1] start, const int64_t[::1] end,
    Py_ssize_t shortest, Py_ssize_t longest, const uint8_t[::1] odd_before, const uint8_t[::1] odd_behind
):
    """Tell of each word whether it may be glued: letters alone, so many, words between hyphens, a number and a word.

    Letters and hyphens count where no sign of an address or formula stands beside them: tables for Latin-1 tell, and a
    point before a letter or digit is one.
    """
    cdef Py_ssize_t row
    found = np.empty(start.shape[0], np.uint8)
    cdef uint8_t[::1] to = found
    with nogil:
        for row in range(start.shape[0]):
            to[row] = kind_of(classes, start[row], end[row], shortest, longest)
            if to[row] != WHOLE and to[row] != BEHIND_NUMBER and (
                odd_before[latin[start[row] - 1]] or odd_behind[latin[end[row]]]
                or latin[end[row]] == c"." and classes[end[row] + 1] >= LOWER
            ):
                to[row] = WHOLE
    return found


cdef inline uint8_t kind_of(
    const uint8_t[::1] classes, Py_ssize_t start, Py_ssize_t end, Py_ssize_t shortest, Py_ssize_t longest
) noexcept nogil:
    """Tell what may be glued in a word, by the classes of its characters."""
    cdef Py_ssize_t place
    cdef int behind = 0  # the classes of all but the first, a bit each
    cdef bint capital_inside = False
    for place in range(start + 1, end):
        behind |= 1 << classes[place]
        capital_inside |= (classes[place] == UPPER) & (classes[place - 1] == LOWER)
    if behind & 1 << OTHER:
        return HYPHENED if capital_inside else WHOLE
    if classes[start] == DIGIT:
        return BEHIND_NUMBER if behind | 1 << DIGIT == 1 << DIGIT | 1 << LOWER else WHOLE
    if behind & 1 << DIGIT or not shortest <= end - start <= longest:
        return WHOLE
    return INNER_CAPITAL if behind & 1 << UPPER and behind & 1 << LOWER else OF_LETTERS


def between_letters(const uint8_t[::1] latin, const uint8_t[::1] classes, uint8_t sign, uint8_t other):
    """Give the places of two signs right between letters; boundaries stand at both ends of the text."""
    cdef Py_ssize_t place, following, next_other, count = 0, size = latin.shape[0]
    found = np.empty(FEW, np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        following, next_other = next_place(latin, sign, 0, size), next_place(latin, other, 0, size)
        while following < size or next_other < size:
            place = min(following, next_other)
            if LOWER <= classes[place - 1] <= LETTER and LOWER <= classes[place + 1] <= LETTER:
                if count == to.shape[0]:
                    with gil:
                        found = np.resize(found, 2 * count)
                        to = found
                to[count] = place
                count += 1
            if place == following:
                following = next_place(latin, sign, place + 1, size)
            else:
                next_other = next_place(latin, other, place + 1, size)
    return found[:count].copy()
