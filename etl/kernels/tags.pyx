"""Tags of well-formed XML and the entities between them, found in one pass."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int8_t, int16_t, int64_t, uint8_t, uint32_t


def slots(const uint8_t[::1] letters, const int64_t[::1] offsets, Py_ssize_t count):
    """Put names into a table of ``count`` slots, a power of two, by their hash; name 0 stands for an empty slot.

    Name ``i`` is ``letters[offsets[i]:offsets[i + 1]]``.
    """
    cdef Py_ssize_t name, place
    cdef uint32_t mixed
    found = np.zeros(count, np.int16)
    cdef int16_t[::1] to = found
    for name in range(1, offsets.shape[0] - 1):
        mixed = 0
        for place in range(offsets[name], offsets[name + 1]):
            mixed = _mix(mixed, letters[place])
        while to[mixed & (count - 1)]:
            mixed += 1
        to[mixed & (count - 1)] = <int16_t> name
    return found


cdef inline uint32_t _mix(uint32_t mixed, uint32_t letter) noexcept nogil:
    mixed = (mixed ^ letter) * <uint32_t> 0x9E3779B1
    return mixed ^ (mixed >> 15)


cdef struct Name:
    Py_ssize_t first
    Py_ssize_t behind
    uint32_t mixed


def scan(const Unit[::1] source, const uint8_t[::1] letters, const int64_t[::1] offsets, const int16_t[::1] slots):
    """Find tags: start, end, number of the name, sign, whether what follows is CDATA; and entities: place, tag before.

    Comments, processing instructions and the edges of CDATA have name and sign 0, as empty elements have sign 0. The
    source begins and ends with a NUL; each NUL ends what is open before it, so none looks beyond the edges.
    """
    if not source.shape[0] or source[0] or source[source.shape[0] - 1]:
        raise ValueError("the source has no NUL at both ends")
    cdef Py_ssize_t place = 0, tag = 0, entity = 0, behind, most = 2 * _count(&source[0], source.shape[0], c"<")
    cdef Name name
    spans, kinds = np.empty((2, most), np.int64), np.zeros(most, np.intp)
    signs, raws = np.zeros(most, np.int8), np.zeros(most, np.uint8)
    entities = np.empty((2, _count(&source[0], source.shape[0], c"&")), np.int64)
    cdef int64_t[:, ::1] span = spans, of_entity = entities
    cdef Py_ssize_t[::1] kind = kinds
    cdef int8_t[::1] sign = signs
    cdef uint8_t[::1] raw = raws
    with nogil:
        while place < source.shape[0]:
            if source[place] == c"&":
                of_entity[0, entity], of_entity[1, entity] = place, tag - 1
                entity += 1
            if source[place] != c"<":
                place += 1
                continue
            behind = _behind_special(&source[0], place)
            if behind == place:
                name = _name(&source[0], place + 1 + (source[place + 1] == c"/"))
                kind[tag] = _number(&source[0], name, &letters[0], &offsets[0], &slots[0], slots.shape[0] - 1)
                behind = _behind_tag(&source[0], name.behind)
                sign[tag] = -1 if source[place + 1] == c"/" else source[behind - 2] != c"/"
            elif source[place + 2] == c"[":
                raw[tag], span[0, tag], span[1, tag] = 1, place, min(place + 9, behind)
                tag, place = tag + 1, max(span[1, tag], behind - 3)
            span[0, tag], span[1, tag] = place, behind
            tag, place = tag + 1, behind
    ends = (spans[0, :tag].copy(), spans[1, :tag].copy())
    return *ends, kinds[:tag].copy(), signs[:tag].copy(), raws[:tag].copy(), *entities[:, :entity].copy()


cdef int _count(const Unit *source, Py_ssize_t length, Unit sign) noexcept nogil:
    """Count a sign."""
    cdef Py_ssize_t place
    cdef int count = 0
    for place in range(length):
        count += source[place] == sign
    return count


cdef inline Py_ssize_t _behind_special(const Unit *source, Py_ssize_t place) noexcept nogil:
    """Give one past a comment, processing instruction or CDATA; ``place`` where none begins."""
    if source[place + 1] == c"?":
        return _behind_signs(source, place + 2, c"?", 1)
    if source[place + 1] == c"!" and source[place + 2] == c"-" and source[place + 3] == c"-":
        return _behind_signs(source, place + 4, c"-", 2)
    if source[place + 1] == c"!" and source[place + 2] == c"[":
        return _behind_signs(source, place + 3, c"]", 2)
    return place


cdef inline Py_ssize_t _behind_signs(const Unit *source, Py_ssize_t place, Unit sign, int count) noexcept nogil:
    """Give one past the first ``>`` that stands behind so many signs."""
    cdef int run = 0
    while source[place] and not (source[place] == c">" and run >= count):
        run = run + 1 if source[place] == sign else 0
        place += 1
    return place + (source[place] != 0)


cdef inline Name _name(const Unit *source, Py_ssize_t place) noexcept nogil:
    """Read a name, behind its prefix if it has one."""
    cdef Name name = Name(place, place, 0)
    while source[name.behind] not in (c"\0", c">", c"/", c" ", c"\n", c"\t", c"\r"):
        if source[name.behind] == c":":
            name.first, name.mixed = name.behind + 1, 0
        else:
            name.mixed = _mix(name.mixed, source[name.behind])
        name.behind += 1
    return name


cdef inline Py_ssize_t _number(
    const Unit *source, Name name, const uint8_t *letters, const int64_t *offsets, const int16_t *slots, uint32_t mask
) noexcept nogil:
    """Give the number of a name, 0 if it is not among the known ones."""
    cdef Py_ssize_t number, place, length = name.behind - name.first
    while slots[name.mixed & mask]:
        number, place = slots[name.mixed & mask], 0
        if offsets[number + 1] - offsets[number] == length:
            while place < length and source[name.first + place] == letters[offsets[number] + place]:
                place += 1
            if place == length:
                return number
        name.mixed += 1
    return 0


cdef inline Py_ssize_t _behind_tag(const Unit *source, Py_ssize_t place) noexcept nogil:
    """Give one past the ``>`` that ends a tag; one in the value of an attribute does not."""
    cdef Unit quote
    while source[place] and source[place] != c">":
        quote = source[place]
        place += 1
        if quote == c'"' or quote == c"'":
            while source[place] and source[place] != quote:
                place += 1
            place += source[place] != 0
    return place + (source[place] != 0)
