"""What may stand beside terms, told by few letters, and terms that a document names elsewhere."""

import numpy as np

from etl.kernels.rising cimport first_behind
from libc.stdint cimport int64_t, uint8_t, uint64_t

# What a character may be: flags of a table.
cpdef enum:
    JOINT = 1  # between a term and what is joined to it
    LAST_BUT_ONE = 2  # of a word that tells a property
    LAST = 4
    BEGINNING = 8  # of the name of which a term may be the end

# What may stand beside a term, and what few letters may belong to: flags of the answer, and of a table.
cpdef enum:
    JOINED = 1  # behind a term
    OWNED = 2
    MEASURED = 4
    NAMED = 8  # before it
    AFFIX = 16
    SMALL_WORD = 32

cdef enum:
    LETTERS = 4  # by which a word is known
    SMALL = 0x20202020  # what makes four letters small
    BITS = 12  # of the hash of a word


def table(const uint64_t[::1] words, const uint8_t[::1] flags):
    """Give a table that tells the flags of words, by their hashes; words with the same hash have those of all."""
    cdef Py_ssize_t row
    found = np.zeros(1 << BITS, np.uint8)
    cdef uint8_t[::1] to = found
    for row in range(words.shape[0]):
        to[hashed(words[row])] |= flags[row]
    return found


cdef inline Py_ssize_t hashed(uint64_t word) noexcept nogil:
    """Give the place of a word in a table (the factor is the golden ratio)."""
    return <Py_ssize_t> (word * <uint64_t> 0x9E3779B97F4A7C15 >> 64 - BITS)


cdef inline uint64_t four(const uint8_t[::1] latin, Py_ssize_t place) noexcept nogil:
    """Give four characters from a place on in small letters, as one number; 0 where there are fewer."""
    if place < 0 or place + LETTERS > latin.shape[0]:
        return 0
    return SMALL | (
        latin[place] | latin[place + 1] << 8 | latin[place + 2] << 16 | <uint64_t> latin[place + 3] << 24
    )


def beside(
    const uint8_t[::1] latin, const int64_t[::1] start, const int64_t[::1] end, const uint8_t[::1] kinds,
    const uint8_t[::1] words, Py_ssize_t reach
):
    """Tell what may stand beside terms, within some characters: flags."""
    cdef Py_ssize_t row
    found = np.empty(start.shape[0], np.uint8)
    cdef uint8_t[::1] to = found
    with nogil:
        for row in range(start.shape[0]):
            to[row] = NAMED if may_end_name(latin, start[row], kinds, words, reach) else 0
            if kinds[latin[end[row]]] & JOINT:
                to[row] |= told_behind(latin, end[row], kinds, words, reach)
    return found


cdef inline bint may_end_name(
    const uint8_t[::1] latin, Py_ssize_t start, const uint8_t[::1] kinds, const uint8_t[::1] words, Py_ssize_t reach
) noexcept nogil:
    """Tell whether an affix stands before a term, or a small word behind what may begin a name."""
    cdef Py_ssize_t place
    cdef uint64_t before = four(latin, start - LETTERS)
    if kinds[latin[start - 1]] & JOINT and words[hashed(before >> 8 & 0xFFFF)] & AFFIX:
        return True
    if not words[hashed(before)] & SMALL_WORD:
        return False
    for place in range(max(0, start - reach), start):
        if kinds[latin[place]] & BEGINNING and words[hashed(four(latin, place))] & NAMED:
            return True
    return False


cdef inline uint8_t told_behind(
    const uint8_t[::1] latin, Py_ssize_t end, const uint8_t[::1] kinds, const uint8_t[::1] words, Py_ssize_t reach
) noexcept nogil:
    """Give flags for what may be joined to a term, or owned by it, one word further, too."""
    cdef uint8_t first = words[hashed(four(latin, end + 1))], second
    cdef Py_ssize_t blank = end + 1
    while blank < min(end + reach, latin.shape[0] - 1) and latin[blank] != c" ":
        blank += 1
    second = words[hashed(four(latin, blank + 1))]
    first |= second & (OWNED | (JOINED if blank == end + 2 else 0))
    if not (kinds[latin[end - 2]] & LAST_BUT_ONE and kinds[latin[end - 1]] & LAST):
        first &= ~OWNED
    return first & (JOINED | OWNED | MEASURED)


def flags(const uint8_t[::1] latin, const int64_t[::1] places, const uint8_t[::1] words):
    """Give the flags of the letters from each place on."""
    cdef Py_ssize_t row
    found = np.empty(places.shape[0], np.uint8)
    cdef uint8_t[::1] to = found
    with nogil:
        for row in range(places.shape[0]):
            to[row] = words[hashed(four(latin, places[row]))]
    return found


def elsewhere(
    const int64_t[::1] start, const int64_t[::1] concept, const uint8_t[::1] kept, const int64_t[::1] edges,
    Py_ssize_t concepts
):
    """Tell which terms, in reading order, have the concept of one that is kept in their document.

    Documents lie between ``edges``; concepts are numbered below ``concepts``.
    """
    cdef Py_ssize_t first = 0, row = 0, last = 0, edge = 0
    found = np.empty(start.shape[0], np.bool_)
    cdef uint8_t[::1] told = found.view(np.uint8)
    cdef int64_t[::1] latest = np.full(concepts, -1, np.int64)  # document that names each concept
    with nogil:
        while first < start.shape[0]:
            edge = first_behind(edges, start[first] - 1, edge)
            while last < start.shape[0] and (edge == edges.shape[0] or start[last] <= edges[edge]):
                if kept[last]:
                    latest[concept[last]] = edge
                last += 1
            for row in range(first, last):
                told[row] = latest[concept[row]] == edge
            first = last
    return found
