"""Citations of JATS: tagged cross-references, put together to the markers as printed, ranges filled."""

import re
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.kernels import strings
from etl.readers.jats_references import UNKNOWN, Bibliography
from etl.readers.jats_xrefs import DASHES, Xrefs
from etl.text.chars import BEYOND, Mask, Places, Text, ranges
from etl.text.frames import ANCHORS, NOTES

WIDEST_RANGE = 200
LONGEST_JOINT = 12
JOINT = re.compile(rf"[\d ,;{DASHES}]*")
DASH = re.compile(rf" ?[{DASHES}]{{1,2}} ?")
ANY_DASH = re.compile(rf"[{DASHES}]")
RANGE = re.compile(rf"[\[(]?(\d+) ?[{DASHES}]{{1,2}} ?(\d+)[\])]?")
# What stands behind the last reference in a bracket: pages, as in [1: 290-293].
BEHIND = re.compile(rf"[\d ,:;.p{DASHES}]{{0,30}}[\])]")
# The bracket that closes what a character opens, by Latin-1 code; 0 where it opens nothing.
CLOSER = np.zeros(BEYOND + 1, dtype=np.uint8)
CLOSER[[ord("["), ord("(")]] = [ord("]"), ord(")")]


class Xref(NamedTuple):
    """A bibliographic cross-reference: its clean span, its document, what it cites."""

    start: int
    end: int
    document: int
    targets: list[str]


class _Markers(NamedTuple):
    """Markers as printed, in order: the first cross-reference of each and one past its last, the clean span.

    A dash stands behind the cross-references ``dashes``.
    """

    first: Places
    behind: Places
    dashes: Places
    start: Places
    end: Places


class _Anchors(NamedTuple):
    """Cited references: the marker of each, the target and label of the entry, whether it is implied."""

    marker: Places
    target: pl.Series
    label: pl.Series
    is_implied: Mask

    def frame(self, markers: _Markers) -> pl.DataFrame:
        """Give the frame of anchors."""
        spans = {"start": markers.start[self.marker], "end": markers.end[self.marker]}
        columns = {"target": self.target, "label": self.label, "is_implied": self.is_implied}
        return pl.DataFrame(spans | columns, schema=ANCHORS)


Note = tuple[int, int, str, str]
Cited = tuple[int, str, str, bool]


def find(text: Text, xrefs: Xrefs, bibliography: Bibliography) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the cited references, a row for each at each marker, and notes on what leads nowhere."""
    markers = _markers(text, xrefs)
    anchors, others = _plain(text, xrefs, markers, bibliography)
    notes: list[Note] = []
    rows: list[Cited] = []
    for marker in others:
        start, end = markers.start.item(marker), markers.end.item(marker)
        group = _members(xrefs, markers, marker)
        if start == end:
            message = f"a cross-reference to {' '.join(group[0].targets)} has no text"
            notes.append((start, end, "empty_marker", message))
            continue
        cited, doubts = _cited(text.string, group, bibliography)
        rows += [(marker, target, label, implied) for (target, label), implied in cited.items()]
        notes += [(start, end, rule, message) for rule, message in doubts.items()]
    return _both(anchors, rows, markers), pl.DataFrame(notes, schema=NOTES, orient="row")


def _both(anchors: _Anchors, rows: list[Cited], markers: _Markers) -> pl.DataFrame:
    """Give the frame of the anchors of plain markers and of rows of others, in the order of the markers."""
    if not rows:
        return anchors.frame(markers)
    marker, target, label, implied = zip(*rows, strict=True)
    others = _Anchors(np.array(marker), pl.Series(target), pl.Series(label), np.array(implied))
    order = np.argsort(np.append(anchors.marker, others.marker), kind="stable")
    return pl.concat([anchors.frame(markers), others.frame(markers)])[order]


def _markers(text: Text, xrefs: Xrefs) -> _Markers:
    """Put together what is joined by nothing but digits, commas, dashes and blanks, and take in the brackets around."""
    length = xrefs.start[1:] - xrefs.end[:-1]
    near: Places = np.flatnonzero((length >= 0) & (length <= LONGEST_JOINT))
    joints = text.slices(xrefs.end[near], xrefs.start[near + 1])
    joined = near[[JOINT.fullmatch(joint) is not None for joint in joints]]
    dashes = near[[DASH.fullmatch(joint) is not None for joint in joints]]
    first = np.delete(np.arange(len(xrefs.start)), joined + 1)
    behind = np.append(first[1:], len(xrefs.start))[: len(first)]
    return _Markers(first, behind, dashes, *_widen(text, xrefs.start[first], xrefs.end[behind - 1]))


def _widen(text: Text, start: Places, end: Places) -> tuple[Places, Places]:
    """Take in the brackets around markers."""
    before = start - 1 - (text.codes[start - 1] == ord(" "))
    closer = CLOSER[text.latin[before]]
    follows = text.codes[end]
    widened_end = np.where((closer > 0) & (closer == follows), end + 1, end)
    for row in np.flatnonzero((closer > 0) & ~np.isin(follows, CLOSER)).tolist():
        behind = BEHIND.match(text.string, int(end[row]))
        if behind and ord(behind[0][-1]) == closer[row]:
            widened_end[row] = behind.end()
    return np.where(widened_end > end, before, start), widened_end


def _plain(text: Text, xrefs: Xrefs, markers: _Markers, bibliography: Bibliography) -> tuple[_Anchors, list[int]]:
    """Give the anchors of plain markers, and the others.

    A plain one is a list of words that cite one entry each, with ranges that run forwards, and no entry twice.
    """
    entry = _entries_of(text, xrefs, bibliography)
    marker = np.repeat(np.arange(len(markers.first)), markers.behind - markers.first)
    # How many entries a word adds: one, or those since the word before a dash.
    added = np.ones(len(entry), dtype=np.int64)
    added[markers.dashes + 1] = entry[markers.dashes + 1] - entry[markers.dashes]
    plain = np.ones(len(markers.first), dtype=np.bool_)
    plain[marker[(entry == UNKNOWN) | (added < 1) | (added > WIDEST_RANGE)]] = False
    words = np.flatnonzero(plain[marker])
    of_word = np.repeat(words, added[words])
    row = ranges(entry[words] - added[words] + 1, added[words])
    key = marker[of_word] * len(bibliography.labels) + row
    once = np.sort(key)
    plain[once[1:][once[1:] == once[:-1]] // max(1, len(bibliography.labels))] = False
    kept = plain[marker[of_word]]
    of_word, row = of_word[kept], row[kept]
    targets, labels = bibliography.targets[row], bibliography.labels[row]
    return _Anchors(marker[of_word], targets, labels, row != entry[of_word]), np.flatnonzero(~plain).tolist()


def _entries_of(text: Text, xrefs: Xrefs, bibliography: Bibliography) -> Places:
    """Give the entry that each word cites; UNKNOWN for one that cites none or several, or is a range itself."""
    numbers = [bibliography.numbers.get(group[0], UNKNOWN) if len(group) == 1 else UNKNOWN for group in xrefs.targets]
    way, first = strings.distinct(text.codes, xrefs.start, xrefs.end)
    words = text.slices(xrefs.start[first], xrefs.end[first])
    is_word = np.array([bool(word) and not ANY_DASH.search(word) for word in words], dtype=np.bool_)
    number = np.array(numbers, dtype=np.int64)[xrefs.group]
    return bibliography.find(xrefs.document, np.where(is_word[way], number, UNKNOWN))


def _members(xrefs: Xrefs, markers: _Markers, marker: int) -> list[Xref]:
    """Give the cross-references that a marker is made of."""
    start, end, document, group, _, targets = xrefs
    rows = range(markers.first.item(marker), markers.behind.item(marker))
    return [Xref(start.item(row), end.item(row), document.item(row), targets[group.item(row)]) for row in rows]


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
        in_range = RANGE.fullmatch(words)
        rows = [bibliography.row(xref.document, target) for target in xref.targets]
        known = [row for row in rows if row is not None]
        for target, row in zip(xref.targets, rows, strict=True):
            if row is None:
                _add(cited, (target, words.strip("[]() ") or target), is_implied=False)
                doubts["dangling_reference"] = f"{words} cites {target}, which is no reference of the article"
        if is_open and not on_dash and last_row is not None and known:
            _fill(cited, bibliography, last_row, known[0], doubts)
        for row in known:
            between = in_range is not None and row not in (known[0], known[-1])
            _add(cited, bibliography.names[row], is_implied=on_dash or between)
        if known and not on_dash:
            last_row = _fill_inside(cited, bibliography, in_range, known, doubts) if in_range else known[-1]
        is_open, end = on_dash, xref.end
    return cited, doubts


def _fill_inside(
    cited: dict[tuple[str, str], bool],
    bibliography: Bibliography,
    numbers: re.Match[str],
    known: list[int],
    doubts: dict[str, str],
) -> int:
    """Fill a range that one cross-reference holds, and give the last row that it cites."""
    first, last = known[0], known[-1]
    if first == last:
        last = first + int(numbers[2]) - int(numbers[1])
        same = 0 <= last < len(bibliography.documents) and bibliography.documents[last] == bibliography.documents[first]
        if not same:
            return known[-1]
        _add(cited, bibliography.names[last], is_implied=False)
    _fill(cited, bibliography, first, last, doubts)
    return last


def _fill(
    cited: dict[tuple[str, str], bool], bibliography: Bibliography, first: int, last: int, doubts: dict[str, str]
) -> None:
    """Cite the entries that stand between two in the list."""
    if not 0 <= last - first <= WIDEST_RANGE:
        words = f"{bibliography.names[first][1]} to {bibliography.names[last][1]}"
        doubts["wide_range"] = f"{words} runs backwards or over {WIDEST_RANGE} references, so only its ends are cited"
        return
    for row in range(first + 1, last):
        _add(cited, bibliography.names[row], is_implied=True)


def _add(cited: dict[tuple[str, str], bool], key: tuple[str, str], *, is_implied: bool) -> None:
    cited[key] = cited.get(key, True) and is_implied
