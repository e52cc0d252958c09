"""Spans beside sorted, disjoint ones: which of those holds each, and from where it is counted."""

import numpy as np

from etl.kernels.rising cimport first_behind
from libc.stdint cimport int32_t, int64_t, uint8_t


def containing(
    const int64_t[::1] outer_start, const int64_t[::1] outer_end, const int64_t[::1] start, const int64_t[::1] end
):
    """Give the outer span that each span begins in or behind, -1 for none, and whether it lies in it."""
    cdef Py_ssize_t row, outer = 0
    rows, inside = np.empty(start.shape[0], np.int64), np.empty(start.shape[0], np.bool_)
    cdef int64_t[::1] holder = rows
    cdef uint8_t[::1] lies = inside.view(np.uint8)
    with nogil:
        for row in range(start.shape[0]):
            outer = first_behind(outer_start, start[row], outer)
            holder[row] = outer - 1
            lies[row] = outer > 0 and end[row] <= outer_end[outer - 1]
    return rows, inside


def overlapping(
    const int64_t[::1] start, const int64_t[::1] end, const int64_t[::1] other_start, const int64_t[::1] other_end
):
    """Tell which spans overlap one of the others."""
    cdef Py_ssize_t row, other = 0
    overlaps = np.empty(start.shape[0], np.bool_)
    cdef uint8_t[::1] told = overlaps.view(np.uint8)
    with nogil:
        for row in range(start.shape[0]):
            other = first_behind(other_end, start[row], other)
            told[row] = other < other_start.shape[0] and other_start[other] < end[row]
    return overlaps


def within(
    const int64_t[::1] start, const int64_t[::1] end, const int64_t[::1] source_start, const int64_t[::1] source_end,
    const int64_t[::1] edges, const int64_t[::1] origins
):
    """Give the row of the document that holds each span, and its places there: a row of start, end, and both of source.

    Boundaries, of which one opens each document, stand at ``edges``; sources begin at ``origins``. A boundary counts to
    the document that it closes. Raises ValueError for a span outside of all documents.
    """
    cdef Py_ssize_t row, edge = 0
    cdef int64_t first, origin
    rows, places = np.empty(start.shape[0], np.int64), np.empty((4, start.shape[0]), np.int32)
    cdef int64_t[::1] document = rows
    cdef int32_t[:, ::1] to = places
    with nogil:
        for row in range(start.shape[0]):
            edge = first_behind(edges, start[row] - 1, edge)
            if not 0 < edge <= origins.shape[0]:
                with gil:
                    raise ValueError(f"A span begins at {start[row]}, outside of all documents.")
            document[row] = edge - 1
            first, origin = edges[edge - 1] + 1, origins[edge - 1]
            to[0, row], to[1, row] = <int32_t> (start[row] - first), <int32_t> (end[row] - first)
            to[2, row], to[3, row] = <int32_t> (source_start[row] - origin), <int32_t> (source_end[row] - origin)
    return rows, places
