"""Square brackets: the markers among them, and a note on each that only looks like one."""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.kernels import lists, strings
from etl.text import markers
from etl.text.chars import Bytes, Places, Text
from etl.text.cited import Marker, Markers, Note
from etl.text.markers import SQUARE, Numbers, expand
from etl.text.spans import overlapping
from etl.text.tokens import Packed, pack_ends

# A number may be so much larger than the largest one of the bibliography.
SLACK = 5

NUMERIC = re.compile(r"\[ ?[\d.][\d .,;%\u2010-\u2015\u2212-]*+\]")
# The label of an entry: its number, and a letter where the entry is a part of one.
ENTRY = re.compile(r"(\d{1,3})[a-z]?")
# [18F], [68Ga], [Ca2+], [H2O2]: isotopes and formulae
FORMULA = re.compile(r"\[(?:\d{1,3}m?[A-Z][a-z]?\d{0,2}|[A-Z][A-Za-z]?\d[A-Z\d]{0,5}[+\u2212-]{0,2})\]")
# IL-2,3: two numbers of one name, which might be read as a raised number
NAME = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{1,5}[-\u2010\u2011]\d{1,2},\d{1,2}+(?![\w,.-]\w)")
LONGEST_NAME = 12
# What the reader of plain markers is told: signs of a range, and what words near a marker tell.
DASH_CODES = strings.units("".join(sorted(markers.DASHES))).astype(np.uint32)
TOLD = {
    lists.LABEL: markers.LABELS,
    lists.STATISTIC: markers.STATISTICS,
    lists.DOUBT: markers.DOUBTS,
    lists.SCALE: markers.SCALES,
    lists.UNIT: markers.UNITS,
}
LABELS = pl.Series(map(str, range(1000)), dtype=pl.String)


class Bibliography(NamedTuple):
    """What the list of references of each document holds: its largest number, 0 if there is none, and all labels."""

    largest: Places
    labels: frozenset[tuple[int, str]]


def known(text: Text, entries: pl.DataFrame) -> Bibliography:
    """Give what the entries say of each document."""
    document, labels = text.document_at(entries["start"].to_numpy()), entries["label"].to_list()
    numbers = [int(match[1]) if match else 0 for match in map(ENTRY.fullmatch, labels)]
    largest = np.zeros(len(text.edges), dtype=np.int64)
    np.maximum.at(largest, document, np.array(numbers, dtype=np.int64))
    return Bibliography(largest, frozenset(zip(document.tolist(), labels, strict=True)))


def find(text: Text, body: tuple[Places, Places], books: Bibliography) -> tuple[Markers, list[Note]]:
    """Give the markers in square brackets in some blocks, in order, and notes on what was refused or doubted.

    Nearly all are plain. What else a bracket may hold, and what may stand around it, is read one by one.
    """
    arrays = text.codes, text.latin, text.classes
    start, end, size, top, label, implied, others = lists.plain(
        *arrays, *body, DASH_CODES, *_telling_words(), markers.WIDEST_RANGE, markers.NEAR
    )
    largest = books.largest[text.document_at(start)]
    others = np.append(others, start[(largest > 0) & (top > largest + SLACK)])
    one_by_one, notes = read_each(text, np.sort(others), books)
    read = Markers.of(one_by_one)
    both = Markers.joined([Markers(start, end, size, LABELS[label], implied.view(np.bool_)), read])
    kept = np.flatnonzero(np.append(~overlapping(start, end, read.start, read.end), read.size > 0))
    return both.take(kept[both.start[kept].argsort(kind="stable")]), notes


@cache
def _telling_words() -> tuple[Packed, Bytes]:
    """Give the words that tell something of a marker near them, and what each tells."""
    told: dict[str, int] = {}
    for kind, words in TOLD.items():
        for word in map(str.lower, words):
            told[word] = told.get(word, 0) | kind
    packed = np.concatenate([pack_ends(word) for word in told])
    order = packed.argsort()
    return packed[order], np.array(list(told.values()), dtype=np.uint8)[order]


def read_each(text: Text, places: Places, books: Bibliography) -> tuple[list[Marker], list[Note]]:
    """Read the brackets that open at some places one by one; a marker that is refused cites nothing."""
    string, found, notes = text.string, [], []
    reach = 0
    for place, document in zip(places.tolist(), text.document_at(places).tolist(), strict=True):
        if place < reach:
            continue
        marker = _read(string, place, document, books)
        if marker is None:
            notes += _refused(string, place)
            continue
        reach, numbers = marker
        reason = _reason(string, place, reach, numbers, int(books.largest[document]))
        found.append(Marker(place, reach, () if reason else numbers.cited))
        if reason:
            message = f"{string[place:reach]} looks like a citation but {reason}"
            notes.append(Note(place, reach, "not_a_citation", message))
        elif numbers.is_pair or numbers.is_wide:
            notes += _doubts(string, place, reach, numbers)
    return found, notes


def _read(text: str, start: int, document: int, books: Bibliography) -> tuple[int, Numbers] | None:
    """Give the end of the marker that opens at a place, and what it cites; None where it is no list of numbers."""
    match = SQUARE.match(text, start)
    if match is None or text[match.end()].isalnum():
        return None
    inner, items, to = match.groups()
    items = inner or items + (to or "")
    numbers = expand(items)
    if numbers.is_wide or numbers.sublabels:
        numbers = _with_bibliography(items, numbers, document, books)
    return match.end(), numbers


def names(text: Text, pairs: Places) -> list[Note]:
    """Give a note on each name with two numbers, such as IL-2,3, of which the second ones may stand at some places."""
    notes = []
    for place in pairs.tolist():
        match = NAME.search(text.string, max(0, place - LONGEST_NAME), place + 4)
        if match and match.start() < place < match.end():
            message = f"{match[0]} looks like a citation but is a name with two numbers"
            notes.append(Note(*match.span(), "not_a_citation", message))
    return notes


def _with_bibliography(items: str, numbers: Numbers, document: int, books: Bibliography) -> Numbers:
    """Fill a range that ends inside the bibliography, and cite 1a where the bibliography has it."""
    numbers = expand(items, int(books.largest[document]))
    listed = [label for label in numbers.sublabels if (document, label) in books.labels]
    replaced = {re.sub("[a-z]", "", label) for label in listed}
    kept = tuple(one for one in numbers.cited if one[0] not in replaced)
    return numbers._replace(cited=kept + tuple((label, False) for label in listed)) if listed else numbers


def _reason(text: str, start: int, end: int, numbers: Numbers, largest: int) -> str | None:
    """Tell why a marker cites nothing; None where it does."""
    if largest and numbers.top > largest + SLACK and not numbers.is_wide:
        return f"the list of references ends at {largest}"
    return markers.refusal(text, start, end, numbers)


def _doubts(text: str, start: int, end: int, numbers: Numbers) -> list[Note]:
    words, notes = text[start:end], []
    if numbers.is_wide:
        message = f"{words} runs backwards or over {markers.WIDEST_RANGE} numbers, so only its two ends are cited"
        notes.append(Note(start, end, "wide_range", message))
    if markers.is_doubtful(text, start, end, numbers):
        notes.append(Note(start, end, "uncertain_citation", f"{words} cites, unless it is an interval of values"))
    return notes


def _refused(text: str, start: int) -> list[Note]:
    numeric, formula = NUMERIC.match(text, start), FORMULA.match(text, start)
    match = numeric or formula
    if match is None:
        return []
    reason = "is an isotope or a formula" if formula else "is no list of reference numbers"
    return [Note(*match.span(), "not_a_citation", f"{match[0]} looks like a citation but {reason}")]
