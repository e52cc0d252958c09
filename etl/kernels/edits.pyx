"""Edits of a text: carried out, and followed from the clean text back to its source."""

import numpy as np

from etl.kernels.rising cimport first_behind
from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t
from libc.string cimport memcpy


def replace(const Unit[::1] values, const int64_t[::1] start, const int64_t[::1] end,
            const int64_t[::1] after, const uint8_t[::1] new, const int64_t[::1] bounds):
    """Put new values in the place of sorted, disjoint spans: those between two ``bounds``, the ``after``-th of all.

    New ones take one byte, old ones one, two or four. Raises ValueError for other spans.
    """
    cdef Py_ssize_t edit, place, size = values.shape[0], done = 0, at = 0
    cdef bint in_order = True
    with nogil:
        for edit in range(start.shape[0]):
            size += bounds[after[edit] + 1] - bounds[after[edit]] - (end[edit] - start[edit])
            in_order = in_order and done <= start[edit] <= end[edit] <= values.shape[0]
            done = end[edit]
    if not in_order:
        raise ValueError("Edits overlap, or lie outside of the text.")
    replaced = np.empty(size, np.asarray(values).dtype)
    cdef Unit[::1] to = replaced
    done = 0
    with nogil:
        for edit in range(start.shape[0]):
            at = put(to, at, values, done, start[edit])
            for place in range(bounds[after[edit]], bounds[after[edit] + 1]):
                to[at] = new[place]
                at += 1
            done = end[edit]
        put(to, at, values, done, values.shape[0])
    return replaced


cdef inline Py_ssize_t put(Unit[::1] to, Py_ssize_t at, const Unit[::1] values, Py_ssize_t start,
                           Py_ssize_t end) noexcept nogil:
    """Copy a span to a place and give the place behind it."""
    if start < end:
        memcpy(&to[at], &values[start], (end - start) * sizeof(Unit))
    return at + end - start


def source_places(const int64_t[::1] places, int64_t back, const int64_t[::1] start, const int64_t[::1] end,
                  const int64_t[::1] source_end, const int64_t[::1] inside):
    """Give the source place of each place in a clean text, as the character tells that stands so far ``back``.

    Inside an edit it is what is said of the edit.
    """
    cdef Py_ssize_t row, edit = 0
    found = np.empty(places.shape[0], np.int64)
    cdef int64_t[::1] source = found
    with nogil:
        for row in range(places.shape[0]):
            edit = first_behind(end, places[row] - back, edit)
            if edit < end.shape[0] and start[edit] <= places[row] - back:
                source[row] = inside[edit]
            elif edit > 0:
                source[row] = places[row] + source_end[edit - 1] - end[edit - 1]
            else:
                source[row] = places[row]
    return found
