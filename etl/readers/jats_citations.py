"""Citations of JATS: tagged cross-references, put together to the markers as printed, ranges filled."""

import re
from typing import NamedTuple

import polars as pl

from etl.readers.jats_xrefs import DASHES, Xref
from etl.text.chars import Text
from etl.text.frames import ANCHORS, NOTES

WIDEST_RANGE = 200
LONGEST_JOINT = 12
JOINT = re.compile(rf"[\d ,;{DASHES}]*")
DASH = re.compile(rf" ?[{DASHES}]{{1,2}} ?")
RANGE = re.compile(rf"[\[(]?(\d+) ?[{DASHES}]{{1,2}} ?(\d+)[\])]?")
# What stands behind the last reference in a bracket: pages, as in [1: 290-293].
BEHIND = re.compile(rf"[\d ,:;.p{DASHES}]{{0,30}}[\])]")
CLOSERS = {"[": "]", "(": ")"}


class Bibliography(NamedTuple):
    """Entries by document and target, their document and label."""

    rows: dict[tuple[int, str], int]
    documents: list[int]
    targets: list[str]
    labels: list[str]


Anchor = tuple[int, int, str, str, bool]
Note = tuple[int, int, str, str]


def find(text: Text, xrefs: list[Xref], entries: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the cited references, a row for each at each marker, and notes on what leads nowhere."""
    anchors: list[Anchor] = []
    notes: list[Note] = []
    bibliography = _bibliography(text, entries)
    for group in _groups(text.string, xrefs):
        start, end = _widen(text.string, group[0].start, group[-1].end)
        if start == end:
            message = f"a cross-reference to {' '.join(group[0].targets)} has no text"
            notes.append((start, end, "empty_marker", message))
            continue
        row = _single(text.string, group, bibliography)
        if row is not None:
            anchors.append((start, end, *_key(bibliography, row), False))
            continue
        cited, doubts = _cited(text.string, group, bibliography)
        anchors += [(start, end, target, label, implied) for (target, label), implied in cited.items()]
        notes += [(start, end, rule, message) for rule, message in doubts.items()]
    return pl.DataFrame(anchors, schema=ANCHORS, orient="row"), pl.DataFrame(notes, schema=NOTES, orient="row")


def _bibliography(text: Text, entries: pl.DataFrame) -> Bibliography:
    documents = text.document_at(entries["start"].to_numpy()).tolist()
    targets, labels = entries["target"].to_list(), entries["label"].to_list()
    rows = {key: row for row, key in enumerate(zip(documents, targets, strict=True))}
    return Bibliography(rows, documents, targets, labels)


def _groups(string: str, xrefs: list[Xref]) -> list[list[Xref]]:
    """Put together what is joined by nothing but digits, commas, dashes and blanks."""
    groups: list[list[Xref]] = []
    end = -1
    for xref in xrefs:
        joined = 0 <= xref.start - end <= LONGEST_JOINT and JOINT.fullmatch(string, end, xref.start)
        if groups and joined:
            groups[-1].append(xref)
        else:
            groups.append([xref])
        end = xref.end
    return groups


def _widen(string: str, start: int, end: int) -> tuple[int, int]:
    """Take in the brackets around a marker."""
    before = start - 1 - (string[start - 1] == " ")
    closer = CLOSERS.get(string[before])
    behind = BEHIND.match(string, end) if closer else None
    return (before, behind.end()) if behind and behind[0][-1] == closer else (start, end)


def _single(string: str, group: list[Xref], bibliography: Bibliography) -> int | None:
    """Give the entry that a marker of one number cites; None for any other marker."""
    first = group[0]
    if len(group) > 1 or len(first.targets) != 1 or not string[first.start : first.end].isalnum():
        return None
    return bibliography.rows.get((first.document, first.targets[0]))


def _cited(
    string: str, group: list[Xref], bibliography: Bibliography
) -> tuple[dict[tuple[str, str], bool], dict[str, str]]:
    """Give what a marker cites, and whether each is implied; and doubts, a sentence for each rule."""
    cited: dict[tuple[str, str], bool] = {}
    doubts: dict[str, str] = {}
    last_row, is_open, end = None, False, group[0].start
    for xref in group:
        words = string[xref.start : xref.end]
        is_open = is_open or DASH.fullmatch(string, end, xref.start) is not None
        on_dash = not words.strip() or DASH.fullmatch(words) is not None
        rows = [bibliography.rows.get((xref.document, target)) for target in xref.targets]
        known = [row for row in rows if row is not None]
        for target, row in zip(xref.targets, rows, strict=True):
            if row is None:
                _add(cited, (target, words.strip("[]() ") or target), is_implied=False)
                doubts["dangling_reference"] = f"{words} cites {target}, which is no reference of the article"
        if is_open and not on_dash and last_row is not None and known:
            _fill(cited, bibliography, last_row, known[0], doubts)
        in_range = RANGE.fullmatch(words) is not None
        for row in known:
            between = in_range and row not in (known[0], known[-1])
            _add(cited, _key(bibliography, row), is_implied=on_dash or between)
        if known and not on_dash:
            last_row = _range_inside(cited, bibliography, words, known, doubts)
        is_open, end = on_dash, xref.end
    return cited, doubts


def _range_inside(
    cited: dict[tuple[str, str], bool],
    bibliography: Bibliography,
    words: str,
    known: list[int],
    doubts: dict[str, str],
) -> int:
    """Fill a range that one cross-reference holds, and give the last row that it cites."""
    match = RANGE.fullmatch(words)
    if match is None:
        return known[-1]
    first, last = known[0], known[-1]
    if first == last:
        last = first + int(match[2]) - int(match[1])
        same = 0 <= last < len(bibliography.documents) and bibliography.documents[last] == bibliography.documents[first]
        if not same:
            return known[-1]
        _add(cited, _key(bibliography, last), is_implied=False)
    _fill(cited, bibliography, first, last, doubts)
    return last


def _fill(
    cited: dict[tuple[str, str], bool], bibliography: Bibliography, first: int, last: int, doubts: dict[str, str]
) -> None:
    """Cite the entries that stand between two in the list."""
    if not 0 <= last - first <= WIDEST_RANGE:
        words = f"{bibliography.labels[first]} to {bibliography.labels[last]}"
        doubts["wide_range"] = f"{words} runs backwards or over {WIDEST_RANGE} references, so only its ends are cited"
        return
    for row in range(first + 1, last):
        _add(cited, _key(bibliography, row), is_implied=True)


def _key(bibliography: Bibliography, row: int) -> tuple[str, str]:
    return bibliography.targets[row], bibliography.labels[row]


def _add(cited: dict[tuple[str, str], bool], key: tuple[str, str], *, is_implied: bool) -> None:
    cited[key] = cited.get(key, True) and is_implied
