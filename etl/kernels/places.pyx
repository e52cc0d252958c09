"""Places of a few rare signs in some blocks of a text, each sign looked for by itself, as far as the next."""

import numpy as np

from etl.kernels.near cimport next_place
from libc.stdint cimport int64_t, uint8_t

cdef enum:
    MOST_SIGNS = 8
    USUALLY_ONE_IN = 16  # characters; where more are such signs they are looked for twice


def of_signs(
    const uint8_t[::1] latin, const uint8_t[::1] signs, const int64_t[::1] starts, const int64_t[::1] ends
):
    """Give the places of up to eight signs of Latin-1 in some blocks."""
    cdef Py_ssize_t room = latin.shape[0] // USUALLY_ONE_IN + 1, size
    if signs.shape[0] > MOST_SIGNS:
        raise ValueError(f"{signs.shape[0]} signs are more than {MOST_SIGNS}.")
    found = np.empty(room, np.int64)
    size = search(latin, signs, starts, ends, found)
    if size > room:
        found = np.empty(size, np.int64)
        search(latin, signs, starts, ends, found)
    return found[:size].copy()


cdef Py_ssize_t search(
    const uint8_t[::1] latin, const uint8_t[::1] signs, const int64_t[::1] starts, const int64_t[::1] ends,
    int64_t[::1] found
):
    """Write the places of signs as far as there is room, and give how many there are."""
    cdef Py_ssize_t block, row, first, size = 0
    cdef Py_ssize_t[MOST_SIGNS] following
    with nogil:
        for block in range(starts.shape[0]):
            following[0] = ends[block]
            for row in range(signs.shape[0]):
                following[row] = next_place(latin, signs[row], starts[block], ends[block])
            while True:
                first = 0
                for row in range(1, signs.shape[0]):
                    first = row if following[row] < following[first] else first
                if following[first] >= ends[block]:
                    break
                if size < found.shape[0]:
                    found[size] = following[first]
                following[first] = next_place(latin, signs[first], following[first] + 1, ends[block])
                size += 1
    return size
