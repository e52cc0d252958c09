"""Words as 64-bit keys: found in a text, looked up, counted, and told whether others make them up."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

# Odd 64-bit constants with no pattern: the golden ratio, and a prime of xxHash.
cdef uint64_t NO_LETTER = 0x9E3779B97F4A7C15ULL
cdef uint64_t PRIME = 0xC2B2AE3D27D4EB4FULL
# The bit that makes a capital of Latin-1 small. It leaves small letters, digits and hyphens; \u00df, which it
# changes, meets \u00ff alone.
cdef uint32_t SMALL = 0x20
cdef uint32_t LAST_OF_LATIN = 0xFF


cdef inline uint64_t _with_letter(uint64_t key, uint32_t code) noexcept nogil:
    """Continue the key of the letters before by one, the same in any case."""
    return (key ^ (code | SMALL if code <= LAST_OF_LATIN else code)) * PRIME


cdef inline uint64_t _in_document(uint64_t key, int64_t document) noexcept nogil:
    """Give a key that is a word's in one document alone."""
    return key ^ (<uint64_t> document + 1) * PRIME


cdef inline Py_ssize_t _slot(const uint64_t[::1] slots, int shift, uint64_t key) noexcept nogil:
    """Give the slot that holds a key, or the free one where it would stand: some slot is free."""
    cdef Py_ssize_t slot = key >> shift
    while slots[slot] != key and slots[slot] != 0:
        slot = slot + 1 if slot + 1 < slots.shape[0] else 0
    return slot


def find(const uint32_t[::1] codes, const uint8_t[::1] classes, uint8_t letter, uint8_t hyphen):
    """Find the words of a text that ends with a boundary: runs of letters and digits, and single hyphens between them.

    Classes from ``letter`` on are letters and digits. Gives start, end and key of each word, the class of its first
    character, and the classes of those behind it, a bit each.
    """
    cdef Py_ssize_t place = 0, row = 0
    bound = _count_runs(classes, letter)
    starts, ends = np.empty(bound, np.int64), np.empty(bound, np.int64)
    found_keys = np.empty(bound, np.uint64)
    firsts, behinds = np.empty(bound, np.uint8), np.empty(bound, np.uint8)
    cdef int64_t[::1] start = starts, end = ends
    cdef uint64_t[::1] key = found_keys
    cdef uint8_t[::1] first = firsts, behind = behinds
    cdef uint64_t so_far
    cdef uint8_t bits
    with nogil:
        while place < codes.shape[0]:
            if classes[place] < letter:
                place += 1
                continue
            start[row], first[row] = place, classes[place]
            so_far, bits = _with_letter(NO_LETTER, codes[place]), 0
            place += 1
            while classes[place] >= letter or (codes[place] == hyphen and classes[place + 1] >= letter):
                so_far = _with_letter(so_far, codes[place])
                bits |= 1 << classes[place]
                place += 1
            end[row], key[row], behind[row] = place, so_far, bits
            row += 1
    return starts[:row], ends[:row], found_keys[:row], firsts[:row], behinds[:row]


def _count_runs(const uint8_t[::1] classes, uint8_t letter):
    """Count the runs of letters and digits: words with hyphens hold several, so there are few more runs than words."""
    cdef Py_ssize_t place, count = 0
    with nogil:
        for place in range(1, classes.shape[0]):
            count += (classes[place] >= letter) & (classes[place - 1] < letter)
    return count


def keys(const uint32_t[::1] codes, const int64_t[::1] start, const int64_t[::1] end):
    """Give the keys of spans as if each was a word."""
    cdef Py_ssize_t row, place
    cdef uint64_t so_far
    found = np.empty(start.shape[0], np.uint64)
    cdef uint64_t[::1] key = found
    with nogil:
        for row in range(start.shape[0]):
            so_far = NO_LETTER
            for place in range(start[row], end[row]):
                so_far = _with_letter(so_far, codes[place])
            key[row] = so_far
    return found


def in_documents(const uint64_t[::1] key, const int64_t[::1] document):
    """Give keys of words as they are counted in the documents beside them."""
    cdef Py_ssize_t row
    found = np.empty(key.shape[0], np.uint64)
    cdef uint64_t[::1] to = found
    with nogil:
        for row in range(key.shape[0]):
            to[row] = _in_document(key[row], document[row])
    return found


def put(uint64_t[::1] slots, int shift, const uint64_t[::1] key):
    """Put keys into a table with more slots than keys; a slot of 0 is free, the highest bits of a key say where."""
    cdef Py_ssize_t row
    with nogil:
        for row in range(key.shape[0]):
            slots[_slot(slots, shift, key[row])] = key[row]


def look_up(const uint64_t[::1] slots, int shift, const uint64_t[::1] key):
    """Give the slot of each key in a table, -1 where it is not there."""
    cdef Py_ssize_t row, slot
    found = np.empty(key.shape[0], np.int64)
    cdef int64_t[::1] to = found
    with nogil:
        for row in range(key.shape[0]):
            slot = _slot(slots, shift, key[row])
            to[row] = slot if slots[slot] == key[row] else -1
    return found


def count(
    const uint64_t[::1] slots,
    int shift,
    const uint64_t[::1] key,
    const int64_t[::1] start,
    const int64_t[::1] edges,
):
    """Count how often each key of a table of words in documents occurs among words in reading order.

    A document opens at each edge. Gives a number for each slot.
    """
    cdef Py_ssize_t row, slot, document = 0
    cdef uint64_t there
    times = np.zeros(slots.shape[0], np.int64)
    cdef int64_t[::1] time = times
    with nogil:
        for row in range(key.shape[0]):
            while document + 1 < edges.shape[0] and edges[document + 1] < start[row]:
                document += 1
            there = _in_document(key[row], document)
            slot = _slot(slots, shift, there)
            time[slot] += slots[slot] == there
    return times


def are_made_up(
    const uint32_t[::1] codes,
    const int64_t[::1] start,
    const int64_t[::1] end,
    const uint64_t[::1] slots,
    int shift,
    Py_ssize_t longest,
):
    """Tell which spans the words of a table make up, one right behind the other, each of ``longest`` letters or less."""
    cdef Py_ssize_t row, begin, place, last
    cdef uint64_t so_far
    sizes = np.subtract(end, start)
    found, ends = np.empty(start.shape[0], np.uint8), np.empty(sizes.max(initial=0) + 1, np.uint8)
    cdef uint8_t[::1] made_up = found, is_end = ends  # of a word that a way from the span's start leads to
    with nogil:
        for row in range(start.shape[0]):
            last = end[row] - start[row]
            is_end[0] = 1
            is_end[1 : last + 1] = 0
            for begin in range(last):
                if not is_end[begin]:
                    continue
                so_far = NO_LETTER
                for place in range(begin, min(begin + longest, last)):
                    so_far = _with_letter(so_far, codes[start[row] + place])
                    if not is_end[place + 1]:
                        is_end[place + 1] = slots[_slot(slots, shift, so_far)] == so_far
            made_up[row] = is_end[last]
    return found.view(np.bool_)
