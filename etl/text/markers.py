"""Numbers in brackets: which lists cite, what they cite, and which are statistics, formulae or labels."""

import re
from functools import lru_cache
from typing import NamedTuple

# hyphen-minus, hyphen, no-break hyphen, figure, en and em dash, bar, minus, small and full-width hyphen
DASH = "[-\u2010-\u2015\u2212\ufe63\uff0d]"
BLANK = "[ \u00a0\u2000-\u200b\u202f\u2060]?"
# A wider range is rather an interval; S2ORC and GROBID stop at the same width.
WIDEST_RANGE = 20
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d")
# Page and figure of the cited work, told inside of the marker: [56, pp. 57-59].
LOCATOR = re.compile(
    rf"""(?:(?:[,:]\ ?|\ )
            (?i:pp?\b\.?|pages?\b|ch(?:ap(?:ter)?s?)?\b\.?|sec(?:t(?:ion)?)?s?\b\.?|fig(?:ure)?s?\b\.?|tables?\b|
                 vol(?:ume)?s?\b\.?|eqs?\b\.?|equations?\b|theorem\b|lemma\b|appendix\b|suppl\w*\.?|\u00a7)
            [^\[\]();\0\n]{{0,60}}+
          |:\ ?\d{{1,5}}+(?:{DASH}\d{{1,5}}+)?+)""",
    re.VERBOSE,
)
# 7, 1a,b and 21 with the bullets that reviews give to papers of interest
NUMBER = r"[1-9]\d{0,2}+(?:[a-g](?!\w)(?:[,\u2010-\u2015-][a-g](?!\w))*+)?+[\u2022\u2217\u25cf\u2219\u00b7*]{0,3}+"
SIGN = rf"{BLANK}(?:[,;&]|\band\b){BLANK}"
ITEM = rf"{NUMBER}(?:{BLANK}{DASH}{{1,2}}+{BLANK}{NUMBER})?+"
LIST = rf"{ITEM}(?:{LOCATOR.pattern})?+(?:{SIGN}{ITEM}(?:{LOCATOR.pattern})?+)*+"
LEAD = r"(?:(?i:see(?:\ also)?|e\.g\.,?|cf\.?|refs?\.?|references?|reviewed\ in|for\ (?:a\ )?reviews?,?(?:\ see)?)\ )?+"
SQUARE = re.compile(
    rf"""\[(?:\[(?P<inner>{NUMBER})\](?:{LOCATOR.pattern})?+\.?               # [[56], pp. 57-59.]
        |{BLANK}{LEAD}(?P<items>{LIST}){BLANK})\]
        (?P<to>{BLANK}{DASH}{BLANK}\[{BLANK}{NUMBER}{BLANK}\])?+               # [7]-[9]
    """,
    re.VERBOSE,
)
ROUND = re.compile(
    rf"""\({BLANK}{LEAD}(?P<items>{LIST}){BLANK}\)(?P<to>{BLANK}{DASH}{BLANK}\({BLANK}{NUMBER}{BLANK}\))?+""",
    re.VERBOSE,
)
RANGES = re.compile(
    rf"(?P<first>\d+)(?P<letters>[a-g](?:[,\u2010-\u2015-][a-g]\b)*)?[^\w\s]*?(?:[\])\s]*{DASH}+[\[(\s]*(?P<last>\d+))?"
)

# What stands before the number of a table or the like, not of a reference.
LABELS = frozenset({
    "box", "boxes", "eq", "eqs", "equation", "equations", "fig", "figs", "figure", "figures", "scheme", "schemes",
    "tab", "table", "tables", "tabs",
})  # fmt: skip
# What stands before an interval of values.
STATISTICS = frozenset({
    "ci", "hr", "interval", "intervals", "iqr", "mean", "median", "or", "range", "ranges", "ranging", "rr",
    "scale", "sd", "sem",
})  # fmt: skip
# What may stand before an interval as well as before a marker.
DOUBTS = frozenset({
    "between", "from", "in", "of", "on", "over", "rated", "ratings", "score", "scored", "scores", "to", "within",
})  # fmt: skip
LONGEST_WORD = 16
# What near an interval makes it doubtful, or with a number before it a statistic.
SCALES = frozenset({
    "interval", "intervals", "iqr", "likert", "mean", "median", "quartile", "quartiles", "range", "ranges", "rating",
    "ratings", "scale", "scales", "score", "scores", "scoring",
})  # fmt: skip
SCALE_NEAR = re.compile(rf"\b(?i:{'|'.join(sorted(SCALES))})\b")
UNITS = frozenset({
    "cells", "cm", "day", "days", "g", "h", "hour", "hours", "kg", "mM", "mL", "mg", "min", "minutes", "ml", "mm",
    "month", "months", "nM", "ng", "nm", "point", "points", "s", "week", "weeks", "year", "years", "yr", "yrs",
    "\u00b5g", "\u03bcg",
})  # fmt: skip
UNIT_BEHIND = re.compile(rf" ?(?:%|\u00b0|(?:{'|'.join(sorted(UNITS))})\b)")
EQUALS = frozenset("=<>\u2264\u2265\u00b1\u2248")
# What stands before the bracket of an interval, and before a symbol of one letter.
RELATIONS = tuple("=<>\u2264\u2265\u2208\u2209\u2248\u223c~\u00b1\u00d7\u2260\u2261\u221d")
OPENS_SYMBOL = (" ", "(", "[", ";", "=", "\n", "\0")
# A letter that is a name's own: hepatitis C[4], not the statistic F[1,3].
NAMED_BY_LETTER = re.compile(r"\b(?i:vitamins?|hepatitis|influenza|types?|groups?|classe?s?|proteins?) .\Z")
NEAR = 40


class Numbers(NamedTuple):
    """What the content of a marker cites: labels with whether each is implied, and how it is printed."""

    cited: tuple[tuple[str, bool], ...]
    low: int
    top: int
    is_pair: bool  # two numbers or one range, as an interval is
    width: int  # of the widest range
    is_wide: bool  # a range was not filled
    sublabels: tuple[str, ...]  # 1a and 1b, each cited as 1


@lru_cache(maxsize=50_000)
def expand(items: str, size: int = 0) -> Numbers:
    """Give what ``9,10`` or ``3-5`` cites, each number once; ``size`` is that of the bibliography, where known.

    The numbers inside a range are implied. A range is filled when it rises over less than WIDEST_RANGE numbers or ends
    inside the bibliography, else its two ends count. ``1a,b`` is reference 1.
    """
    labels: dict[int, bool] = {}
    sublabels: list[str] = []
    widths = [0]
    wide, shown = False, 0
    for match in RANGES.finditer(LOCATOR.sub("", items)):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        fits = 0 < last - first < WIDEST_RANGE or first == last or first < last <= size
        wide |= not fits
        widths.append(last - first)
        shown += 1 if match["last"] is None else 2
        for number in range(first, last + 1) if fits else (first, last):
            labels[number] = labels.get(number, True) and number not in (first, last)
        sublabels += [f"{first}{letter}" for letter in re.findall("[a-g]", match["letters"] or "")]
    cited = tuple((str(number), implied) for number, implied in labels.items())
    return Numbers(cited, min(labels), max(labels), shown == 2, max(widths), wide, tuple(sublabels))  # noqa: PLR2004


def refusal(text: str, start: int, end: int, numbers: Numbers) -> str | None:
    """Tell why a list of numbers in brackets cites nothing; None where it does."""
    kind = None
    if text[start - 1] == " ":
        kind = word_kind(_word_before(text, start))
        if kind == "label":
            return "is the number of a table, a figure or the like"
    elif _is_function(text, start, numbers):
        kind = "relation"
    is_equated = text[end + 1 if text[end] == " " else end] in EQUALS
    if is_equated or kind == "relation" or (kind == "statistic" and numbers.is_pair):
        return "stands in a statistic or formula"
    if numbers.is_pair and _is_interval(text, start, end, numbers):
        return "is an interval behind a number"
    return None


def _word_before(text: str, start: int) -> str:
    """Give the word before a blank before a place, of the same document."""
    return text[max(0, start - LONGEST_WORD) : start].rpartition("\0")[2][:-1].rpartition(" ")[2]


def _near(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the span of what stands near a marker, of the same document: some characters before it, up to an end."""
    first, last = max(0, start - NEAR), text.find("\0", start, end)
    return max(first, text.rfind("\0", first, start) + 1), end if last < 0 else last


@lru_cache(maxsize=50_000)
def word_kind(word: str) -> str | None:
    """Tell what a word before a bracket makes of it: label, statistic, relation, doubt; None for any other word."""
    word = word.strip("(.:,;\n").lower()
    if word in LABELS:
        return "label"
    if word in STATISTICS:
        return "statistic"
    if word in DOUBTS:
        return "doubt"
    return "relation" if word[-1:] in RELATIONS else None


def _is_function(text: str, start: int, numbers: Numbers) -> bool:
    """Tell whether a symbol of one letter stands right before a bracket, and not the name of a vitamin or a virus."""
    if not (text[start - 1].isalpha() and text[start - 2] in OPENS_SYMBOL):
        return False
    return numbers.is_pair or NAMED_BY_LETTER.search(text, max(0, start - NEAR), start) is None


def _is_interval(text: str, start: int, end: int, numbers: Numbers) -> bool:
    """Tell whether a pair stands behind a number and is too wide, has a unit behind it or a statistic near it."""
    before = text[start - 2 : start].rstrip(" %)")
    if not before[-1:].isdigit() and not (before == "" and text[max(0, start - 3)].isdigit()):
        return False
    return (
        numbers.width >= WIDEST_RANGE
        or UNIT_BEHIND.match(text, end) is not None
        or SCALE_NEAR.search(text, *_near(text, start, start)) is not None
    )


def is_doubtful(text: str, start: int, end: int, numbers: Numbers) -> bool:
    """Tell whether a pair stands behind a word such as "in", near the name of a scale or interval."""
    if not numbers.is_pair or word_kind(_word_before(text, start)) != "doubt":
        return False
    return SCALE_NEAR.search(text, *_near(text, start, end + NEAR)) is not None
