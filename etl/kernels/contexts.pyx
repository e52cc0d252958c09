"""What may stand beside terms, told by few letters, and terms that a document names elsewhere."""

import numpy as np

from etl.kernels.near cimport is_among
from etl.kernels.rising cimport first_behind
from libc.stdint cimport int64_t, uint8_t, uint64_t

# What a character may be: flags of a table.
cpdef enum:
    JOINT = 1  # between a term and what is joined to it
    LAST_BUT_ONE = 2  # of a word that tells a property
    LAST = 4
    BEGINNING = 8  # of the name of which a term may be the end

# What may stand beside a term: flags of the answer.
cpdef enum:
    NAMED = 1
    JOINED = 2
    OWNING = 4
    MEASURED = 8

cdef enum:
    LETTERS = 4  # by which a word is known
    SMALL = 0x20202020  # what makes four letters small


cdef class Words:
    """Four small characters that begin words, or end them, each set as sorted packed numbers."""

    cdef const uint64_t[::1] affixes, last, names, joined, owned, measured

    def __init__(self, *sets):
        self.affixes, self.last, self.names, self.joined, self.owned, self.measured = sets


cdef inline uint64_t four(const uint8_t[::1] latin, Py_ssize_t place) noexcept nogil:
    """Give four characters from a place on in small letters, as one number; 0 where there are fewer."""
    if place < 0 or place + LETTERS > latin.shape[0]:
        return 0
    return SMALL | (
        latin[place] | latin[place + 1] << 8 | latin[place + 2] << 16 | <uint64_t> latin[place + 3] << 24
    )


def beside(
    const uint8_t[::1] latin, const int64_t[::1] start, const int64_t[::1] end, const uint8_t[::1] kinds, Words words,
    Py_ssize_t reach
):
    """Tell what may stand beside terms, within some characters; flags."""
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
    const uint8_t[::1] latin, Py_ssize_t start, const uint8_t[::1] kinds, Words words, Py_ssize_t reach
) noexcept nogil:
    """Tell whether an affix stands before a term, or a small word behind what may begin a name."""
    cdef Py_ssize_t place
    if kinds[latin[start - 1]] & JOINT and is_among(four(latin, start - LETTERS) >> 8 & 0xFFFF, words.affixes):
        return True
    if not is_among(four(latin, start - LETTERS), words.last):
        return False
    for place in range(max(0, start - reach), start):
        if kinds[latin[place]] & BEGINNING and is_among(four(latin, place), words.names):
            return True
    return False


cdef inline uint8_t told_behind(
    const uint8_t[::1] latin, Py_ssize_t end, const uint8_t[::1] kinds, Words words, Py_ssize_t reach
) noexcept nogil:
    """Give flags for what may be joined to a term, or owned by it, one word further, too."""
    cdef uint64_t first = four(latin, end + 1), second
    cdef Py_ssize_t blank = end + 1
    cdef uint8_t told = MEASURED if is_among(first, words.measured) else 0
    while blank < min(end + reach, latin.shape[0] - 1) and latin[blank] != c" ":
        blank += 1
    second = four(latin, blank + 1)
    if is_among(first, words.joined) or (blank == end + 2 and is_among(second, words.joined)):
        told |= JOINED
    if kinds[latin[end - 2]] & LAST_BUT_ONE and kinds[latin[end - 1]] & LAST and (
        is_among(first, words.owned) or is_among(second, words.owned)
    ):
        told |= OWNING
    return told


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
