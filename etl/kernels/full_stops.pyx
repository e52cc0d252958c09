"""Points of abbreviations, initials and numbers, told by the words around them."""

import numpy as np

from etl.kernels.near cimport (
    DIGIT, EDGE, JOINER, LOWER, OPENER, SPACE, UPPER, Text, Word, code, is_among, is_sign, kind, packed, skip,
    small_letters, word_before, word_behind
)
from etl.kernels.units cimport Unit, units_of
from libc.stdint cimport int64_t, uint8_t, uint64_t

cdef enum:
    LAST_LETTERS = 3  # of an ending, or of an abbreviation with points inside
    SHORTEST_MOLECULE = 4
    LONGEST_WORD = 24
    SMALL = 0x20  # what makes the first letter of a packed word small


cdef class Words:
    """Words that matter before or behind a point, each set as sorted packed numbers."""

    cdef const uint64_t[::1] never_last, dotted, before_starter, before_capital, starters, nouns, endings
    cdef Py_ssize_t longest  # letters of a word before a point

    def __init__(self, *sets):
        self.never_last, self.dotted, self.before_starter, self.before_capital = sets[:4]
        self.longest = max((int(words.max(initial=0)).bit_length() + 7) // 8 for words in sets[:4])
        self.starters, self.nouns, self.endings = sets[4:]


def hold(
    const Unit[::1] codes, const uint8_t[::1] latin, const uint8_t[::1] classes, const uint8_t[::1] signs,
    const int64_t[::1] marks, const int64_t[::1] words, Words known
):
    """Tell which terminal marks are the point of an abbreviation, an initial or a number.

    ``words`` are the places behind the blank.
    """
    cdef Text text
    cdef Py_ssize_t row
    text.codes, text.latin, text.classes, text.signs = units_of(codes), &latin[0], &classes[0], &signs[0]
    text.last = codes.shape[0] - 1
    found = np.empty(marks.shape[0], np.uint8)
    cdef uint8_t[::1] to = found
    with nogil:
        for row in range(marks.shape[0]):
            to[row] = code(&text, marks[row]) == c"." and holds(&text, marks[row], words[row], known)
    return found


cdef bint holds(const Text* text, Py_ssize_t mark, Py_ssize_t place, Words known) noexcept nogil:
    """Tell whether a point does not end a sentence, by the word before it and the one at a place behind."""
    cdef Word before = word_before(text, mark), behind
    cdef bint abbreviates
    if before.length > known.longest:  # as most are
        return False
    if is_among(before.letters, known.never_last):
        return True
    if is_among(before.letters, known.before_capital) and kind(text, place) != UPPER:
        return True
    abbreviates = is_among(before.letters, known.before_starter)
    if before.length > 1:
        return abbreviates and not is_starter(text, place, word_behind(text, place), known)
    behind = word_behind(text, place)
    if has_points(text, mark, before, place, behind, known) or is_number(text, mark, place):
        return True
    return (abbreviates or is_initial(text, mark, place, known)) and not is_starter(text, place, behind, known)


cdef inline bint is_starter(const Text* text, Py_ssize_t place, Word word, Words known) noexcept nogil:
    """Tell whether a word begins many sentences; an "A" with a point or another capital behind it is an initial."""
    cdef Py_ssize_t end = place + word.length
    # Behind the end of a document stands the next one.
    cdef bint is_name = code(text, end) == c"." or (kind(text, end) != EDGE and kind(text, end + 1) == UPPER)
    if word.length == 1 and is_name:
        return False
    return is_among(word.letters, known.starters)


cdef inline bint has_points(
    const Text* text, Py_ssize_t mark, Word before, Py_ssize_t place, Word behind, Words known
) noexcept nogil:
    """Tell whether an abbreviation of small letters with points ends, as in ``i.v. LPS`` but not ``i.v. Blood``."""
    if before.length != 1 or code(text, mark - 2) != c".":
        return False
    # A capital and then small letters: no gene, drug code or acronym.
    cdef bint is_plain = (
        behind.length > 1 and kind(text, place) == UPPER and small_letters(text, place + 1) >= behind.length - 1
    )
    return (kind(text, mark - 1) == LOWER and not is_plain) or is_among(
        packed(text, mark - LAST_LETTERS, mark), known.dotted
    )


cdef inline bint is_initial(const Text* text, Py_ssize_t mark, Py_ssize_t place, Words known) noexcept nogil:
    """Tell whether a lone capital may be the initial of a name, rather than a symbol, a unit or a part of a term.

    An initial stands by itself or behind another one (``J.B.``, ``J.-P.``), and a name follows it, not a panel "(B)".
    """
    cdef Py_ssize_t front = mark - 2
    cdef bint alone = kind(text, front) == EDGE or is_sign(text, front, OPENER)
    if kind(text, mark - 1) != UPPER or is_sign(text, place, OPENER) and kind(text, place + 1) != DIGIT:
        return False
    if code(text, front - 1 if is_sign(text, front, JOINER) else front) == c".":
        return True
    if kind(text, front) == SPACE:
        alone = not belongs_to_term(text, front, known)
    return alone and place == mark + 2


cdef inline bint is_number(const Text* text, Py_ssize_t mark, Py_ssize_t place) noexcept nogil:
    """Tell whether a number follows that belongs to a lone small letter (``v. 9``) or is a decimal with blanks."""
    cdef Py_ssize_t front = mark - 2
    if kind(text, skip(text, place, OPENER, 1)) != DIGIT:
        return False
    if kind(text, mark - 1) == LOWER:
        return kind(text, front) == SPACE and kind(text, front - 1) != DIGIT or is_sign(text, front, OPENER)
    return kind(text, mark - 1) == SPACE and kind(text, front) == DIGIT and place == mark + 2


cdef inline bint belongs_to_term(const Text* text, Py_ssize_t blank, Words known) noexcept nogil:
    """Tell whether a number or a word that a lone capital belongs to stands before a blank."""
    cdef Word front = word_before(text, blank)
    cdef Py_ssize_t first = blank
    if kind(text, blank - 1) == DIGIT or is_among(front.letters | SMALL, known.nouns):
        return True
    while blank - first < LONGEST_WORD and kind(text, first - 1) >= LOWER:
        first -= 1
    return (
        blank - first >= SHORTEST_MOLECULE
        and kind(text, first) == LOWER
        and is_among(packed(text, blank - LAST_LETTERS, blank), known.endings)
    )
