"""Runs of digits in some blocks of a text: all of them, or those that are a year or the second number of a name."""

import numpy as np

from etl.kernels.near cimport BEYOND, DIGIT, next_place
from libc.stdint cimport int64_t, uint8_t

cdef enum:
    YEAR = 4  # digits
    LONGEST = 2  # digits of a number in a name
    FEW = 4096  # places that there is room for at first


def runs(const uint8_t[::1] classes, const int64_t[::1] starts, const int64_t[::1] ends):
    """Give the places where a run of digits begins."""
    cdef Py_ssize_t block, place, size = 0
    found = np.empty(np.subtract(ends, starts).sum() // 2 + len(starts), np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        for block in range(starts.shape[0]):
            place = next_place(classes, DIGIT, starts[block], ends[block])
            while place < ends[block]:
                to[size] = place
                size, place = size + 1, next_place(classes, DIGIT, behind_run(classes, place), ends[block])
    return found[:size].copy()


def years_and_pairs(
    const uint8_t[::1] latin, const uint8_t[::1] classes, const int64_t[::1] starts, const int64_t[::1] ends,
    int64_t first_century, int64_t last_century
):
    """Give the years between some centuries, of four digits, and the numbers that may be the second one of a name.

    Such a number has a comma before it, and before that a number behind a hyphen: the 3 of ``IL-2,3``.
    """
    cdef Py_ssize_t block, place, end, count = 0, size = 0
    years, pairs = np.empty(FEW, np.int64), np.empty(FEW, np.int64)
    cdef int64_t[::1] year = years, pair = pairs
    with nogil:
        for block in range(starts.shape[0]):
            place = next_place(classes, DIGIT, starts[block], ends[block])
            while place < ends[block]:
                if max(count, size) == year.shape[0]:
                    with gil:
                        years, pairs = np.resize(years, 2 * len(years)), np.resize(pairs, 2 * len(pairs))
                        year, pair = years, pairs
                end = behind_run(classes, place)
                if end == place + YEAR and first_century <= two_digits(latin, place) <= last_century:
                    year[count] = place
                    count += 1
                if end <= place + LONGEST and latin[place - 1] == c"," and ends_name(latin, classes, place - 1):
                    pair[size] = place
                    size += 1
                place = next_place(classes, DIGIT, end, ends[block])
    return years[:count].copy(), pairs[:size].copy()


cdef inline Py_ssize_t behind_run(const uint8_t[::1] classes, Py_ssize_t place) noexcept nogil:
    """Give the first place from one on that holds no digit."""
    while classes[place] == DIGIT:
        place += 1
    return place


cdef inline int64_t two_digits(const uint8_t[::1] latin, Py_ssize_t place) noexcept nogil:
    return (latin[place] - c"0") * 10 + latin[place + 1] - c"0"


cdef inline bint ends_name(const uint8_t[::1] latin, const uint8_t[::1] classes, Py_ssize_t end) noexcept nogil:
    """Tell whether a number of up to two digits behind a hyphen, or a sign that Latin-1 does not have, ends at a place."""
    cdef Py_ssize_t start = end
    while start > end - LONGEST and classes[start - 1] == DIGIT:
        start -= 1
    return start < end and (latin[start - 1] == c"-" or latin[start - 1] == BEYOND)
