"""References of JATS: the fields of each entry of a bibliography, from its tags."""

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.readers import jats_names as jats
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.jats_places import Located, trim
from etl.readers.jats_xrefs import Xrefs
from etl.readers.markup import Names
from etl.text.chars import Mask, Places, Text
from etl.text.frames import ENTRIES

START = 1
IS_FIELD = NAMES.mask(*jats.FIELDS)
NAMED = tuple(NUMBER[name] for name in ("name", "string-name", "collab"))
TITLES = tuple(NUMBER[name] for name in ("article-title", "chapter-title", "part-title", "data-title"))
IDENTIFIERS = tuple(NUMBER[name] for name in ("pub-id", "article-id", "object-id"))
LINKS = tuple(NUMBER[name] for name in ("ext-link", "uri"))
ID = re.compile(r"""\sid\s*=\s*["']([^"']*)["']""")
ID_TYPE = re.compile(r"""-type\s*=\s*["']([^"']*)["']""")
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"]*[^\s<>\".,;)\]]")
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
PMID, PMCID = re.compile(r"[0-9]{1,8}"), re.compile(r"(?:PMC)?([0-9]+)", re.IGNORECASE)
EDGE_SIGNS = " .,;:()[]"
OTHER, IS_DOI, IS_PMID, IS_PMCID = range(4)
KINDS = {"doi": IS_DOI, "pmid": IS_PMID, "medline": IS_PMID, "pmc": IS_PMCID, "pmcid": IS_PMCID}


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

    def first(self, *names: int) -> list[str | None]:
        """Give for each entry the text of its first field of some names; None where it has none with text."""
        return self.first_of(np.flatnonzero(self.named(*names) & (self.start < self.end)))

    def first_of(self, rows: Places) -> list[str | None]:
        """Give for each entry the text of its first field among some; None where it has none."""
        rows = rows[self.begins(rows)]
        found: list[str | None] = [None] * self.entries
        for entry, text in zip(self.entry[rows].tolist(), self.texts(rows), strict=True):
            found[entry] = text
        return found

    def begins(self, rows: Places) -> Mask:
        """Tell which of some fields is the first of them in its entry."""
        entry = self.entry[rows]
        first: Mask = np.append(entry[:1] >= 0, entry[1:] != entry[:-1])
        return first

    def texts(self, rows: Places) -> list[str]:
        """Give the texts of some fields."""
        return self.located.text.slices(self.start[rows], self.end[rows])


class Bibliography(NamedTuple):
    """The entries of all documents: rows by document and target; document, target and label of each."""

    rows: dict[tuple[int, str], int]
    documents: list[int]
    targets: list[str]
    labels: list[str]


def find_entries(
    located: Located, starts: Places, ends: Places, tags: Places, xrefs: Xrefs
) -> tuple[pl.DataFrame, Bibliography]:
    """Give the entries whose clean spans and start tags are known, one row each, in order."""
    columns = _columns(_fields(located, tags), starts, ends)
    bibliography = _cited_by(located, starts, tags, columns, xrefs)
    places = {"start": starts, "end": ends, "key_place": located.tags.start[tags]}
    names = {"target": bibliography.targets, "label": bibliography.labels}
    return pl.DataFrame(places | columns | names, schema_overrides=ENTRIES).select(*ENTRIES), bibliography


def _cited_by(
    located: Located, starts: Places, tags: Places, columns: dict[str, list[str | None]], xrefs: Xrefs
) -> Bibliography:
    """Give each entry a target that no other of its document has, and a label.

    Without one of its own that is the number that the text cites it by, else its first author and year, else its
    place in the list.
    """
    documents = located.text.document_at(starts).tolist()
    slices = located.tag_texts(tags)
    id_of = {text: match[1] if (match := ID.search(text)) else None for text in set(slices)}
    found = Bibliography({}, documents, [], [])
    printed = _printed(located.text, xrefs) if None in columns["label"] else {}
    own = zip(documents, slices, columns["label"], columns["authors"], columns["year"], strict=True)
    ordinal, last = 0, -1
    for row, (document, tag, label, authors, year) in enumerate(own):
        ordinal, last = (ordinal + 1 if document == last else 1), document
        target = id_of[tag]
        if target is None or (document, target) in found.rows:
            target = f"#{ordinal}"
        if label is None:
            named = f"{_surname(authors)} {year}" if authors and year else str(ordinal)
            label = printed.get((document, target), named)  # noqa: PLW2901
        found.rows[document, target] = row
        found.targets.append(target)
        found.labels.append(label)
    return found


def _printed(text: Text, xrefs: Xrefs) -> dict[tuple[int, str], str]:
    """Give the number that the text first cites an entry by, by document and target."""
    printed: dict[tuple[int, str], str] = {}
    words = text.slices(xrefs.start, xrefs.end)
    for document, targets, word in zip(xrefs.document.tolist(), xrefs.targets, words, strict=True):
        number = word.strip(EDGE_SIGNS)
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
    start, end = trim(located.text, *located.spans(tag), " ")
    return Fields(located, len(entries), entry, tags.name[tag], tag, start, end)


def _columns(fields: Fields, starts: Places, ends: Places) -> dict[str, list[str | None]]:
    """Give the columns of the entries, null where a field is not there or not what it should be."""
    first = {name: fields.first(NUMBER[name]) for name in ("source", "year", "volume", "fpage", "lpage", "label")}
    year_of = {year: _match(YEAR, year) for year in set(first["year"])}
    ranges = fields.first(NUMBER["page-range"], NUMBER["elocation-id"])
    pages = zip(first["fpage"], first["lpage"], ranges, strict=True)
    works = list(zip(fields.first(*TITLES), first["source"], strict=True))
    return {
        "label": [(label.strip(EDGE_SIGNS) or None) if label else None for label in first["label"]],
        "title": [title or source for title, source in works],
        "authors": _authors(fields),
        "year": [year_of[year] for year in first["year"]],
        "journal": [source if title else None for title, source in works],
        "volume": first["volume"],
        "pages": [_pages(opening, closing) or either for opening, closing, either in pages],
        **_identifiers(fields, starts, ends),
    }


def _identifiers(fields: Fields, starts: Places, ends: Places) -> dict[str, list[str | None]]:
    """Give the identifiers of each entry: the first of a kind, where it is well-formed."""
    rows = np.flatnonzero(fields.named(*IDENTIFIERS, *LINKS))
    tags = fields.located.tag_texts(fields.tag[rows])
    kind_of = {tag: _kind(tag) for tag in set(tags)}
    kind = np.array([kind_of[tag] for tag in tags], dtype=np.int8)
    return {
        "doi": _dois(fields, rows[kind == IS_DOI], starts, ends),
        "pmid": [_whole(PMID, text) for text in fields.first_of(rows[kind == IS_PMID])],
        "pmcid": [_pmcid(text) for text in fields.first_of(rows[kind == IS_PMCID])],
    }


def _kind(tag: str) -> int:
    """Give the kind of the identifier behind a tag; a link is a DOI where it leads to one."""
    match = ID_TYPE.search(tag)
    kind = KINDS.get(match[1].lower() if match else "", OTHER)
    return IS_DOI if kind == OTHER and "10." in tag else kind


def _dois(fields: Fields, rows: Places, starts: Places, ends: Places) -> list[str | None]:
    """Give the DOI that a field or its tag holds; without one, the first in the words of the entry."""
    found: list[str | None] = [None] * fields.entries
    rows = rows[fields.begins(rows)]
    tags = fields.located.tag_texts(fields.tag[rows])
    for entry, text, tag in zip(fields.entry[rows].tolist(), fields.texts(rows), tags, strict=True):
        found[entry] = _match(DOI, text) or _match(DOI, tag)
    without = [row for row, doi in enumerate(found) if doi is None]
    for row, words in zip(without, fields.located.text.slices(starts[without], ends[without]), strict=True):
        found[row] = _match(DOI, words) if "10." in words else None
    return found


def _authors(fields: Fields) -> list[str | None]:
    """Join the names of each entry, those of editors aside."""
    rows = np.flatnonzero(fields.named(*NAMED) & ~_of_editors(fields) & (fields.start < fields.end))
    text = fields.located.text
    names = text.slices(*trim(text, fields.start[rows], fields.end[rows], " ,;"))
    first = np.flatnonzero(fields.begins(rows))
    bounds = [*first.tolist(), len(rows)]
    authors: list[str | None] = [None] * fields.entries
    for entry, (start, end) in zip(fields.entry[rows[first]].tolist(), pairwise(bounds), strict=True):
        authors[entry] = "; ".join(names[start:end])
    return authors


def _of_editors(fields: Fields) -> Mask:
    """Tell which fields stand in or behind a group of persons who are no authors."""
    groups = fields.tag[fields.name == NUMBER["person-group"]]
    others = [' person-group-type="' in text and '"author"' not in text for text in fields.located.tag_texts(groups)]
    group = np.searchsorted(groups, fields.tag, side="right") - 1
    entry = np.append(fields.entry[fields.name == NUMBER["person-group"]], -1)
    of_others: Mask = np.append(np.array(others, dtype=np.bool_), False)[group]
    of_others &= entry[group] == fields.entry
    return of_others


def _pages(first: str | None, last: str | None) -> str | None:
    return f"{first}-{last}" if first and last and first != last else first


def _pmcid(text: str | None) -> str | None:
    match = PMCID.fullmatch(text) if text else None
    return f"PMC{match[1]}" if match else None


def _match(pattern: re.Pattern[str], text: str | None) -> str | None:
    match = pattern.search(text) if text else None
    return match[0] if match else None


def _whole(pattern: re.Pattern[str], text: str | None) -> str | None:
    return text if text and pattern.fullmatch(text) else None
