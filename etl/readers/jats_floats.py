"""What interrupts a paragraph: floats that are moved behind it, and what is left out of it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from etl.readers import jats_names as jats
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.markup import Tags
from etl.text.chars import Mask, Places

START = 1
PARAGRAPH = NUMBER["p"]
FLOAT = NAMES.mask(*jats.FLOATS)
EVENTS = NAMES.mask("p", *jats.FLOATS)


class Float(NamedTuple):
    """An element that is moved: its tags, and the end tag of the paragraph that it is moved behind."""

    opening: int
    closing: int
    paragraph_end: int


class _Gaps(NamedTuple):
    source: str
    tags: Tags
    kept: Mask
    parting: Mask


def find_floats(source: str, tags: Tags, kept: Mask, parting: Mask) -> list[Float]:
    """Find what stands in a paragraph whose text goes on behind it."""
    inside = _in_paragraph(tags, parting)
    closing_of = {one.opening: one.closing for one in inside}
    gaps = _Gaps(source, tags, kept, parting)
    return [one for one in inside if _interrupts(gaps, closing_of, one)]


def find_left_out(source: str, tags: Tags, texts: Mask, omitted: npt.NDArray[np.int32]) -> list[tuple[int, int]]:
    """Find the tags of what is left out in the middle of text and has characters of its own."""
    opening = np.flatnonzero((omitted == 1) & (tags.sign == START) & texts)
    opening = opening[omitted[opening - 1] == 0]
    free = np.flatnonzero(omitted == 0)
    closing = free[np.searchsorted(free, opening)]
    pairs = zip(opening.tolist(), closing.tolist(), strict=True)
    return [(start, end) for start, end in pairs if _has_ink(source, tags, start, end)]


def spread(count: int, moved: list[Float]) -> Places:
    """Give gaps 0 to ``count`` in order, those of what is moved behind the last one of its paragraph."""
    pieces: list[range] = []
    _spread(pieces, 0, count, sorted(moved))
    return np.concatenate([np.arange(piece.start, piece.stop) for piece in pieces])


def _spread(pieces: list[range], first: int, stop: int, moved: list[Float]) -> None:
    waiting: list[Float] = []
    outer_end = -1
    for one in moved:
        if one.opening < outer_end or not first <= one.opening < stop:
            continue
        first = _release(pieces, waiting, first, one.opening, moved)
        pieces.append(range(first, one.opening))
        waiting.append(one)
        first = outer_end = one.closing
    first = _release(pieces, waiting, first, stop, moved)
    pieces.append(range(first, stop))


def _release(pieces: list[range], waiting: list[Float], first: int, until: int, moved: list[Float]) -> int:
    """Put what waits for the end of a paragraph behind it, as far as that end lies before a place."""
    for one in sorted(waiting, key=lambda one: (one.paragraph_end, one.opening)):
        if one.paragraph_end <= until:
            pieces.append(range(first, one.paragraph_end))
            first = one.paragraph_end
            inner = [other for other in moved if one.opening < other.opening < one.closing]
            _spread(pieces, one.opening, one.closing, inner)
            waiting.remove(one)
    return first


def _in_paragraph(tags: Tags, parting: Mask) -> list[Float]:
    """Find the floats that stand right in a paragraph."""
    events = np.flatnonzero(EVENTS[tags.name] & (tags.sign != 0) & parting)
    if not FLOAT[tags.name[events]].any():
        return []
    found: list[Float] = []
    stack: list[tuple[int, bool]] = []
    waiting: dict[int, list[tuple[int, int]]] = {}
    for tag, name, sign in zip(events.tolist(), tags.name[events].tolist(), tags.sign[events].tolist(), strict=True):
        if sign == START:
            stack.append((tag, name == PARAGRAPH))
            continue
        opening, is_paragraph = stack.pop()
        if is_paragraph:
            found += [Float(*pair, tag) for pair in waiting.pop(opening, [])]
        elif stack and stack[-1][1]:
            waiting.setdefault(stack[-1][0], []).append((opening, tag))
    return sorted(found)


def _interrupts(gaps: _Gaps, closing_of: dict[int, int], one: Float) -> bool:
    """Tell whether the run of text around goes on behind a float, others right behind it aside."""
    source, tags, kept, parting = gaps
    gap = one.closing
    while gap < one.paragraph_end:
        if kept[gap] and source[tags.end[gap] : tags.start[gap + 1]].strip():
            return True
        gap += 1
        if parting[gap]:
            if gap not in closing_of:
                return False
            gap = closing_of[gap]
    return False


def _has_ink(source: str, tags: Tags, opening: int, closing: int) -> bool:
    gaps = zip(tags.end[opening:closing].tolist(), tags.start[opening + 1 : closing + 1].tolist(), strict=True)
    return any(source[start:end].strip() for start, end in gaps)
