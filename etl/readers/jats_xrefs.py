"""Cross-references of JATS to the bibliography, as they are tagged, and the way in which a document cites."""

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from etl.kernels import runs
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.jats_outline import running
from etl.readers.jats_places import Located, trim
from etl.text.chars import DIGIT, Bytes, Mask, Places, Text, Units, class_table

START = 1
DASHES = "\\-\u2010-\u2015\u2212"
RID = re.compile(r"""\srid\s*=\s*["']([^"']*)["']""")
BIBLIOGRAPHIC = re.compile(r"""\sref-type\s*=\s*["']bibr["']""")
# What stands before a marker in its group, digits aside: the first of the brackets opens it.
JOINTS, BRACKETS = " ,;])-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "[("
JOINT, BRACKET = 1, 2
LONGEST_GROUP = 80
STYLES = ("author_year", "bracket", "round", "superscript")
RAISED = NAMES.mask("sup")
AUTHOR, YEAR_LENGTH = re.compile(r"[^\W\d_]"), 4
YEAR = re.compile(r"(?:1[89]|20)\d\d")


class Xrefs(NamedTuple):
    """Bibliographic cross-references in the order of the clean text: clean spans, documents, what each cites.

    The same targets come again and again: ``targets`` has each group once, ``group`` tells which one is meant.
    """

    start: Places
    end: Places
    document: Places
    group: Places
    is_raised: Mask
    targets: list[list[str]]


def find_xrefs(located: Located) -> Xrefs:
    """Give the bibliographic cross-references in the order of the clean text."""
    tags = located.tags
    opening = np.flatnonzero((tags.name == NUMBER["xref"]) & (tags.sign == START) & (located.gap_places >= 0))
    opening = opening[~located.outline.in_reference[opening]]
    texts, way = located.spellings(opening)
    targets = [_targets(text) for text in texts]
    cites = np.array([group is not None for group in targets], dtype=np.bool_)[way]
    opening, group = opening[cites], way[cites]
    start, end = trim(located.text, *located.spans(opening), " ")
    raised = running(tags, RAISED)[opening] > 0
    raised |= RAISED[tags.name[opening + 1]] & (tags.sign[opening + 1] == START)
    return _sorted(
        Xrefs(start, end, located.text.document_at(start), group, raised, [group or [] for group in targets])
    )


def _targets(tag: str) -> list[str] | None:
    """Give what a tag of a cross-reference cites; None where that is not in the bibliography."""
    if not BIBLIOGRAPHIC.search(tag):
        return None
    match = RID.search(tag)
    return match[1].split() if match else []


def _sorted(xrefs: Xrefs) -> Xrefs:
    """Sort cross-references; only some of what was moved, and those without text, are not in order."""
    start, end, document, group, raised, targets = xrefs
    if not (np.diff(start) <= 0).any():
        return xrefs
    groups = [targets[row] for row in group.tolist()]
    keys = list(zip(start.tolist(), end.tolist(), document.tolist(), groups, raised.tolist(), strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return Xrefs(start[order], end[order], document[order], group[order], raised[order], targets)


def styles(text: Text, xrefs: Xrefs, count: int) -> list[str]:
    """Give the way in which each document cites, by most of its cross-references; the first by name of two."""
    rows = np.flatnonzero(xrefs.start < xrefs.end)
    seen = np.zeros((count, len(STYLES)), dtype=np.int64)
    np.add.at(seen, (xrefs.document[rows], _styles(text, xrefs.start[rows], xrefs.end[rows], xrefs.is_raised[rows])), 1)
    return [STYLES[int(counts.argmax())] if counts.any() else "none" for counts in seen]


def _styles(text: Text, start: Places, end: Places, raised: Mask) -> Places:
    """Give the style of each marker, a row of STYLES."""
    opener = _openers(text, start)
    in_brackets = np.where(opener == ord("("), STYLES.index("round"), STYLES.index("bracket"))
    style: Places = np.where(raised, STYLES.index("superscript"), in_brackets)
    # The quick ones first: numbers of at most three digits.
    places = np.stack([start, (start + end) // 2, end - 1])
    numbers = (end - start < YEAR_LENGTH) & (text.classes[places] == DIGIT).all(axis=0)
    rows = np.flatnonzero(~numbers)
    named = [_names_author(words) for words in text.slices(start[rows], end[rows])]
    style[rows[named]] = STYLES.index("author_year")
    return style


def _openers(text: Text, start: Places) -> Units:
    """Give the bracket that opens the group that each marker stands in, 0 where there is none."""
    opener = text.codes[start - 1]
    rows = np.flatnonzero(~np.isin(opener, [ord(sign) for sign in BRACKETS]))
    place = runs.first_before(text.codes, start[rows], LONGEST_GROUP, _group_kinds(), BRACKET)
    opener[rows] = np.where(place >= 0, text.codes[place], 0)
    return opener


@cache
def _group_kinds() -> Bytes:
    """Tell of each code point whether it may stand in a group of markers, or opens one."""
    kinds = np.where(class_table() == DIGIT, JOINT, 0).astype(np.uint8)
    kinds[[ord(sign) for sign in JOINTS]] = JOINT
    kinds[[ord(sign) for sign in BRACKETS]] = BRACKET
    return kinds


def _names_author(words: str) -> bool:
    if words.isdecimal() and len(words) < YEAR_LENGTH:
        return False
    return AUTHOR.search(words) is not None or YEAR.fullmatch(words) is not None
