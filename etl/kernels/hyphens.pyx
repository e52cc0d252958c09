"""Hyphens at a line end: the words around them, and what their letters show."""

import numpy as np

from etl.kernels.near cimport LETTERS, is_among
from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

# As regular expressions have them.
cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4 code)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 code)
    bint Py_UNICODE_ISLOWER(Py_UCS4 code)
    bint Py_UNICODE_ISSPACE(Py_UCS4 code)
    bint Py_UNICODE_ISUPPER(Py_UCS4 code)

# What a hyphen shows to be real, or nothing.
cpdef enum:
    NO_HYPHEN, SUSPENDED, LETTER, ACRONYM, CAPITAL, BETWEEN_WORDS

cdef enum:
    ASCII = 0x80
    SMALL = 0x20  # what makes a capital of ASCII small; it leaves digits

# What stands before a hyphen on its line, by where it begins.
cdef struct Before:
    Py_ssize_t token  # without white space
    Py_ssize_t left  # that part of it without brackets, commas and semicolons
    Py_ssize_t word  # the last one of this: letters and digits, and hyphens between them
    Py_ssize_t word_end
    Py_ssize_t half  # letters, digits and underscores, up to the hyphen
    Py_ssize_t capitals  # of the half
    bint has_point  # or a colon, on the left


def look(
    const Unit[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends, Py_ssize_t context,
    const uint8_t[::1] brackets, const uint64_t[::1] conjunctions, const uint64_t[::1] joining
):
    """Look at hyphens right before ``starts``, and at what follows from ``ends`` on, over so many characters.

    Gives what each shows, whether what stands before it has a point or a colon, and places: where that begins behind
    white space or one of some ``brackets``, a table for ASCII, the start and end of its last word, and the end of the
    word that follows. Words that are ``joining`` stand behind a suspended hyphen, ``conjunctions`` right behind one in
    any case: sorted numbers of eight letters. A boundary stands at both ends of the text.
    """
    cdef Py_ssize_t row, first, start
    cdef Before before
    spans, told = np.empty((4, starts.shape[0]), np.int64), np.empty((2, starts.shape[0]), np.uint8)
    cdef int64_t[:, ::1] to = spans
    cdef uint8_t[:, ::1] tell = told
    with nogil:
        for row in range(starts.shape[0]):
            start = starts[row]
            first = max(start - context, 1)
            before = before_hyphen(codes, first, start - 1, brackets)
            to[0, row], to[1, row], to[2, row] = before.left, before.word, before.word_end
            to[3, row] = word_end(codes, ends[row], min(ends[row] + context, codes.shape[0]))
            tell[0, row] = shown(codes, first, start - 1, before, ends[row], to[3, row], conjunctions, joining)
            tell[1, row] = before.has_point
    return (*told, *spans)


cdef uint8_t shown(
    const Unit[::1] codes, Py_ssize_t first, Py_ssize_t hyphen, Before before, Py_ssize_t start, Py_ssize_t end,
    const uint64_t[::1] conjunctions, const uint64_t[::1] joining
) noexcept nogil:
    """Tell what a hyphen shows by the end of its line and the word that follows."""
    cdef Py_ssize_t length = hyphen - before.half
    if before.word == before.word_end or start == end or is_among(packed(codes, start, end, SMALL), conjunctions):
        return NO_HYPHEN
    if is_behind_suspended(codes, first, before.token, joining):
        return SUSPENDED
    if length == 1 or length and (codes[hyphen - 1] >= ASCII or Py_UNICODE_ISDECIMAL(codes[hyphen - 1])):
        return LETTER
    if before.capitals > 1:
        return ACRONYM
    return BETWEEN_WORDS if Py_UNICODE_ISLOWER(codes[start]) else CAPITAL


cdef Before before_hyphen(
    const Unit[::1] codes, Py_ssize_t first, Py_ssize_t hyphen, const uint8_t[::1] brackets
) noexcept nogil:
    """Give what stands before a hyphen, from a first place on."""
    cdef Before found
    found.left = found.half = found.word_end = hyphen
    found.capitals = 0
    found.has_point = False
    while found.left > first and is_beside(codes[found.left - 1], brackets):
        found.left -= 1
        found.has_point |= codes[found.left] == c"." or codes[found.left] == c":"
    found.token = found.left
    while found.token > first and is_ink(codes[found.token - 1]):
        found.token -= 1
    while found.half > found.left and (is_of_word(codes[found.half - 1]) or codes[found.half - 1] == c"_"):
        found.half -= 1
        found.capitals += Py_UNICODE_ISUPPER(codes[found.half])
    while found.word_end > found.left and not is_of_word(codes[found.word_end - 1]):
        found.word_end -= 1
    found.word = found.word_end
    while found.word > found.left and is_in_word(codes, found.left, found.word - 1):
        found.word -= 1
    return found


cdef inline bint is_behind_suspended(
    const Unit[::1] codes, Py_ssize_t first, Py_ssize_t token, const uint64_t[::1] joining
) noexcept nogil:
    """Tell whether a word that joins stands before a token, and before that a letter with a hyphen."""
    cdef Py_ssize_t end = ink_end(codes, first, token), start = end
    while start > first and is_ink(codes[start - 1]):
        start -= 1
    if not is_among(packed(codes, start, end, 0), joining):
        return False
    end = ink_end(codes, first, start)
    if end - first < 2 or codes[end - 1] != c"-":
        return False
    return is_of_word(codes[end - 2]) and not Py_UNICODE_ISDECIMAL(codes[end - 2])


cdef inline Py_ssize_t ink_end(const Unit[::1] codes, Py_ssize_t first, Py_ssize_t place) noexcept nogil:
    """Give the end of the last ink before a place."""
    while place > first and Py_UNICODE_ISSPACE(codes[place - 1]):
        place -= 1
    return place


cdef inline Py_ssize_t word_end(const Unit[::1] codes, Py_ssize_t place, Py_ssize_t last) noexcept nogil:
    while place < last and is_of_word(codes[place]):
        place += 1
    return place


cdef inline bint is_ink(uint32_t code) noexcept nogil:
    return code != 0 and not Py_UNICODE_ISSPACE(code)


cdef inline bint is_beside(uint32_t code, const uint8_t[::1] brackets) noexcept nogil:
    return is_ink(code) and (code >= ASCII or not brackets[code])


cdef inline bint is_of_word(uint32_t code) noexcept nogil:
    return Py_UNICODE_ISALNUM(code)


cdef inline bint is_in_word(const Unit[::1] codes, Py_ssize_t first, Py_ssize_t place) noexcept nogil:
    """Tell whether a word goes on at a place before a letter or digit of it; a hyphen needs another one before it."""
    return is_of_word(codes[place]) or (codes[place] == c"-" and place > first and is_of_word(codes[place - 1]))


cdef inline uint64_t packed(const Unit[::1] codes, Py_ssize_t start, Py_ssize_t end, uint32_t bits) noexcept nogil:
    """Give a word of at most eight characters of ASCII as one number, each with some bits set; 0 for any other."""
    cdef uint64_t letters = 0
    cdef Py_ssize_t place
    if end - start > LETTERS:
        return 0
    for place in range(end - 1, start - 1, -1):
        if codes[place] >= ASCII:
            return 0
        letters = letters << 8 | codes[place] | bits
    return letters
