"""What stands near a place of a text; no place is outside, as each is moved to the boundary that it lies behind."""

from etl.kernels.units cimport Units, unit_at
from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memchr, memcpy

# Classes and signs, as etl/text/chars.py and etl/text/signs.py have them.
cdef enum:
    OTHER, EDGE, SPACE, LOWER, UPPER, LETTER, DIGIT

cdef enum:
    TERMINAL = 1, CLOSER = 2, OPENER = 4, JOINER = 8, NUMBER = 16, LISTED = 32, SUPERSCRIPT = 64, BULLET = 128

cdef enum:
    LETTERS = 8  # that one number holds
    BEYOND = 0xFF  # what the Latin-1 form has for what it does not tell
    LAST_SIGN = 0xFFFF  # of the table of signs; it stands for all beyond

# The code points of a text, the same in Latin-1, the class of each, and the signs of each code point.
cdef struct Text:
    Units codes
    const uint8_t* latin
    const uint8_t* classes
    const uint8_t* signs
    Py_ssize_t last

# The letters and digits that end or begin at a place, up to eight of them as one number, the first one lowest.
cdef struct Word:
    uint64_t letters
    Py_ssize_t length


cdef inline Py_ssize_t inside(const Text* text, Py_ssize_t place) noexcept nogil:
    return 0 if place < 0 else min(place, text.last)


cdef inline uint32_t code(const Text* text, Py_ssize_t place) noexcept nogil:
    """Give the code point at a place; what Latin-1 tells is nearer at hand."""
    place = inside(text, place)
    return unit_at(text.codes, place) if text.latin[place] == BEYOND else text.latin[place]


cdef inline uint8_t kind(const Text* text, Py_ssize_t place) noexcept nogil:
    return text.classes[inside(text, place)]


cdef inline bint is_sign(const Text* text, Py_ssize_t place, uint8_t sign) noexcept nogil:
    return text.signs[min(code(text, place), <uint32_t> LAST_SIGN)] & sign != 0


cdef inline Py_ssize_t skip(const Text* text, Py_ssize_t place, uint8_t sign, Py_ssize_t most) noexcept nogil:
    """Give the first place, from one on, where no such sign stands; it is at most so many characters further."""
    cdef Py_ssize_t end = place + most
    while place < end and is_sign(text, place, sign):
        place += 1
    return place


cdef inline uint64_t packed(const Text* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Give the characters of a span of at most eight as one number, the first one lowest."""
    cdef uint64_t letters = 0
    cdef Py_ssize_t place
    if 0 <= start < end and start + LETTERS <= text.last + 1:
        memcpy(&letters, &text.latin[start], LETTERS)  # little-endian, as all machines are that Polars is made for
        return letters & ~<uint64_t> 0 >> 8 * (LETTERS - (end - start))
    for place in range(end - 1, start - 1, -1):
        letters = letters << 8 | text.latin[inside(text, place)]
    return letters


cdef inline Word word_before(const Text* text, Py_ssize_t place) noexcept nogil:
    """Give the letters and digits that end right before a place."""
    cdef Word word
    word.length = 0
    while word.length < LETTERS and kind(text, place - word.length - 1) >= LOWER:
        word.length += 1
    word.letters = packed(text, place - word.length, place)
    return word


cdef inline Word word_behind(const Text* text, Py_ssize_t place) noexcept nogil:
    """Give the letters and digits that begin at a place."""
    cdef Word word
    word.length = 0
    while word.length < LETTERS and kind(text, place + word.length) >= LOWER:
        word.length += 1
    word.letters = packed(text, place, place + word.length)
    return word


cdef inline Py_ssize_t small_letters(const Text* text, Py_ssize_t place) noexcept nogil:
    """Count the small letters from a place on, up to eight."""
    cdef Py_ssize_t length = 0
    while length < LETTERS and kind(text, place + length) == LOWER:
        length += 1
    return length


cdef inline Py_ssize_t row_of(uint64_t word, const uint64_t[::1] words) noexcept nogil:
    """Give the row of a word among some sorted ones; -1 where it is none of them."""
    cdef Py_ssize_t low = 0, high = words.shape[0], middle
    while low < high:
        middle = (low + high) // 2
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low if low < words.shape[0] and words[low] == word else -1


cdef inline bint is_among(uint64_t word, const uint64_t[::1] words) noexcept nogil:
    """Tell whether a word is one of some sorted ones."""
    return row_of(word, words) >= 0


cdef inline Py_ssize_t next_place(
    const uint8_t[::1] latin, uint8_t sign, Py_ssize_t place, Py_ssize_t end
) noexcept nogil:
    """Give the first place of a sign of Latin-1 from a place on; the end where there is none before it."""
    if place >= end:
        return end
    cdef const void* found = memchr(&latin[place], sign, end - place)
    return end if found is NULL else <const uint8_t*> found - &latin[0]
