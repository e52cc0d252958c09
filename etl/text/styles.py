"""Numbers in round brackets or raised above the line: they cite where they rise from 1 through a document."""

import re
from collections.abc import Sequence

import numpy as np

from etl.text import chars, markers
from etl.text.chars import Mask, Places, Text
from etl.text.markers import DASH, NUMBER, ROUND, Numbers, expand

# A number may run so far ahead of those cited before: a table or a box in between may cite some.
SLACK = 5
LEAST_MARKERS = 2
LEAST_SHARE = 0.6
LEAST_COVERAGE = 0.5

RAISED = re.compile(
    rf"(?P<items>{NUMBER}(?:(?:{DASH}|,){NUMBER})*+)(?=[ \n\0.,;:)\u201d\u2019]|\Z)(?! ?(?:%|\u00b0|[=<>\u00b1\u2264\u2265]))"
)
WORD = re.compile(r"(?<![^\s\0(\"\u201c\u2018])[(\"\u201c\u2018]?([^\W\d_]+(?:[-\u2010\u2011'\u2019][^\W\d_]+)*)\W*\Z")
NO_RAISED_BEHIND = frozenset(
    "fig figs no nos vol vols p pp eq eqs ref refs sect sec chap ca approx ed eds tab tabs table figure suppl ver version "
    "vs www http https doi".split()
)
LEAST_LETTERS = 3
LONGEST_WORD = 40
# Words that introduce an item of an enumeration in the text: "and (2) ..."
ENUMERATES = frozenset("and or either both are is were was to include includes including than".split())
YEAR_BEFORE = re.compile(r"(?<!\d)(?:1[89]|20)\d\d\Z")
PUNCTUATION = ".,;:)\u201d\u2019\""

Candidate = tuple[int, int, Numbers]


def round_places(text: Text, digit_runs: Places) -> Mask:
    """Tell which runs of digits open a round bracket."""
    return text.latin[digit_runs - 1] == ord("(")


def raised_places(text: Text, digit_runs: Places) -> Mask:
    """Tell which runs of digits stand right behind a word or the sign that closes it."""
    latin, classes = text.latin, text.classes
    before = latin[digit_runs - 1]
    behind_sign = np.isin(text.codes[digit_runs - 1], [ord(sign) for sign in PUNCTUATION])
    letter = np.isin(classes[np.maximum(digit_runs - 2, 0)], (chars.LOWER, chars.UPPER)) | (
        latin[np.maximum(digit_runs - 2, 0)] == ord(")")
    )
    in_word = np.ones(len(digit_runs), dtype=np.bool_)
    for back in range(1, LEAST_LETTERS + 2):
        in_word &= classes[np.maximum(digit_runs - back, 0)] == chars.LOWER
    del before
    return (behind_sign & letter | in_word) & (latin[digit_runs] != ord("0"))


def read_round(text: str, places: Sequence[int]) -> list[Candidate]:
    """Give the lists of numbers in round brackets that neither number an item or formula nor state a value."""
    found = []
    for place in places:
        match = ROUND.match(text, place - 1)
        if match is None:
            continue
        start, end = match.span()
        numbers = expand(match["items"])
        if not _numbers_an_item(text, start, end) and markers.refusal(text, start, end, numbers) is None:
            found.append((start, end, numbers))
    return found


def _numbers_an_item(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - LONGEST_WORD) : start].rstrip(" ")
    if not before or not (before[-1].isalpha() or before[-1] in ")]\u201d\"'\u2019%" or YEAR_BEFORE.search(before)):
        return True
    if text[end] in "\n\0" or text[end].isalnum() or text[end] in "-\u2010\u2011":
        return True
    return before.rpartition(" ")[2].lower() in ENUMERATES


def read_raised(text: str, places: Sequence[int]) -> list[Candidate]:
    """Give the lists of numbers that stand right behind a word, such as ``inflammation,8-11 and``."""
    found: list[Candidate] = []
    reach = 0
    for place in places:
        match = RAISED.match(text, place) if place >= reach else None
        word = match and WORD.search(text, max(0, place - LONGEST_WORD), place)
        if match is None or word is None or word[1].lower() in NO_RAISED_BEHIND:
            continue
        if len(word[1]) >= LEAST_LETTERS or word[1] == "al":
            reach = match.end()
            found.append((place, reach, expand(match["items"])))
    return found


def rising(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the candidates of one document that rise from about 1; none where that is not its style."""
    kept, top = [], 0
    for candidate in candidates:
        if candidate[2].top <= top + SLACK and not candidate[2].is_wide:
            kept.append(candidate)
            top = max(top, candidate[2].top)
    cited = {label for _, _, numbers in kept for label, _ in numbers.cited}
    enough = len(kept) >= LEAST_MARKERS and len(cited) > 1 and "1" in cited
    sure = len(kept) >= LEAST_SHARE * len(candidates) and len(cited) >= LEAST_COVERAGE * top
    return kept if enough and sure else []


def plain_lists(candidates: list[Candidate]) -> list[Candidate]:
    """Give the raised lists and ranges: prose has a blank behind a comma, so even one in a document is telling."""
    return [one for one in candidates if len(one[2].cited) > 1 and not one[2].is_wide]
