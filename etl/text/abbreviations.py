"""Short forms that a text defines beside a bracket, by Schwartz and Hearst's rule (2003) with later repairs."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple, Self

import numpy as np

from etl.kernels import Codes, strings
from etl.kernels import short_forms as kernel
from etl.text import tokens
from etl.text.chars import Mask, Places, Text
from etl.text.fold import FINAL_SIGMA, GREEK, GREEK_NAMES, MICRO_SIGN

# Characters of a short form. A long form has at most so many words more than these, and twice as many; at most so many
# characters for each word, and in a bracket in all.
SHORTEST, LONGEST, MORE_WORDS, REACH_OF_WORD, REACH = LIMITS = (2, 10, 5, 16, 250)
NO_SHORT_FORM: Final = re.compile(
    r"[ivxIVX]+|(?:see|cf|n|p|Fig|Figs|Figures?|Table|Ref|Eq)\b.*|.*\b(?:et al|[12]\d{3}).*|.*[=<>:].*|[A-Z][a-z]{3,}"
)
# No long form begins with these.
FUNCTION_WORDS: Final = tokens.pack("a an and are as at by for from in is of on or that the to was were with")
# What parts words beside white space.
JOINTS: Final = strings.units("/-\u2013").astype(np.uint32)
SIGNS: Final = {kernel.OPENING: "([/\0", kernel.CLOSING: ");,", kernel.PARTING: "()[]\0\n", kernel.ENDING: ".?!;:"}
# The code points of Latin and Greek letters, which tables tell of.
TABLED: Final = 0x400
INITIALS: Final = dict(zip(GREEK, (name[0] for name in GREEK_NAMES), strict=True)) | {MICRO_SIGN: "m", FINAL_SIGMA: "s"}


class Definitions(NamedTuple):
    """The spans of short forms and of the long forms that they stand for."""

    start: Places
    end: Places
    long_start: Places
    long_end: Places

    def take(self, rows: Mask | Places) -> Self:
        """Give some of the definitions."""
        return type(self)(*(column[rows] for column in self))


def find(text: Text) -> Definitions:
    """Give the definitions in a text: ``long form (SF)`` and ``SF (long form)``, in reading order.

    Each letter and digit of the short form stands, from right to left, in the long one, the first at the start of a
    word; Greek letters count as the initials of their names.
    """
    bracket = text.places_of("(")
    found = kernel.find(text.codes, text.latin, bracket, characters(), JOINTS, FUNCTION_WORDS, *LIMITS)
    start, end, token_end, *long = found
    may_be = np.array([*map(is_short_form, text.slices(start, token_end))], dtype=np.bool_)
    return Definitions(start, end, *long).take(may_be)


@lru_cache(maxsize=4096)
def is_short_form(token: str) -> bool:
    """Tell whether a token with a capital may be a short form: no roman number, word, statistic or reference."""
    return NO_SHORT_FORM.fullmatch(token) is None


@cache
def characters() -> Codes:
    """Give what each Latin and Greek character is, with the letter or digit that it counts as."""
    known = [chr(code) for code in range(TABLED)]
    kinds = [
        kernel.CAPITAL * char.isupper()
        | kernel.SPACE * char.isspace()
        | sum(flag for flag, signs in SIGNS.items() if char in signs)
        for char in known
    ]
    small = [char.lower()[0] if char.isalnum() else "\0" for char in known]
    return np.array(kinds, dtype=np.uint32) | strings.units("".join(INITIALS.get(char, char) for char in small))
