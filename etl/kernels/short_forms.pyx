"""Short forms beside a bracket and the long forms in which their letters stand in order, from right to left."""

import numpy as np

from etl.kernels.near cimport BEYOND, is_among
from etl.kernels.units cimport Unit, Units, are_equal, unit_at, units_of
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4 char)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 char)
    bint Py_UNICODE_ISSPACE(Py_UCS4 char)
    bint Py_UNICODE_ISUPPER(Py_UCS4 char)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 char)

# What a character may be: flags of a table, above the letter or digit that it counts as, 0 for none.
cpdef enum:
    LETTER = 0xFFFFFF
    CAPITAL = 1 << 24
    SPACE = 1 << 25
    OPENING = 1 << 26  # what may stand, as white space may, before a short form
    CLOSING = 1 << 27  # what may stand behind a form in brackets
    PARTING = 1 << 28  # what neither a short nor a long form reaches over
    ENDING = 1 << 29  # what a long form does not reach over where a blank follows

cdef enum:
    ROOM = 32  # more than any short form has characters
    LETTERS = 8  # that a packed word holds

# A text, and what the first code points are. The boundaries of documents are PARTING, so that nothing reads beyond it.
cdef struct Text:
    Units codes
    const uint8_t* latin
    const uint32_t* table
    Py_ssize_t known

# How many characters a short form has, how many words more a long one; its characters for each word, in a bracket all.
cdef struct Limits:
    Py_ssize_t shortest, longest, more_words, reach_of_word, reach

# A short form without the s of a plural, the end of the token that it is, and the letters that it has.
cdef struct Short:
    Py_ssize_t start, end, token_end, count
    uint32_t[ROOM] letters


def find(
    const Unit[::1] codes, const uint8_t[::1] latin, const int64_t[::1] bracket, const uint32_t[::1] table,
    const uint32_t[::1] joints, const uint64_t[::1] never_first,
    Py_ssize_t shortest, Py_ssize_t longest, Py_ssize_t more_words, Py_ssize_t reach_of_word, Py_ssize_t reach
):
    """Find short forms before and in opening brackets whose long form stands in or before the bracket, sorted.

    Gives their starts, ends, the ends of the tokens, and the starts and ends of the long forms. ``table`` tells what the
    first code points are; ``joints`` part words as blanks do; no long form begins with a packed word ``never_first``.
    """
    cdef Py_ssize_t row, place, first, end, begins, count = 0
    cdef Limits limits = Limits(shortest, min(longest, ROOM), more_words, reach_of_word, reach)
    cdef Text text = Text(units_of(codes), &latin[0], &table[0], table.shape[0])
    cdef Short short
    found = np.empty((2 * bracket.shape[0], 5), np.int64)
    cdef int64_t[:, ::1] to = found
    with nogil:
        for row in range(bracket.shape[0]):
            place = bracket[row]
            if before_bracket(&text, place, limits, &short):
                first, end = place + 1, long_in_bracket(&text, place, limits)
                begins = long_start(&text, joints, first, end, 0, &short)
                if begins == first and fits(&text, never_first, begins, end, limits, &short):
                    count = write(to, count, &short, begins, end)
            if in_bracket(&text, place, limits, &short):
                first, end = reach_start(&text, place, limits, &short), without_space(&text, place)
                begins = long_start(&text, joints, first, end, PARTING | ENDING, &short)
                if begins >= 0 and fits(&text, never_first, begins, end, limits, &short):
                    count = write(to, count, &short, begins, end)
    return found[:count].T.copy()


cdef inline Py_ssize_t write(
    int64_t[:, ::1] to, Py_ssize_t row, const Short* short, int64_t start, int64_t end
) noexcept nogil:
    to[row, 0], to[row, 1], to[row, 2] = short.start, short.end, short.token_end
    to[row, 3], to[row, 4] = start, end
    return row + 1


cdef inline Py_UCS4 char_at(const Text* text, Py_ssize_t place) noexcept nogil:
    """Give the character at a place; what Latin-1 tells is nearer at hand."""
    return unit_at(text.codes, place) if text.latin[place] == BEYOND else text.latin[place]


cdef inline uint32_t kind(const Text* text, Py_ssize_t place) noexcept nogil:
    """Tell what the character at a place is."""
    cdef Py_UCS4 char = char_at(text, place)
    cdef uint32_t letter
    if char < text.known:
        return text.table[char]
    if Py_UNICODE_ISSPACE(char):
        return SPACE
    letter = Py_UNICODE_TOLOWER(char) if Py_UNICODE_ISALNUM(char) else 0
    letter = text.table[letter] & LETTER if letter < text.known else letter
    return letter | CAPITAL if Py_UNICODE_ISUPPER(char) else letter


cdef inline bint is_joint(const Text* text, const uint32_t[::1] joints, Py_ssize_t place) noexcept nogil:
    """Tell whether the character at a place parts two words."""
    cdef Py_ssize_t row
    for row in range(joints.shape[0]):
        if joints[row] == char_at(text, place):
            return True
    return kind(text, place) & SPACE != 0


cdef inline bint is_stop(const Text* text, Py_ssize_t place, Py_ssize_t end, uint32_t stops) noexcept nogil:
    """Tell whether no long form that ends at a place reaches over an earlier one; what may stop it is given."""
    stops &= kind(text, place)
    return stops != 0 and (stops & PARTING != 0 or (place + 1 < end and text.latin[place + 1] == c" "))


cdef inline bint before_bracket(const Text* text, Py_ssize_t bracket, Limits limits, Short* short) noexcept nogil:
    """Read the token before a bracket and tell whether it may be a short form: it ends in a capital, or one before."""
    cdef Py_ssize_t end = bracket - 1, at = end, start = end
    cdef Py_UCS4 last
    if end < limits.shortest or text.latin[end] != c" ":
        return False
    last = char_at(text, end - 1)
    if not kind(text, end - 1) & CAPITAL and not (
        kind(text, end - 2) & CAPITAL and (last == c"s" or Py_UNICODE_ISDECIMAL(last))
    ):
        return False
    while at > end - limits.longest and not kind(text, at - 1) & (SPACE | CLOSING | PARTING):
        at -= 1
        if kind(text, at) & LETTER and kind(text, at - 1) & (SPACE | OPENING):
            start = at
    read(text, start, end, last == c"s", short)
    short.token_end = short.end
    return short.end - start >= limits.shortest


cdef inline bint in_bracket(const Text* text, Py_ssize_t bracket, Limits limits, Short* short) noexcept nogil:
    """Read the one or two words that stand first in a bracket and tell whether they may be a short form."""
    cdef Py_ssize_t start = bracket + 1, end = start, blank = 0
    cdef uint32_t every = 0
    while end - start <= limits.longest and not kind(text, end) & (CLOSING | PARTING):
        if kind(text, end) & SPACE:
            if blank or text.latin[end] != c" ":
                break
            blank = end
        every |= kind(text, end)
        end += 1
    if blank and end == blank + 1:
        end = blank
    if end - start > limits.longest or min(end, blank or end) - start < limits.shortest or not every & CAPITAL:
        return False
    if not kind(text, start) & LETTER or not kind(text, end + (text.latin[end] == c" ")) & CLOSING:
        return False
    read(text, start, end, text.latin[end - 1] == c"s" and kind(text, end - 2) & CAPITAL, short)
    return True


cdef inline void read(
    const Text* text, Py_ssize_t start, Py_ssize_t end, bint is_plural, Short* short
) noexcept nogil:
    """Read the letters of a short form, which has no more characters than there is room for."""
    cdef Py_ssize_t place
    short.start, short.end, short.token_end, short.count = start, end - is_plural, end, 0
    for place in range(start, short.end):
        short.letters[short.count] = kind(text, place) & LETTER
        short.count += short.letters[short.count] != 0


cdef inline Py_ssize_t long_in_bracket(const Text* text, Py_ssize_t bracket, Limits limits) noexcept nogil:
    """Give the end of the long form that a bracket may hold; it is empty where it holds none."""
    cdef Py_ssize_t start = bracket + 1, end = start
    while end < bracket + limits.reach and not kind(text, end) & (CLOSING | PARTING):
        end += 1
    if end == bracket + limits.reach or not kind(text, end) & CLOSING or not kind(text, start) & LETTER:
        return start
    return without_space(text, end)


cdef inline Py_ssize_t without_space(const Text* text, Py_ssize_t end) noexcept nogil:
    """Give the place behind the last character before one that is no white space."""
    while kind(text, end - 1) & SPACE:
        end -= 1
    return end


cdef inline Py_ssize_t most_words(Limits limits, const Short* short) noexcept nogil:
    """Give the number of words that a long form has at most."""
    return short.end - short.start + min(limits.more_words, short.end - short.start)


cdef inline Py_ssize_t reach_start(
    const Text* text, Py_ssize_t bracket, Limits limits, const Short* short
) noexcept nogil:
    """Give where the words begin that a long form before a bracket may have: at a blank or boundary, if one is there."""
    cdef Py_ssize_t first = max(0, bracket - limits.reach_of_word * most_words(limits, short)), blank = first
    while first > 0 and blank < bracket and text.latin[blank] not in (c" ", 0):
        blank += 1
    return blank if blank < bracket else first


cdef inline Py_ssize_t long_start(
    const Text* text, const uint32_t[::1] joints, Py_ssize_t first, Py_ssize_t end, uint32_t stops, const Short* short
) noexcept nogil:
    """Give where the long form begins that ends at a place: with a word that has the first letter; -1 if nowhere."""
    cdef Py_ssize_t place, left = short.count - 1
    for place in range(end - 1, first - 1, -1):
        if is_stop(text, place, end, stops):
            return -1
        if kind(text, place) & LETTER == short.letters[left]:
            if left > 0:
                left -= 1
            elif place == first or kind(text, place - 1) & LETTER == 0:
                return further(text, joints, first, place, end, stops, short)
    return -1


cdef inline Py_ssize_t further(
    const Text* text, const uint32_t[::1] joints, Py_ssize_t first, Py_ssize_t place, Py_ssize_t end, uint32_t stops,
    const Short* short
) noexcept nogil:
    """Prefer one word further left that begins with the same letter, while there are fewer words than letters."""
    cdef Py_ssize_t behind = place, word, at, words = 0
    while behind > first and is_joint(text, joints, behind - 1) and not is_stop(text, behind - 1, end, stops):
        behind -= 1
    word = behind
    while word > first and not is_joint(text, joints, word - 1) and not is_stop(text, word - 1, end, stops):
        word -= 1
    if behind == place or word == behind or kind(text, word) & LETTER != short.letters[0]:
        return place
    for at in range(place, end):
        words += not is_joint(text, joints, at) and (at == place or is_joint(text, joints, at - 1))
    return word if words < short.count else place


cdef inline bint fits(
    const Text* text, const uint64_t[::1] never_first, Py_ssize_t start, Py_ssize_t end, Limits limits,
    const Short* short
) noexcept nogil:
    """Tell whether a long form is one: longer than the short one, which is no word of it, and not of too many words."""
    cdef Py_ssize_t size = short.end - short.start, words = 0, at = start, word
    while at < end:
        word = at
        while at < end and not kind(text, at) & SPACE:
            at += 1
        words += at > word
        if at - word == size and are_equal(text.codes, word, short.start, size):
            return False
        if word == start and is_among(small_letters(text, start, at), never_first):
            return False
        at += 1
    return words <= most_words(limits, short) and end - start > size


cdef inline uint64_t small_letters(const Text* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Give a word of up to eight characters as one number, the first lowest, ASCII in small letters; 0 for others."""
    cdef uint64_t word = 0
    cdef uint8_t char
    cdef Py_ssize_t place
    if end - start > LETTERS:
        return 0
    for place in range(end - 1, start - 1, -1):
        char = text.latin[place]
        word = word << 8 | (char | 0x20 if c"A" <= char <= c"Z" else char)
    return word
