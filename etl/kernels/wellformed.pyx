"""XML that is well-formed at a glance: the plain forms that nearly all files have, judged in one pass."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.string cimport memcmp, strncmp

# What a byte may be, as bits in the table of the caller; TEXT is what no rule but that of names looks at.
cdef enum:
    OPENS_NAME = 1
    NAME = 2
    WHITE = 4
    TEXT = 8

cdef enum:
    MOST_ATTRIBUTES = 16
    FAILED = -1

cdef struct Xml:  # bytes that end with a NUL, which is no character of XML, so that no rule goes on behind it
    const char *at
    const uint8_t *kinds
    bint has_names  # whether an entity is named that XML does not know itself

cdef struct Name:
    Py_ssize_t first, behind


def judge(bytes content, Py_ssize_t place, const uint8_t[::1] kinds, Py_ssize_t deepest):
    """Tell whether UTF-8 is one well-formed element from a place on, and whether it names entities of its own.

    False for what is well-formed in a rare way: markup in comments or behind the end, names beyond ASCII, over 16
    attributes, elements deeper than ``deepest``. ``kinds`` has the bits of all 256 bytes.
    """
    cdef Py_ssize_t depth = 0
    cdef Name name
    cdef Xml xml = Xml(content, &kinds[0], False)
    stack = np.empty((deepest + 1, 2), np.int64)
    cdef int64_t[:, ::1] opened = stack
    if kinds.shape[0] != 256 or kinds[0] or not 0 <= place <= len(content):
        raise ValueError("the table has not 256 rows, a NUL has a kind, or the place is not in the content")
    with nogil:
        while place != FAILED:
            if depth and xml.at[place] != c"<":
                place = _behind_text(&xml, place)
            elif depth and (xml.at[place + 1] == c"!" or xml.at[place + 1] == c"?"):
                place = _behind_special(&xml, place)
            elif depth and xml.at[place + 1] == c"/":
                depth -= 1
                place = _behind_closing(&xml, place + 2, Name(opened[depth, 0], opened[depth, 1]))
            elif xml.at[place] != c"<" or depth == deepest:
                place = FAILED
            else:
                name = Name(place + 1, _behind(&xml, place + 1, NAME))
                place = _behind_opening(&xml, name)
                if place != FAILED and xml.at[place - 2] != c"/":
                    opened[depth, 0], opened[depth, 1] = name.first, name.behind
                    depth += 1
            if depth == 0:
                break
        place = _behind(&xml, place, WHITE) if place != FAILED else FAILED
    return place == len(content), bool(xml.has_names)


cdef inline Py_ssize_t _behind(Xml *xml, Py_ssize_t place, uint8_t kind) noexcept nogil:
    """Give one past the bytes of a kind."""
    while xml.kinds[<uint8_t> xml.at[place]] & kind:
        place += 1
    return place


cdef inline Py_ssize_t _behind_text(Xml *xml, Py_ssize_t place) noexcept nogil:
    """Give the next ``<``."""
    while place != FAILED:
        place = _behind(xml, place, TEXT)
        if xml.at[place] == c"<":
            return place
        if xml.at[place] == c"&":
            place = _behind_entity(xml, place, True)
        elif strncmp(&xml.at[place], "]]>", 3) == 0:
            return FAILED
        else:
            place = _behind_odd(xml, place)
    return FAILED


cdef inline Py_ssize_t _behind_odd(Xml *xml, Py_ssize_t place) noexcept nogil:
    """Give one past a sign that has a meaning elsewhere, or the first byte of a character near U+FFFF."""
    cdef bint is_sign = xml.at[place] in (c"]", c"&")
    cdef bint is_letter = <uint8_t> xml.at[place] == 0xEF and not (
        <uint8_t> xml.at[place + 1] == 0xBF and <uint8_t> xml.at[place + 2] >= 0xBE
    )
    return place + 1 if is_sign or is_letter else FAILED


cdef inline Py_ssize_t _behind_special(Xml *xml, Py_ssize_t place) noexcept nogil:
    """Give one past a comment, CDATA or processing instruction without ``<``."""
    cdef Py_ssize_t target = place + 2
    if strncmp(&xml.at[place], "<!--", 4) == 0:
        place = _behind_signs(xml, place + 4, "--", 2)
        return place + 1 if place != FAILED and xml.at[place] == c">" else FAILED
    if strncmp(&xml.at[place], "<![CDATA[", 9) == 0:
        return _behind_signs(xml, place + 9, "]]>", 3)
    place = _behind(xml, target, NAME)
    # One of three letters may be an XML declaration.
    if not xml.kinds[<uint8_t> xml.at[target]] & OPENS_NAME or place - target == 3 or xml.at[target - 1] != c"?":
        return FAILED
    if not xml.kinds[<uint8_t> xml.at[place]] & WHITE and xml.at[place] != c"?":
        return FAILED
    return _behind_signs(xml, place, "?>", 2)


cdef inline Py_ssize_t _behind_signs(Xml *xml, Py_ssize_t place, const char *signs, int count) noexcept nogil:
    """Give one past the first of some signs that end a comment or the like."""
    while place != FAILED:
        if xml.at[place] == signs[0] and strncmp(&xml.at[place], signs, count) == 0:
            return place + count
        place = place + 1 if xml.kinds[<uint8_t> xml.at[place]] & TEXT else _behind_odd(xml, place)
    return FAILED


cdef inline Py_ssize_t _behind_closing(Xml *xml, Py_ssize_t place, Name opened) noexcept nogil:
    """Give one past an end tag, which has the name of the element that is open."""
    cdef Py_ssize_t behind = _behind(xml, place, NAME), length = opened.behind - opened.first
    if behind - place != length or memcmp(&xml.at[place], &xml.at[opened.first], length) != 0:
        return FAILED
    place = _behind(xml, behind, WHITE)
    return place + 1 if xml.at[place] == c">" else FAILED


cdef inline Py_ssize_t _behind_opening(Xml *xml, Name name) noexcept nogil:
    """Give one past a start tag or empty element: no attribute stands twice in it."""
    cdef Name known[MOST_ATTRIBUTES]
    cdef Py_ssize_t place = name.behind, behind, count = 0, other
    if not xml.kinds[<uint8_t> xml.at[name.first]] & OPENS_NAME:
        return FAILED
    while place != FAILED:
        behind = _behind(xml, place, WHITE)
        if xml.at[behind] == c">":
            return behind + 1
        if xml.at[behind] == c"/":
            return behind + 2 if xml.at[behind + 1] == c">" else FAILED
        if behind == place or count == MOST_ATTRIBUTES or not xml.kinds[<uint8_t> xml.at[behind]] & OPENS_NAME:
            return FAILED
        known[count] = Name(behind, _behind(xml, behind, NAME))
        for other in range(count):
            if _are_equal(xml, known[other], known[count]):
                return FAILED
        place = _behind_value(xml, known[count].behind)
        count += 1
    return FAILED


cdef inline bint _are_equal(Xml *xml, Name one, Name other) noexcept nogil:
    cdef Py_ssize_t length = one.behind - one.first
    return length == other.behind - other.first and memcmp(&xml.at[one.first], &xml.at[other.first], length) == 0


cdef inline Py_ssize_t _behind_value(Xml *xml, Py_ssize_t place) noexcept nogil:
    """Give one past the equals sign and the quoted value of an attribute."""
    cdef char quote
    place = _behind(xml, place, WHITE)
    if xml.at[place] != c"=":
        return FAILED
    place = _behind(xml, place + 1, WHITE)
    quote = xml.at[place]
    place = place + 1 if quote == c'"' or quote == c"'" else FAILED
    while place != FAILED and xml.at[place] != quote:
        if xml.at[place] == c"&":
            place = _behind_entity(xml, place, False)
        else:
            place = place + 1 if xml.kinds[<uint8_t> xml.at[place]] & TEXT else _behind_odd(xml, place)
    return place + 1 if place != FAILED else FAILED


cdef inline Py_ssize_t _behind_entity(Xml *xml, Py_ssize_t place, bint may_be_named) noexcept nogil:
    """Give one past the reference to a character, or an entity, which may be one that XML does not know itself."""
    cdef const char *name = &xml.at[place + 1]
    cdef Py_ssize_t behind = _behind(xml, place + 1, NAME)
    if name[0] == c"#":
        return _behind_number(xml, place + 2)
    if xml.at[behind] != c";" or not xml.kinds[<uint8_t> name[0]] & OPENS_NAME:
        return FAILED
    if (
        strncmp(name, "amp;", 4) and strncmp(name, "lt;", 3) and strncmp(name, "gt;", 3)
        and strncmp(name, "quot;", 5) and strncmp(name, "apos;", 5)
    ):
        xml.has_names = True
        return behind + 1 if may_be_named else FAILED
    return behind + 1


cdef inline Py_ssize_t _behind_number(Xml *xml, Py_ssize_t place) noexcept nogil:
    """Give one past the number of a character from the blank on, but none that is no character."""
    cdef uint32_t code = 0, base = 16 if xml.at[place] == c"x" else 10, digit
    place += base == 16
    while code <= 0x10FFFF:
        digit = _digit(xml.at[place])
        if digit >= base:
            break
        code = code * base + digit
        place += 1
    if xml.at[place] != c";" or code < 0x20 or 0xD800 <= code < 0xE000 or 0xFFFE <= code < 0x10000 or code > 0x10FFFF:
        return FAILED
    return place + 1


cdef inline uint32_t _digit(char sign) noexcept nogil:
    """Give the value of a digit up to 15, a greater one for what is none."""
    if c"0" <= sign <= c"9":
        return sign - c"0"
    if c"a" <= sign <= c"f":
        return sign - c"a" + 10
    return sign - c"A" + 10 if c"A" <= sign <= c"F" else 16
