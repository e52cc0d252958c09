"""Text in UTF-8: where its characters begin, and columns of strings cut out of it."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.string cimport memcpy


def wide(const uint32_t[::1] codes):
    """Give the places of code points that take more than one byte, and how many more up to and with each.

    The second array has a zero in front: the bytes before a place are the place and the entry for the number of wide
    ones before it.
    """
    cdef Py_ssize_t place, count = 0
    with nogil:
        for place in range(codes.shape[0]):
            count += codes[place] > 0x7F
    places, more = np.empty(count, np.int64), np.zeros(count + 1, np.int64)
    cdef int64_t[::1] to_places = places, to_more = more
    cdef uint32_t code
    count = 0
    with nogil:
        for place in range(codes.shape[0]):
            code = codes[place]
            if code > 0x7F:
                to_places[count] = place
                to_more[count + 1] = to_more[count] + 1 + (code > 0x7FF) + (code > 0xFFFF)
                count += 1
    return places, more


def cut(const uint8_t[::1] content, const int64_t[::1] start, const int64_t[::1] end):
    """Copy half-open spans of bytes one behind the other; give the bytes, and the offset of each span and of the end."""
    cdef Py_ssize_t span, count = start.shape[0]
    cdef int64_t size
    offsets = np.zeros(count + 1, np.int64)
    cdef int64_t[::1] offset = offsets
    for span in range(count):
        offset[span + 1] = offset[span] + end[span] - start[span]
    copied = np.empty(offset[count], np.uint8)
    cdef uint8_t[::1] to = copied
    with nogil:
        for span in range(count):
            size = end[span] - start[span]
            if size:
                memcpy(&to[offset[span]], &content[start[span]], size)
    return copied, offsets
