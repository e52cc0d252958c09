"""References of JATS: the fields of each entry of a bibliography, from its tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from etl.kernels import Names, strings
from etl.readers import jats_names as jats
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.jats_places import Located, trim
from etl.readers.jats_xrefs import Xrefs
from etl.text.chars import Mask, Places, Text
from etl.text.frames import ENTRIES

START = 1
UNKNOWN = -1
IS_FIELD = NAMES.mask(*jats.FIELDS)
NAMED = tuple(NUMBER[name] for name in ("name", "string-name", "collab"))
TITLES = tuple(NUMBER[name] for name in ("article-title", "chapter-title", "part-title", "data-title"))
IDENTIFIERS = tuple(NUMBER[name] for name in ("pub-id", "article-id", "object-id"))
LINKS = tuple(NUMBER[name] for name in ("ext-link", "uri"))
ID = re.compile(r"""\sid\s*=\s*["']([^"']*)["']""")
ID_TYPE = re.compile(r"""-type\s*=\s*["']([^"']*)["']""")
# Patterns for Polars: of a year and of a PMCID, the first group.
DOI = r"""10\.[0-9]{4,9}/[^\s<>"]*[^\s<>".,;)\]]"""
YEAR = r"(?:^|\D)((?:1[5-9]|20)\d\d)(?:\D|$)"
PMID, PMCID = r"^[0-9]{1,8}$", r"(?i)^(?:PMC)?([0-9]+)$"
EDGE_SIGNS = " .,;:()[]"
# What the fields of an entry fill, and by which names or kinds of identifiers.
COLUMNS = ("label", "source", "year", "volume", "fpage", "lpage", "title", "range", "doi", "pmid", "pmcid")
NO_COLUMN, DOI_COLUMN = -1, COLUMNS.index("doi")
COLUMN_OF = np.full(len(NUMBER) + 1, NO_COLUMN, dtype=np.int8)
COLUMN_OF[[NUMBER[name] for name in COLUMNS[:6]]] = range(6)
COLUMN_OF[[*TITLES]] = COLUMNS.index("title")
COLUMN_OF[[NUMBER["page-range"], NUMBER["elocation-id"]]] = COLUMNS.index("range")
KINDS = {
    kind: COLUMNS.index(column)
    for kind, column in {"doi": "doi", "pmid": "pmid", "medline": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}.items()
}
Columns = npt.NDArray[np.int8]


class Fields(NamedTuple):
    """The tagged fields of all entries in order: the row of the entry, the name, the start tag, the clean span."""

    located: Located
    entries: int
    entry: Places
    name: Names
    tag: Places
    start: Places
    end: Places

    def named(self, *names: int) -> Mask:
        """Tell which fields have one of some names."""
        table = np.zeros(len(NUMBER) + 1, dtype=np.bool_)
        table[[*names]] = True
        chosen: Mask = table[self.name]
        return chosen

    def first_texts(self, column: Columns) -> dict[str, pl.Series]:
        """Give for each entry the text of its first field of each column, null where it has none or no text."""
        rows = np.flatnonzero(column != NO_COLUMN)[::-1]  # The first one of several is written last, and stays.
        spans = np.zeros((2, len(COLUMNS), self.entries), dtype=np.int64)
        spans[:, column[rows], self.entry[rows]] = self.start[rows], self.end[rows]
        starts, ends = spans.reshape(2, -1)
        texts = _joined(self.located.text, starts, ends, np.arange(len(starts) + 1))
        return {name: texts.slice(number * self.entries, self.entries) for number, name in enumerate(COLUMNS)}

    def begins(self, rows: Places) -> Mask:
        """Tell which of some fields is the first of them in its entry."""
        entry = self.entry[rows]
        first: Mask = np.append(entry[:1] >= 0, entry[1:] != entry[:-1])
        return first


@dataclass(frozen=True)
class Bibliography:
    """The entries of all documents in order: document, target and label of each.

    ``numbers`` are those of all targets. ``keys`` are sorted, of the document and number of the entry in ``rows``.
    """

    documents: Places
    targets: pl.Series
    labels: pl.Series
    numbers: dict[str, int]
    keys: Places
    rows: Places

    def find(self, documents: Places, numbers: Places) -> Places:
        """Give the entries of documents whose targets have some numbers; UNKNOWN where there is none."""
        keys = documents * len(self.numbers) + numbers
        at = np.searchsorted(self.keys, keys)
        is_known = (numbers != UNKNOWN) & (np.append(self.keys, UNKNOWN)[at] == keys)
        return np.where(is_known, np.append(self.rows, UNKNOWN)[at], UNKNOWN)

    def row(self, document: int, target: str) -> int | None:
        """Give the entry of a document that has a target."""
        number = self.numbers.get(target)
        return None if number is None else self._row_of.get(document * len(self.numbers) + number)

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        """The target and label of each entry."""
        return list(zip(self.targets, self.labels, strict=True))

    @cached_property
    def _row_of(self) -> dict[int, int]:
        return dict(zip(self.keys.tolist(), self.rows.tolist(), strict=True))


def find_entries(
    located: Located, starts: Places, ends: Places, tags: Places, xrefs: Xrefs
) -> tuple[pl.DataFrame, Bibliography]:
    """Give the entries whose clean spans and start tags are known, one row each, in order."""
    columns = _columns(_fields(located, tags), starts, ends)
    documents = located.text.document_at(starts)
    places = np.arange(len(documents)) - np.searchsorted(documents, documents) + 1
    numbers, number = _targets(located, tags, documents, places)
    targets = pl.Series([*numbers], dtype=pl.String)[number]
    rows = zip(documents.tolist(), targets, places.tolist(), strict=True)
    labels = _labels(columns, rows, located.text, xrefs)
    entries = columns.with_columns(
        start=starts, end=ends, key_place=located.tags.start[tags], target=targets, label=labels
    )
    keys = documents * len(numbers) + number
    order = np.argsort(keys, kind="stable")
    return entries.select(*ENTRIES), Bibliography(documents, targets, labels, numbers, keys[order], order)


def _targets(located: Located, tags: Places, documents: Places, places: Places) -> tuple[dict[str, int], Places]:
    """Give each entry a target that no other of its document has: its id, else its place in the list.

    Targets have numbers; give those, and the one of each entry.
    """
    texts, way = located.spellings(tags)
    ids = [match[1] if (match := ID.search(text)) else None for text in texts]
    numbers: dict[str, int] = {}
    of_way = [UNKNOWN if key is None else numbers.setdefault(key, len(numbers)) for key in ids]
    number = np.array(of_way, dtype=np.int64)[way]
    is_own = np.zeros(len(number), dtype=np.bool_)
    is_own[np.unique(documents * len(numbers) + number, return_index=True)[1]] = True
    for row in np.flatnonzero(~is_own | (number == UNKNOWN)).tolist():
        number[row] = numbers.setdefault(f"#{places[row]}", len(numbers))
    return numbers, number


def _labels(columns: pl.DataFrame, entries: Iterator[tuple[int, str, int]], text: Text, xrefs: Xrefs) -> pl.Series:
    """Give each entry a label; ``entries`` are document, target and place in the list.

    Without one of its own that is the number that the text cites it by, else its first author and year, else its
    place.
    """
    if not columns["label"].has_nulls():
        return columns["label"]
    labels = columns["label"].to_list()
    printed = _printed(text, xrefs)
    rows = zip(entries, columns["authors"].to_list(), columns["year"].to_list(), strict=True)
    for row, ((document, target, place), authors, year) in enumerate(rows):
        if labels[row] is None:
            named = f"{_surname(authors)} {year}" if authors and year else str(place)
            labels[row] = printed.get((document, target), named)
    return pl.Series(labels, dtype=pl.String)


def _printed(text: Text, xrefs: Xrefs) -> dict[tuple[int, str], str]:
    """Give the number that the text first cites an entry by, by document and target."""
    printed: dict[tuple[int, str], str] = {}
    words = text.slices(xrefs.start, xrefs.end)
    for document, group, word in zip(xrefs.document.tolist(), xrefs.group.tolist(), words, strict=True):
        number, targets = word.strip(EDGE_SIGNS), xrefs.targets[group]
        if len(targets) == 1 and number.isdecimal():
            printed.setdefault((document, targets[0]), number)
    return printed


def _surname(authors: str) -> str:
    """Give the first author without initials at the end."""
    return re.sub(r"[ ,]+(?:[A-Z][.-]?){1,4}$", "", authors.split(";", maxsplit=1)[0])


def _fields(located: Located, entries: Places) -> Fields:
    tags = located.tags
    tag = np.flatnonzero(IS_FIELD[tags.name] & (tags.sign == START) & located.outline.in_reference)
    entry = np.searchsorted(entries, tag) - 1
    tag, entry = tag[entry >= 0], entry[entry >= 0]
    start, end = located.spans(tag)
    # What is left out of the text has no place in it.
    start[located.gap_places[tag] < 0] = end[located.gap_places[tag] < 0] = 0
    return Fields(located, len(entries), entry, tags.name[tag], tag, *trim(located.text, start, end, " "))


def _columns(fields: Fields, starts: Places, ends: Places) -> pl.DataFrame:
    """Give the columns of the entries, null where a field is not there or not what it should be."""
    title, source, first, last = pl.col("title"), pl.col("source"), pl.col("fpage"), pl.col("lpage")
    label = pl.col("label").str.strip_chars(EDGE_SIGNS)
    column = _column_of(fields)
    found = pl.DataFrame(fields.first_texts(column) | {"authors": _authors(fields)})
    dois = _dois(fields, np.flatnonzero(column == DOI_COLUMN), found["doi"], starts, ends)
    return found.select(
        label=pl.when(label != "").then(label),
        title=pl.coalesce(title, source),
        authors="authors",
        year=pl.col("year").str.extract(YEAR, 1),
        journal=pl.when(title.is_not_null()).then(source),
        volume="volume",
        pages=pl.when(first != last).then(first + "-" + last).otherwise(pl.coalesce(first, "range")),
        doi=dois,
        pmid=pl.col("pmid").str.extract(PMID, 0),
        pmcid="PMC" + pl.col("pmcid").str.extract(PMCID, 1),
    )


def _column_of(fields: Fields) -> Columns:
    """Give the column that each field may fill; but for identifiers, one without text fills none."""
    column = np.where(fields.start < fields.end, COLUMN_OF[fields.name], NO_COLUMN)
    rows = np.flatnonzero(fields.named(*IDENTIFIERS, *LINKS))
    texts, way = fields.located.spellings(fields.tag[rows])
    column[rows] = np.array([_kind(text) for text in texts], dtype=np.int8)[way]
    return column


def _kind(tag: str) -> int:
    """Give the column of the identifier behind a tag; a link is a DOI where it leads to one."""
    match = ID_TYPE.search(tag)
    kind = KINDS.get(match[1].lower() if match else "", NO_COLUMN)
    return DOI_COLUMN if kind == NO_COLUMN and "10." in tag else kind


def _dois(fields: Fields, rows: Places, texts: pl.Series, starts: Places, ends: Places) -> pl.Series:
    """Give the DOI that a field or its tag holds; without one, the first in the words of the entry."""
    dois = texts.str.extract(DOI, 0)
    rows = rows[fields.begins(rows)]
    rows = rows[dois.is_null().to_numpy()[fields.entry[rows]]]
    found = dois.to_list()
    tags, way = fields.located.spellings(fields.tag[rows])
    for row, tag in zip(fields.entry[rows].tolist(), way.tolist(), strict=True):
        found[row] = _doi(tags[tag])
    text = fields.located.text
    for row in _with_ten(text, starts, ends):
        found[row] = found[row] or _doi(text.string[starts[row] : ends[row]])
    return pl.Series(found, dtype=pl.String)


def _with_ten(text: Text, starts: Places, ends: Places) -> list[int]:
    """Give the entries that hold ``10.``, with which any DOI begins."""
    latin = text.latin
    places = np.flatnonzero((latin[:-2] == ord("1")) & (latin[1:-1] == ord("0")) & (latin[2:] == ord(".")))
    row = np.searchsorted(starts, places, side="right") - 1
    rows: list[int] = np.unique(row[places < np.append(ends, 0)[row]]).tolist()
    return rows


def _doi(text: str) -> str | None:
    match = re.search(DOI, text) if "10." in text else None
    return match[0] if match else None


def _authors(fields: Fields) -> pl.Series:
    """Join the names of each entry, those of editors aside."""
    rows = np.flatnonzero(fields.named(*NAMED) & ~_of_editors(fields) & (fields.start < fields.end))
    text = fields.located.text
    names = trim(text, fields.start[rows], fields.end[rows], " ,;")
    firsts = np.searchsorted(fields.entry[rows], np.arange(fields.entries + 1))
    return _joined(text, *names, firsts, "; ")


def _joined(text: Text, starts: Places, ends: Places, firsts: Places, between: str = "") -> pl.Series:
    """Join spans of a text to a column, those from ``firsts[i]`` to ``firsts[i + 1]`` in row ``i``; null if empty."""
    content, offsets = strings.joined(text.codes, starts, ends, firsts, between.encode())
    filled = np.packbits(np.diff(offsets) > 0, bitorder="little")
    buffers = [pa.py_buffer(part) for part in (filled, offsets, content)]
    return pl.Series(pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, buffers), dtype=pl.String)


def _of_editors(fields: Fields) -> Mask:
    """Tell which fields stand in or behind a group of persons who are no authors."""
    rows = np.flatnonzero(fields.name == NUMBER["person-group"])
    groups, entry = fields.tag[rows], np.append(fields.entry[rows], -1)
    texts, way = fields.located.spellings(groups)
    of_others = [' person-group-type="' in text and '"author"' not in text for text in texts]
    others = np.append(np.array(of_others, dtype=np.bool_)[way], False)
    group = np.searchsorted(groups, fields.tag, side="right") - 1
    found: Mask = others[group] & (entry[group] == fields.entry)
    return found
