"""Strings of Python as arrays of the units that they are held in, and back, without encoding anything."""

import numpy as np

from cpython.buffer cimport PyBuffer_FillInfo
from libc.stdint cimport uint8_t, uint16_t, uint32_t

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    str PyUnicode_FromKindAndData(int kind, const void* units, Py_ssize_t count)

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t


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
