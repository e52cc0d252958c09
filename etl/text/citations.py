"""Citation markers in clean text, in the style that each document cites in."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.kernels import digits
from etl.text import author_year, brackets, styles
from etl.text.blocks import Blocks
from etl.text.chars import Mask, Places, Text
from etl.text.cited import Marker, Markers, Note
from etl.text.frames import NOTES
from etl.text.spans import leftmost_longest

# In the order in which they stand when a document has as many markers of two.
STYLES = ("bracket", "author_year", "round", "superscript")
NO_STYLE = "none"
BRACKET, AUTHOR_YEAR, ROUND, SUPERSCRIPT = range(4)
# With more square brackets than that a document does not cite in round ones or raised numbers.
FEW_BRACKETS = 2


class Cited(NamedTuple):
    """The cited references, a row for each at each marker, notes, and the style of each document."""

    anchors: pl.DataFrame
    notes: pl.DataFrame
    styles: list[str]


def find(text: Text, blocks: Blocks, entries: pl.DataFrame) -> Cited:
    """Find the markers in running text: not in headings, not in lists of references.

    Numbers in square brackets always cite when their rules hold. Authors with years, numbers in round brackets and
    raised numbers cite when they are the style of the document: the one with most markers.
    """
    running = blocks.running_text
    body = blocks.start[running], blocks.end[running]
    squares, notes = brackets.find(text, body, brackets.known(text, entries))
    dates, pairs = digits.years_and_pairs(text.latin, text.classes, *body, *author_year.CENTURIES)
    years = Markers.of(
        Marker(one.start, one.end, tuple((label, False) for label in one.labels))
        for one in author_year.find(text, dates)
    )
    found = [squares, years, *_by_position(text, body, _counts(text, squares))]
    style = _styles(np.array([_counts(text, of_style) for of_style in found]))
    kept = [squares, *(_in_documents(text, found[n], style == n) for n in (AUTHOR_YEAR, ROUND, SUPERSCRIPT))]
    notes += brackets.names(text, pairs)
    doubts = _doubts(text, squares, style, BRACKET) + _doubts(text, kept[SUPERSCRIPT], style, SUPERSCRIPT)
    chosen = _apart(kept)
    styles_of_documents = [(*STYLES, NO_STYLE)[n] for n in style.tolist()]
    return Cited(chosen.anchors(), _notes(notes, doubts, chosen), styles_of_documents)


def _counts(text: Text, found: Markers) -> Places:
    """Count the markers of each document."""
    return np.bincount(text.document_at(found.start), minlength=len(text.edges))


def _by_position(text: Text, body: tuple[Places, Places], squares: Places) -> list[Markers]:
    """Give the numbers in round brackets and the raised ones that rise through a document without square brackets."""
    blocks = np.flatnonzero((squares <= FEW_BRACKETS)[text.document_at(body[0])])
    runs = digits.runs(text.classes, body[0][blocks], body[1][blocks])
    document = text.document_at(runs)
    found = []
    for is_place, read in ((styles.round_places, styles.read_round), (styles.raised_places, styles.read_raised)):
        chosen = is_place(text, runs)
        found.append(Markers.of(_rising(text, runs[chosen], document[chosen], read)))
    return found


def _rising(
    text: Text, places: Places, documents: Places, read: Callable[[str, Sequence[int]], list[styles.Candidate]]
) -> Iterable[Marker]:
    rows = zip(documents.tolist(), places.tolist(), strict=True)
    lengths = np.diff(text.edges).tolist()
    for document, group in groupby(rows, key=lambda row: row[0]):
        candidates = read(text.string, [place for _, place in group])
        kept = styles.rising(candidates, lengths[document])
        if not kept and read is styles.read_raised:
            kept = styles.plain_lists(candidates)
        for one in kept:
            yield Marker(one.start, one.end, one.numbers.cited)


def _styles(counts: Places) -> Places:
    """Give the number of the style that each document has most markers of; the last one means none."""
    style: Places = np.where(counts.any(axis=0), counts.argmax(axis=0), len(STYLES))
    return style[:-1]


def _in_documents(text: Text, found: Markers, wanted: Mask) -> Markers:
    return found.take(np.flatnonzero(wanted[text.document_at(found.start)])) if len(found.start) else found


def _doubts(text: Text, found: Markers, style: Places, own: int) -> list[Note]:
    """Give a note on square brackets in a document of another style, and on raised numbers that do not rise from 1."""
    documents = text.document_at(found.start)
    if own == BRACKET:
        doubtful, reason = style[documents] != BRACKET, "though the document cites in another style"
    else:
        first = (found.label == "1").to_numpy()
        sure = np.bincount(documents.repeat(found.size), weights=first, minlength=len(style)) > 0
        doubtful, reason = ~sure[documents], "though the numbers of the document do not rise from 1"
    spans = zip(found.start[doubtful].tolist(), found.end[doubtful].tolist(), strict=True)
    return [Note(start, end, "uncertain_citation", f"{text.string[start:end]} cites {reason}") for start, end in spans]


def _apart(kept: Sequence[Markers]) -> Markers:
    """Put markers of all styles in order; of two that overlap the first stands."""
    if not any(len(found.start) for found in kept[1:]):
        return kept[0]
    both = Markers.joined(kept)
    return both.take(leftmost_longest(both.start, both.end))


def _notes(notes: Sequence[Note], doubts: Sequence[Note], chosen: Markers) -> pl.DataFrame:
    """Put notes in order, one a rule and place; what became part of a marker was not refused."""
    place = np.array([note.start for note in notes], dtype=np.int64)
    marker = chosen.start.searchsorted(place, side="right") - 1
    taken = (marker >= 0) & (place < np.append(chosen.end, 0)[marker])
    rows = [
        note for note, is_in in zip(notes, taken.tolist(), strict=True) if not is_in or note.rule != "not_a_citation"
    ]
    first: dict[tuple[int, str], Note] = {}
    for note in [*rows, *doubts]:
        first.setdefault((note.start, note.rule), note)
    return pl.DataFrame(sorted(first.values(), key=lambda note: note.start), schema=NOTES, orient="row")
