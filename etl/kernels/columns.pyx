"""Columns of strings as Arrow holds them: bytes in UTF-8, one string behind another, with offsets between them."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

cdef enum:
    WIDEST = 4  # bytes of a character
    DIGITS = 10  # of the largest number


def passages(const uint8_t[::1] content, const int64_t[::1] starts, const int64_t[::1] ends):
    """Copy half-open spans of bytes, one behind another, and give them and the offsets between them."""
    cdef Py_ssize_t row
    offsets = np.zeros(starts.shape[0] + 1, np.int64)
    cdef int64_t[::1] offset = offsets
    with nogil:
        for row in range(starts.shape[0]):
            offset[row + 1] = offset[row] + max(ends[row] - starts[row], 0)
    copied = np.empty(offset[starts.shape[0]], np.uint8)
    cdef uint8_t[::1] to = copied
    with nogil:
        for row in range(starts.shape[0]):
            copy(content, starts[row], ends[row], to, offset[row])
    return copied, offsets


def utf8(
    const Unit[::1] codes, const uint8_t[::1] latin, const int64_t[::1] wide, Py_ssize_t size
):
    """Give a text in UTF-8, of which the size is known; what is not ASCII stands at some sorted places."""
    cdef Py_ssize_t row, start = 0, place = 0, length
    content = np.empty(size, np.uint8)
    cdef uint8_t[::1] to = content
    with nogil:
        for row in range(wide.shape[0] + 1):
            length = (wide[row] if row < wide.shape[0] else codes.shape[0]) - start
            if length > 0:
                memcpy(&to[place], &latin[start], length)
            start, place = start + length, place + length
            if row < wide.shape[0]:
                place += encode(codes[start], to, place)
                start += 1
    return content


def cut(const Unit[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends):
    """Give half-open spans of code points in UTF-8, one behind another, and the offsets between them."""
    cdef Py_ssize_t row, place, size = 0, room = 0
    with nogil:
        for row in range(starts.shape[0]):
            room += WIDEST * max(ends[row] - starts[row], 0)
    content, offsets = np.empty(room, np.uint8), np.zeros(starts.shape[0] + 1, np.int64)
    cdef uint8_t[::1] to = content
    cdef int64_t[::1] offset = offsets
    with nogil:
        for row in range(starts.shape[0]):
            for place in range(starts[row], ends[row]):
                size += encode(codes[place], to, size)
            offset[row + 1] = size
    return content[:size].copy(), offsets


cdef inline Py_ssize_t encode(uint32_t code, uint8_t[::1] to, Py_ssize_t place) noexcept nogil:
    """Write a code point in UTF-8 and give the number of its bytes."""
    if code < 0x80:
        to[place] = code
        return 1
    if code < 0x800:
        to[place], to[place + 1] = 0xC0 | code >> 6, 0x80 | code & 0x3F
        return 2
    if code < 0x10000:
        to[place], to[place + 1], to[place + 2] = 0xE0 | code >> 12, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F
        return 3
    to[place], to[place + 1] = 0xF0 | code >> 18, 0x80 | code >> 12 & 0x3F
    to[place + 2], to[place + 3] = 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F
    return 4


def keys(
    const uint8_t[::1] names, const int64_t[::1] bounds, const int64_t[::1] rows, const uint8_t[::1] sign,
    const int32_t[::1] numbers
):
    """Write a name, a sign and a number of each row, one behind another, and give the bytes and the offsets.

    Names stand one behind another, between their bounds; ``rows`` tell which. Numbers are not negative.
    """
    cdef Py_ssize_t row, size = 0, room = 0, length, name
    with nogil:
        for row in range(rows.shape[0]):
            room += bounds[rows[row] + 1] - bounds[rows[row]] + sign.shape[0] + DIGITS
    content, offsets = np.empty(room, np.uint8), np.zeros(rows.shape[0] + 1, np.int64)
    cdef uint8_t[::1] to = content
    cdef int64_t[::1] offset = offsets
    with nogil:
        for row in range(rows.shape[0]):
            name = rows[row]
            size += copy(names, bounds[name], bounds[name + 1], to, size)
            size += copy(sign, 0, sign.shape[0], to, size)
            size += write(numbers[row], to, size)
            offset[row + 1] = size
    return content[:size].copy(), offsets


cdef inline Py_ssize_t copy(
    const uint8_t[::1] content, Py_ssize_t start, Py_ssize_t end, uint8_t[::1] to, Py_ssize_t place
) noexcept nogil:
    """Copy a span of bytes to a place and give the number of them."""
    if start < end:
        memcpy(&to[place], &content[start], end - start)
    return end - start


cdef inline Py_ssize_t write(uint32_t number, uint8_t[::1] to, Py_ssize_t place) noexcept nogil:
    """Write a number in decimal digits and give how many."""
    cdef uint8_t[DIGITS] digits
    cdef Py_ssize_t first = DIGITS - 1
    digits[first] = c"0" + number % 10
    while number >= 10:
        number //= 10
        first -= 1
        digits[first] = c"0" + number % 10
    memcpy(&to[place], &digits[first], DIGITS - first)
    return DIGITS - first


def joined(
    const uint8_t[::1] firsts, const int64_t[::1] starts, const int64_t[::1] ends, const uint8_t[::1] sign,
    const uint8_t[::1] seconds, const int64_t[::1] other_starts, const int64_t[::1] other_ends
):
    """Write a span of bytes, a sign and another span of each row, one behind another; give them and the offsets."""
    cdef Py_ssize_t row, size = 0, room = 0
    with nogil:
        for row in range(starts.shape[0]):
            room += ends[row] - starts[row] + sign.shape[0] + other_ends[row] - other_starts[row]
    content, offsets = np.empty(room, np.uint8), np.zeros(starts.shape[0] + 1, np.int64)
    cdef uint8_t[::1] to = content
    cdef int64_t[::1] offset = offsets
    with nogil:
        for row in range(starts.shape[0]):
            size += copy(firsts, starts[row], ends[row], to, size)
            size += copy(sign, 0, sign.shape[0], to, size)
            size += copy(seconds, other_starts[row], other_ends[row], to, size)
            offset[row + 1] = size
    return content, offsets


def first_equal(
    const uint8_t[::1] content, const int64_t[::1] starts, const int64_t[::1] ends, const int64_t[::1] groups
):
    """Give for each span of bytes the first row of its group that holds the same."""
    cdef Py_ssize_t row, slot, size = 16
    while size < 2 * groups.shape[0]:
        size *= 2
    found, table = np.empty(groups.shape[0], np.int64), np.full(size, -1, np.int64)
    cdef int64_t[::1] to = found
    cdef int64_t[::1] rows = table
    with nogil:
        for row in range(groups.shape[0]):
            slot = hashed(content, starts[row], ends[row], groups[row]) & (size - 1)
            while rows[slot] >= 0 and not (
                groups[rows[slot]] == groups[row]
                and is_equal(content, starts[rows[slot]], ends[rows[slot]], starts[row], ends[row])
            ):
                slot = (slot + 1) & (size - 1)
            if rows[slot] < 0:
                rows[slot] = row
            to[row] = rows[slot]
    return found


cdef inline uint64_t hashed(
    const uint8_t[::1] content, Py_ssize_t start, Py_ssize_t end, int64_t group
) noexcept nogil:
    """Give the hash of a string and its group (FNV-1a, its high bits mixed into the low ones)."""
    cdef uint64_t value = 0xCBF29CE484222325u ^ <uint64_t> group * 0x9E3779B97F4A7C15u
    cdef Py_ssize_t byte
    for byte in range(start, end):
        value = (value ^ content[byte]) * 0x100000001B3u
    return value ^ value >> 32


cdef inline bint is_equal(
    const uint8_t[::1] content, Py_ssize_t start, Py_ssize_t end, Py_ssize_t other_start, Py_ssize_t other_end
) noexcept nogil:
    """Tell whether two spans hold the same bytes."""
    if end - start != other_end - other_start:
        return False
    return end == start or memcmp(&content[start], &content[other_start], end - start) == 0
