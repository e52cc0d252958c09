"""Citation markers in clean text: numbers in square brackets, lists and ranges expanded."""

import re
from typing import NamedTuple

import polars as pl

from etl.text.frames import ANCHORS, NOTES

# hyphen-minus, hyphen, no-break hyphen, figure dash, en dash, em dash, minus
DASH = "[-\u2010-\u2014\u2212]"
# A wider range is rather an interval; S2ORC and GROBID stop at the same width.
WIDEST_RANGE = 20
LONGEST_CUE = 40

MARKER = re.compile(
    rf"""\[\ ?(?P<items>
            [1-9]\d{{0,2}} (?:\ ?{DASH}\ ?[1-9]\d{{0,2}})?                    # 7 or 3-5
            (?:\ ?[,;]\ ?[1-9]\d{{0,2}} (?:\ ?{DASH}\ ?[1-9]\d{{0,2}})?)*     # , 9 and so on
         )\ ?\](?![^\W_])                                                  # no letter right behind: [18F]FDG is none
    """,
    re.VERBOSE,
)
NUMERIC = re.compile(r"\[ ?[\d.][\d\s.,;%\u2010-\u2014\u2212-]*\]")
ITEM = re.compile(rf"(\d+)(?: ?{DASH} ?(\d+))?")
# What stands before a statistic, a formula or the name of a figure, not before a citation.
NO_CITATION_BEFORE = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]|\b(?:Tables?|Figs?\.?|Figures?|Eqs?\.?|Equations?) )\Z")
INTERVAL = re.compile(rf"\[ ?\d+ ?(?:{DASH}|,) ?\d+ ?\]")
INTERVAL_BEFORE = re.compile(r"\b(?:CI|HR|OR|RR|IQR|interval|range|median|mean|scale)[ :,=]*\Z")
EQUALS_BEHIND = re.compile(r" ?[=<>]")


class Cited(NamedTuple):
    """A reference that a marker cites, by its label."""

    label: str
    is_implied: bool


def find(text: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the cited references, a row for each at each marker, and notes on brackets that are no marker."""
    anchors: list[tuple[int, int, str, str, bool]] = []
    notes: list[tuple[int, int, str, str]] = []
    for match in NUMERIC.finditer(text):
        start, end = match.span()
        marker = MARKER.fullmatch(text, start, end) if not text[end : end + 1].isalnum() else None
        if marker is None or _is_refused(text, start, end):
            reason = "is no list of reference numbers" if marker is None else "stands in a statistic or formula"
            notes.append((start, end, "not_a_citation", f"{match[0]} looks like a citation but {reason}"))
            continue
        cited, too_wide = expand(marker["items"])
        anchors += [(start, end, label, label, is_implied) for label, is_implied in cited]
        if too_wide:
            notes.append(
                (
                    start,
                    end,
                    "wide_range",
                    f"{match[0]} runs backwards or over {WIDEST_RANGE} numbers, so only its two ends are cited",
                )
            )
    return (
        pl.DataFrame(anchors, schema=ANCHORS, orient="row"),
        pl.DataFrame(notes, schema=NOTES, orient="row"),
    )


def expand(items: str) -> tuple[list[Cited], bool]:
    """Give the labels of ``9,10`` or ``3-5``, each once, and whether a range is too wide to fill.

    The numbers inside a range are implied; of a range that is too wide only the two ends count.
    """
    labels: dict[str, bool] = {}
    too_wide = False
    for match in ITEM.finditer(items):
        first, last = int(match[1]), int(match[2] or match[1])
        fits = 0 <= last - first < WIDEST_RANGE
        too_wide |= not fits
        for number in range(first, last + 1) if fits else (first, last):
            implied = number not in (first, last)
            labels[str(number)] = labels.get(str(number), True) and implied
    return [Cited(label, implied) for label, implied in labels.items()], too_wide


def _is_refused(text: str, start: int, end: int) -> bool:
    reach = max(0, start - LONGEST_CUE)
    if NO_CITATION_BEFORE.search(text, reach, start) or EQUALS_BEHIND.match(text, end):
        return True
    return bool(INTERVAL.fullmatch(text, start, end) and INTERVAL_BEFORE.search(text, reach, start))
