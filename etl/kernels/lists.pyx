"""Citation markers that are plain beyond doubt: lists of numbers in square brackets, and nothing near that changes them."""

import numpy as np

from etl.kernels.near cimport BEYOND, DIGIT, LOWER, next_place, row_of
from etl.kernels.units cimport Unit
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

cdef enum:
    ASCII = 0x80
    DIGITS = 3  # of the longest number
    NUMBERS = 1000
    LETTERS = 8  # that a packed word holds

# What a word near a marker may tell: flags.
cpdef enum:
    LABEL = 1  # before the number of a table
    STATISTIC = 2  # before an interval
    DOUBT = 4  # before an interval as well as before a marker
    SCALE = 8  # somewhere near an interval
    UNIT = 16  # behind an interval

# A list of numbers as it is read: where it ends, its largest number, and how many are printed.
cdef struct List:
    Py_ssize_t end
    int64_t top
    int64_t shown


def plain(
    const Unit[::1] codes, const uint8_t[::1] latin, const uint8_t[::1] classes, const int64_t[::1] starts,
    const int64_t[::1] ends, const uint32_t[::1] dashes, const uint64_t[::1] words, const uint8_t[::1] kinds,
    int64_t widest, Py_ssize_t reach
):
    """Read the square brackets in some blocks: the plain markers among them, and the places of other lists of numbers.

    A marker is ``[1, 3-5]``: numbers of up to three digits and rising ranges below a width, parted by commas or
    semicolons. It is plain where surely no dash, letter or sign of equality stands behind it and no label or sign of a
    relation before it, and for two numbers no statistic before, no unit behind and no scale as near as ``reach``:
    ``words`` are the last eight small letters of such words as sorted numbers. Gives of each marker start, end, the
    number of labels and the largest; all labels, each once a marker, with whether a range implies it; and the places
    of the others.
    """
    cdef Py_ssize_t block, place, following, brackets = 0, room = 0, markers = 0, cited = 0, others = 0, size
    cdef int64_t[NUMBERS] slots
    cdef List found
    with nogil:
        for block in range(starts.shape[0]):
            place = next_place(latin, c"[", starts[block], ends[block])
            while place < ends[block]:
                following = next_place(latin, c"[", place + 1, ends[block])
                # A range takes four characters at least, with what parts it from the next.
                room += widest * (1 + (next_place(latin, c"]", place + 1, following) - place) // 4)
                brackets, place = brackets + 1, following
    spans, rest = np.empty((4, brackets), np.int64), np.empty(brackets, np.int64)
    labels, implied = np.empty(room, np.uint16), np.empty(room, np.uint8)
    cdef int64_t[:, ::1] to = spans
    cdef int64_t[::1] other = rest
    cdef uint16_t[::1] label = labels
    cdef uint8_t[::1] between = implied
    memset(slots, 0, sizeof(slots))
    with nogil:
        for block in range(starts.shape[0]):
            place = next_place(latin, c"[", starts[block], ends[block])
            while place < ends[block]:
                size = read(codes, latin, place, dashes, widest, cited, label, between, slots, &found)
                if size and is_clear_behind(latin, found.end) and is_clear_around(
                    latin, classes, place, found.end, found.shown == 2, words, kinds, reach
                ):
                    to[0, markers], to[1, markers], to[2, markers], to[3, markers] = place, found.end, size, found.top
                    markers, cited, place = markers + 1, cited + size, found.end
                else:
                    if holds_number(latin, classes, place):
                        other[others] = place
                        others += 1
                    place += 1
                place = next_place(latin, c"[", place, ends[block])
    return *spans[:, :markers].copy(), labels[:cited].copy(), implied[:cited].copy(), rest[:others].copy()


cdef inline Py_ssize_t read(
    const Unit[::1] codes, const uint8_t[::1] latin, Py_ssize_t place, const uint32_t[::1] dashes, int64_t widest,
    Py_ssize_t cited, uint16_t[::1] label, uint8_t[::1] between, int64_t* slots, List* found
) noexcept nogil:
    """Read the list that a bracket opens, write what it cites, and give how many labels; 0 where it is no such list."""
    cdef int64_t first = 0, last = 0, number
    cdef Py_ssize_t size = 0
    found.top = found.shown = 0
    while True:
        place = behind_number(latin, behind_blank(latin, place + 1), &first)
        last = first
        found.shown += 1
        if first and is_dash(codes, latin, behind_blank(latin, place), dashes):
            place = behind_number(latin, behind_blank(latin, behind_blank(latin, place) + 1), &last)
            found.shown += 1
            if last <= first or last - first >= widest:
                return 0
        if first == 0:
            return 0
        for number in range(first, last + 1):
            size += cite(number, number != first and number != last, cited, cited + size, label, between, slots)
        found.top = max(found.top, last)
        place = behind_blank(latin, place)
        if latin[place] == c"]":
            found.end = place + 1
            return size
        if latin[place] != c"," and latin[place] != c";":
            return 0


cdef inline bint cite(
    int64_t number, bint is_between, Py_ssize_t first, Py_ssize_t behind, uint16_t[::1] label, uint8_t[::1] between,
    int64_t* slots
) noexcept nogil:
    """Add a label to those of a marker and tell whether it is new; one that is printed anywhere is not implied."""
    cdef Py_ssize_t slot = slots[number]
    if first <= slot < behind and label[slot] == number:
        between[slot] = between[slot] and is_between
        return False
    slots[number], label[behind], between[behind] = behind, number, is_between
    return True


cdef inline Py_ssize_t behind_number(const uint8_t[::1] latin, Py_ssize_t place, int64_t* number) noexcept nogil:
    """Read a number of few digits, the first no zero, and give the place behind it; the number is 0 where none is."""
    cdef Py_ssize_t start = place
    number[0] = 0
    if latin[place] == c"0":
        return place
    while is_digit(latin[place]) and place < start + DIGITS:
        number[0] = number[0] * 10 + latin[place] - c"0"
        place += 1
    return place


cdef inline bint is_clear_behind(const uint8_t[::1] latin, Py_ssize_t end) noexcept nogil:
    """Tell whether neither a letter or digit, nor with a blank between a dash or a sign of equality, stands behind."""
    cdef uint32_t code = latin[behind_blank(latin, end)]
    if is_letter(latin[end]) or is_digit(latin[end]) or code >= ASCII:
        return False
    return code != c"-" and code != c"=" and code != c"<" and code != c">"


cdef inline bint is_clear_around(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Py_ssize_t start, Py_ssize_t end, bint is_pair,
    const uint64_t[::1] words, const uint8_t[::1] kinds, Py_ssize_t reach
) noexcept nogil:
    """Tell whether a marker is surely no number of a table, no part of a formula and, of two numbers, no interval."""
    cdef uint8_t before = told_before(latin, classes, start, words, kinds)
    if before & LABEL or (is_pair and before & STATISTIC):
        return False
    return not is_pair or not before & DOUBT or not may_be_interval(latin, classes, start, end, words, kinds, reach)


cdef inline uint8_t told_before(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Py_ssize_t start, const uint64_t[::1] words,
    const uint8_t[::1] kinds
) noexcept nogil:
    """Give what stands before a marker: what the word tells, a label for a symbol, a doubt for a number or bracket."""
    cdef Py_ssize_t place = start - 1
    if latin[place] != c" ":
        if is_letter(latin[place]):
            return DOUBT if is_letter(latin[place - 1]) else LABEL
        return DOUBT if latin[place] < ASCII else LABEL
    while latin[place - 1] in (c"(", c".", c":", c",", c";"):
        place -= 1
    if is_letter(latin[place - 1]):
        return kind_of(letters_before(latin, place), words, kinds)
    if latin[place - 1] in (c"=", c"<", c">", c"~", c"\n", 0):
        return LABEL
    return DOUBT if latin[place - 1] < ASCII or classes[place - 1] >= LOWER else LABEL


cdef inline bint may_be_interval(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Py_ssize_t start, Py_ssize_t end,
    const uint64_t[::1] words, const uint8_t[::1] kinds, Py_ssize_t reach
) noexcept nogil:
    """Tell whether a unit stands behind two numbers, or near them a scale or a letter that Latin-1 does not have."""
    cdef Py_ssize_t place = behind_blank(latin, end), stop
    if latin[place] == c"%":
        return True
    stop = place
    while is_letter(latin[stop]) and stop <= place + LETTERS:
        stop += 1
    if kind_of(letters_before(latin, stop), words, kinds) & UNIT:
        return True
    stop = min(end + reach, latin.shape[0] - 1)
    for place in range(max(start - reach, 0), stop):
        if latin[place] == BEYOND and classes[place] >= LOWER:
            return True
        if is_letter(latin[place]) and (place + 1 == stop or not is_letter(latin[place + 1])):
            if kind_of(letters_before(latin, place + 1), words, kinds) & SCALE:
                return True
    return False


cdef inline bint holds_number(
    const uint8_t[::1] latin, const uint8_t[::1] classes, Py_ssize_t place
) noexcept nogil:
    """Tell whether a bracket opens with a point or holds a digit before the next bracket, which closes it.

    Right behind it may stand another one: ``[[56], p. 7]``.
    """
    cdef bint found = False
    place += 2 if latin[place + 1] == c"[" else 1
    found = latin[behind_blank(latin, place)] == c"."
    while latin[place] not in (c"(", c")", c"[", c"]", c"\n", 0):
        found |= classes[place] == DIGIT
        place += 1
    return found and latin[place] == c"]"


cdef inline uint8_t kind_of(uint64_t word, const uint64_t[::1] words, const uint8_t[::1] kinds) noexcept nogil:
    """Give what a word tells; nothing where it is none of the sorted ones."""
    cdef Py_ssize_t row = row_of(word, words)
    return kinds[row] if row >= 0 else 0


cdef inline uint64_t letters_before(const uint8_t[::1] latin, Py_ssize_t place) noexcept nogil:
    """Give the last eight letters of the word that ends before a place, small, the last one highest."""
    cdef uint64_t word = 0
    cdef Py_ssize_t start = place
    while is_letter(latin[start - 1]) and start > place - LETTERS:
        start -= 1
        word = word << 8 | latin[start] | 0x20
    return word


cdef inline bint is_dash(
    const Unit[::1] codes, const uint8_t[::1] latin, Py_ssize_t place, const uint32_t[::1] dashes
) noexcept nogil:
    cdef Py_ssize_t row
    if latin[place] != c"-" and latin[place] < ASCII:
        return False
    for row in range(dashes.shape[0]):
        if dashes[row] == codes[place]:
            return True
    return False


cdef inline Py_ssize_t behind_blank(const uint8_t[::1] latin, Py_ssize_t place) noexcept nogil:
    return place + (latin[place] == c" ")


cdef inline bint is_digit(uint32_t code) noexcept nogil:
    return c"0" <= code <= c"9"


cdef inline bint is_letter(uint32_t code) noexcept nogil:
    return c"a" <= (code | 0x20) <= c"z"
