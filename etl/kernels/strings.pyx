"""Strings as arrays of the units that Python holds them in, and many spans of them at once."""

import numpy as np

from cpython.buffer cimport PyBuffer_FillInfo
from etl.kernels.units cimport Unit
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    str PyUnicode_FromKindAndData(int kind, const void* units, Py_ssize_t count)


cdef class _Held:
    """The memory of a string, which lives as long as it is looked at."""

    cdef str text

    def __cinit__(self, str text):
        self.text = text

    def __getbuffer__(self, Py_buffer* view, int flags):
        cdef Py_ssize_t size = PyUnicode_KIND(self.text) * PyUnicode_GET_LENGTH(self.text)
        PyBuffer_FillInfo(view, self, PyUnicode_DATA(self.text), size, 1, flags)


def units(str text):
    """Give the code points of a string in one, two or four bytes each, as it holds them: a view that no one writes."""
    return np.frombuffer(_Held(text), dtype=f"u{PyUnicode_KIND(text)}")


def string(const Unit[::1] units):
    """Give the string of code points."""
    return PyUnicode_FromKindAndData(sizeof(Unit), &units[0] if units.shape[0] else NULL, units.shape[0])


def slices(const Unit[::1] units, const int64_t[::1] starts, const int64_t[::1] ends):
    """Give the strings of half-open spans of code points; what lies outside of the text is left out."""
    cdef Py_ssize_t row, start, end
    found = []
    for row in range(starts.shape[0]):
        start, end = max(starts[row], 0), min(ends[row], units.shape[0])
        found.append(PyUnicode_FromKindAndData(sizeof(Unit), &units[start], end - start) if start < end else "")
    return found


def trim(const Unit[::1] units, const int64_t[::1] starts, const int64_t[::1] ends, const uint8_t[::1] signs):
    """Leave out signs of Latin-1 at both edges of spans, 1 in a table; a span of nothing else ends up empty at its end.
    """
    cdef Py_ssize_t span
    found = np.empty((2, starts.shape[0]), np.int64)
    cdef int64_t[:, ::1] to = found
    with nogil:
        for span in range(starts.shape[0]):
            to[0, span], to[1, span] = starts[span], ends[span]
            while to[0, span] < to[1, span] and units[to[0, span]] <= 0xFF and signs[units[to[0, span]]]:
                to[0, span] += 1
            while to[0, span] < to[1, span] and units[to[1, span] - 1] <= 0xFF and signs[units[to[1, span] - 1]]:
                to[1, span] -= 1
    return found[0], found[1]


def distinct(const Unit[::1] units, const int64_t[::1] starts, const int64_t[::1] ends):
    """Number what spans hold, in the order in which it comes first; give the numbers, and the first span of each."""
    cdef Py_ssize_t span, other, count = 0, mask = 1
    cdef uint64_t mixed
    while mask < 2 * starts.shape[0]:
        mask *= 2
    table = np.zeros(mask, np.int32)
    numbers, spans = np.empty(starts.shape[0], np.int64), np.empty(starts.shape[0], np.int64)
    cdef int32_t[::1] slots = table  # a number and one, 0 where there is none
    cdef int64_t[::1] number = numbers, first = spans
    cdef const Unit *at = &units[0] if units.shape[0] else NULL
    mask -= 1
    with nogil:
        for span in range(starts.shape[0]):
            mixed = _mixed(at, starts[span], ends[span])
            while slots[mixed & mask]:
                other = first[slots[mixed & mask] - 1]
                if _are_equal(at, starts[span], ends[span], starts[other], ends[other]):
                    break
                mixed += 1
            else:
                first[count] = span
                count += 1
                slots[mixed & mask] = <int32_t> count
            number[span] = slots[mixed & mask] - 1
    return numbers, spans[:count].copy()


cdef inline uint64_t _mixed(const Unit *units, Py_ssize_t place, Py_ssize_t end) noexcept nogil:
    """Mix the units of a span to a number, eight bytes at once as long as there are so many."""
    cdef uint64_t mixed = 0, word
    cdef Py_ssize_t width = 8 // sizeof(Unit)
    while place < end:
        word = units[place]
        if place + width <= end:
            memcpy(&word, &units[place], 8)
            place += width - 1
        mixed = (mixed ^ word) * <uint64_t> 0x9E3779B97F4A7C15
        mixed ^= mixed >> 32
        place += 1
    return mixed


cdef inline bint _are_equal(
    const Unit *units, Py_ssize_t one, Py_ssize_t end, Py_ssize_t other, Py_ssize_t other_end
) noexcept nogil:
    """Tell whether two spans hold the same; one that ends before it begins is empty."""
    if end - one != other_end - other:
        return False
    return end <= one or memcmp(&units[one], &units[other], (end - one) * sizeof(Unit)) == 0


def joined(
    const Unit[::1] units, const int64_t[::1] starts, const int64_t[::1] ends, const int64_t[::1] firsts, bytes between
):
    """Join spans, in UTF-8: text ``i`` holds the spans from ``firsts[i]`` to ``firsts[i + 1]``, with bytes between.

    Give the bytes of all texts, and the place where each begins, and the end of the last.
    """
    cdef Py_ssize_t text, span, place, sign, count = 0, most = 0
    cdef const uint8_t *signs = between
    cdef Py_ssize_t length = len(between)
    for span in range(starts.shape[0]):
        most += max(0, ends[span] - starts[span]) * (4 if sizeof(Unit) == 4 else sizeof(Unit) + 1) + length
    content, offsets = np.empty(most + 1, np.uint8), np.zeros(firsts.shape[0], np.int64)
    cdef uint8_t[::1] to = content
    cdef int64_t[::1] offset = offsets
    with nogil:
        for text in range(firsts.shape[0] - 1):
            for span in range(firsts[text], firsts[text + 1]):
                for sign in range(length if span > firsts[text] else 0):
                    to[count] = signs[sign]
                    count += 1
                for place in range(starts[span], ends[span]):
                    count += _write(&to[count], units[place])
            offset[text + 1] = count
    return content[:count].copy(), offsets


cdef inline int _write(uint8_t *to, uint32_t code) noexcept nogil:
    """Write a code point in UTF-8, and give the number of bytes."""
    if code < 0x80:
        to[0] = <uint8_t> code
        return 1
    if code < 0x800:
        to[0], to[1] = <uint8_t> (0xC0 | code >> 6), <uint8_t> (0x80 | code & 0x3F)
        return 2
    if code < 0x10000:
        to[0], to[1] = <uint8_t> (0xE0 | code >> 12), <uint8_t> (0x80 | code >> 6 & 0x3F)
        to[2] = <uint8_t> (0x80 | code & 0x3F)
        return 3
    to[0], to[1] = <uint8_t> (0xF0 | code >> 18), <uint8_t> (0x80 | code >> 12 & 0x3F)
    to[2], to[3] = <uint8_t> (0x80 | code >> 6 & 0x3F), <uint8_t> (0x80 | code & 0x3F)
    return 4
