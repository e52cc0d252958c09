"""Headings: which short blocks are one, of what kind and level."""

import re
from functools import lru_cache
from typing import NamedTuple

from etl.text.lexicon import is_word
from etl.text.ligatures import WRITTEN_OUT

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
# Words that stay small in a title; of the others one is long, since names have short ones.
SMALL_WORDS = frozenset("a an and as at by for from in is of on or the to via vs".split())
LONG_WORD = 7
TITLE = re.compile(r"[^\W\d_][^\d.,;!?()\[\]@/<>=|]{4,78}[^\W\d_]")
TITLE_WORD = re.compile(r"[^\W\d_]+")

NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,4}\.)?(?=[^\W\d_])")  # 2.1  3.  IV.

# A section name, and the first word of its text: any behind a colon, behind a full stop one that begins a sentence.
RUN_IN = re.compile(r"(?:[\d.]{1,8}\s+)?[^\W\d_][\w\s&'\u2019-]{2,60}+(?::(?=\s+[^\s\0])|\.(?=\s+[^\W_a-z]))")


class Title(NamedTuple):
    """A line read as a heading, without blanks: its number, "" where it has none, and its name."""

    number: str
    name: str


@lru_cache(maxsize=4096)
def named_kind(line: str) -> str | None:
    """Give the kind of a line that is a section name of the literature, numbered or not; None for any other line."""
    title = _read(line)
    if title is None or not title.name[0].isupper():
        return None
    return KINDS.get(title.name.lower().replace("\u2019", "'"))


def is_numbered(line: str) -> bool:
    """Tell whether a line is a title with a number of two levels or more: ``2.1 Mice``, not ``2.1 Aims: we``."""
    title = _read(line) if line[-1] not in MARKS and not end_of_run_in(line, 0) else None
    return title is not None and "." in title.number.rstrip(".") and _in_title_form(title)


@lru_cache(maxsize=4096)
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
    title = _read(block) if block[-1] not in MARKS else None
    if title is None:
        return None
    if _in_title_case(block):
        return "other"
    letters = [char for char in title.name if char.isalpha()]
    in_capitals = len(letters) >= LEAST_LETTERS and all(char.isupper() for char in letters)
    return "other" if in_capitals or ("." in title.number and _in_title_form(title)) else None


def end_of_run_in(text: str, start: int) -> int:
    """Give the place behind a section name and its mark that text follows on the same line; 0 where there is none."""
    match = RUN_IN.match(text, start)
    return match.end() if match and named_kind(match[0]) is not None else 0


@lru_cache(maxsize=4096)
def level(block: str) -> int:
    """Give the depth that the number of a heading states; 1 without a number."""
    title = _read(block)
    return len(title.number.rstrip(".").split(".")) if title and title.number else 1


def _in_title_case(block: str) -> bool:
    """Tell whether a block is a title in title case: words of the word list with capitals, the small ones aside."""
    words = TITLE_WORD.findall(block)
    content = [word for word in words if len(word) >= LEAST_LETTERS]
    return (
        TITLE.fullmatch(block) is not None
        and len(content) > 1
        and all(word[0].isupper() and is_word(word) for word in content)
        and all(word[0].isupper() or word in SMALL_WORDS for word in words)
        and max(map(len, content)) >= LONG_WORD
    )


@lru_cache(maxsize=4096)
def _read(line: str) -> Title | None:
    """Read a line as a heading; None where no letter stands at its start or behind a number there.

    A mark at the end is no part of the name. Articles share most of their headings.
    """
    squeezed = _squeeze(line)
    number = NUMBER.match(squeezed)
    if number is None:
        return None
    name = squeezed[number.end() :]
    return Title(number[0], name[:-1] if len(name) > 1 and name[-1] in ":." else name)


def _in_title_form(title: Title) -> bool:
    return title.name[0].isupper() and sum(map(str.isalpha, title.name)) >= LEAST_LETTERS


def _squeeze(line: str) -> str:
    squeezed = "".join(line.split())
    return squeezed if squeezed.isascii() else squeezed.translate(WRITTEN_OUT)
