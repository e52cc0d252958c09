"""Cross-references of JATS to the bibliography, as they are tagged, and the way in which a document cites."""

import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.jats_outline import running
from etl.readers.jats_places import Located
from etl.text.chars import Text

START = 1
DASHES = "\\-\u2010-\u2015\u2212"
RID = re.compile(r"""\srid\s*=\s*["']([^"']*)["']""")
BIBLIOGRAPHIC = re.compile(r"""\sref-type\s*=\s*["']bibr["']""")
# The bracket that opens the group that a marker stands in.
BRACKET_BEFORE = re.compile(rf"[\[(][\d ,;{DASHES}\[\]()]*\Z")
LONGEST_GROUP = 80
RAISED = NAMES.mask("sup")
AUTHOR, YEAR_LENGTH = re.compile(r"[^\W\d_]"), 4
YEAR = re.compile(r"(?:1[89]|20)\d\d")


class Xref(NamedTuple):
    """A bibliographic cross-reference: its clean span, its document, what it cites."""

    start: int
    end: int
    document: int
    targets: list[str]
    is_raised: bool


def find_xrefs(located: Located) -> list[Xref]:
    """Give the bibliographic cross-references in the order of the clean text."""
    tags = located.tags
    opening = np.flatnonzero((tags.name == NUMBER["xref"]) & (tags.sign == START) & (located.gap_places >= 0))
    opening = opening[~located.outline.in_reference[opening]]
    texts = located.tag_texts(opening)
    chosen = [row for row, text in enumerate(texts) if BIBLIOGRAPHIC.search(text)]
    targets = [match[1].split() if (match := RID.search(texts[row])) else [] for row in chosen]
    opening = opening[chosen]
    start, end = located.spans(opening)
    document = located.text.document_at(start)
    raised = running(tags, RAISED)[opening] > 0
    raised |= RAISED[tags.name[opening + 1]] & (tags.sign[opening + 1] == START)
    rows = zip(start.tolist(), end.tolist(), document.tolist(), targets, raised.tolist(), strict=True)
    string = located.text.string
    found = [Xref(*_trim(string, first, last), number, rids, up) for first, last, number, rids, up in rows]
    return sorted(found)


def styles(text: Text, xrefs: list[Xref], count: int) -> list[str]:
    """Give the way in which each document cites, by most of its cross-references."""
    seen: list[Counter[str]] = [Counter() for _ in range(count)]
    for xref in xrefs:
        if xref.start < xref.end:
            seen[xref.document][_style(text.string, xref)] += 1
    return [min(counts, key=lambda style: (-counts[style], style)) if counts else "none" for counts in seen]


def _style(string: str, xref: Xref) -> str:
    words = string[xref.start : xref.end]
    if not (words.isdecimal() and len(words) < YEAR_LENGTH) and (AUTHOR.search(words) or YEAR.fullmatch(words)):
        return "author_year"
    if xref.is_raised:
        return "superscript"
    opener = string[xref.start - 1]
    if opener not in "[(":
        before = BRACKET_BEFORE.search(string, max(0, xref.start - LONGEST_GROUP), xref.start + 1)
        opener = before[0][0] if before else ""
    return "round" if opener == "(" else "bracket"


def _trim(string: str, start: int, end: int) -> tuple[int, int]:
    words = string[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip()) if words.strip() else end
