"""Rising numbers, in which one is looked for near to where the last one was."""

from libc.stdint cimport int64_t


cdef inline Py_ssize_t first_behind(const int64_t[::1] sorted_places, int64_t place, Py_ssize_t near) noexcept nogil:
    """Give the row of the first place behind another, looked for from a row near to it in steps that double."""
    cdef Py_ssize_t low = near, high = near, step = 1, middle
    while low > 0 and sorted_places[low - 1] > place:
        high, low, step = low - 1, max(0, low - step), 2 * step
    while high < sorted_places.shape[0] and sorted_places[high] <= place:
        low, high, step = high + 1, min(sorted_places.shape[0], high + step), 2 * step
    while low < high:
        middle = (low + high) // 2
        if sorted_places[middle] <= place:
            low = middle + 1
        else:
            high = middle
    return low
