"""Author-year markers: names and a year in brackets, or names in the text and the year in brackets."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from etl.kernels import enclosing
from etl.text.chars import Places, Text

# The longest group in brackets that is read, and how far names stand before a year.
LONGEST_GROUP = 600
MOST_BRACKETS = 39
NAMES_REACH = 100
# Of a year.
CENTURIES = 18, 20

CAPITAL = "[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u024f\u0386-\u03ab\u0410-\u042f]"
PARTICLE = r"(?:[Vv][ao]n|[Dd]e[lnr]?|[Dd]i|[Dd]u|[Dd][ao]s?|[Ll][ae]|[Tt]e[nr]|[Ee]l|[Aa]l|[Bb]in|[Ss]t\.)"
LETTER = r"[^\W\d_]"
SURNAME = rf"{CAPITAL}(?:{LETTER}|['\u2019\u2010\u2011-](?={LETTER}))*{LETTER}(?![\d_])"
NAME = rf"(?:{PARTICLE}\ ){{0,3}}(?:[dlO]['\u2019]|[Aa]l-|Ma?c)?{SURNAME}"
INITIALS = rf"(?:,?\ (?:{CAPITAL}\.?[\ -]?){{1,3}}(?![\w]))"
BEFORE_NAME = rf"(?:(?:{CAPITAL}\.[\ -]?){{1,3}}\ ?)?"
AND = r"(?:,?\ (?:and|&|et|und|y)\ |,\ )"
ET_AL = r"(?:,?\ et\ ?al\b\.?|,?\ (?:and|&)\ (?:colleagues|co-?workers|collaborators|associates|others)\b)"
OTHERS = rf"(?:{AND}{BEFORE_NAME}{NAME}{INITIALS}?){{0,8}}"
AUTHORS = rf"{BEFORE_NAME}(?P<first>{NAME}){INITIALS}?(?P<others>{OTHERS})(?P<et_al>{ET_AL})?"
YEAR = r"(?:1[89]|20)\d\d"
YEARS = rf"{YEAR}[a-z]?\b(?:\ ?(?:,|;|and|&|\u2013|/)\ ?(?:{YEAR}[a-z]?|[a-z])\b)*+"

# Names and years inside of the brackets: at the opening, behind a sign, or behind words such as "see".
ITEM = re.compile(rf"(?:\A\s?|(?<=[;,(\[a-z.:]\ )){AUTHORS},?\ ?[(\[]?(?P<years>{YEARS})", re.VERBOSE)
NARRATIVE = re.compile(rf"(?<![\w.-]){AUTHORS}(?:['\u2019]s?)?,?\ ?\Z", re.VERBOSE)
# What the last of such words holds at least, which is quickly told.
LAST_NAME = re.compile(rf"(?:{CAPITAL}|et\ ?al|colleagues|workers|collaborators|associates|others)[^ ]*\ ?,?\ ?\Z")
YEAR_GROUP = re.compile(rf"\s?(?P<years>{YEARS})(?:[,;:]\ [^()\[\]]{{0,40}})?\s?", re.VERBOSE)
BARE_YEARS = re.compile(rf"(?P<years>{YEAR}[a-z]?\b(?:,[a-z]\b)*)")
JOINED = re.compile(r"\b(?:and|et|und|y)\b|&")
SPECIES = re.compile(rf"\b{CAPITAL}(?:\.|[a-z]+) [a-z]{{3,}} \Z")
POSSESSIVE = re.compile("['\u2019]s\\Z")
ONE_YEAR = re.compile(rf"(?P<year>{YEAR})(?P<letter>[a-z]?)\b|\b(?P<more>[a-z])\b")

# Words with a capital before a year that name no author.
NO_AUTHORS = frozenset({
    "accessed", "act", "ad", "after", "and", "appendix", "apr", "april", "as", "at", "aug", "august", "autumn",
    "bc", "before", "between", "by", "ce", "chapter", "corp", "day", "dec", "december", "directive", "during",
    "edition", "eu", "excel", "fall", "feb", "february", "fig", "figure", "for", "from", "guideline",
    "guidelines", "in", "inc", "jan", "january", "jul", "july", "jun", "june", "law", "llc", "ltd", "mar",
    "march", "may", "no", "nov", "november", "oct", "october", "of", "office", "olympics", "on", "or", "prism",
    "published", "release", "revised", "section", "sep", "sept", "september", "since", "spring", "study",
    "summer", "suppl", "table", "the", "to", "trial", "uk", "until", "updated", "usa", "version", "volume",
    "windows", "winter", "with", "year", "years",
})  # fmt: skip


class YearMarker(NamedTuple):
    """A marker with the labels that it cites; a strong one has several names, et al. or several works."""

    start: int
    end: int
    labels: tuple[str, ...]
    is_strong: bool


def find(text: Text, years: Places) -> list[YearMarker]:
    """Give the author-year markers at the years in some blocks, in order; they do not overlap.

    A weak one, a single name before a year, counts where its document has a strong one.
    """
    opening, closing = enclosing.brackets(text.latin, years, LONGEST_GROUP, MOST_BRACKETS)
    rows = zip(years.tolist(), opening.tolist(), closing.tolist(), strict=True)
    markers = list(_markers(text.string, rows))
    documents = text.document_at(np.array([marker.start for marker in markers], dtype=np.int64)).tolist()
    sure = {document for document, marker in zip(documents, markers, strict=True) if marker.is_strong}
    return [marker for document, marker in zip(documents, markers, strict=True) if document in sure]


def _markers(text: str, years: Iterable[tuple[int, int, int]]) -> Iterator[YearMarker]:
    """Read what stands around each year: its brackets, or else the names before it."""
    reach = 0
    for year, opening, closing in years:
        if year < reach:
            continue
        group = opening, closing + 1
        if opening < 0 or closing < 0:
            marker = _bare(text, year, reach)
        elif by_year := YEAR_GROUP.fullmatch(text, opening + 1, closing):
            marker = _narrative(text, group, by_year["years"], reach)
        else:
            marker = _group(text, group, reach)
        if marker is not None:
            yield marker
            reach = marker.end


def _bare(text: str, year: int, reach: int) -> YearMarker | None:
    """Read ``Smith et al., 2019`` without brackets: only where several names or et al. stand before the year."""
    match = BARE_YEARS.match(text, year)
    names = _names_before(text, year, reach) if match else None
    if match is None or names is None or not (names["et_al"] or JOINED.search(names["others"])):
        return None
    return YearMarker(names.start(), match.end(), tuple(labels(names["first"], match["years"])), True)


def _narrative(text: str, group: tuple[int, int], years: str, reach: int) -> YearMarker | None:
    """Read ``Smith et al. (2019)``: the marker begins with the names."""
    start, end = group
    names = _names_before(text, start, reach)
    if names is None or not _is_author(names["first"]):
        return None
    is_strong = bool(names["others"].strip() or names["et_al"])
    return YearMarker(names.start(), end, tuple(labels(names["first"], years)), is_strong)


def _names_before(text: str, end: int, reach: int) -> re.Match[str] | None:
    """Read the names that end at a place, without capitals that only open the sentence: "In Smith (2019)"."""
    start = max(reach, end - NAMES_REACH)
    names = NARRATIVE.search(text, start, end) if LAST_NAME.search(text, start, end) else None
    while names and not _is_author(names["first"]) and (rest := NARRATIVE.search(text, names.end("first"), end)):
        names = rest
    return names


def _group(text: str, group: tuple[int, int], reach: int) -> YearMarker | None:
    """Read ``(Smith and Jones, 2019; Lee et al. 2020)``."""
    start, end = max(group[0], reach), group[1]
    cited: dict[str, None] = {}
    strong, items = False, 0
    for item in ITEM.finditer(text[start + 1 : end - 1]):
        if _is_author(item["first"]):
            items += 1
            strong |= bool(item["et_al"] or JOINED.search(item["others"]))
            cited |= dict.fromkeys(labels(item["first"], item["years"]))
    # A species with the author who named it: Carcharhinus acronotus (Poey, 1860)
    if not cited or (items == 1 and not strong and SPECIES.search(text, max(0, start - NAMES_REACH), start)):
        return None
    return YearMarker(start, end, tuple(cited), strong or items > 1)


def labels(name: str, years: str) -> Iterator[str]:
    """Give ``Smith 2019a`` and ``Smith 2019b`` for ``2019a,b``."""
    name, last = POSSESSIVE.sub("", name), ""
    for match in ONE_YEAR.finditer(years):
        last = match["year"] or last
        yield f"{name} {last}{match['letter'] or match['more'] or ''}"


def _is_author(name: str) -> bool:
    return name.lower() not in NO_AUTHORS
