"""Page furniture: the running heads, page numbers and footers that repeat from page to page."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from etl.text.chars import Text

# A line that stands at the top or bottom of so many pages, digits aside, belongs to the page and not to the text.
REPEATED = 3
# How many lines of a page's edge are looked at, and how long one may be.
DEEP, LONGEST = 3, 160
LEAST_LETTERS = 4

NO_INK = re.compile(r"[\s\0\ufeff\u00ad]*")
DIGITS = re.compile(r"\d+")
NUMBER = re.compile(r"\W*(?:page\s+)?(\d{1,5})(?:\s+of\s+\d{1,5})?\W*", re.IGNORECASE)


class Line(NamedTuple):
    """A line at the edge of a page, its place, and the number of its page."""

    start: int
    end: int
    text: str
    page: int


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
    tops = [_lines(string, start, end, page) for page, (start, end) in enumerate(pages)]
    heads, feet = [lines[:DEEP] for lines in tops], [lines[: -DEEP - 1 : -1] for lines in tops]
    spans: set[tuple[int, int]] = set()
    for edges in (heads, feet):
        masks = Counter(mask for lines in edges for mask in {_mask(line.text) for line in lines})
        offsets = Counter(offset for lines in edges for offset in {_offset(line) for line in lines})
        for lines in edges:
            for line in lines:
                repeated = masks[_mask(line.text)] >= REPEATED and _has_letters(line.text)
                numbered = _offset(line) is not None and offsets[_offset(line)] >= REPEATED
                if not repeated and not numbered:
                    break
                spans.add((line.start, line.end))
    return sorted(spans) if _is_anything_left(string, pages, sorted(spans)) else []


def _is_anything_left(string: str, pages: list[tuple[int, int]], spans: list[tuple[int, int]]) -> bool:
    """Tell whether a document holds ink beside its furniture."""
    starts = [pages[0][0], *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), pages[-1][1]]
    return any(not NO_INK.fullmatch(string, start, end) for start, end in zip(starts, ends, strict=True))


def _lines(string: str, start: int, end: int, page: int) -> list[Line]:
    """Give the lines of a page that are not blank, those in its middle aside."""
    found = list(_split(string, start, end, page))
    return found if len(found) <= 2 * DEEP else [*found[:DEEP], *found[-DEEP:]]


def _split(string: str, start: int, end: int, page: int) -> Iterator[Line]:
    for line in string[start:end].split("\n"):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped)
            yield Line(first, first + len(stripped), stripped, page)
        start += len(line) + 1


def _mask(line: str) -> str:
    return DIGITS.sub("#", line) if len(line) <= LONGEST else ""


def _has_letters(line: str) -> bool:
    return len(line) <= LONGEST and sum(map(str.isalpha, line)) >= LEAST_LETTERS


def _offset(line: Line) -> int | None:
    """Give how far a printed page number is from the number of the page; None for a line that is none."""
    match = NUMBER.fullmatch(line.text) if len(line.text) <= LONGEST else None
    return int(match[1]) - line.page if match else None
