"""Words of folded texts, the phrases that begin at them, told by hashes of 64 bits, and the endings that close them."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

# What a character of a phrase may need to be in a text, beside itself.
cpdef enum:
    ANY = 0
    JOINT = 1

# Letters by which an ending is known at a glance.
cpdef enum:
    TAIL = 3

# The hash before the first word; so many words of a phrase tell at a glance that it may begin.
cdef enum:
    SEED = 1
    OPENING = 3
    FEW = 4096  # rows that there is room for at first; room that is not needed costs as much as what is


cdef inline uint64_t mix(uint64_t value, uint64_t key) noexcept nogil:
    """Continue a hash by a value; the highest bits are the best (the factor is the golden ratio)."""
    return (value ^ (key << 32 | key >> 32)) * <uint64_t> 0x9E3779B97F4A7C15


cdef inline uint64_t letters(const uint8_t[::1] folded, const int64_t[::1] start, Py_ssize_t word) noexcept nogil:
    """Give the last eight letters of a word as one number, the last one highest; 0 for an empty word."""
    cdef uint64_t number = 0
    cdef Py_ssize_t end = start[word + 1] - 1, size = min(8, end - start[word]), place
    if 8 <= end <= folded.shape[0]:
        memcpy(&number, &folded[end - 8], 8)  # little-endian, as all machines are that Polars is made for
        return number >> 4 * (8 - size) >> 4 * (8 - size)  # at once, a shift by all bits would not be defined
    for place in range(end - 1, start[word] - 1, -1):
        number = number << 8 | folded[place]
    return number


cdef inline uint64_t with_word(
    uint64_t state, const uint8_t[::1] folded, const int64_t[::1] start, Py_ssize_t word
) noexcept nogil:
    """Continue the hash of words by a word: its last eight letters, and those before them."""
    cdef Py_ssize_t place
    state = mix(letters(folded, start, word), state)
    for place in range(start[word], start[word + 1] - 1 - 8):
        state = mix(folded[place], state)
    return state


cdef inline Py_ssize_t slot_of(const uint32_t[::1] states, uint64_t state) noexcept nogil:
    """Give the slot that holds the higher half of a state, else the free one where it belongs; there are 2 ** n.

    A product hands what differs on to higher bits alone, so that its lower ones do not tell names with numbers apart:
    both halves tell the slot.
    """
    cdef Py_ssize_t last = states.shape[0] - 1
    cdef Py_ssize_t slot = <Py_ssize_t> (mix(state, state) >> 32 & <uint64_t> last)
    while states[slot] != 0 and states[slot] != state >> 32:
        slot = (slot + 1) & last
    return slot


cdef inline Py_ssize_t block_of(const uint64_t[::1] filter, uint64_t key) noexcept nogil:
    """Give the number of the eight bytes in which the bits of a key stand; there are a power of two."""
    return <Py_ssize_t> (key >> 40 & <uint64_t> (filter.shape[0] - 1))


cdef inline uint64_t bits_of(uint64_t key) noexcept nogil:
    """Give the three bits that tell a key in its eight bytes of a filter (Bloom, 1970; blocks by Putze, 2007)."""
    return (<uint64_t> 1 << (key >> 58)) | (<uint64_t> 1 << (key >> 34 & 63)) | (<uint64_t> 1 << (key >> 28 & 63))


cdef inline bint may_hold(const uint64_t[::1] filter, uint64_t key) noexcept nogil:
    """Tell whether a filter may hold a key: always where it does, seldom where it does not."""
    return filter[block_of(filter, key)] & bits_of(key) == bits_of(key)


cdef inline bint is_spelled(
    const uint8_t[::1] folded, Py_ssize_t start, Py_ssize_t end, const uint8_t[::1] spelled, Py_ssize_t first,
    Py_ssize_t last
) noexcept nogil:
    """Tell whether words have the letters of a phrase; both ends lie behind the blank that follows."""
    cdef Py_ssize_t offset
    if end - start != last - first:
        return False
    for offset in range(end - start - 1):
        if folded[start + offset] != spelled[first + offset]:
            return False
    return True


def cut(const uint8_t[::1] table, const Unit[::1] codes, uint8_t blank):
    """Fold code points by a table; give the folded text, and the place of each word in it.

    Each blank parts two words, of which one may be empty. More places follow, of empty words beyond the text and of
    their end, so that as many words as an opening has can be read from any on.
    """
    cdef Py_ssize_t place, word = 1, blanks = 0
    folded = np.empty(codes.shape[0], np.uint8)
    cdef uint8_t[::1] to = folded
    with nogil:
        for place in range(codes.shape[0]):
            to[place] = table[codes[place]]
            blanks += to[place] == blank
    starts = np.empty(blanks + 1 + OPENING, np.int64)
    cdef int64_t[::1] start = starts
    start[0] = 0
    with nogil:
        for place in range(codes.shape[0]):  # without a branch, which the ends of words would make dear
            start[word] = place + 1
            word += to[place] == blank
        for place in range(OPENING):
            start[word + place] = codes.shape[0] + 1 + place
    return folded, starts


def table(const uint8_t[::1] folded, const int64_t[::1] start, const int64_t[::1] first):
    """Give what finds phrases that follow each other: openings, states, whole phrases, the shorter one of each phrase.

    A phrase is a run of words from one of ``first`` to the next, the number of all words at last. ``openings`` is a
    filter of the first words of each; a state is the hash of the words of a phrase up to one; the shorter phrase is
    the longest one that a phrase begins with, -1 if none.
    """
    cdef Py_ssize_t word, slot = 0, count = first.shape[0] - 1
    cdef int bits = max(8, int(start.shape[0]).bit_length())  # more slots than words
    cdef int32_t phrase, shorter
    cdef uint64_t state, opening
    filters, known = np.zeros(1 << bits - 3, np.uint64), np.zeros(1 << bits, np.uint32)
    wholes, shorters = np.full(1 << bits, -1, np.int32), np.full(count, -1, np.int32)
    cdef uint64_t[::1] openings = filters
    cdef uint32_t[::1] states = known
    cdef int32_t[::1] whole = wholes, shorter_of = shorters
    with nogil:
        for phrase in range(<int32_t> count):
            state = opening = SEED
            for word in range(first[phrase], first[phrase + 1]):
                if word < first[phrase] + OPENING:
                    opening = mix(letters(folded, start, word), opening)
                state = with_word(state, folded, start, word)
                slot = slot_of(states, state)
                states[slot] = state >> 32
            openings[block_of(openings, opening)] |= bits_of(opening)
            whole[slot] = phrase
        for phrase in range(<int32_t> count):
            state, shorter = SEED, -1
            for word in range(first[phrase], first[phrase + 1] - 1):
                state = with_word(state, folded, start, word)
                slot = slot_of(states, state)
                if whole[slot] >= 0:
                    shorter = whole[slot]
            shorter_of[phrase] = shorter
    return filters, known, wholes, shorters


def find(
    const uint8_t[::1] folded, const int64_t[::1] start, const int64_t[::1] first, const int64_t[::1] last,
    const uint8_t[::1] spelled, const int64_t[::1] edge,
    const uint64_t[::1] openings, const uint32_t[::1] states, const int32_t[::1] whole
):
    """Give the places of words at which phrases begin, and the longest phrase at each, in spans of a text.

    The spans are half-open, sorted and disjoint; each is searched alone, from the first word that begins in it on.
    """
    cdef Py_ssize_t span, next_word, slot, word = 0, count = 0
    cdef int32_t longest
    cdef uint64_t state, one, two, three, own, second, third
    cdef bint alone, more
    places, phrases = np.empty(FEW, np.int64), np.empty(FEW, np.int32)
    cdef int64_t[::1] at = places
    cdef int32_t[::1] phrase = phrases
    with nogil:
        for span in range(first.shape[0]):
            while start[word] < first[span]:
                word += 1
            own, second = letters(folded, start, word), letters(folded, start, word + 1)
            while start[word] < last[span]:
                third = letters(folded, start, word + 2)
                one = mix(own, SEED)
                two = mix(second, one)
                three = mix(third, two)
                alone, more = may_hold(openings, one), may_hold(openings, two) | may_hold(openings, three)
                if alone | more:
                    state, longest, next_word = SEED, -1, word
                    while start[next_word] < last[span] and (more or next_word == word):
                        state = with_word(state, folded, start, next_word)
                        slot = slot_of(states, state)
                        if states[slot] == 0:
                            break
                        next_word += 1
                        if whole[slot] >= 0 and is_spelled(
                            folded, start[word], start[next_word], spelled, edge[whole[slot]], edge[whole[slot] + 1]
                        ):
                            longest = whole[slot]
                    if longest >= 0:
                        if count == at.shape[0]:
                            with gil:
                                places, phrases = np.resize(places, 2 * count), np.resize(phrases, 2 * count)
                                at, phrase = places, phrases
                        at[count], phrase[count] = start[word], longest
                        count += 1
                word += 1
                own, second = second, third
    return places[:count].copy(), phrases[:count].copy()


cdef inline bint is_met(
    const Unit[::1] codes, const uint8_t[::1] joints, const uint8_t[::1] needs, Py_ssize_t first, Py_ssize_t last,
    Py_ssize_t place
) noexcept nogil:
    """Tell whether the characters from a place on are what a phrase needs of them."""
    cdef Py_ssize_t offset
    for offset in range(last - first):
        if needs[first + offset] == JOINT:
            if not joints[codes[place + offset]]:
                return False
        elif needs[first + offset] != ANY and needs[first + offset] != codes[place + offset]:
            return False
    return True


def longest(
    const Unit[::1] codes, const uint8_t[::1] joints, const int64_t[::1] start, const int32_t[::1] phrase,
    const int32_t[::1] shorter, const int64_t[::1] edge, const uint8_t[::1] wanted, const uint8_t[::1] needs
):
    """Give the places and phrases that are kept where an earlier, then a longer one rules out what it overlaps.

    Hits are sorted places with the longest phrase at each. ``edge`` has the first place of each phrase among all, a
    blank between two; of their characters ``needs`` has what each must be in the text: ANY, a JOINT, else itself.
    """
    cdef Py_ssize_t hit, done = 0, count = 0
    cdef int32_t number
    places, phrases = np.empty(start.shape[0], np.int64), np.empty(start.shape[0], np.int32)
    cdef int64_t[::1] at = places
    cdef int32_t[::1] kept = phrases
    with nogil:
        for hit in range(start.shape[0]):
            number = phrase[hit] if start[hit] >= done else -1
            while number >= 0 and not (
                wanted[number] and is_met(codes, joints, needs, edge[number], edge[number + 1] - 1, start[hit])
            ):
                number = shorter[number]
            if number >= 0:
                at[count], kept[count] = start[hit], number
                count += 1
                done = start[hit] + edge[number + 1] - 1 - edge[number]
    return places[:count].copy(), phrases[:count].copy()


cdef inline Py_ssize_t tail_of(const uint8_t[::1] folded, Py_ssize_t end) noexcept nogil:
    """Give a number below 2 ** 15 for the TAIL of letters before the end of a word: five bits of each."""
    return folded[end - 1] & 0x1F | (folded[end - 2] & 0x1F) << 5 | (folded[end - 3] & 0x1F) << 10


def endings(
    const uint8_t[::1] folded, const int64_t[::1] start, const int16_t[:, ::1] following, const int16_t[::1] ending,
    const uint8_t[::1] tails, Py_ssize_t shortest
):
    """Give the words, no shorter than some letters, that end as a trie tells, and the longest ending of each.

    The trie is read backward: from node 0 a letter leads to the node in its column, 0 where nothing follows;
    ``ending`` has what is complete at each node, else -1. ``tails`` has the TAIL of each, one behind another.
    """
    cdef Py_ssize_t word, place, end, count = 0
    cdef int16_t node, longest
    words, found = np.empty(FEW, np.int64), np.empty(FEW, np.int64)
    cdef int64_t[::1] row = words, which = found
    cdef uint8_t[::1] is_tail = np.zeros(1 << 15, np.uint8)
    for end in range(TAIL, tails.shape[0] + 1, TAIL):
        is_tail[tail_of(tails, end)] = True
    with nogil:
        for word in range(start.shape[0] - OPENING if folded.shape[0] >= TAIL else 0):
            end = start[word + 1] - 1
            # One test that seldom tells otherwise: two would cost more.
            if not is_tail[tail_of(folded, max(end, TAIL))] & (end - start[word] >= shortest):
                continue
            node, longest = 0, -1
            for place in range(end - 1, start[word] - 1, -1):
                node = following[node, folded[place] & 0x7F]
                if node == 0:
                    break
                if ending[node] >= 0:
                    longest = ending[node]
            if longest >= 0:
                if count == row.shape[0]:
                    with gil:
                        words, found = np.resize(words, 2 * count), np.resize(found, 2 * count)
                        row, which = words, found
                row[count], which[count] = word, longest
                count += 1
    return words[:count].copy(), found[:count].copy()
