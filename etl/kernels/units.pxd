"""Code points as a string holds them: in as many bytes as the widest of them needs."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcmp

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t


# Code points where no function can be made for each width.
cdef struct Units:
    const void* first
    Py_ssize_t width  # in bytes


cdef inline Units units_of(const Unit[::1] codes) noexcept nogil:
    return Units(&codes[0], sizeof(Unit))


cdef inline uint32_t unit_at(Units units, Py_ssize_t place) noexcept nogil:
    if units.width == 1:
        return (<const uint8_t*> units.first)[place]
    if units.width == 2:
        return (<const uint16_t*> units.first)[place]
    return (<const uint32_t*> units.first)[place]


cdef inline bint are_equal(Units units, Py_ssize_t one, Py_ssize_t other, Py_ssize_t size) noexcept nogil:
    """Tell whether two spans of so many code points hold the same."""
    cdef const uint8_t* bytes = <const uint8_t*> units.first
    return memcmp(&bytes[one * units.width], &bytes[other * units.width], size * units.width) == 0
