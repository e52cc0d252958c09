"""Lines at the edges of pages: where they are, and which are the same apart from their numbers."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t, uint64_t

# Of the FNV-1a hash.
cdef uint64_t BASIS = 0xCBF29CE484222325, PRIME = 0x100000001B3


cdef struct Signs:
    uint8_t beyond  # the Latin-1 form of what only the code point tells
    uint8_t space  # classes
    uint8_t digit
    uint8_t number  # what a run of digits counts as


def at_edges(const uint8_t[::1] latin, const Unit[::1] codes, const uint8_t[::1] classes,
             const int64_t[::1] start, const int64_t[::1] end, int64_t deep, int64_t longest, Signs signs):
    """Find the first and the last ``deep`` lines of each page that are not blank, from the edge of the page on.

    Gives the page of each line, whether it stands at the bottom, its span without white space around it, a key that
    lines share which are the same apart from their numbers, 0 where a line is longer than the longest, and whether it
    has a number.
    """
    cdef Py_ssize_t page, count = 0
    found = np.empty((4, 2 * deep * len(start)), np.int64)
    keys, numbers = np.empty(found.shape[1], np.uint64), np.empty(found.shape[1], np.uint8)
    cdef int64_t[:, ::1] line = found
    cdef uint64_t[::1] key = keys
    cdef uint8_t[::1] has_number = numbers
    cdef bint at_bottom
    cdef int64_t near, far, depth, first, last
    with nogil:
        for page in range(start.shape[0]):
            for at_bottom in range(2):
                first, last, depth = start[page], end[page], 0
                while first < last and depth < deep:
                    near, far = first, last
                    if at_bottom:
                        near = line_start(latin, first, last)
                        last = near - 1
                    else:
                        far = line_end(latin, first, last)
                        first = far + 1
                    strip(classes, signs.space, &near, &far)
                    if near < far:
                        line[0, count], line[1, count], line[2, count], line[3, count] = page, at_bottom, near, far
                        has_number[count] = False
                        key[count] = 0
                        if far - near <= longest:
                            key[count] = key_of(latin, codes, classes, near, far, signs, &has_number[count])
                        depth += 1
                        count += 1
    return (*found[:, :count].copy(), keys[:count].copy(), numbers[:count].view(np.bool_).copy())


cdef inline int64_t line_end(const uint8_t[::1] latin, int64_t start, int64_t end) noexcept nogil:
    while start < end and latin[start] != c'\n':
        start += 1
    return start


cdef inline int64_t line_start(const uint8_t[::1] latin, int64_t start, int64_t end) noexcept nogil:
    while start < end and latin[end - 1] != c'\n':
        end -= 1
    return end


cdef inline void strip(const uint8_t[::1] classes, uint8_t space, int64_t *start, int64_t *end) noexcept nogil:
    while start[0] < end[0] and classes[start[0]] == space:
        start[0] += 1
    while start[0] < end[0] and classes[end[0] - 1] == space:
        end[0] -= 1


cdef inline uint64_t key_of(const uint8_t[::1] latin, const Unit[::1] codes, const uint8_t[::1] classes,
                            int64_t start, int64_t end, Signs signs, uint8_t *has_number) noexcept nogil:
    """Hash a line, each run of digits as one sign, and tell whether there is one."""
    cdef uint64_t key = BASIS
    cdef int64_t place
    for place in range(start, end):
        if classes[place] != signs.digit:
            key = (key ^ (latin[place] if latin[place] != signs.beyond else codes[place])) * PRIME
        elif place == start or classes[place - 1] != signs.digit:
            key = (key ^ signs.number) * PRIME
            has_number[0] = True
    return key
