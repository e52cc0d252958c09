"""Words before a conjunction, where a name may stand that shares its last word with the name behind."""

import numpy as np

from etl.kernels.near cimport EDGE, SPACE
from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t
from libc.string cimport memchr, memcmp


def names(
    const Unit[::1] codes, const uint8_t[::1] latin, const uint8_t[::1] classes, const uint8_t[::1] folded,
    const int64_t[::1] start, const int64_t[::1] end, const int64_t[::1] asked, const int64_t[::1] places,
    const uint8_t[::1] joints, const uint8_t[::1] spelled, const int64_t[::1] edges, const uint8_t[::1] parting,
    Py_ssize_t most_words, Py_ssize_t reach
):
    """Give what may name something before some rows of sorted spans: row, start, end, whether a joint ends it.

    Each row is asked for with the place that a conjunction ends before; nothing reaches into the span before it, or so
    many characters back. A longer name of up to so many words follows the shorter one. ``spelled`` has the
    conjunctions, between their ``edges``; ``parting`` the signs of Latin-1 that part words, which ``joints`` do not.
    A span of one word is left alone where no joint stands.
    """
    cdef Py_ssize_t number, row, limit, link, at, first, word, count = 0
    cdef bint joined
    found = np.empty((most_words * asked.shape[0], 4), np.int64)
    cdef int64_t[:, ::1] to = found
    with nogil:
        for number in range(asked.shape[0]):
            row = asked[number]
            limit = max(end[row - 1] if row > 0 else 0, start[row] - reach)
            link = conjunction(latin, limit, places[number], spelled, edges)
            if link <= limit:
                continue
            joined, at = joints[codes[link - 1]] != 0, link
            if not joined and memchr(&folded[start[row]], c" ", end[row] - start[row]) is NULL:
                continue
            for word in range(most_words):
                first = word_start(latin, classes, folded, limit, at, parting)
                if first < 0:
                    break
                to[count, 0], to[count, 1], to[count, 2], to[count, 3] = row, first, link, joined
                count += 1
                at = first - 1
                if at < limit or latin[at] != c" ":
                    break
    return found[:count].T.copy()


cdef inline Py_ssize_t conjunction(
    const uint8_t[::1] latin, Py_ssize_t limit, Py_ssize_t place, const uint8_t[::1] spelled, const int64_t[::1] edges
) noexcept nogil:
    """Give where a comma, a slash or a conjunction begins that ends, with a blank or without, at a place; else -1."""
    cdef Py_ssize_t row, first, end = place
    if end > limit and latin[end - 1] == c" ":
        end -= 1
    if end > limit and latin[end - 1] in (c",", c"/"):
        return end - 1
    for row in range(edges.shape[0] - 1):
        first = end - (edges[row + 1] - edges[row])
        if first >= limit and memcmp(&latin[first], &spelled[edges[row]], end - first) == 0:
            return first - 1 if first > limit and latin[first - 1] == c"," else first
    return -1


cdef inline Py_ssize_t word_start(
    const uint8_t[::1] latin, const uint8_t[::1] classes, const uint8_t[::1] folded, Py_ssize_t limit, Py_ssize_t end,
    const uint8_t[::1] parting
) noexcept nogil:
    """Give the place of the first letter or digit of the word that ends at a place; -1 where it has none."""
    cdef Py_ssize_t place = end, first = -1
    while place > limit and not parting[latin[place - 1]] and classes[place - 1] not in (EDGE, SPACE):
        place -= 1
        if folded[place] != c" ":
            first = place
    return first
