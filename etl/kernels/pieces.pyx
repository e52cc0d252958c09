"""Pieces of a source joined to clean text in one pass: white space squeezed, empty blocks left out, places told."""

import numpy as np

from etl.kernels.units cimport Unit
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t

# The first leads, as the caller numbers them; all others are the characters of an entity.
cdef enum:
    NOTHING, BLOCK, BLANK

cdef struct Edit:
    int64_t start, end, source_start, source_end

cdef struct Edits:  # between what the clean text has kept, and one for each entity
    Edit *rows
    Py_ssize_t room, count  # what has no room is counted only
    Edit last
    Py_ssize_t told, source_told  # up to where clean text and source are told; -1 before the first character

cdef struct Pieces:  # what is given and found about them, as join() says
    Py_ssize_t count
    const int64_t *starts
    const int64_t *ends
    const int32_t *leads
    int64_t *place
    int64_t *before
    Py_ssize_t document_count
    const int64_t *documents
    const uint32_t *letters
    const int64_t *offsets
    const uint8_t *classes
    uint8_t space

cdef struct Block:
    int64_t start, end, piece

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
    cdef Py_ssize_t count = starts.shape[0], most = _most(starts, ends, leads, offsets) + documents.shape[0]
    cdef Py_ssize_t found = 0
    texts, places = np.empty(most, np.uint32), np.empty((2, count + 1), np.int64)
    blocks, spans = np.empty((count + 1, 3), np.int64), np.empty((0, 4), np.int64)
    cdef uint32_t[::1] text = texts
    cdef int64_t[:, ::1] place = places, block = blocks, span
    cdef Edits edits = Edits(NULL, 0, 2 * count + 2, Edit(0, 0, 0, 0), -1, -1)
    cdef Writing writing = Writing(0, 0, False, False, 0, 0)
    cdef Pieces pieces = Pieces(
        count, NULL, NULL, NULL, &place[0, 0], &place[1, 0], documents.shape[0], NULL,
        &letters[0], &offsets[0], &classes[0], space,
    )
    if count:
        pieces.starts, pieces.ends, pieces.leads = &starts[0], &ends[0], &leads[0]
    if documents.shape[0]:
        pieces.documents = &documents[0]
    # Nearly always there is room for all edits the first time.
    while edits.count > spans.shape[0]:
        spans = np.empty((edits.count, 4), np.int64)
        span = spans
        edits = Edits(<Edit *> &span[0, 0], edits.count, 0, Edit(0, 0, 0, 0), -1, -1)
        writing = Writing(0, 0, False, False, 0, 0)
        with nogil:
            found = _write(&text[0], &writing, &edits, &pieces, &source[0], <Block *> &block[0, 0])
    # Little more than the white space between blocks is lost, and what was not written takes no memory.
    return texts[: writing.count], *places[:, :count], *blocks[:found].T.copy(), *spans[: edits.count].T.copy()


cdef Py_ssize_t _write(
    uint32_t *text, Writing *writing, Edits *edits, Pieces *pieces, const Unit *source, Block *blocks
) noexcept nogil:
    """Write all pieces, and give the number of blocks."""
    cdef Py_ssize_t piece, document = 0, opening = 0, count = 0
    for piece in range(pieces.count + 1):
        if piece == pieces.count or pieces.leads[piece] == BLOCK:
            if writing.is_filled:
                blocks[count] = Block(pieces.place[opening], writing.count, opening)
                count += 1
            opening = piece
            _end_block(writing, pieces, piece)
        while document < pieces.document_count and pieces.documents[document] <= piece:
            text[writing.count] = 0
            writing.count += 1
            writing.has_text = False
            document += 1
        if piece < pieces.count:
            _lead(text, writing, edits, pieces, piece)
            _copy(text, writing, edits, pieces, source, pieces.starts[piece], pieces.ends[piece])
    text[writing.count] = 0
    writing.count += 1
    if edits.count:
        _edit(edits, edits.told, edits.told + 1, edits.source_told, edits.source_told)
    return count


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
    uint32_t *text, Writing *writing, Edits *edits, Pieces *pieces, Py_ssize_t piece
) noexcept nogil:
    """Let line ends or a blank wait before a piece, or write an entity; note where the piece begins."""
    cdef Py_ssize_t at, first = pieces.offsets[pieces.leads[piece]], behind = pieces.offsets[pieces.leads[piece] + 1]
    cdef Py_ssize_t source_start, source_end, before = writing.count + writing.waiting
    if pieces.leads[piece] == BLOCK:
        writing.waiting = 2 if writing.has_text else 0
    elif pieces.leads[piece] == BLANK:
        _wait(writing, 0, 0)
    elif piece > 0:
        source_start, source_end = pieces.ends[piece - 1], pieces.starts[piece]
        for at in range(first, behind):
            if pieces.classes[pieces.letters[at]] == pieces.space:
                _wait(writing, source_start, source_end if pieces.letters[at] == c" " else source_start)
            else:
                _write_waiting(text, writing, edits)
                text[writing.count] = pieces.letters[at]
                writing.count += 1
                _tell(edits, writing.count - 1, writing.count, source_start, source_end)
    pieces.place[piece] = pieces.before[piece] = writing.count + writing.waiting
    if pieces.leads[piece] == BLANK:
        pieces.before[piece] = before
    elif first == behind and piece > 0 and pieces.starts[piece - 1] == pieces.ends[piece - 1]:
        pieces.before[piece] = pieces.before[piece - 1]


cdef inline void _copy(
    uint32_t *text, Writing *writing, Edits *edits, Pieces *pieces, const Unit *source, Py_ssize_t place, Py_ssize_t end
) noexcept nogil:
    """Copy a piece, with one blank for each run of white space."""
    cdef const uint8_t *classes = pieces.classes
    cdef uint8_t space = pieces.space
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


cdef inline void _write_waiting(uint32_t *text, Writing *writing, Edits *edits) noexcept nogil:
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
    cdef bint is_entity = behind - first > end - start
    if edits.told < 0:
        _edit(edits, 0, start, first, first)
    elif is_entity and edits.last.source_start == first and edits.last.source_end == behind:
        edits.count -= 1
        start = edits.last.start
    elif start != edits.told or first != edits.source_told:
        _edit(edits, edits.told, start, edits.source_told, first)
    if is_entity:
        _edit(edits, start, end, first, behind)
    edits.told, edits.source_told = end, behind


cdef inline void _edit(
    Edits *edits, Py_ssize_t start, Py_ssize_t end, Py_ssize_t first, Py_ssize_t behind
) noexcept nogil:
    """Add an edit."""
    edits.last = Edit(start, end, first, behind)
    if edits.count < edits.room:
        edits.rows[edits.count] = edits.last
    edits.count += 1
