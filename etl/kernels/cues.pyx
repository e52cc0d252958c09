"""The nearest cue of each sort that reaches a mention."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t

# What is particular about a cue: it says something of what stands behind it, not before; it is joined to it by one
# character; a comma ends its scope; what describes a noun is not what it says something of.
cpdef enum:
    AHEAD = 1
    JOINED = 2
    BEFORE_COMMA = 4
    OF_NOUNS = 8


# What stands between a mention and a place on its left or right.
cdef struct Between:
    Py_ssize_t words
    bint comma
    bint parted


cdef inline void see(
    Between* between, const uint8_t[::1] folded, const uint8_t[::1] latin, Py_ssize_t place
) noexcept nogil:
    """Take one more character into account."""
    between.words += folded[place] != c" " and folded[place - 1] == c" "
    between.comma |= latin[place] == c","
    between.parted |= latin[place] == c";" or latin[place] == c":"


cdef inline bint reaches(
    Between between, Py_ssize_t distance, uint8_t traits, Py_ssize_t reach, bint described
) noexcept nogil:
    """Tell whether a cue says something of a mention that stands on its side."""
    return (
        between.words <= reach
        and not (traits & JOINED and distance != 1)
        and not (traits & BEFORE_COMMA and between.comma)
        and not (traits & OF_NOUNS and described)
    )


def nearest(
    const uint8_t[::1] folded, const uint8_t[::1] latin,
    const int64_t[::1] start, const int64_t[::1] end, const int64_t[::1] sentence_start, const int64_t[::1] sentence_end,
    const uint8_t[::1] described, const int64_t[::1] stops,
    const int64_t[::1] cue_start, const int64_t[::1] cue_end, const uint8_t[::1] says, const uint8_t[::1] traits,
    const int64_t[::1] reach, int sorts
):
    """Give the nearest cue of each sort for each mention, -1 where none reaches it: a row of them for each sort.

    Mentions, cues and stops, behind which no scope goes on, are sorted; a cue that says two things stands there twice.
    ``reach`` counts the words that may begin between.
    """
    cdef Py_ssize_t mention, cue, side, place, edge, distance, behind = 0, stop = 0, later = 0, furthest = 0
    cdef Between between
    for cue in range(reach.shape[0]):
        furthest = max(furthest, reach[cue])
    found = np.full((sorts, start.shape[0]), -1, np.int64)
    cdef int64_t[:, ::1] best = found
    cdef int64_t[::1] least = np.empty(sorts, np.int64)
    with nogil:
        for mention in range(start.shape[0]):
            least[:] = latin.shape[0]
            while behind < cue_start.shape[0] and cue_start[behind] < end[mention]:
                behind += 1
            while stop < stops.shape[0] and stops[stop] < start[mention]:
                stop += 1
            while later < stops.shape[0] and stops[later] < end[mention]:
                later += 1
            for side in range(-1, 2, 2):  # to the left, where of two as near the first counts, then to the right
                cue = behind - 1 if side < 0 else behind
                place = start[mention] if side < 0 else end[mention]
                between = Between(0, False, False)
                while 0 <= cue < cue_start.shape[0]:
                    if not sentence_start[mention] <= cue_start[cue] < sentence_end[mention]:
                        break
                    edge = cue_end[cue] if side < 0 else cue_start[cue]
                    if side < 0 and stop > 0 and edge <= stops[stop - 1]:
                        break
                    if side > 0 and later < stops.shape[0] and stops[later] < edge:
                        break
                    while (place > edge if side < 0 else place < edge) and not (
                        between.parted or between.words > furthest
                    ):
                        see(&between, folded, latin, place - (side < 0))
                        place += side
                    if between.parted or between.words > furthest:
                        break
                    distance = start[mention] - edge if side < 0 else edge - end[mention]
                    if (
                        (traits[cue] & AHEAD != 0) == (side < 0)
                        and 0 <= distance < least[says[cue]] + (side < 0)
                        and reaches(between, distance, traits[cue], reach[cue], described[mention])
                    ):
                        best[says[cue], mention], least[says[cue]] = cue, distance
                    cue += side
    return found
