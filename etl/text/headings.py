"""Headings: which short blocks are one, of what kind and level."""

import re

SECTION_NAMES = {
    "abstract": ("abstract", "summary"),
    "background": ("background", "background and rationale", "rationale"),
    "introduction": ("introduction", "general introduction"),
    "objectives": ("objective", "objectives", "aim", "aims", "aims and objectives", "purpose"),
    "methods": (
        "methods", "method", "materials and methods", "material and methods", "methods and materials",
        "patients and methods", "subjects and methods", "methodology", "experimental procedures",
        "experimental section", "statistical analysis", "study design", "search strategy",
    ),
    "results": ("results", "findings", "results and discussion", "main results"),
    "discussion": ("discussion", "general discussion", "discussion and conclusion", "discussion and conclusions"),
    "conclusion": ("conclusion", "conclusions", "concluding remarks", "conclusion and perspectives",
                   "conclusions and perspectives", "conclusions and future directions", "future directions",
                   "future perspectives", "perspectives"),
    "abbreviations": ("abbreviations", "list of abbreviations", "glossary"),
    "acknowledgements": ("acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment"),
    "author_contributions": ("author contributions", "authors' contributions", "contributors", "contributions"),
    "data_availability": ("data availability", "data availability statement", "availability of data and materials"),
    "ethics": ("ethics", "ethics statement", "ethics approval", "ethical approval",
               "ethics approval and consent to participate", "consent for publication"),
    "funding": ("funding", "funding statement", "financial support", "sources of funding"),
    "conflict_of_interest": ("conflict of interest", "conflicts of interest", "competing interests",
                             "competing interest", "declaration of interest", "declaration of competing interest",
                             "disclosure", "disclosures"),
    "supplementary": ("supplementary material", "supplementary materials", "supplementary data",
                      "supporting information", "additional files"),
    "appendix": ("appendix", "appendices"),
    "references": ("references", "reference", "bibliography", "literature cited", "works cited"),
}  # fmt: skip
# Compared without blanks, so that a lost blank or one put back never changes what is a heading.
KINDS = {name.replace(" ", ""): kind for kind, names in SECTION_NAMES.items() for name in names}
LONGEST = 80
# With single blanks at most every second character is one: a longer block need not be squeezed to know.
LONGEST_SPACED = 2 * LONGEST
LEAST_LETTERS = 4
MARKS = ".:;,?!"

HEADING = re.compile(
    r"""(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,4}\.)?   # 2.1  3.  IV.
        (?P<name>[^\W\d_].*?)
        [:.]?""",
    re.VERBOSE | re.DOTALL,
)


def named_kind(line: str) -> str | None:
    """Give the kind of a line that is a section name of the literature, numbered or not; None for any other line."""
    match = HEADING.fullmatch(_squeeze(line))
    if match is None or not match["name"][0].isupper():
        return None
    return KINDS.get(match["name"].lower().replace("\u2019", "'"))


def is_numbered(line: str) -> bool:
    """Tell whether a line is a title with a number of two levels or more, such as ``2.1 Mice``."""
    match = _title(line)
    return match is not None and "." in (match["number"] or "").rstrip(".") and _in_title_form(match)


def kind(block: str) -> str | None:
    """Give the section kind of a block that is a heading; None for running text.

    Beside section names, a line numbered as ``2.`` or ``2.1`` and a line in capitals are headings of kind ``other``
    when they have no punctuation at their end.
    """
    if len(block) > LONGEST_SPACED or len(_squeeze(block)) > LONGEST:
        return None
    named = named_kind(block)
    if named is not None:
        return named
    match = _title(block)
    if match is None:
        return None
    letters = [char for char in match["name"] if char.isalpha()]
    in_capitals = len(letters) >= LEAST_LETTERS and all(char.isupper() for char in letters)
    return "other" if in_capitals or ("." in (match["number"] or "") and _in_title_form(match)) else None


def level(block: str) -> int:
    """Give the depth that the number of a heading states; 1 without a number."""
    match = HEADING.fullmatch(_squeeze(block))
    number = match["number"] if match else None
    return len(number.rstrip(".").split(".")) if number else 1


def _title(line: str) -> re.Match[str] | None:
    return None if line[-1] in MARKS else HEADING.fullmatch(_squeeze(line))


def _in_title_form(match: re.Match[str]) -> bool:
    return match["name"][0].isupper() and sum(map(str.isalpha, match["name"])) >= LEAST_LETTERS


def _squeeze(line: str) -> str:
    return "".join(line.split())
