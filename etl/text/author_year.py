"""Author-year markers: names and a year in brackets, or names in the text and the year in brackets."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from etl.text import chars
from etl.text.chars import Mask, Places, Text

# The longest group in brackets that is read, and how far names stand before a year.
LONGEST_GROUP = 600
NAMES_REACH = 100
FIRST_CENTURY, LAST_CENTURY = 18, 20
YEAR_DIGITS = 4

CAPITAL = "[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u024f\u0386-\u03ab\u0410-\u042f]"
PARTICLE = r"(?:[Vv][ao]n|[Dd]e[lnr]?|[Dd]i|[Dd]u|[Dd][ao]s?|[Ll][ae]|[Tt]e[nr]|[Ee]l|[Aa]l|[Bb]in|[Ss]t\.)"
NAME = rf"(?:{PARTICLE}\ ){{0,3}}(?:[dlO]['\u2019]|[Aa]l-|Ma?c)?{CAPITAL}[\w'\u2019\u2010\u2011-]*\w"
INITIALS = rf"(?:,?\ (?:{CAPITAL}\.?[\ -]?){{1,3}}(?![\w]))"
BEFORE_NAME = rf"(?:(?:{CAPITAL}\.[\ -]?){{1,3}}\ ?)?"
AND = r"(?:,?\ (?:and|&|et|und|y)\ |,\ )"
ET_AL = r"(?:,?\ et\ ?al\b\.?|,?\ (?:and|&)\ (?:colleagues|co-?workers|collaborators|associates|others)\b)"
AUTHORS = rf"{BEFORE_NAME}(?P<first>{NAME}){INITIALS}?(?P<others>(?:{AND}{BEFORE_NAME}{NAME}{INITIALS}?){{0,8}})(?P<et_al>{ET_AL})?"
YEAR = r"(?:1[89]|20)\d\d"
YEARS = rf"{YEAR}[a-z]?\b(?:\ ?(?:,|;|and|&|\u2013|/)\ ?(?:{YEAR}[a-z]?|[a-z])\b)*+"

# Names and years inside of the brackets: at the opening, behind a sign, or behind words such as "see".
ITEM = re.compile(rf"(?:\A|(?<=[;,(\[a-z.:]\ )){AUTHORS},?\ ?[(\[]?(?P<years>{YEARS})", re.VERBOSE)
NARRATIVE = re.compile(rf"(?<![\w.-]){AUTHORS}(?:['\u2019]s?)?,?\ ?\Z", re.VERBOSE)
YEAR_GROUP = re.compile(rf"\s?(?P<years>{YEARS})(?:[,;:]\ [^()\[\]]{{0,40}})?\s?", re.VERBOSE)
ONE_YEAR = re.compile(rf"(?P<year>{YEAR})(?P<letter>[a-z]?)\b|\b(?P<more>[a-z])\b")

# Words with a capital before a year that name no author.
NO_AUTHORS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec spring summer autumn fall winter table figure fig version since from until during after "
    "before between by in on of the and or for to at as with windows office excel prism inc ltd llc corp usa uk eu "
    "edition release accessed updated revised published year years suppl appendix section chapter volume no day "
    "guidelines guideline act law directive study trial olympics ad bc ce".split()
)


class YearMarker(NamedTuple):
    """A marker with the labels that it cites; a strong one has several names, et al. or several works."""

    start: int
    end: int
    labels: tuple[str, ...]
    is_strong: bool


def find(text: Text, digit_runs: Places, in_body: Mask) -> list[YearMarker]:
    """Give the author-year markers of a text, in order; they do not overlap.

    A weak one, a single name before a year, counts where its document has a strong one.
    """
    years = digit_runs[_are_years(text, digit_runs) & in_body]
    if not len(years):
        return []
    markers = list(_markers(text.string, _groups(text, years)))
    documents = text.document_at(np.array([marker.start for marker in markers], dtype=np.int64)).tolist()
    sure = {document for document, marker in zip(documents, markers, strict=True) if marker.is_strong}
    return [marker for document, marker in zip(documents, markers, strict=True) if document in sure]


def _are_years(text: Text, runs: Places) -> Mask:
    """Tell which runs of digits are a year between 1800 and 2099, perhaps with a letter."""
    classes, latin = text.classes, text.latin
    last = len(latin) - 1
    digits = latin[np.minimum(runs[:, None] + np.arange(2), last)].astype(np.int64) - ord("0")
    century = digits[:, 0] * 10 + digits[:, 1]
    length = np.ones(len(runs), dtype=np.bool_)
    for step in range(1, YEAR_DIGITS):
        length &= classes[np.minimum(runs + step, last)] == chars.DIGIT
    length &= classes[np.minimum(runs + YEAR_DIGITS, last)] != chars.DIGIT
    return length & (century >= FIRST_CENTURY) & (century <= LAST_CENTURY)


def _groups(text: Text, years: Places) -> Iterator[tuple[int, int]]:
    """Give the brackets around years, each once: the places of the opening and behind the closing one."""
    latin = text.latin
    opening, closing = (
        np.flatnonzero((latin == ord(one)) | (latin == ord(other))) for one, other in (("(", "["), (")", "]"))
    )
    before = opening.searchsorted(years) - 1
    behind = closing.searchsorted(years)
    years, before, behind = (found[(before >= 0) & (behind < len(closing))] for found in (years, before, behind))
    start, end = opening[before], closing[behind] + 1
    closed = np.append(-1, closing)[behind] > start  # the bracket before the year was closed before it
    fits = ~closed & (end - start <= LONGEST_GROUP) & (text.document_at(start) == text.document_at(end - 1))
    start, first = np.unique(start[fits], return_index=True)
    yield from zip(start.tolist(), end[fits][first].tolist(), strict=True)


def _markers(text: str, groups: Iterator[tuple[int, int]]) -> Iterator[YearMarker]:
    reach = 0
    for start, end in groups:
        content = text[start + 1 : end - 1]
        if "\n" in content:
            continue
        by_year = YEAR_GROUP.fullmatch(content)
        marker = _narrative(text, start, end, by_year["years"], reach) if by_year else _group(start, end, content)
        if marker is not None:
            yield marker
            reach = end


def _narrative(text: str, start: int, end: int, years: str, reach: int) -> YearMarker | None:
    """Read ``Smith et al. (2019)``: the marker begins with the names."""
    names = NARRATIVE.search(text, max(reach, start - NAMES_REACH), start)
    if names is None:
        return None
    names = _later_names(text, names, start)
    if not _is_author(names["first"]):
        return None
    is_strong = bool(names["others"].strip() or names["et_al"])
    return YearMarker(names.start(), end, tuple(labels(names["first"], years)), is_strong)


def _later_names(text: str, names: re.Match[str], end: int) -> re.Match[str]:
    """Leave out words with a capital that only open the sentence: "In Smith and Jones (2019)"."""
    while not _is_author(names["first"]) and (rest := NARRATIVE.search(text, names.end("first"), end)):
        names = rest
    return names


def _group(start: int, end: int, content: str) -> YearMarker | None:
    """Read ``(Smith and Jones, 2019; Lee et al. 2020)``."""
    cited: dict[str, None] = {}
    strong, items = False, 0
    for item in ITEM.finditer(content):
        if _is_author(item["first"]):
            items += 1
            strong |= bool(item["et_al"] or re.search(r"\b(?:and|et|und|y)\b|&", item["others"]))
            cited |= dict.fromkeys(labels(item["first"], item["years"]))
    return YearMarker(start, end, tuple(cited), strong or items > 1) if cited else None


def labels(name: str, years: str) -> Iterator[str]:
    """Give ``Smith 2019a`` and ``Smith 2019b`` for ``2019a,b``."""
    last = ""
    for match in ONE_YEAR.finditer(years):
        last = match["year"] or last
        yield f"{name} {last}{match['letter'] or match['more'] or ''}"


def _is_author(name: str) -> bool:
    return name.lower() not in NO_AUTHORS
