"""Whole tokens around spans of a string: how far characters reach that are no white space."""

import numpy as np

from libc.stdint cimport int64_t


def around(str text, const int64_t[::1] starts, const int64_t[::1] ends, Py_ssize_t most):
    """Widen half-open spans to the next white space or NUL on both sides, over so many characters at most."""
    cdef Py_ssize_t row, start, end
    wide = np.empty((2, starts.shape[0]), np.int64)
    cdef int64_t[:, ::1] to = wide
    for row in range(starts.shape[0]):
        start, end = starts[row], ends[row]
        while start > max(starts[row] - most, 0) and is_ink(text[start - 1]):
            start -= 1
        while end < min(ends[row] + most, len(text)) and is_ink(text[end]):
            end += 1
        to[0, row], to[1, row] = start, end
    return wide[0], wide[1]


cdef inline bint is_ink(Py_UCS4 char):
    return char != 0 and not char.isspace()
