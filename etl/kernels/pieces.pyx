"""Pieces of a source joined to clean text in one pass: white space squeezed, empty blocks left out, places told."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t

# The first leads, as the caller numbers them; all others are the characters of an entity.
cdef enum:
    NOTHING, BLOCK, BLANK

cdef struct Edit:
    int64_t start, end, source_start, source_end

cdef struct Edits:
    Edit *rows
    Py_ssize_t count
    Py_ssize_t told, source_told  # up to where clean text and source are told; -1 before the first character

cdef struct Pieces:
    const int64_t *starts
    const int64_t *ends
    const int32_t *leads
    const uint32_t *letters
    const int64_t *offsets
    const uint8_t *classes
    uint8_t space
    int64_t *place
    int64_t *before

cdef struct Writing:
    Py_ssize_t count  # characters written
    int waiting  # characters to be written once more of the block follows: a blank, or the two line ends before it
    bint is_filled  # whether the block holds a character
    bint has_text  # whether a block before in the document does
    Py_ssize_t first, behind  # the source of the blank that waits; the same place twice where it is no blank there


def join(
    const Unit[::1] source, const int64_t[::1] starts, const int64_t[::1] ends, const int32_t[::1] leads,
    const int64_t[::1] documents, const uint32_t[::1] letters, const int64_t[::1] offsets,
    const uint8_t[::1] classes, uint8_t space,
):
    """Join pieces of a source, with ``letters[offsets[lead]:offsets[lead + 1]]`` before each, and end with a boundary.

    ``documents`` has the first piece of each document, which opens a block and has a boundary before it. Give the clean
    text; where in it each piece begins, and where a blank right before it does; start, end and first piece of the
    blocks; start and end of the edits in the clean text and in the source.
    """
    cdef Py_ssize_t piece, document = 0, block = 0, opening = 0, count = starts.shape[0]
    cdef Py_ssize_t most = _most(starts, ends, leads, offsets) + documents.shape[0]
    texts, places = np.empty(most, np.asarray(source).dtype), np.empty((2, count), np.int64)
    blocks, spans = np.empty((3, count), np.int64), np.empty((2 * most, 4), np.int64)
    cdef Unit[::1] text = texts
    cdef int64_t[:, ::1] place = places, of_block = blocks, span = spans
    cdef Edits edits = Edits(<Edit *> &span[0, 0], 0, -1, -1)
    cdef Writing writing = Writing(0, 0, False, False, 0, 0)
    cdef Pieces pieces = Pieces(NULL, NULL, NULL, NULL, NULL, NULL, space, NULL, NULL)
    if count:
        pieces = Pieces(
            &starts[0], &ends[0], &leads[0], &letters[0], &offsets[0], &classes[0], space, &place[0, 0], &place[1, 0]
        )
    with nogil:
        for piece in range(count + 1):
            if piece == count or leads[piece] == BLOCK:
                if writing.is_filled:
                    of_block[0, block], of_block[1, block], of_block[2, block] = place[0, opening], writing.count, opening
                    block += 1
                opening = piece
                _end_block(&writing, &pieces, piece)
            while document < documents.shape[0] and documents[document] <= piece:
                text[writing.count] = 0
                writing.count += 1
                writing.has_text = False
                document += 1
            if piece < count:
                _lead(&text[0], &writing, &edits, &pieces, piece)
                _copy(&text[0], &writing, &edits, &source[0], starts[piece], ends[piece], &classes[0], space)
        text[writing.count] = 0
        if edits.count:
            _edit(&edits, edits.told, edits.told + 1, edits.source_told, edits.source_told)
    written = texts[: writing.count + 1].copy()
    return written, *places, *blocks[:, :block].copy(), *spans[: edits.count].T.copy()


cdef Py_ssize_t _most(
    const int64_t[::1] starts, const int64_t[::1] ends, const int32_t[::1] leads, const int64_t[::1] offsets
) noexcept nogil:
    """Count the characters of all pieces and leads, and a boundary."""
    cdef Py_ssize_t piece, most = 1
    for piece in range(starts.shape[0]):
        most += ends[piece] - starts[piece] + offsets[leads[piece] + 1] - offsets[leads[piece]]
    return most


cdef inline void _end_block(Writing *writing, Pieces *pieces, Py_ssize_t piece) noexcept nogil:
    """End a block before a piece; what waited is not written, so that its last pieces begin where it ends."""
    while piece > 0 and pieces.place[piece - 1] > writing.count:
        piece -= 1
        pieces.place[piece] = writing.count
        pieces.before[piece] = min(pieces.before[piece], writing.count)
    writing.has_text = writing.has_text or writing.is_filled
    writing.is_filled = False
    writing.waiting = 0


cdef inline void _lead(
    Unit *text, Writing *writing, Edits *edits, Pieces *pieces, Py_ssize_t piece
) noexcept nogil:
    """Let line ends or a blank wait before a piece, or write an entity; note where the piece begins."""
    cdef Py_ssize_t at, first = pieces.offsets[pieces.leads[piece]], behind = pieces.offsets[pieces.leads[piece] + 1]
    cdef Py_ssize_t before = writing.count + writing.waiting
    if pieces.leads[piece] == BLOCK:
        writing.waiting = 2 if writing.has_text else 0
    elif pieces.leads[piece] == BLANK:
        _wait(writing, 0, 0)
    elif piece > 0:
        for at in range(first, behind):
            if pieces.classes[pieces.letters[at]] == pieces.space:
                _wait(writing, pieces.ends[piece - 1], pieces.starts[piece] if pieces.letters[at] == c" " else pieces.ends[piece - 1])
            else:
                _write_waiting(text, writing, edits)
                text[writing.count] = <Unit> pieces.letters[at]
                writing.count += 1
                _tell(edits, writing.count - 1, writing.count, pieces.ends[piece - 1], pieces.starts[piece])
    pieces.place[piece] = pieces.before[piece] = writing.count + writing.waiting
    if pieces.leads[piece] == BLANK:
        pieces.before[piece] = before
    elif first == behind and piece > 0 and pieces.starts[piece - 1] == pieces.ends[piece - 1]:
        pieces.before[piece] = pieces.before[piece - 1]


cdef inline void _copy(
    Unit *text, Writing *writing, Edits *edits, const Unit *source, Py_ssize_t place, Py_ssize_t end,
    const uint8_t *classes, uint8_t space,
) noexcept nogil:
    """Copy a piece, with one blank for each run of white space."""
    cdef Py_ssize_t first
    while place < end:
        if classes[source[place]] == space:
            _wait(writing, place, place + (source[place] == c" "))
            place += 1
            continue
        _write_waiting(text, writing, edits)
        first = place
        # A blank between two characters is as it should be.
        while place < end and (classes[source[place]] != space or (
            source[place] == c" " and place + 1 < end and classes[source[place + 1]] != space
        )):
            text[writing.count + place - first] = source[place]
            place += 1
        _tell(edits, writing.count, writing.count + place - first, first, place)
        writing.count += place - first


cdef inline void _wait(Writing *writing, Py_ssize_t first, Py_ssize_t behind) noexcept nogil:
    """Let white space wait for more of its block, which makes it a blank; what follows other white space is lost."""
    if writing.is_filled and not writing.waiting:
        writing.waiting, writing.first, writing.behind = 1, first, behind


cdef inline void _write_waiting(Unit *text, Writing *writing, Edits *edits) noexcept nogil:
    """Write what waits for a character of the block."""
    cdef int number
    for number in range(writing.waiting):
        text[writing.count + number] = c" " if writing.is_filled else c"\n"
    if writing.is_filled and writing.waiting and writing.first < writing.behind:
        _tell(edits, writing.count, writing.count + 1, writing.first, writing.behind)
    writing.count += writing.waiting
    writing.waiting = 0
    writing.is_filled = True


cdef inline void _tell(
    Edits *edits, Py_ssize_t start, Py_ssize_t end, Py_ssize_t first, Py_ssize_t behind
) noexcept nogil:
    """Tell what a run of characters stands for; where it is longer in the source, that is an edit, and so are gaps."""
    cdef Edit *last = &edits.rows[edits.count - 1]
    cdef bint is_entity = behind - first > end - start
    if edits.told < 0:
        _edit(edits, 0, start, first, first)
    elif is_entity and last.source_start == first and last.source_end == behind:
        last.end = edits.told = end
        return
    elif start != edits.told or first != edits.source_told:
        _edit(edits, edits.told, start, edits.source_told, first)
    if is_entity:
        _edit(edits, start, end, first, behind)
    edits.told, edits.source_told = end, behind


cdef inline void _edit(
    Edits *edits, Py_ssize_t start, Py_ssize_t end, Py_ssize_t first, Py_ssize_t behind
) noexcept nogil:
    """Add an edit."""
    edits.rows[edits.count] = Edit(start, end, first, behind)
    edits.count += 1
