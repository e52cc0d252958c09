"""Lines that begin as headings do: how far they go, and whether a text may follow a name on the same line."""

import numpy as np

from etl.kernels.near cimport BEYOND, DIGIT, EDGE, LETTER, LOWER, SPACE, UPPER, is_among
from libc.stdint cimport int64_t, uint8_t, uint64_t

# What a line may be, and whether another one ends right above.
cpdef enum:
    WHOLE = 1
    RUN_IN = 2
    FOLLOWS = 4

cdef enum:
    SMALL = 0x20  # what makes a capital of ASCII small


cdef class Beginnings:
    """How headings begin: a name, two signs of a Roman number, or a number and a capital; how long they are at most.

    Names are sorted numbers of three letters, a capital and two small ones; all others are tables for Latin-1:
    ``first`` has what any heading begins with, ``marks`` what stands in names beside letters and blanks. A heading
    without a number has at most ``longest_name`` characters, any ``longest``; so far off may the capital stand.
    """

    cdef const uint8_t[::1] first, roman, marks
    cdef const uint64_t[::1] names
    cdef Py_ssize_t longest_name, longest

    def __init__(self, first, roman, marks, names, longest_name, longest):
        self.first, self.roman, self.marks, self.names = first, roman, marks, names
        self.longest_name, self.longest = longest_name, longest


cdef class Runs:
    """Runs of white space: where each begins and ends, its line ends, and whether it stands beside an edge."""

    cdef const int64_t[::1] start, end, lines
    cdef const uint8_t[::1] at_edge

    def __init__(self, start, end, lines, at_edge):
        self.start, self.end, self.lines, self.at_edge = start, end, lines, at_edge


def lines(
    const uint8_t[::1] latin, const uint8_t[::1] classes, const int64_t[::1] edges, Runs runs, Beginnings known
):
    """Find the lines that begin as headings do and may be one, whole or up to a mark.

    Gives the start of each, its end, the rows of the runs above and below, -1 for none, and what it may be.
    """
    cdef Py_ssize_t document, start, end, above, below, row = 0, count = 0
    most = len(runs.start) + len(edges)
    found, told = np.empty((4, most), np.int64), np.empty(most, np.uint8)
    cdef int64_t[:, ::1] to = found
    cdef uint8_t[::1] tell = told
    with nogil:
        for document in range(edges.shape[0] - 1):
            start, above, below = edges[document] + 1, -1, 0
            while below >= 0:
                row = next_break(runs, row, edges[document + 1])
                below = row if row < runs.start.shape[0] and runs.start[row] < edges[document + 1] else -1
                end = edges[document + 1] if below < 0 else runs.start[below]
                tell[count] = told_by(latin, classes, runs, known, start, end, above, below)
                to[0, count], to[1, count], to[2, count], to[3, count] = start, end, above, below
                count += tell[count] & (WHOLE | RUN_IN) != 0
                if below >= 0:
                    start, above, row = runs.end[below], below, below + 1
    return (*found[:, :count].copy(), told[:count].copy())


cdef inline Py_ssize_t next_break(Runs runs, Py_ssize_t row, Py_ssize_t edge) noexcept nogil:
    """Give the next run from a row on that ends a line, or the first one behind an edge."""
    while row < runs.start.shape[0] and runs.start[row] < edge and not (runs.lines[row] > 0 or runs.at_edge[row]):
        row += 1
    return row


cdef inline uint8_t told_by(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Runs runs, Beginnings known, Py_ssize_t start,
    Py_ssize_t end, Py_ssize_t above, Py_ssize_t below
) noexcept nogil:
    """Tell what a line between two runs may be."""
    cdef uint8_t told = 0
    cdef bint runs_on
    if not begins(latin, classes, known, start):
        return 0
    # Into the next line, which begins with a small letter.
    runs_on = below >= 0 and is_single(runs, below) and classes[runs.end[below]] == LOWER
    if not runs_on and end - start <= (known.longest if classes[start] == DIGIT else known.longest_name):
        told |= WHOLE
    if runs_in(latin, classes, known, start):
        told |= RUN_IN
    if above >= 0 and is_single(runs, above):
        told |= FOLLOWS
    return told


cdef inline bint is_single(Runs runs, Py_ssize_t row) noexcept nogil:
    return runs.lines[row] == 1 and not runs.at_edge[row]


cdef inline bint begins(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Beginnings known, Py_ssize_t place
) noexcept nogil:
    """Tell whether a line begins as a section name does, or with a number and a capital, or a Roman number."""
    cdef uint8_t second, third
    if classes[place] == SPACE or not known.first[latin[place]]:
        return False
    if classes[place] == DIGIT:
        return may_be_numbered(latin, classes, place, min(place + known.longest, latin.shape[0] - 1))
    second = latin[place + 1]
    third = 0 if classes[place + 1] == EDGE else latin[place + 2]
    if known.roman[latin[place]] and (known.roman[second] or second == c"."):
        return True
    return is_among(latin[place] | (second | SMALL) << 8 | (third | SMALL) << 16, known.names)


cdef inline bint may_be_numbered(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Py_ssize_t place, Py_ssize_t last
) noexcept nogil:
    """Tell whether a capital, or what Latin-1 does not tell, stands behind digits, points and white space, or far off."""
    while place < last and (classes[place] == DIGIT or latin[place] == c"." or classes[place] == SPACE):
        place += 1
    return place == last or classes[place] == UPPER or latin[place] == BEYOND


cdef inline bint runs_in(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Beginnings known, Py_ssize_t place
) noexcept nogil:
    """Tell whether a number if any, then what a name may hold, and then a colon or a point stand before white space."""
    cdef Py_ssize_t last
    while classes[place] == DIGIT or latin[place] == c".":
        place += 1
    while classes[place] == SPACE:
        place += 1
    last = min(place + known.longest, latin.shape[0] - 1)
    while place < last and (LOWER <= classes[place] <= LETTER or classes[place] == SPACE or known.marks[latin[place]]):
        place += 1
    return (latin[place] == c":" or latin[place] == c".") and classes[place + 1] == SPACE
