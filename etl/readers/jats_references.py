"""References of JATS: the fields of each entry of a bibliography, from its tags."""

import re
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.readers import jats_names as jats
from etl.readers.jats_citations import Xref
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.jats_places import Located
from etl.text.chars import Mask, Places, Text
from etl.text.frames import ENTRIES

START = 1
IS_FIELD = NAMES.mask(*jats.FIELDS)
NAMED = tuple(NUMBER[name] for name in ("name", "string-name", "collab"))
TITLES = tuple(NUMBER[name] for name in ("article-title", "chapter-title", "part-title", "data-title"))
IDENTIFIERS = tuple(NUMBER[name] for name in ("pub-id", "article-id", "object-id"))
LINKS = tuple(NUMBER[name] for name in ("ext-link", "uri"))
ID = re.compile(r"""\sid\s*=\s*["']([^"']*)["']""")
ID_TYPE = r"""-type\s*=\s*["']([^"']*)["']"""
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"]*[^\s<>\".,;)\]]")
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
PMID, PMCID = re.compile(r"[0-9]{1,8}"), re.compile(r"(?:PMC)?([0-9]+)", re.IGNORECASE)
EDGE_SIGNS = " .,;:()[]"
Values = dict[int, str]


class Fields(NamedTuple):
    """The tagged fields of all entries in order: the row of the entry, the name, the start tag."""

    located: Located
    entry: Places
    name: Places
    tag: Places

    def first(self, *names: int) -> Values:
        """Give the text of the first field of some names in each entry that has one with text."""
        rows = np.flatnonzero(np.isin(self.name, names))
        texts = self.located.texts(self.tag[rows])
        found = {entry: text for entry, text in zip(self.entry[rows].tolist()[::-1], texts[::-1], strict=True) if text}
        return found


def find_entries(located: Located, starts: Places, ends: Places, tags: Places) -> pl.DataFrame:
    """Give the entries whose clean spans and start tags are known, one row each, in order."""
    fields = _fields(located, tags)
    raw = located.text.slices(starts, ends)
    columns = _columns(fields, raw)
    slices = located.tag_texts(tags)
    names = [match[1] if (match := ID.search(text)) else None for text in slices]
    frame = {"start": starts, "end": ends, "key_place": located.tags.start[tags], "target": names} | columns
    return pl.DataFrame(frame, schema=ENTRIES)


def labelled(entries: pl.DataFrame, text: Text, xrefs: list[Xref]) -> pl.DataFrame:
    """Give each entry a target that no other of its document has, and a label.

    Without one of its own that is the number that the text cites it by, else its first author and year, else its
    place in the list.
    """
    documents = text.document_at(entries["start"].to_numpy()).tolist()
    printed: dict[tuple[int, str], str] = {}
    for xref in xrefs:
        words = text.string[xref.start : xref.end].strip(EDGE_SIGNS)
        if len(xref.targets) == 1 and words.isdecimal():
            printed.setdefault((xref.document, xref.targets[0]), words)
    taken: set[tuple[int, str]] = set()
    rows: list[tuple[str, str]] = []
    ordinal, last = 0, -1
    columns = entries.select("target", "label", "authors", "year").iter_rows()
    for document, (target, label, authors, year) in zip(documents, columns, strict=True):
        ordinal, last = (ordinal + 1 if document == last else 1), document
        own = target if target and (document, target) not in taken else f"#{ordinal}"
        taken.add((document, own))
        named = f"{_surname(authors)} {year}" if authors and year else None
        rows.append((own, label or printed.get((document, own)) or named or str(ordinal)))
    columns = pl.DataFrame(rows, schema={"target": pl.String(), "label": pl.String()}, orient="row")
    return entries.with_columns(columns)


def _surname(authors: str) -> str:
    """Give the first author without initials at the end."""
    return re.sub(r"[ ,]+(?:[A-Z][.-]?){1,4}$", "", authors.split(";", maxsplit=1)[0])


def _fields(located: Located, entries: Places) -> Fields:
    tags = located.tags
    chosen = IS_FIELD[tags.name] & (tags.sign == START) & located.outline.in_reference
    tag = np.flatnonzero(chosen)
    entry = np.searchsorted(entries, tag) - 1
    own = entry >= 0
    return Fields(located, entry[own], tags.name[tag[own]], tag[own])


def _columns(fields: Fields, raw: list[str]) -> dict[str, list[str | None]]:
    """Give the columns of the entries, null where a field is not there or not what it should be."""
    first = {name: fields.first(NUMBER[name]) for name in ("source", "year", "volume", "fpage", "lpage", "label")}
    titles, count = fields.first(*TITLES), range(len(raw))
    ids = _identifiers(fields)
    ranges = fields.first(NUMBER["page-range"]) | fields.first(NUMBER["elocation-id"])
    return {
        "label": [_or_none(first["label"].get(row, "").strip(EDGE_SIGNS)) for row in count],
        "title": [titles.get(row) or first["source"].get(row) for row in count],
        "authors": _authors(fields, len(raw)),
        "year": [_match(YEAR, first["year"].get(row)) for row in count],
        "journal": [first["source"].get(row) if row in titles else None for row in count],
        "volume": [first["volume"].get(row) for row in count],
        "pages": [_pages(first["fpage"].get(row), first["lpage"].get(row)) or ranges.get(row) for row in count],
        "doi": [_match(DOI, ids["doi"].get(row)) or _match(DOI, raw[row]) for row in count],
        "pmid": [_whole(PMID, ids["pmid"].get(row)) for row in count],
        "pmcid": [_pmcid(ids["pmcid"].get(row)) for row in count],
    }


def _identifiers(fields: Fields) -> dict[str, Values]:
    """Give the identifiers by kind; a link is a DOI where it leads to one."""
    rows = np.flatnonzero(np.isin(fields.name, (*IDENTIFIERS, *LINKS)))
    found: dict[str, Values] = {"doi": {}, "pmid": {}, "pmcid": {}}
    tags = fields.located.tag_texts(fields.tag[rows])
    texts = fields.located.texts(fields.tag[rows])
    for entry, tag, text in zip(fields.entry[rows].tolist(), tags, texts, strict=True):
        match = re.search(ID_TYPE, tag)
        kind = match[1].lower() if match else ""
        if kind in ("pmid", "medline"):
            found["pmid"].setdefault(entry, text)
        elif kind in ("pmc", "pmcid"):
            found["pmcid"].setdefault(entry, text)
        elif kind == "doi" or "10." in tag:
            found["doi"].setdefault(entry, text if DOI.search(text) else tag)
    return found


def _authors(fields: Fields, count: int) -> list[str | None]:
    """Join the names of each entry, those of editors aside."""
    rows = np.flatnonzero(np.isin(fields.name, NAMED) & ~_of_editors(fields))
    names: dict[int, list[str]] = {}
    for entry, text in zip(fields.entry[rows].tolist(), fields.located.texts(fields.tag[rows]), strict=True):
        if text:
            names.setdefault(entry, []).append(text.strip(" ,;"))
    return ["; ".join(names[row]) if row in names else None for row in range(count)]


def _of_editors(fields: Fields) -> Mask:
    """Tell which fields stand in or behind a group of persons who are no authors."""
    groups = fields.tag[fields.name == NUMBER["person-group"]]
    others = [' person-group-type="' in text and '"author"' not in text for text in fields.located.tag_texts(groups)]
    group = np.searchsorted(groups, fields.tag, side="right") - 1
    entry = np.append(fields.entry[fields.name == NUMBER["person-group"]], -1)
    of_others: Mask = np.append(np.array(others, dtype=np.bool_), False)[group]
    return of_others & (entry[group] == fields.entry)


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


def _or_none(text: str) -> str | None:
    return text or None
