"""Places of a rare sign in a text, and what stands between two of them."""

import numpy as np

from etl.kernels.near cimport next_place
from libc.stdint cimport int64_t, uint8_t


def places(const uint8_t[::1] latin, uint8_t sign):
    """Give the places of a sign."""
    cdef Py_ssize_t row, place = -1, size = latin.shape[0]
    found = np.empty(times(latin, sign), np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        for row in range(to.shape[0]):
            place = to[row] = next_place(latin, sign, place + 1, size)
    return found


def between(const uint8_t[::1] latin, uint8_t sign, uint8_t other):
    """Give the start and end of each stretch that holds neither of two signs, the longest there are."""
    cdef Py_ssize_t start = 0, count = 0, size = latin.shape[0], following = -1
    spans = np.empty((2, times(latin, sign) + times(latin, other) + 1), np.int64)
    cdef int64_t[:, ::1] span = spans
    with nogil:
        while start < size:
            if latin[start] != sign and latin[start] != other:
                span[0, count] = start
                if following < start:
                    following = next_place(latin, sign, start, size)
                start = next_place(latin, other, start, following)
                span[1, count] = start
                count += 1
            start += 1
    return spans[0, :count].copy(), spans[1, :count].copy()


cdef inline Py_ssize_t times(const uint8_t[::1] latin, uint8_t sign) noexcept nogil:
    """Count how often a sign occurs."""
    cdef Py_ssize_t count = 0, place = next_place(latin, sign, 0, latin.shape[0])
    while place < latin.shape[0]:
        count, place = count + 1, next_place(latin, sign, place + 1, latin.shape[0])
    return count
