"""Page furniture: the running heads, page numbers and footers that repeat from page to page."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from etl.text.chars import Text

# A line that stands at the top or bottom of so many pages, digits aside, belongs to the page and not to the text.
REPEATED = 3
# How many lines of a page's edge are looked at, and how long one may be.
DEEP, LONGEST = 3, 160
LONGEST_NUMBER = 30

NO_INK = re.compile(r"[\s\0\ufeff\u00ad]*")
DIGITS = re.compile(r"\d+")
LETTERS = re.compile(r"(?:[^\W\d_].*?){4}")
NUMBER = re.compile(r"\W*(?:page\s+)?(\d{1,5})(?:\s+of\s+\d{1,5})?\W*", re.IGNORECASE)


class Line(NamedTuple):
    """A line at the edge of a page: its span, what it is apart from its numbers, and how far off its page number is."""

    start: int
    end: int
    mask: str  # empty where it has too few letters to repeat by more than accident
    offset: int | None


def find(text: Text) -> list[tuple[int, int]]:
    """Give the spans of the lines to take out, sorted; pages are what form feeds part."""
    feeds = np.flatnonzero(text.latin == ord("\f"))
    document = text.document_at(feeds)
    many = np.bincount(document, minlength=1) + 1 >= REPEATED
    spans: list[tuple[int, int]] = []
    for number in np.flatnonzero(many).tolist():
        bounds = [int(text.edges[number]), *feeds[document == number].tolist(), int(text.edges[number + 1])]
        pages = list(zip([place + 1 for place in bounds[:-1]], bounds[1:], strict=True))
        spans += _of_document(text.string, pages)
    return spans


def _of_document(string: str, pages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for at_top in (True, False):
        edges = [_edge(string, start, end, page, at_top=at_top) for page, (start, end) in enumerate(pages)]
        repeats = _repeated(edges)
        for lines in edges:
            spans += [(line.start, line.end) for line in takewhile(repeats, lines)]
    spans = sorted(set(spans))
    return spans if spans and _is_anything_left(string, pages, spans) else []


def _repeated(edges: list[list[Line]]) -> Callable[[Line], bool]:
    """Give the test whether a line stands at the edge of enough pages, or its number runs with theirs."""
    masks = Counter(mask for lines in edges for mask in {line.mask for line in lines})
    offsets = Counter(offset for lines in edges for offset in {line.offset for line in lines})
    masks[""] = offsets[None] = 0
    return lambda line: max(masks[line.mask], offsets[line.offset]) >= REPEATED


def _is_anything_left(string: str, pages: list[tuple[int, int]], spans: list[tuple[int, int]]) -> bool:
    """Tell whether a document holds ink beside its furniture."""
    starts = [pages[0][0], *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), pages[-1][1]]
    return any(not NO_INK.fullmatch(string, start, end) for start, end in zip(starts, ends, strict=True))


def _edge(string: str, start: int, end: int, page: int, *, at_top: bool) -> list[Line]:
    """Give the first or last lines of a page that are not blank, from its edge on."""
    lines: list[Line] = []
    while start < end and len(lines) < DEEP:
        if at_top:
            stop = string.find("\n", start, end)
            first, last = start, end if stop < 0 else stop
            start = last + 1
        else:
            first, last = string.rfind("\n", start, end) + 1 or start, end
            end = first - 1
        if not string[first:last].isspace() and first < last:
            lines.append(_line(string, first, last, page))
    return lines


def _line(string: str, start: int, end: int, page: int) -> Line:
    line = string[start:end] if end - start <= LONGEST else ""
    stripped = line.strip()
    first = start + line.find(stripped)
    number = NUMBER.fullmatch(stripped) if len(stripped) <= LONGEST_NUMBER else None
    mask = DIGITS.sub("#", stripped) if LETTERS.search(stripped) else ""
    return Line(first, first + len(stripped), mask, int(number[1]) - page if number else None)
