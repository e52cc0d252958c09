"""Places of a rare sign in a text, and what stands between two of them."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t
from libc.string cimport memchr


cdef inline Py_ssize_t find(const uint8_t[::1] latin, uint8_t sign, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Give the first place of a sign in a span; its end where there is none."""
    cdef const void *found = NULL
    if start < end:
        found = memchr(&latin[start], sign, end - start)
    return end if found is NULL else <const uint8_t *> found - &latin[0]


def places(const uint8_t[::1] latin, uint8_t sign):
    """Give the places of a sign."""
    cdef Py_ssize_t place, count = 0, size = latin.shape[0]
    found = np.empty(size, np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        place = find(latin, sign, 0, size)
        while place < size:
            to[count] = place
            count += 1
            place = find(latin, sign, place + 1, size)
    return found[:count].copy()


def between(const uint8_t[::1] latin, uint8_t sign, uint8_t other):
    """Give the start and end of each stretch that holds neither of two signs, the longest there are."""
    cdef Py_ssize_t start = 0, count = 0, size = latin.shape[0]
    spans = np.empty((2, size // 2 + 1), np.int64)
    cdef int64_t[:, ::1] span = spans
    with nogil:
        while start < size:
            if latin[start] != sign and latin[start] != other:
                span[0, count] = start
                start = find(latin, other, start, find(latin, sign, start, size))
                span[1, count] = start
                count += 1
            start += 1
    return spans[0, :count].copy(), spans[1, :count].copy()
