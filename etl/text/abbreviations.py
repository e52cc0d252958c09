"""Short forms that a text defines beside a bracket, by Schwartz and Hearst's rule (2003) with later repairs."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, Self

import numpy as np

from etl.kernels import short_forms as kernel
from etl.text import chars
from etl.text.chars import BEYOND, Bytes, Mask, Places, Text
from etl.text.fold import GREEK, GREEK_NAMES

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
NO_SHORT_FORM = re.compile(
    r"[ivxIVX]+|(?:see|cf|n|p|Fig|Figs|Figures?|Table|Ref|Eq)\b.*|.*\b(?:et al|[12]\d{3}).*|.*[=<>:].*"
)
A_WORD = re.compile(r"[A-Z][a-z]{3,}")
# No long form begins with these.
FUNCTION_WORDS = frozenset("a an and are as at by for from in is of on or that the to was were with".split())
# What no long form reaches over: the end of a sentence, another bracket.
STOP = re.compile(r"[.?!;:()\[\]\0\n](?:(?<![.?!;:])| )")
WORD = re.compile(r"[^\s/\u2013-]+")
# What parts two words, and the first of them, from right to left.
WORD_BEFORE_BACKWARDS = re.compile(r"[\s/\u2013-]+[^\s/\u2013-]+")
_INITIALS = str.maketrans(
    dict(zip(GREEK, (name[0] for name in GREEK_NAMES), strict=True)) | {"\u00b5": "m", "\u03c2": "s"}
)


class Definitions(NamedTuple):
    """The spans of short forms and of the long forms that they stand for."""

    start: Places
    end: Places
    long_start: Places
    long_end: Places

    def take(self, rows: Mask | Places) -> Self:
        """Give some of the definitions."""
        return type(self)(*(column[rows] for column in self))


# Places as in Definitions.
Definition = tuple[int, int, int, int]


def find(text: Text) -> Definitions:
    """Give the definitions in a text: ``long form (SF)`` and ``SF (long form)``, in reading order."""
    bracket = text.places_of("(")
    found = sorted({*_behind(text, bracket), *_before(text, bracket)})
    all_found = Definitions(*np.array(found, dtype=np.int64).reshape(-1, 4).T)
    return all_found.take(np.unique(all_found.start, return_index=True)[1])


def long_form(before: str, short: str) -> int | None:
    """Give the place where the long form of a short one begins in the text that it ends; None where there is none.

    Each letter and digit of the short form stands, from right to left, in the long one, the first at the start of a
    word; Greek letters count as the initials of their names.
    """
    letters, text, place = _letters(short), _plain(before), len(before)
    for letter in reversed(letters):
        place = text.rfind(letter, 0, place)
        if place < 0:
            return None
    while place > 0 and text[place - 1].isalnum():
        place = text.rfind(letters[0], 0, place)
    if place < 0:
        return None
    place = _further(text, place, letters)
    return place if _fits(before[place:], short) else None


def _behind(text: Text, bracket: Places) -> Iterator[Definition]:
    """Find ``long form (SF)``."""
    string = text.string
    limits = LONGEST, MORE_WORDS, LETTERS
    may = kernel.may_define(text.latin, bracket, *characters(), *limits).view(np.bool_)
    for place in bracket[may].tolist():
        match = IN_BRACKETS.match(string, place)
        short = match["short"] if match else ""
        if not is_short_form(short):
            continue
        short = short[:-1] if short[-1] == "s" and short[-2].isupper() else short
        before = _before_bracket(string, place, short)
        begins = long_form(before, short)
        if begins is not None:
            end = place - (string[place - 1] == " ")
            yield place + 1, place + 1 + len(short), end - len(before) + begins, end


@cache
def characters() -> tuple[Bytes, Bytes]:
    """Give of each character in Latin-1 what it is, and the letter that it counts as; any that does not fit may be any.

    White space beyond Latin-1 counts as a letter: few texts have it, and a search in Python follows.
    """
    flags = {kernel.CLOSING: ");,", kernel.PARTING: "()[]\0\n", kernel.ENDING: ".?!;:"}
    chars_of = [chr(code) for code in range(BEYOND)]
    kinds = [
        kernel.CAPITAL * char.isupper()
        | kernel.SPACE * char.isspace()
        | sum(flag for flag, known in flags.items() if char in known)
        for char in chars_of
    ]
    plain = [ord(_plain(char)) if char.isalnum() else 0 for char in chars_of]
    return np.array([*kinds, kernel.CAPITAL], dtype=np.uint8), np.array([*plain, kernel.ANY], dtype=np.uint8)


def _before_bracket(text: str, bracket: int, short: str) -> str:
    """Give the words of a sentence before a bracket among which the long form is, if it is there."""
    start = max(0, bracket - LETTERS * _most_words(short))
    start = max(start, text.find(" ", start, bracket)) if start else start
    return STOP.split(text[start:bracket].rstrip())[-1].lstrip()


def _before(text: Text, bracket: Places) -> Iterator[Definition]:
    """Find ``SF (long form)``."""
    bracket = bracket[(bracket > SHORTEST) & (text.latin[bracket - 1] == ord(" "))]
    last, capital = text.classes[bracket - 2], text.classes[bracket - 3] == chars.UPPER
    may_be = (last == chars.UPPER) | capital & ((last == chars.DIGIT) | (text.latin[bracket - 2] == ord("s")))
    string = text.string
    for place in bracket[may_be].tolist():
        match = BEFORE_BRACKET.search(string, max(0, place - LONGEST - 1), place)
        if match is None or _plain(match[0][0]) != _plain(string[place + 1]):
            continue
        long, short = LONG_IN_BRACKETS.match(string, place + 1, place + REACH), match[0].removesuffix("s")
        if long is not None and is_short_form(short) and long_form(long[0].rstrip(), short) == 0:
            yield match.start(), match.start() + len(short), long.start(), long.start() + len(long[0].rstrip())


@lru_cache(maxsize=4096)
def is_short_form(token: str) -> bool:
    """Tell whether a token may be a short form: it has a capital, and is no roman number, statistic or reference."""
    return (
        SHORTEST <= len(token) <= LONGEST
        and any(char.isupper() for char in token)
        and NO_SHORT_FORM.fullmatch(token) is None
        and A_WORD.fullmatch(token) is None
    )


@lru_cache(maxsize=4096)
def _letters(short: str) -> str:
    return "".join(char for char in _plain(short) if char.isalnum())


def _plain(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # as of the Turkish capital I with a dot
        lower = "".join(char if len(char) == 1 else "?" for char in map(str.lower, text))
    return lower.translate(_INITIALS) if not lower.isascii() else lower


def _most_words(short: str) -> int:
    return min(len(short) + MORE_WORDS, 2 * len(short))


def _further(text: str, place: int, letters: str) -> int:
    """Prefer one word further left that begins with the same letter, while there are fewer words than letters."""
    before = WORD_BEFORE_BACKWARDS.match(text[:place][::-1])
    if before is None or text[place - before.end()] != letters[0]:
        return place
    return place - before.end() if len(WORD.findall(text, place)) < len(letters) else place


def _fits(long: str, short: str) -> bool:
    """Tell whether a long form is one: longer than the short one, which is no word of it, and not of too many words."""
    words = long.split()
    right_size = len(words) <= _most_words(short) and len(long) > len(short)
    return right_size and short not in words and words[0].lower() not in FUNCTION_WORDS
