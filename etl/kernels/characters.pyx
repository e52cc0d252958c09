"""Code points, in as many bytes as the widest needs, and what tables tell of them."""

import numpy as np

from libc.stdint cimport uint8_t, uint16_t, uint32_t

cdef extern from "Python.h":
    str PyUnicode_FromKindAndData(int kind, const void *units, Py_ssize_t size)

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t


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


def text(const uint32_t[::1] codes):
    """Give the string of code points."""
    return PyUnicode_FromKindAndData(sizeof(uint32_t), &codes[0], codes.shape[0]) if codes.shape[0] else ""
