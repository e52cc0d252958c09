"""Short forms that a text defines beside a bracket, by Schwartz and Hearst's rule (2003) with later repairs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text import chars
from etl.text.chars import Text
from etl.text.fold import GREEK, GREEK_NAMES

SCHEMA = dict.fromkeys(("start", "end", "long_start", "long_end"), pl.Int64()) | {"short_form": pl.String()}
SHORTEST, LONGEST = 2, 10
# A long form has at most so many words more than the short one has characters, and twice as many.
MORE_WORDS = 5
# Letters of a long form for each of its words, at most, and in all.
LETTERS, REACH = 16, 250
IN_BRACKETS = re.compile(
    rf"""\((?P<short>
            [^\W_][^\s()\[\];,]{{{SHORTEST - 1},{LONGEST - 1}}}    # TNF-\u03b1
            (?:\ [^\s()\[\];,]{{1,{LONGEST - 3}}})?                # a second word
         )\ ?(?=[);,])                                              # (ACT; also called ...
    """,
    re.VERBOSE,
)
BEFORE_BRACKET = re.compile(rf"(?<![^\s\0(\[/])[^\W_][^\s()\[\];,]{{{SHORTEST - 1},{LONGEST - 1}}}(?= \Z)")
LONG_IN_BRACKETS = re.compile(r"[^\W_][^()\[\];,\0\n]+(?=[);,])")
NO_SHORT_FORM = re.compile(r"[ivxIVX]+|(?:see|cf|n|p|Fig|Figs|Table|Ref|Eq)\b.*|.*\b(?:et al|[12]\d{3}).*|.*[=<>:].*")
A_WORD = re.compile(r"[A-Z][a-z]{3,}")
# No long form begins with these.
FUNCTION_WORDS = frozenset("a an and are as at by for from in is of on or that the to was were with".split())
# What no long form reaches over: the end of a sentence, another bracket.
STOPS = (". ", "? ", "! ", "; ", ": ", "(", ")", "[", "]", "\0", "\n")
WORD = re.compile(r"[^\s/\u2013-]+")
_INITIALS = str.maketrans(
    dict(zip(GREEK, (name[0] for name in GREEK_NAMES), strict=True)) | {"\u00b5": "m", "\u03c2": "s"}
)


class Definition(NamedTuple):
    """The spans of a short form and of the long form that it stands for."""

    start: int
    end: int
    long_start: int
    long_end: int


def find(text: Text) -> pl.DataFrame:
    """Give the definitions in a text: ``long form (SF)`` and ``SF (long form)``, in reading order."""
    string = text.string
    found = sorted({*_behind(string), *_before(text)})
    frame = pl.DataFrame(found, schema=list(SCHEMA)[:4], orient="row").cast(pl.Int64)
    shorts = [string[start:end] for start, end, _, _ in found]
    return frame.with_columns(short_form=pl.Series(shorts, dtype=pl.String)).unique("start", maintain_order=True)


def long_form(before: str, short: str) -> int | None:
    """Give the place where the long form of a short one begins in the text that it ends; None where there is none.

    Each letter and digit of the short form stands, from right to left, in the long one, the first at the start of a
    word; Greek letters count as the initials of their names.
    """
    letters = [char for char in _plain(short) if char.isalnum()]
    text, place = _plain(before), len(before)
    for number in range(len(letters) - 1, -1, -1):
        place = text.rfind(letters[number], 0, place)
        while number == 0 and place > 0 and text[place - 1].isalnum():
            place = text.rfind(letters[number], 0, place)
        if place < 0:
            return None
    place = _further(text, place, letters)
    return place if _fits(before[place:], short) else None


def _behind(text: str) -> Iterator[Definition]:
    """Find ``long form (SF)``."""
    for match in IN_BRACKETS.finditer(text):
        short = match["short"]
        if not is_short_form(short):
            continue
        short = short[:-1] if short[-1] == "s" and short[-2].isupper() else short
        bracket = match.start()
        before = _before_bracket(text, bracket, short)
        place = long_form(before, short)
        if place is not None:
            end = bracket - (text[bracket - 1] == " ")
            start = match.start("short")
            yield Definition(start, start + len(short), end - len(before) + place, end)


def _before_bracket(text: str, bracket: int, short: str) -> str:
    """Give the words of a sentence before a bracket among which the long form is, if it is there."""
    start = max(0, bracket - LETTERS * _most_words(short))
    start = max(start, text.find(" ", start, bracket)) if start else start
    before = text[start:bracket].rstrip()
    return before[max(before.rfind(stop) for stop in STOPS) + 1 :].lstrip()


def _before(text: Text) -> Iterator[Definition]:
    """Find ``SF (long form)``."""
    bracket = np.flatnonzero(text.latin == ord("("))
    bracket = bracket[bracket >= SHORTEST + 1]
    near = np.isin(text.classes[bracket - 2], (chars.UPPER, chars.DIGIT)) | (text.latin[bracket - 2] == ord("s"))
    upper = (text.classes[bracket - 2] == chars.UPPER) | (text.classes[bracket - 3] == chars.UPPER)
    string = text.string
    for place in bracket[near & upper & (text.latin[bracket - 1] == ord(" "))].tolist():
        match = BEFORE_BRACKET.search(string, max(0, place - LONGEST - 1), place)
        long = LONG_IN_BRACKETS.match(string, place + 1, place + REACH)
        short = match[0].removesuffix("s") if match else ""
        if match is None or long is None or not is_short_form(short):
            continue
        if long_form(long[0].rstrip(), short) == 0:
            yield Definition(match.start(), match.start() + len(short), long.start(), place + 1 + len(long[0].rstrip()))


def is_short_form(token: str) -> bool:
    """Tell whether a token may be a short form: it has a capital, and is no roman number, statistic or reference."""
    return (
        SHORTEST <= len(token) <= LONGEST
        and any(char.isupper() for char in token)
        and NO_SHORT_FORM.fullmatch(token) is None
        and A_WORD.fullmatch(token) is None
    )


def _plain(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # as of the Turkish capital I with a dot
        lower = "".join(char if len(char) == 1 else "?" for char in map(str.lower, text))
    return lower.translate(_INITIALS) if not lower.isascii() else lower


def _most_words(short: str) -> int:
    return min(len(short) + MORE_WORDS, 2 * len(short))


def _further(text: str, place: int, letters: list[str]) -> int:
    """Prefer one word further left that begins with the same letter, while there are fewer words than letters."""
    words = [match.start() for match in WORD.finditer(text)]
    if place in words and len(words) - words.index(place) < len(letters):
        before = words.index(place) - 1
        if before >= 0 and text[words[before]] == letters[0]:
            return words[before]
    return place


def _fits(long: str, short: str) -> bool:
    """Tell whether a long form is one: longer than the short one, which is no word of it, and not of too many words."""
    words = long.split()
    right_size = len(words) <= _most_words(short) and len(long) > len(short)
    return right_size and short not in words and words[0].lower() not in FUNCTION_WORDS
