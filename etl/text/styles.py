"""Numbers in round brackets or raised above the line: they cite where they rise from 1 through a document."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from etl.text import chars, markers
from etl.text.chars import Mask, Places, Text
from etl.text.markers import DASH, NUMBER, ROUND, Numbers, expand

# A number may run so far ahead of those cited before: a table or a box in between may cite some.
SLACK = 10
# A document that cites does so once in so many characters; equations and items of lists are fewer.
RAREST = 2500
LEAST_MARKERS = 2
LEAST_SHARE = 0.6
LEAST_COVERAGE = 0.5
LEAST_STEPS = 3

RAISED = re.compile(
    rf"(?P<items>{NUMBER}(?:(?:{DASH}|,){NUMBER})*+)"
    r"(?=[ \n\0.,;:)\u201d\u2019])(?! ?(?:%|\u00b0|[=<>\u00b1\u2264\u2265]))"
)
WORD = re.compile(
    r"(?<![^\s\0(\"\u201c\u2018])[(\"\u201c\u2018]?([^\W\d_]+(?:[-\u2010\u2011'\u2019][^\W\d_]+)*)[^\w\0]*\Z"
)
NO_RAISED_BEHIND = frozenset({
    "approx", "ca", "chap", "doi", "ed", "eds", "eq", "eqs", "fig", "figs", "figure", "http", "https", "no",
    "nos", "p", "pp", "ref", "refs", "sec", "sect", "suppl", "tab", "table", "tabs", "ver", "version", "vol",
    "vols", "vs", "www",
})  # fmt: skip
LEAST_LETTERS = 3
LONGEST_WORD = 40
# Words that introduce an item of an enumeration in the text: "and (2) ..."
ENUMERATES = frozenset({
    "and", "are", "both", "either", "include", "includes", "including", "is", "or", "than", "to", "was", "were",
})  # fmt: skip
# A number that is neither a year nor a version: what stands in brackets behind it may be a share.
SHARE_BEFORE = re.compile(r"(?<![\w.,])(?!(?:1[89]|20)\d\d )\d+(?:[.,]\d+)?%? ?\Z")
# A word of two letters or more, a number, a closed bracket or quotation; or a marker, in a row of them.
ITEM_BEFORE = re.compile(r"(?:\w\w|\d)[)\]\u201d\"'\u2019%]*\Z|(?<=\d\))[,;]\Z")
PUNCTUATION = '.,;:)\u201d\u2019"'


class Candidate(NamedTuple):
    """A list of numbers that may cite; behind a plain number it may as well state a share: ``12 (34)``."""

    start: int
    end: int
    numbers: Numbers
    is_plain: bool = True


def round_places(text: Text, digit_runs: Places) -> Mask:
    """Tell which runs of digits open a round bracket."""
    opened: Mask = text.latin[digit_runs - 1] == ord("(")
    return opened


def raised_places(text: Text, digit_runs: Places) -> Mask:
    """Tell which runs of digits stand right behind a word or the sign that closes it."""
    before, second = text.codes[digit_runs - 1], np.maximum(digit_runs - 2, 0)
    behind_sign = np.isin(before, [ord(sign) for sign in PUNCTUATION])
    closes_word = np.isin(text.classes[second], (chars.LOWER, chars.UPPER)) | (text.latin[second] == ord(")"))
    in_word = np.ones(len(digit_runs), dtype=np.bool_)
    for back in range(1, LEAST_LETTERS + 2):
        in_word &= text.classes[np.maximum(digit_runs - back, 0)] == chars.LOWER
    raised: Mask = (behind_sign & closes_word | in_word) & (text.latin[digit_runs] != ord("0"))
    return raised


def read_round(text: str, places: Sequence[int]) -> list[Candidate]:
    """Give the lists of numbers in round brackets that neither number an item or formula nor state a value."""
    found = []
    reach = 0
    for place in places:
        match = ROUND.match(text, place - 1) if place > reach else None
        if match is None:
            continue
        start, end = match.span()
        reach = end
        numbers = expand(match["items"] + (match["to"] or ""))
        if not _numbers_an_item(text, start, end) and markers.refusal(text, start, end, numbers) is None:
            found.append(
                Candidate(start, end, numbers, SHARE_BEFORE.search(text, max(0, start - LONGEST_WORD), start) is None)
            )
    return found


def _numbers_an_item(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - LONGEST_WORD) : start].rstrip(" ")
    if not ITEM_BEFORE.search(before):
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
        # Right behind a name a number is a part of it: Lefty1.
        is_name = text[place - 1].isalpha() and not word[1].islower()
        if not is_name and (len(word[1]) >= LEAST_LETTERS or word[1] == "al"):
            reach = match.end()
            found.append(Candidate(place, reach, expand(match["items"])))
    return found


def rising(candidates: Sequence[Candidate], length: int) -> list[Candidate]:
    """Keep the candidates of one document of some length that rise from 1; none where they do not, or are too few.

    A document may be a part of an article: then they rise from another number, but by steps of one.
    """
    kept = _follow(candidates, 0, SLACK)
    cited = _distinct(kept)
    enough = len(kept) >= max(LEAST_MARKERS, length / RAREST) and len(cited) > 1 and 1 in cited
    if enough and _are_most(kept, candidates) and len(cited) >= LEAST_COVERAGE * max(cited):
        return kept
    first = next((one for one in candidates if one.is_plain), None)
    kept = _follow(candidates, first.numbers.low - 1, 1) if first else []
    new = {number for number in _distinct(kept) if first and number >= first.numbers.low}
    plain = sum(one.is_plain for one in candidates)
    return kept if len(kept) >= max(LEAST_MARKERS, plain, length / RAREST) and len(new) >= LEAST_STEPS else []


def _follow(candidates: Sequence[Candidate], top: int, slack: int) -> list[Candidate]:
    """Keep what is not further ahead of the largest number so far; behind a number only what is next."""
    kept = []
    for one in candidates:
        numbers = one.numbers
        fits = numbers.low <= top + slack and not numbers.is_wide if one.is_plain else numbers.low == top + 1
        if fits and (slack == 1 or numbers.top <= top + slack or len(numbers.cited) > slack):
            kept.append(one)
            top = max(top, numbers.top)
    return kept


def _distinct(kept: Sequence[Candidate]) -> set[int]:
    return {int(label) for one in kept for label, _ in one.numbers.cited}


def _are_most(kept: Sequence[Candidate], candidates: Sequence[Candidate]) -> bool:
    return len(kept) >= LEAST_SHARE * sum(one.is_plain for one in candidates)


def plain_lists(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give the raised lists and ranges: prose has a blank behind a comma, so even one in a document is telling."""
    return [one for one in candidates if len(one.numbers.cited) > 1 and not one.numbers.is_wide]
