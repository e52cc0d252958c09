"""Places of a few rare signs in some blocks of a text, each sign looked for by itself, as far as the next."""

import numpy as np

from etl.kernels.near cimport next_place
from libc.stdint cimport int64_t, uint8_t

cdef enum:
    MOST_SIGNS = 8


def of_signs(
    const uint8_t[::1] latin, const uint8_t[::1] signs, const int64_t[::1] starts, const int64_t[::1] ends
):
    """Give the places of up to eight signs of Latin-1 in some blocks."""
    cdef Py_ssize_t block, row, first, size = 0, rows = signs.shape[0]
    cdef Py_ssize_t[MOST_SIGNS] following
    if rows > MOST_SIGNS:
        raise ValueError(f"{rows} signs are more than {MOST_SIGNS}.")
    found = np.empty(latin.shape[0], np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        for block in range(starts.shape[0]):
            for row in range(rows):
                following[row] = next_place(latin, signs[row], starts[block], ends[block])
            while True:
                first = 0
                for row in range(1, rows):
                    first = row if following[row] < following[first] else first
                if following[first] >= ends[block]:
                    break
                to[size] = following[first]
                following[first] = next_place(latin, signs[first], to[size] + 1, ends[block])
                size += 1
    return found[:size].copy()
