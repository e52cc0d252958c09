"""Page furniture: the running heads, page numbers and footers that repeat from page to page."""

import re
from itertools import chain
from typing import NamedTuple

import numpy as np

from etl.kernels import Keys
from etl.kernels import lines as kernel
from etl.text import chars
from etl.text.chars import Mask, Places, Text

# A line that stands at the top or bottom of so many pages, digits aside, belongs to the page and not to the text.
REPEATED = 3
# How many lines of a page's edge are looked at, and how long one may be.
DEEP, LONGEST = 3, 160
LONGEST_NUMBER = 30
# What all numbers are when lines are compared.
NUMBER_SIGN = "#"

NO_INK = re.compile(r"[\s\0\ufeff\u00ad]*")
LETTERS = re.compile(r"(?:[^\W\d_].*?){4}")
NUMBER = re.compile(r"\W*(?:page\s+)?(\d{1,5})(?:\s+of\s+\d{1,5})?\W*", re.IGNORECASE)


class Pages(NamedTuple):
    """Spans of pages in reading order, and the row of the document of each."""

    start: Places
    end: Places
    document: Places


class Lines(NamedTuple):
    """Lines at the edges of pages, each edge from the outside in: spans without the white space around them."""

    page: Places
    edge: Places  # the top or the bottom of a document's pages
    start: Places
    end: Places
    key: Keys  # shared by lines that are the same apart from their numbers; 0 where a line is too long
    has_number: Mask


def find(text: Text) -> list[tuple[int, int]]:
    """Give the spans of the lines to take out, sorted; pages are what form feeds part."""
    pages = _pages(text)
    lines = _lines(text, pages)
    rows = np.flatnonzero(_from_outside(lines, _by_name(text, lines) | _by_number(text, lines)))
    found: dict[int, set[tuple[int, int]]] = {}
    for row in rows.tolist():
        spans = found.setdefault(int(lines.edge[row]) // 2, set())
        spans.add((int(lines.start[row]), int(lines.end[row])))
    gone = [
        sorted(spans)
        for document, spans in found.items()
        if _is_anything_left(text.string, pages, document, sorted(spans))
    ]
    return sorted(chain.from_iterable(gone))


def _pages(text: Text) -> Pages:
    """Give the pages of documents that have enough for lines to repeat."""
    feeds = text.places_of("\f")
    document = text.document_at(feeds)
    many = np.bincount(document, minlength=len(text.edges) - 1) + 1 >= REPEATED
    feeds, first = feeds[many[document]], text.edges[:-1][many]
    start = np.sort(np.concatenate([first, feeds])) + 1
    end = np.sort(np.concatenate([text.edges[1:][many], feeds]))
    return Pages(start, end, np.searchsorted(first, start) - 1)


def _lines(text: Text, pages: Pages) -> Lines:
    signs = {"beyond": chars.BEYOND, "space": chars.SPACE, "digit": chars.DIGIT, "number": ord(NUMBER_SIGN)}
    page, at_bottom, start, end, key, has_number = kernel.at_edges(
        text.latin, text.codes, text.classes, *pages[:2], DEEP, LONGEST, signs
    )
    return Lines(page, 2 * pages.document[page] + at_bottom, start, end, key, has_number)


def _by_name(text: Text, lines: Lines) -> Mask:
    """Tell which lines stand at the edge of enough pages, numbers aside; with a few letters it is no accident."""
    repeated = (lines.key > 0) & _repeat(lines.edge, lines.page, lines.key)
    for row in np.flatnonzero(repeated).tolist():
        repeated[row] = LETTERS.search(text.string, int(lines.start[row]), int(lines.end[row])) is not None
    return repeated


def _by_number(text: Text, lines: Lines) -> Mask:
    """Tell which lines are page numbers: they run with those of enough other pages."""
    rows = np.flatnonzero(lines.has_number & (lines.end - lines.start <= LONGEST_NUMBER))
    strings = text.slices(lines.start[rows], lines.end[rows])
    matches = [NUMBER.fullmatch(string) for string in strings]
    rows = rows[[match is not None for match in matches]]
    offset = np.array([int(match[1]) for match in matches if match], dtype=np.int64) - lines.page[rows]
    runs_on = np.zeros(len(lines.page), dtype=bool)
    runs_on[rows] = _repeat(lines.edge[rows], lines.page[rows], offset)
    return runs_on


def _repeat(edge: Places, page: Places, value: Keys | Places) -> Mask:
    """Tell which values stand at the same edge of enough pages."""
    _, value = np.unique(value, return_inverse=True)
    _, row = np.unique(edge * len(value) + value, return_inverse=True)
    pages = 1 + page.max(initial=0)
    times = np.bincount(np.unique(row * pages + page) // pages)
    repeat: Mask = (times >= REPEATED)[row]
    return repeat


def _from_outside(lines: Lines, repeated: Mask) -> Mask:
    """Tell which lines are repeated as all lines are that stand between them and the edge of the page."""
    goes_on = np.append(False, (lines.page[1:] == lines.page[:-1]) & (lines.edge[1:] == lines.edge[:-1]))
    for _ in range(DEEP - 1):
        repeated[1:] &= repeated[:-1] | ~goes_on[1:]
    return repeated


def _is_anything_left(string: str, pages: Pages, document: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a document holds ink beside its furniture."""
    first, behind = np.searchsorted(pages.document, [document, document + 1]).tolist()
    starts = [int(pages.start[first]), *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), int(pages.end[behind - 1])]
    return any(not NO_INK.fullmatch(string, start, end) for start, end in zip(starts, ends, strict=True))
