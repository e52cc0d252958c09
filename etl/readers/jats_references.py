"""References of JATS: the fields of each entry of a bibliography, from its tags."""

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.readers import jats_names as jats
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.jats_places import Located
from etl.readers.jats_xrefs import Xref
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
Values = dict[int, str]
Texts = npt.NDArray[np.object_]


class Fields(NamedTuple):
    """The tagged fields of all entries in order: the row of the entry, the name, the start tag, the text."""

    located: Located
    entries: int
    entry: Places
    name: Places
    tag: Places
    text: Texts

    def first(self, *names: int) -> list[str | None]:
        """Give for each entry the text of its first field of some names; None where it has none with text."""
        rows = np.flatnonzero(
            (np.isin(self.name, names) if len(names) > 1 else self.name == names[0]) & (self.text != "")
        )
        entry = self.entry[rows]
        first = np.concatenate([[True], entry[1:] != entry[:-1]])[: len(entry)]
        found = np.full(self.entries, None, dtype=object)
        found[entry[first]] = self.text[rows[first]]
        column: list[str | None] = found.tolist()
        return column


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
    targets, labels = entries["target"].to_list(), entries["label"].to_list()
    printed = _printed(text.string, xrefs) if None in labels else {}
    taken: set[tuple[int, str]] = set()
    ordinal, last = 0, -1
    for row, (document, target) in enumerate(zip(documents, targets, strict=True)):
        ordinal, last = (ordinal + 1 if document == last else 1), document
        if target is None or (document, target) in taken:
            targets[row] = f"#{ordinal}"
        taken.add((document, targets[row]))
        if labels[row] is None:
            authors, year = entries.item(row, "authors"), entries.item(row, "year")
            named = f"{_surname(authors)} {year}" if authors and year else str(ordinal)
            labels[row] = printed.get((document, targets[row]), named)
    return entries.with_columns(target=pl.Series(targets, dtype=pl.String), label=pl.Series(labels, dtype=pl.String))


def _printed(string: str, xrefs: list[Xref]) -> dict[tuple[int, str], str]:
    """Give the number that the text first cites an entry by, by document and target."""
    printed: dict[tuple[int, str], str] = {}
    for xref in xrefs:
        words = string[xref.start : xref.end].strip(EDGE_SIGNS)
        if len(xref.targets) == 1 and words.isdecimal():
            printed.setdefault((xref.document, xref.targets[0]), words)
    return printed


def _surname(authors: str) -> str:
    """Give the first author without initials at the end."""
    return re.sub(r"[ ,]+(?:[A-Z][.-]?){1,4}$", "", authors.split(";", maxsplit=1)[0])


def _fields(located: Located, entries: Places) -> Fields:
    tags = located.tags
    chosen = IS_FIELD[tags.name] & (tags.sign == START) & located.outline.in_reference
    tag = np.flatnonzero(chosen)
    entry = np.searchsorted(entries, tag) - 1
    tag, entry = tag[entry >= 0], entry[entry >= 0]
    text = np.array(located.texts(tag), dtype=object)
    return Fields(located, len(entries), entry, tags.name[tag].astype(np.int64), tag, text)


def _columns(fields: Fields, raw: list[str]) -> dict[str, list[str | None]]:
    """Give the columns of the entries, null where a field is not there or not what it should be."""
    first = {name: fields.first(NUMBER[name]) for name in ("source", "year", "volume", "fpage", "lpage", "label")}
    titles = fields.first(*TITLES)
    ranges = fields.first(NUMBER["page-range"], NUMBER["elocation-id"])
    ids = _identifiers(fields)
    pages = zip(first["fpage"], first["lpage"], ranges, strict=True)
    works = list(zip(titles, first["source"], strict=True))
    return {
        "label": [(label.strip(EDGE_SIGNS) or None) if label else None for label in first["label"]],
        "title": [title or source for title, source in works],
        "authors": _authors(fields, len(raw)),
        "year": [_match(YEAR, year) for year in first["year"]],
        "journal": [source if title else None for title, source in works],
        "volume": first["volume"],
        "pages": [_pages(opening, closing) or either for opening, closing, either in pages],
        "doi": [
            _match(DOI, ids["doi"].get(row)) or (_match(DOI, words) if "10." in words else None)
            for row, words in enumerate(raw)
        ],
        "pmid": [_whole(PMID, ids["pmid"].get(row)) for row in range(len(raw))],
        "pmcid": [_pmcid(ids["pmcid"].get(row)) for row in range(len(raw))],
    }


def _identifiers(fields: Fields) -> dict[str, Values]:
    """Give the identifiers by kind; a link is a DOI where it leads to one."""
    rows = np.flatnonzero(np.isin(fields.name, (*IDENTIFIERS, *LINKS)))
    found: dict[str, Values] = {"doi": {}, "pmid": {}, "pmcid": {}}
    tags = fields.located.tag_texts(fields.tag[rows])
    for entry, tag, text in zip(fields.entry[rows].tolist(), tags, fields.text[rows].tolist(), strict=True):
        match = ID_TYPE.search(tag)
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
    for entry, text in zip(fields.entry[rows].tolist(), fields.text[rows].tolist(), strict=True):
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
