"""Pieces of a source joined to clean text: blocks parted by a blank line, white space squeezed, every place known."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from etl.readers.markup import Source, Units
from etl.text import chars
from etl.text.align import Alignment
from etl.text.chars import BOUNDARY, Bytes, Classes, Mask, Places, Text, ranges

# What may stand before a piece: nothing, the boundary of a document, a blank line between blocks, a blank.
NOTHING, DOCUMENT, BLOCK, BLANK = range(4)
LEADS = ("", BOUNDARY, "\n\n", " ")
FAR = np.iinfo(np.int64).max
Leads = npt.NDArray[np.int32]


class Pieces(NamedTuple):
    """Spans of the source in the order of the clean text, and what stands before each: a number in ``leads``."""

    start: Places
    end: Places
    lead: Leads
    leads: list[str]


class Changes(NamedTuple):
    """What is taken from the joined text, in order: spans, each replaced by one blank or by nothing."""

    start: Places
    end: Places
    blank: Mask


class Joined(NamedTuple):
    """Clean texts with a boundary before, between and behind, their alignment, and how to find a piece in them.

    ``place`` tells where each piece begins in the joined text, before white space was squeezed; ``to_clean`` leads
    from there to the clean text.
    """

    text: Text
    alignment: Alignment
    place: Places
    block_start: Places
    block_end: Places
    block_piece: Places
    blank_places: Places
    changes: Changes

    def has_blank(self, places: Places) -> Mask:
        """Tell whether a blank that is not in the source stands right before each of some pieces."""
        return among(places, self.blank_places)

    def to_clean(self, places: Places) -> Places:
        """Turn places in the joined text to places in the clean text."""
        return _to_clean(self.changes, places)


def among(places: Places, others: Places) -> Mask:
    """Tell which places are among sorted others."""
    found: Mask = np.append(others, FAR)[np.searchsorted(others, places)] == places
    return found


def join(source: Source, pieces: Pieces) -> Joined:
    """Join pieces of a source; each document has a character that is not white space."""
    lead_length = _lead_lengths(pieces)
    behind = np.cumsum(lead_length + (pieces.end - pieces.start))
    place = behind - (pieces.end - pieces.start)
    units = _gather(source, pieces, place, lead_length)
    latin = chars.latin_of(units)
    classes = chars.classes_of(units)
    opens = np.flatnonzero((pieces.lead == DOCUMENT) | (pieces.lead == BLOCK))
    bounds = _Bounds(place[opens], np.append(place[opens] - lead_length[opens], len(units) - 1), pieces.lead[opens])
    changes, alive = _changes(latin, classes, bounds)
    text = _apply(units, latin, classes, changes)
    alignment = _align(pieces, place, behind, changes)
    ends = bounds.lead_start[1:]
    block_start, block_end = bounds.start[alive], ends[alive]
    return Joined(text, alignment, place, block_start, block_end, opens[alive], place[pieces.lead == BLANK], changes)


def _lead_lengths(pieces: Pieces) -> Places:
    """Give the length of what stands before each piece."""
    lengths: Places = np.array([len(lead) for lead in pieces.leads])[pieces.lead]
    return lengths


def _gather(source: Source, pieces: Pieces, place: Places, lead_length: Places) -> Units:
    """Put the pieces behind one another, with what stands before each.

    That takes the room of the markup there, so that a mask can take a run of pieces that stand in order at once.
    """
    length = pieces.end - pieces.start
    units, starts = _with_room(source.units, pieces, lead_length)
    rows = np.flatnonzero(length + lead_length)
    start, end = (starts - lead_length)[rows], (starts + length)[rows]
    order = np.argsort(start, kind="stable")
    edges = np.ravel(np.stack([start[order], end[order]], axis=1))
    kept = np.repeat(np.arange(len(edges) + 1) % 2 == 1, np.diff(edges, prepend=0, append=len(units)))
    breaks = np.flatnonzero(np.diff(np.argsort(order)) != 1)
    runs = zip(start[np.append(0, breaks + 1)].tolist(), end[np.append(breaks, -1)].tolist(), strict=True)
    return _with_leads(pieces, place, [units[first:last][kept[first:last]] for first, last in runs])


def _with_leads(pieces: Pieces, place: Places, parts: list[Units]) -> Units:
    """Join runs of pieces, write what stands before each piece into the room it has, and end with a boundary."""
    leads = chars.codes_of("".join(pieces.leads))
    kind = np.promote_types(parts[0].dtype, np.min_scalar_type(leads.max()))
    gathered = np.concatenate([*parts, np.zeros(1, dtype=np.uint16)], dtype=kind)
    lengths = np.array([len(lead) for lead in pieces.leads])
    rows = np.flatnonzero(pieces.lead)
    lead = pieces.lead[rows]
    first, length = (np.cumsum(lengths) - lengths)[lead], lengths[lead]
    gathered[ranges(place[rows] - length, length)] = leads[ranges(first, length)]
    return gathered


def _with_room(units: Units, pieces: Pieces, lead_length: Places) -> tuple[Units, Places]:
    """Make room in the source for what is longer than the entity that it stands for; give where each piece begins."""
    rows = np.flatnonzero(pieces.lead > BLANK)
    lacking = np.maximum(0, lead_length[rows] - (pieces.start[rows] - pieces.end[rows - 1]))
    if not lacking.any():
        return units, pieces.start
    places = np.sort(np.repeat(pieces.start[rows], lacking))
    return np.insert(units, places, 0), pieces.start + np.searchsorted(places, pieces.start, side="right")


class _Bounds(NamedTuple):
    """Where blocks begin, where what stands before each begins (and the end of all), and which it is."""

    start: Places
    lead_start: Places
    lead: Leads


def _changes(latin: Bytes, classes: Classes, bounds: _Bounds) -> tuple[Changes, Mask]:
    """Give what to take away, and tell which blocks hold more than white space."""
    white = classes == chars.SPACE
    edge = np.zeros(len(latin), dtype=np.bool_)
    parts = bounds.lead_start[:-1]
    edge[parts] = True
    edge[bounds.start - 1] = True
    edge[-1] = True
    white &= ~edge
    drop = white.copy()
    drop[1:] &= white[:-1] | edge[:-1]
    _drop_last(white, drop, bounds)
    dropped = np.flatnonzero(drop)
    lost = np.searchsorted(dropped, bounds.lead_start[1:]) - np.searchsorted(dropped, bounds.start)
    alive = lost < bounds.lead_start[1:] - bounds.start
    blanked = np.flatnonzero(white & ~drop & (latin != ord(" ")))
    gone = parts[_needless(alive, bounds.lead)]
    start = np.concatenate([dropped, gone, blanked])
    length = np.concatenate([np.ones(len(dropped), np.int64), np.full(len(gone), 2), np.ones(len(blanked), np.int64)])
    blank = np.arange(len(start)) >= len(dropped) + len(gone)
    order = np.argsort(start, kind="stable")
    return Changes(start[order], (start + length)[order], blank[order]), alive


def _drop_last(white: Mask, drop: Mask, bounds: _Bounds) -> None:
    """Take away the white space that is left at the end of a block: the first of what was dropped, or the last."""
    last = bounds.lead_start[1:] - 1
    last = last[white[last]]
    dropped = np.flatnonzero(drop)
    begins = dropped[np.diff(dropped, prepend=-2) > 1]
    in_run = np.flatnonzero(drop[last])
    last[in_run] = begins[np.searchsorted(begins, last[in_run], side="right") - 1] - 1
    drop[last[white[last]]] = True


def _needless(alive: Mask, lead: Leads) -> Mask:
    """Tell which blank lines part nothing: those of empty blocks, and of the first block of a document with text."""
    document = np.cumsum(lead == DOCUMENT)
    before: Places = np.cumsum(alive) - alive
    first_block = np.flatnonzero(lead == DOCUMENT)
    alive_before: Places = before - before[first_block][document - 1]
    needless: Mask = (lead == BLOCK) & (~alive | (alive_before == 0))
    return needless


def _apply(units: Units, latin: Bytes, classes: Classes, changes: Changes) -> Text:
    """Carry out the changes in all arrays of a text, so that none is made anew."""
    blanks = changes.start[changes.blank]
    units[blanks] = latin[blanks] = ord(" ")
    gone = ~changes.blank
    kept = np.ones(len(units), dtype=np.bool_)
    kept[ranges(changes.start[gone], (changes.end - changes.start)[gone])] = False
    units = units[kept]
    # From two bytes each a string is made several times as fast.
    string = str(units.data, f"utf-{8 * units.itemsize}-le")
    return Text.known(string, codes=units.astype(np.uint32), latin=latin[kept], classes=classes[kept])


def _shrunk(changes: Changes) -> Places:
    """Give how much shorter the text is before the first change, and behind each."""
    return np.append(0, np.cumsum(changes.end - changes.start - changes.blank))


def _to_clean(changes: Changes, places: Places) -> Places:
    shrunk = _shrunk(changes)[1:]
    behind = np.searchsorted(changes.start, places, side="right") - 1
    row = np.maximum(behind, 0)
    if not len(changes.start):
        return places
    outside = np.maximum(places, changes.end[row]) - shrunk[row]
    at_start = (places == changes.start[row]) & (behind >= 0)
    return np.where(behind < 0, places, np.where(at_start, outside - changes.blank[row], outside))


class _Spans(NamedTuple):
    """Spans in the joined text with their clean and source places."""

    start: Places
    clean_start: Places
    clean_end: Places
    source_start: Places
    source_end: Places


def _align(pieces: Pieces, place: Places, behind: Places, changes: Changes) -> Alignment:
    """Give the edits between source and clean text.

    One is all between two characters that the clean text has kept; characters that stand for an entity are one.
    """
    kept, read = _kept(pieces, place, behind, changes), _resolved(pieces, place, changes)
    if not len(kept.start) + len(read.start):
        return Alignment(*np.zeros((4, 0), dtype=np.int64))
    order = np.argsort(np.concatenate([kept.start, read.start]), kind="stable")
    both = _Spans(*(np.concatenate(pair)[order] for pair in zip(kept, read, strict=True)))
    gap = (both.clean_end[:-1] != both.clean_start[1:]) | (both.source_end[:-1] != both.source_start[1:])
    after, before = np.append(gap, [True]), np.concatenate([[True], gap])
    starts = np.concatenate([[0], both.clean_end[after], read.clean_start])
    ends = np.concatenate([both.clean_start[before], both.clean_end[-1:] + 1, read.clean_end])
    order = np.lexsort((ends, starts))
    source_starts = np.concatenate([both.source_start[:1], both.source_end[after], read.source_start])
    source_ends = np.concatenate([both.source_start[before], both.source_end[-1:], read.source_end])
    return Alignment(starts[order], ends[order], source_starts[order], source_ends[order])


def _kept(pieces: Pieces, place: Places, behind: Places, changes: Changes) -> _Spans:
    """Give what of the source stands in the clean text as it is: what is left of each piece between changes."""
    filled = np.flatnonzero(place < behind)
    first, last = place[filled], behind[filled]
    before = np.searchsorted(changes.end, first, side="right")
    count = np.searchsorted(changes.start, last) - before + 1
    row, change = np.repeat(np.arange(len(filled)), count), ranges(before, count)
    start = np.maximum(first[row], np.append(0, changes.end)[change])
    end = np.minimum(last[row], np.append(changes.start, FAR)[change])
    own = start < end
    start, end, row, change = start[own], end[own], row[own], change[own]
    clean_start = start - _shrunk(changes)[change]
    source_start: Places = pieces.start[filled[row]] + (start - first[row])
    return _Spans(start, clean_start, clean_start + (end - start), source_start, source_start + (end - start))


def _resolved(pieces: Pieces, place: Places, changes: Changes) -> _Spans:
    """Give the characters of the clean text that entities stand for; the source of one lies between two pieces."""
    piece: Places = np.flatnonzero(pieces.lead > BLANK)
    end = place[piece]
    start = end - _lead_lengths(pieces)[piece]
    own = (start < end) & ~_changed(changes, start)
    start, end, piece = start[own], end[own], piece[own]
    clean_start, clean_end = _to_clean(changes, start), _to_clean(changes, end)
    return _Spans(start, clean_start, clean_end, pieces.end[piece - 1], pieces.start[piece])


def _changed(changes: Changes, places: Places) -> Mask:
    """Tell which places lie in what is taken from the joined text."""
    if not len(changes.start):
        return np.zeros(len(places), dtype=np.bool_)
    change = np.searchsorted(changes.start, places, side="right") - 1
    changed: Mask = (change >= 0) & (places < changes.end[change])
    return changed
