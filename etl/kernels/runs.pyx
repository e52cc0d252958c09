"""Runs of signs that stand before places of a text."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t


def first_before(
    const Unit[::1] codes, const int64_t[::1] places, Py_ssize_t longest, const uint8_t[::1] kinds, uint8_t kind
):
    """Find the first sign of a kind in the run of signs with any kind that ends with the character at each place.

    At most ``longest`` signs before the place are looked at; -1 where there is none. ``kinds`` has the kinds of all
    code points, 0 for what ends a run.
    """
    cdef Py_ssize_t row, at, stop
    found = np.full(places.shape[0], -1, np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        for row in range(places.shape[0]):
            at, stop = places[row], max(0, places[row] - longest)
            while at >= stop and kinds[codes[at]]:
                if kinds[codes[at]] == kind:
                    to[row] = at
                at -= 1
    return found
