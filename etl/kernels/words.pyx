"""Words as 64-bit keys: found in a text, looked up, counted, and told how others make them up."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.math cimport INFINITY
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcpy, memset


cdef extern from *:
    """
    #ifdef _MSC_VER
    #include <intrin.h>
    static __inline int lowest_bit(unsigned long long number) {
        unsigned long place;
        _BitScanForward64(&place, number);
        return (int) place;
    }
    #else
    #define lowest_bit __builtin_ctzll
    #endif
    """
    int lowest_bit(uint64_t number) noexcept nogil  # which one it is; some bit is set


# An odd number with no pattern, a prime of xxHash.
cdef uint64_t PRIME = 0xC2B2AE3D27D4EB4FULL
# Eight bytes as one number: the lowest and the highest bit of each, and the one that makes a capital of Latin-1 small;
# it leaves small letters, digits and hyphens.
cdef uint64_t LOWEST = 0x0101010101010101ULL
cdef uint64_t HIGHEST = 0x8080808080808080ULL
cdef uint64_t SMALL = 0x2020202020202020ULL
# Times the lowest bits of eight bytes it has these in its highest byte, one beside the other.
cdef uint64_t GATHER = 0x0102040810204080ULL

cdef enum:
    BLOCK = 64  # characters that are looked at together, a bit of a number for each
    FEW = 4096  # rows that there is room for at first; room that is not needed costs as much as what is


cdef inline uint64_t _eight(const uint8_t[::1] bytes, Py_ssize_t place) noexcept nogil:
    """Give eight bytes from a place on as a number, the first one lowest; behind the last one stand zeros."""
    cdef uint64_t number = 0
    cdef Py_ssize_t at
    if place + 8 <= bytes.shape[0]:
        memcpy(&number, &bytes[place], 8)  # little-endian, as all machines are that Polars is made for
    else:
        for at in range(bytes.shape[0] - place):
            number |= <uint64_t> bytes[place + at] << 8 * at
    return number


cdef inline uint64_t _key(
    const uint8_t[::1] latin, const Unit[::1] codes, uint8_t beyond, Py_ssize_t start, Py_ssize_t end
) noexcept nogil:
    """Give the key of a word, the same in any case of Latin-1; what is ``beyond`` counts by its code point."""
    cdef uint64_t letters, key = 0
    cdef Py_ssize_t place, other
    for place in range(start, end, 8):
        letters = _eight(latin, place) | SMALL
        if end - place < 8:
            letters &= ~<uint64_t> 0 >> 8 * (8 - (end - place))
        key = (key ^ letters) * PRIME
        key ^= key >> 32
        if (~letters - LOWEST) & letters & HIGHEST:  # a byte of 0xFF is among them
            for other in range(place, min(place + 8, end)):
                if latin[other] == beyond:
                    key = (key ^ codes[other]) * PRIME
    return key


cdef inline uint64_t _gathered(uint64_t bytes) noexcept nogil:
    """Give the highest bit of each of eight bytes, the first one lowest."""
    return ((bytes & HIGHEST) >> 7) * GATHER >> 56


cdef inline const uint8_t *_block(const uint8_t[::1] bytes, Py_ssize_t place, uint8_t *room) noexcept nogil:
    """Give a block from a place on; the last one is copied into the room for one, with zeros behind it."""
    if place + BLOCK <= bytes.shape[0]:
        return &bytes[place]
    memset(room, 0, BLOCK)
    memcpy(room, &bytes[place], bytes.shape[0] - place)
    return room


cdef inline uint64_t _in_words(
    const uint8_t[::1] latin, const uint8_t[::1] classes, uint8_t letter, uint8_t hyphen, Py_ssize_t block
) noexcept nogil:
    """Tell which characters of a block are letters or digits, or a hyphen between two: a bit for each."""
    cdef uint8_t[BLOCK] room, other_room
    cdef const uint8_t *kind = _block(classes, block, room)
    cdef const uint8_t *sign = _block(latin, block, other_room)
    cdef Py_ssize_t behind = block + BLOCK
    cdef uint64_t before = block > 0 and classes[block - 1] >= letter
    cdef uint64_t after = behind < classes.shape[0] and classes[behind] >= letter
    cdef uint64_t letters = 0, hyphens = 0, kinds, signs
    cdef int part
    for part in range(0, BLOCK, 8):
        memcpy(&kinds, kind + part, 8)
        memcpy(&signs, sign + part, 8)
        signs ^= hyphen * LOWEST
        letters |= _gathered(kinds + (0x80 - letter) * LOWEST) << part  # classes are below 0x80
        hyphens |= _gathered(~((signs & ~HIGHEST) + ~HIGHEST | signs)) << part  # where no bit differs
    return letters | hyphens & (letters << 1 | before) & (letters >> 1 | after << BLOCK - 1)


cdef inline Py_ssize_t _slot(const uint64_t[::1] slots, int shift, uint64_t key) noexcept nogil:
    """Give the slot that holds a key, or the free one where it would stand: some slot is free."""
    cdef Py_ssize_t slot = key >> shift
    while (slots[slot] != key) & (slots[slot] != 0):  # one branch to be guessed, not two
        slot = slot + 1 if slot + 1 < slots.shape[0] else 0
    return slot


cdef inline uint64_t _in_document(uint64_t key, int64_t document) noexcept nogil:
    """Give a key that is a word's in one document alone."""
    return key ^ (<uint64_t> document + 1) * PRIME


def find(
    const uint8_t[::1] latin,
    const Unit[::1] codes,
    const uint8_t[::1] classes,
    uint8_t letter,
    uint8_t hyphen,
    uint8_t beyond,
    const uint64_t[::1] slots,
    int shift,
    bint held,
    Py_ssize_t shortest,
):
    """Find the words of a text that a table holds, or all others: letters and digits, and single hyphens between them.

    Words with fewer characters than ``shortest`` are left out, whatever holds them. Classes from ``letter`` on are
    letters and digits; the text ends with a boundary. Gives start, end and key of each.
    """
    cdef Py_ssize_t block = 0, begin = 0, end_of_word, row = 0
    starts, ends, found = np.empty(FEW, np.int64), np.empty(FEW, np.int64), np.empty(FEW, np.uint64)
    cdef int64_t[::1] start = starts, end = ends
    cdef uint64_t[::1] key = found
    # Bits for the characters of a block: in a word, behind one that is, the first of a word, right behind a word.
    cdef uint64_t inside, behind, opens, closes
    cdef uint64_t word, goes_on = 0  # from the block before
    with nogil:
        while block < classes.shape[0]:
            inside = _in_words(latin, classes, letter, hyphen, block)
            behind = inside << 1 | goes_on
            opens, closes = inside & ~behind, behind & ~inside
            while closes:
                if not goes_on:
                    begin = block + lowest_bit(opens)
                    opens &= opens - 1
                goes_on = 0
                end_of_word = block + lowest_bit(closes)
                closes &= closes - 1
                if end_of_word - begin < shortest:
                    continue
                word = _key(latin, codes, beyond, begin, end_of_word)
                if (slots[_slot(slots, shift, word)] == word) != held:
                    continue
                if row == key.shape[0]:
                    with gil:
                        starts, ends, found = (np.resize(column, 2 * row) for column in (starts, ends, found))
                        start, end, key = starts, ends, found
                start[row], end[row], key[row] = begin, end_of_word, word
                row += 1
            if opens:
                begin = block + lowest_bit(opens)
            goes_on = inside >> BLOCK - 1
            block += BLOCK
    return starts[:row].copy(), ends[:row].copy(), found[:row].copy()


def keys(
    const uint8_t[::1] latin,
    const Unit[::1] codes,
    uint8_t beyond,
    const int64_t[::1] start,
    const int64_t[::1] end,
):
    """Give the keys of spans as if each was a word."""
    cdef Py_ssize_t row
    found = np.empty(start.shape[0], np.uint64)
    cdef uint64_t[::1] key = found
    with nogil:
        for row in range(start.shape[0]):
            key[row] = _key(latin, codes, beyond, start[row], end[row])
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


def put_pairs(uint64_t[::1] slots, int shift, const uint8_t[::1] lines):
    """Put the key of the first two words of each line, with the blank between them, into a table; all is ASCII."""
    cdef Py_ssize_t place, start = 0, blanks = 0
    cdef uint64_t key
    with nogil:
        for place in range(lines.shape[0]):
            if lines[place] == c"\n":
                start, blanks = place + 1, 0
            elif lines[place] == c" ":
                blanks += 1
                if blanks == 2:
                    key = _key(lines, lines, 0, start, place)
                    slots[_slot(slots, shift, key)] = key


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
            if slots[slot] == there:
                time[slot] += 1
    return times


def are_made_up(
    const uint8_t[::1] latin,
    const Unit[::1] codes,
    uint8_t beyond,
    const int64_t[::1] start,
    const int64_t[::1] end,
    const uint64_t[::1] slots,
    int shift,
    Py_ssize_t longest,
):
    """Tell which spans the words of a table make up, one right behind the other, each of ``longest`` letters or less."""
    cdef Py_ssize_t row, begin, place, last
    cdef uint64_t key
    found, ends = np.empty(start.shape[0], np.uint8), np.empty(np.subtract(end, start).max(initial=0) + 1, np.uint8)
    cdef uint8_t[::1] made_up = found, is_end = ends  # of a word that a way from the span's start leads to
    with nogil:
        for row in range(start.shape[0]):
            last = end[row] - start[row]
            is_end[0] = 1
            is_end[1 : last + 1] = 0
            for begin in range(last):
                if not is_end[begin]:
                    continue
                for place in range(begin + 1, min(begin + longest, last) + 1):
                    if not is_end[place]:
                        key = _key(latin, codes, beyond, start[row] + begin, start[row] + place)
                        is_end[place] = slots[_slot(slots, shift, key)] == key
            made_up[row] = is_end[last]
    return found.view(np.bool_)


def holds(const uint64_t[::1] slots, int shift, const uint8_t[::1] word):
    """Tell whether a table holds the key of a word in ASCII."""
    cdef uint64_t key = _key(word, word, 0, 0, word.shape[0])
    return slots[_slot(slots, shift, key)] == key


def parts(
    const uint8_t[::1] word,
    const uint64_t[::1] slots,
    int shift,
    const double[::1] weights,
    Py_ssize_t longest,
):
    """Cut a word in ASCII into words of a table that weigh the most together, of ``longest`` letters or less each.

    ``weights`` are those of the slots, negative infinity where a word is no part. Gives the end of each part; of ways
    that weigh the same the one with the earlier cut, and nothing where there is no way.
    """
    cdef Py_ssize_t size = word.shape[0], begin, end, slot
    cdef uint64_t key
    cdef double weight
    best, cuts = np.empty(size + 1), np.empty(size + 1, np.int64)
    cdef double[::1] most = best
    cdef int64_t[::1] cut = cuts
    for end in range(size + 1):
        most[end] = -INFINITY
    most[0] = 0
    for begin in range(size):
        if most[begin] == -INFINITY:
            continue
        for end in range(begin + 1, min(begin + longest, size) + 1):
            key = _key(word, word, 0, begin, end)
            slot = _slot(slots, shift, key)
            weight = most[begin] + weights[slot] if slots[slot] == key else -INFINITY
            if weight > most[end]:
                most[end], cut[end] = weight, begin
    found = []
    end = size if most[size] > -INFINITY else 0
    while end:
        found.append(end)
        end = cut[end]
    return found[::-1]
