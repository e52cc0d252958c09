"""The innermost brackets around places of a text, round and square ones alike."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t


def brackets(const uint8_t[::1] latin, const int64_t[::1] places, Py_ssize_t reach, Py_ssize_t most):
    """Give the places of the opening and the closing bracket around each place, -1 where there is none in its block.

    A bracket is at most ``reach`` characters away, and on either side no more than ``most`` are looked at.
    """
    cdef Py_ssize_t row, size = latin.shape[0]
    spans = np.empty((2, places.shape[0]), np.int64)
    cdef int64_t[:, ::1] span = spans
    with nogil:
        for row in range(places.shape[0]):
            span[0, row] = unmatched(latin, places[row], max(places[row] - reach, 0) - 1, -1, most)
            span[1, row] = unmatched(latin, places[row], min(places[row] + reach + 1, size), 1, most)
    return spans[0], spans[1]


cdef inline Py_ssize_t unmatched(
    const uint8_t[::1] latin, Py_ssize_t place, Py_ssize_t stop, Py_ssize_t step, Py_ssize_t most
) noexcept nogil:
    """Give the first bracket on the way from a place to a stop that no other one on the way matches, -1 if none."""
    cdef Py_ssize_t depth = 0, side
    while place != stop and most > 0 and latin[place] != c"\n" and latin[place] != 0:
        side = -1 if latin[place] in (c"(", c"[") else 1 if latin[place] in (c")", c"]") else 0
        if side == step and depth == 0:
            return place
        depth -= side * step
        most -= side != 0
        place += step
    return -1
