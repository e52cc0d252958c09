"""Brackets that may hold a short form, before which its letters stand."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t

# What a character may be: flags of a table.
cpdef enum:
    CAPITAL = 1
    CLOSING = 2  # what may stand behind a short form
    PARTING = 4  # what neither a short nor a long form reaches over
    ENDING = 8  # what a long form does not reach over where a blank follows
    SPACE = 16

# A letter that may be any.
cpdef enum:
    ANY = 1

# More than any short form has characters.
cdef enum:
    ROOM = 32


cdef struct Short:
    uint8_t[ROOM] letters
    Py_ssize_t count
    Py_ssize_t length


cdef inline bint is_letter(uint8_t letter, uint8_t wanted) noexcept nogil:
    """Tell whether a character of a text may be one of a short form."""
    return letter != 0 and (letter == wanted or letter == ANY or wanted == ANY)


cdef inline Short in_bracket(
    const uint8_t[::1] latin, const uint8_t[::1] kinds, const uint8_t[::1] plain, Py_ssize_t place, Py_ssize_t longest
) noexcept nogil:
    """Give the letters of what may be a short form from a place on; it has none where it is none."""
    cdef Short short
    cdef Py_ssize_t first = place, last = min(place + min(longest, ROOM - 1) + 1, latin.shape[0] - 1)
    cdef uint8_t every = 0
    short.count = short.length = 0
    while place < last and not kinds[latin[place]] & (CLOSING | PARTING):
        every |= kinds[latin[place]]
        if plain[latin[place]] != 0 and (plain[latin[place]] != ANY or place == first):
            short.letters[short.count] = plain[latin[place]]
            short.count += 1
        place += 1
    if not every & CAPITAL or not kinds[latin[place]] & CLOSING or plain[latin[first]] == 0:
        short.count = 0
        return short
    if kinds[latin[place - 1]] & SPACE:
        place -= 1
    short.length = place - first
    if short.length > 1 and latin[place - 1] == c"s" and kinds[latin[place - 2]] & CAPITAL:
        short.count -= 1
    return short


cdef inline bint stands_before(
    const uint8_t[::1] latin, const uint8_t[::1] kinds, const uint8_t[::1] plain, Py_ssize_t end, Short short,
    Py_ssize_t words, Py_ssize_t reach
) noexcept nogil:
    """Tell whether the letters stand in order before a place, the first at the start of a word, in so few words."""
    cdef Py_ssize_t place, left = short.count - 1
    cdef bint in_word = False, begun = False
    for place in range(end - 1, max(end - reach, 1) - 1, -1):
        if kinds[latin[place]] & SPACE and not begun:
            continue
        if kinds[latin[place]] & PARTING or (begun and kinds[latin[place]] & ENDING and latin[place + 1] == c" "):
            return False
        if kinds[latin[place]] & SPACE:
            in_word = False
            continue
        if not in_word:
            words -= 1
        if words < 0:
            return False
        in_word, begun = True, begun or plain[latin[place]] != ANY
        if is_letter(plain[latin[place]], short.letters[left]):
            if left > 0:
                left -= 1
            elif plain[latin[place - 1]] == 0 or plain[latin[place - 1]] == ANY:
                return True
    return False


def may_define(
    const uint8_t[::1] latin, const int64_t[::1] bracket, const uint8_t[::1] kinds, const uint8_t[::1] plain,
    Py_ssize_t longest, Py_ssize_t more_words, Py_ssize_t reach
):
    """Tell which opening brackets hold what may be a short form, whose letters stand before them.

    ``kinds`` and ``plain`` tell of each character in Latin-1 what it is and the letter or digit that it counts as, 0
    if none. A short form has so many characters at most, a long one so many more words, ``reach`` characters for each.
    """
    cdef Py_ssize_t row, words
    cdef Short short
    found = np.zeros(bracket.shape[0], np.uint8)
    cdef uint8_t[::1] may = found
    with nogil:
        for row in range(bracket.shape[0]):
            short = in_bracket(latin, kinds, plain, bracket[row] + 1, longest)
            if short.count > 0:
                words = min(short.length + more_words, 2 * short.length)
                may[row] = stands_before(latin, kinds, plain, bracket[row], short, words, words * reach)
    return found
