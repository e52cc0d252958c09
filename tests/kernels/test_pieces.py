"""Pieces joined to clean text: the kernel against plain Python that writes one character after the other."""

from itertools import groupby

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import strings
from etl.readers import joined
from etl.readers.joined import BLANK, BLOCK, LEADS, NOTHING

ENTITIES = ["&", "\u2009", "\n", " ", "ab", "a b", " a\n", "\U0001d6fc", "", "\u00e9"]


def oracle(source, parts):
    """The clean text, the place of each piece and that before a blank, the blocks, the edits."""
    clean, place, before, found, has_text = [], {}, {}, [], False
    documents = parts.documents.tolist()
    for block in blocks_of(parts.lead):
        tokens = [token for piece in block for token in tokens_of(source, parts, piece)]
        last = max((row for row, (character, _) in enumerate(tokens) if is_ink(character)), default=-1)
        has_text = has_text and block[0] not in documents
        lead = "\0" * documents.count(block[0]) or ("\n\n" if last >= 0 and has_text else "")
        clean += [(character, None) for character in lead]
        start = len(clean)
        for row, (character, value) in enumerate(tokens):
            if character in ("before", "place"):
                (before if character == "before" else place)[value] = len(clean)
            elif is_ink(character):
                clean.append((character, value))
            elif start < len(clean) and row < last and clean[-1][0] != " ":
                clean.append((" ", value if character == " " else None))
        found += [(start, len(clean), block[0])] * (last >= 0)
        has_text = has_text or last >= 0
    for piece, lead in enumerate(parts.lead):
        stays = lead != BLANK and piece and not parts.leads[lead] and parts.start[piece - 1] == parts.end[piece - 1]
        before[piece] = before[piece - 1] if stays else before[piece] if lead == BLANK else place[piece]
    text = "".join(character for character, _ in clean) + "\0" * (1 + documents.count(len(parts.lead)))
    return text, [*place.values()], [*before.values()], found, edits(clean)


def is_ink(token):
    return token not in ("before", "place") and not token.isspace()


def blocks_of(leads):
    """The pieces of each block."""
    numbers = np.cumsum([lead == BLOCK for lead in leads])
    return [[piece for piece, _ in group] for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1])]


def tokens_of(source, parts, piece):
    """Characters with their source span, or None, and where the piece and what stands before it begin."""
    start, end, lead = parts.start[piece], parts.end[piece], parts.lead[piece]
    span = (parts.end[piece - 1], start) if lead > BLANK else None
    own = "" if lead == BLOCK else parts.leads[lead]
    yield "before", piece
    yield from ((character, span) for character in own)
    yield "place", piece
    yield from ((source[place], (place, place + 1)) for place in range(start, end))


def edits(clean):
    """What lies between the characters that are told, and each entity."""
    rows, last = [], None
    for place, (_, span) in enumerate(clean):
        if span is None:
            continue
        is_entity = bool(span[1] - span[0] > 1)
        if is_entity and rows and rows[-1][2:] == span:
            rows[-1] = (rows[-1][0], place + 1, *span)
        else:
            told, source_told = last or (0, span[0])
            rows += [(told, place, source_told, span[0])] * (not last or last != (place, span[0]))
            rows += [(place, place + 1, *span)] * is_entity
        last = (place + 1, span[1])
    return [*rows, (last[0], last[0] + 1, last[1], last[1])] if last else rows


texts = st.lists(st.sampled_from("ab  \n\t\u00a0\u00e9"), max_size=12).map("".join)
wide = st.sampled_from(["", "\u03b1", "\U0001d6fc"])
pieces = st.tuples(st.sampled_from([NOTHING, NOTHING, BLOCK, BLOCK, BLANK, *range(3, 3 + len(ENTITIES))]), texts)


@given(st.lists(pieces, max_size=12), st.sets(st.integers(0, 12)), wide)
@example([(NOTHING, "a "), (BLOCK, " "), (BLANK, ""), (NOTHING, ""), (BLOCK, "b")], {0}, "")
@example([], {0, 1}, "")
def test_the_kernel_writes_what_plain_python_does(drawn, opened, wide):
    source, starts = "\0" + wide, []
    for number, (_, text) in enumerate(drawn):
        # Markup between pieces, longer than any blank; now and then none.
        source += "<tag>" if number % 3 else ""
        starts.append(len(source))
        source += text
    starts = np.array(starts, dtype=np.int64)
    ends = starts + np.array([len(text) for _, text in drawn], dtype=np.int64)
    documents = np.array([0, *sorted(min(piece, len(drawn)) for piece in opened)])
    leads = np.array([lead for lead, _ in drawn], dtype=np.int32)
    leads[documents[documents < len(leads)]] = BLOCK
    room = np.append(9, starts[1:] - ends[:-1])
    leads[(leads > BLANK) & (room[: len(leads)] < 3)] = NOTHING  # An entity has three characters in the source.
    parts = joined.Pieces(starts, ends, leads, [*LEADS, *ENTITIES], documents)
    found = joined.join(strings.units(source), parts)
    places = found.place.tolist(), found.before.tolist()
    blocks = rows_of(found.block_start, found.block_end, found.block_piece)
    assert (found.text.string, *places, blocks, rows_of(*found.alignment)) == oracle(source, parts)
    assert found.text.codes.tolist() == [ord(character) for character in found.text.string]


def rows_of(*columns):
    return list(zip(*(column.tolist() for column in columns), strict=True))
