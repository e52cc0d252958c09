"""Runs of white space, and how many lines end in them."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.string cimport memchr


def runs(const uint8_t[::1] classes, const uint8_t[::1] latin, const Unit[::1] codes, uint8_t beyond,
         uint8_t space, uint8_t edge, const uint8_t[::1] line_ends, const uint8_t[::1] pair):
    """Find the runs of white space that are more than one plain blank between two characters that are none.

    Gives the start and end of each, its line ends, the Latin-1 form of the characters before and behind it, whether it
    stands beside an edge, and whether one blank stands at its end right behind a line end. ``line_ends`` tells how many
    a code point counts for, none behind the table; a ``pair`` counts as its second. Edges stand at both ends of the
    text. The Latin-1 form is ``beyond`` where the code point tells more.
    """
    cdef Py_ssize_t place = 1, last = classes.shape[0] - 1, count = 0
    cdef const void *found
    marks = np.zeros(len(classes), np.uint8)
    cdef uint8_t[::1] odd = marks
    mark(classes, latin, space, edge, odd)
    most = np.count_nonzero(marks.view(np.bool_))
    spans, signs, flags = np.empty((3, most), np.int64), np.empty((2, most), np.uint8), np.empty((2, most), np.uint8)
    cdef int64_t[::1] start = spans[0], end = spans[1], line = spans[2]
    cdef uint8_t[::1] before = signs[0], behind = signs[1], at_edge = flags[0], indented = flags[1]
    with nogil:
        while place < last:
            found = memchr(&odd[place], 1, last - place)
            if found is NULL:
                break
            place = <const uint8_t *> found - &odd[0]
            start[count], line[count] = place, 0
            while place < last and classes[place] == space:
                line[count] += lines_at(latin, codes, place, beyond, line_ends, pair)
                place += 1
            end[count] = place
            before[count], behind[count] = latin[start[count] - 1], latin[place]
            at_edge[count] = classes[start[count] - 1] == edge or classes[place] == edge
            indented[count] = (place - start[count] > 1 and latin[place - 1] == c' '
                               and lines_at(latin, codes, place - 2, beyond, line_ends, pair) > 0)
            count += 1
    return tuple([column[:count].copy() for column in (*spans, *signs, *flags.view(np.bool_))])


cdef void mark(const uint8_t[::1] classes, const uint8_t[::1] latin, uint8_t space, uint8_t edge,
               uint8_t[::1] odd) noexcept nogil:
    """Mark the white space that more than one plain blank between two characters begins with, and some behind it.

    In one expression without a branch, so that the compiler can do many characters at once.
    """
    cdef Py_ssize_t place
    for place in range(1, classes.shape[0] - 1):
        odd[place] = (classes[place] == space) & ((latin[place] != c' ') | (classes[place + 1] == space)
                                                  | (classes[place + 1] == edge) | (classes[place - 1] == edge))


cdef inline uint8_t lines_at(const uint8_t[::1] latin, const Unit[::1] codes, Py_ssize_t place, uint8_t beyond,
                             const uint8_t[::1] line_ends, const uint8_t[::1] pair) noexcept nogil:
    """Count the line ends that a character stands for."""
    cdef uint32_t code = latin[place] if latin[place] != beyond else codes[place]
    if code >= <uint32_t> line_ends.shape[0] or (latin[place] == pair[0] and latin[place + 1] == pair[1]):
        return 0
    return line_ends[code]
