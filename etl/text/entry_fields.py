"""What a bibliography entry says: identifiers and year, and the parts of the commonest form where they are sure."""

import re

from etl.text.author_year import CAPITAL, NAME, PARTICLE

NUMBER = re.compile(r"\A[\[(]?\d{1,3}[\])]?\.? ?")
# A search is quick where a pattern opens with what is rare, so that what must not stand before comes second.
DOI = re.compile(r"10\.(?<![\w.]10\.)\d{4,9}/[^\s\"<>\[\]]+")
PMID = re.compile(r"[Pp](?<!\w[Pp])(?:(?<=P)MID|ub[Mm]ed(?: ID)?)[:#]? ?(\d{1,8})(?!\d)")
PMCID = re.compile(r"PMC(?<!\wPMC)\d{3,9}\b")
YEAR = re.compile(r"(?:1[89]|20)(?<![\d./-]\d\d)\d\d(?=[a-z]?(?![\d/]))")
# A year where a style puts it: in brackets, before the volume, or last but for its stop.
YEAR_IN_PLACE = (
    re.compile(r"\(((?:1[89]|20)\d\d)[a-z]?\)"),
    re.compile(r"((?:1[89]|20)(?<![\d./-]\d\d)\d\d)[a-z]?(?: [A-Z][a-z]{2}\w*(?: \d{1,2})?)?;"),
    re.compile(r", ((?:1[89]|20)\d\d)[a-z]?\.?\Z"),
)
SUFFIX = re.compile(r"(?:1[89]|20)\d\d([a-z])\b")
FIRST_NAME = re.compile(rf"(?:(?:{CAPITAL}\.[\ -]?){{1,3}}\ ?)?(?P<name>{NAME})", re.VERBOSE)
AUTHOR = (
    rf"(?:{PARTICLE}\ ){{0,3}}{CAPITAL}[\w'\u2019-]+(?:\ {CAPITAL}[\w'\u2019-]+)?\ [A-Z]{{1,4}}(?:\ (?:Jr|Sr|II|III))?"
)
# Smith J, Jones K, et al. Title. J Immunol. 2019 Mar;1(2):3-4.
COMMON = re.compile(
    rf"""(?P<authors>{AUTHOR}(?:,\ {AUTHOR}){{0,40}}(?:,\ et\ al)?)\.
         [ ](?P<title>[^.?!]{{8,400}}[.?!])
         [ ](?P<journal>{CAPITAL}[^.\d;:?!]{{1,80}})\.?
         [ ](?:1[89]|20)\d\d(?:\ [A-Z][a-z]{{2}}\w*(?:\ \d{{1,2}})?)?;
         [ ]?(?P<volume>\d{{1,4}})(?:\ ?\([^()]{{1,20}}\))?:
         [ ]?(?P<pages>[A-Za-z]?\d+(?:[-\u2013][A-Za-z]?\d+)?)(?![\w-])
    """,
    re.VERBOSE,
)
FIELDS = ("label", "title", "authors", "year", "journal", "volume", "pages", "doi", "pmid", "pmcid")
LONGEST_WORD = 40


def parse(entry: str, number: str | None) -> dict[str, str | None]:
    """Give label and fields of an entry with single blanks; what is not surely there is null."""
    body = NUMBER.sub("", entry) if number else entry
    fields: dict[str, str | None] = dict.fromkeys(FIELDS)
    common = COMMON.match(body)
    if common is not None:
        fields |= common.groupdict()
        fields["authors"] = common["authors"].removesuffix(", et al").replace(", ", "; ")
        fields["title"] = common["title"].removesuffix(".")
    pmid, pmcid = PMID.search(body), PMCID.search(body)
    fields["doi"] = _doi(body)
    fields["pmid"] = pmid[1] if pmid else None
    fields["pmcid"] = pmcid[0] if pmcid else None
    fields["year"] = _year(DOI.sub("", body))
    fields["label"] = number or _name_and_year(body, fields["year"])
    return fields


def _doi(entry: str) -> str | None:
    """Give the first DOI without the signs that close the sentence around it."""
    match = DOI.search(entry)
    if match is None:
        return None
    doi = match[0].rstrip(".,;:'\u2019\u201d")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:'\u2019\u201d")
    return doi if not doi.endswith("/") else None


def _year(entry: str) -> str | None:
    """Give the year where a style puts it, else the only one there is."""
    for form in YEAR_IN_PLACE:
        if match := form.search(entry):
            return match[1]
    found = set(YEAR.findall(entry))
    return found.pop() if len(found) == 1 else None


def _name_and_year(entry: str, year: str | None) -> str:
    """Give ``Smith 2019`` for an entry without a number, else its first word."""
    name = FIRST_NAME.match(entry)
    word = name["name"] if name else entry.split(" ", 1)[0][:LONGEST_WORD]
    suffix = SUFFIX.search(entry) if year else None
    return f"{word} {year}{suffix[1] if suffix else ''}" if year else word
