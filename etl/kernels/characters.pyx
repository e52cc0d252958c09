"""Code points, in as many bytes as the widest needs, and what tables tell of them."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport uint8_t


def latin(const Unit[::1] codes, uint8_t beyond):
    """Give each code point in one byte; ``beyond`` where it does not fit."""
    cdef Py_ssize_t place
    found = np.empty(codes.shape[0], np.uint8)
    cdef uint8_t[::1] to = found
    with nogil:
        for place in range(codes.shape[0]):
            to[place] = beyond if codes[place] > 0xFF else <uint8_t> codes[place]
    return found


def look_up(const uint8_t[::1] table, const Unit[::1] codes):
    """Give the entry of each code point in a table."""
    cdef Py_ssize_t place
    found = np.empty(codes.shape[0], np.uint8)
    cdef uint8_t[::1] to = found
    with nogil:
        for place in range(codes.shape[0]):
            to[place] = table[codes[place]]
    return found
