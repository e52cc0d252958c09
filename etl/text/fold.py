"""Folding: every character becomes one ASCII character, so that places in the folded text are places in the text."""

import unicodedata
from functools import cache

import numpy as np

from etl.kernels import characters, strings
from etl.text import chars

JOINTS = " -/\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
GREEK = (
    "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc"
    "\u03bd\u03be\u03bf\u03c0\u03c1\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9"
)
GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
    "nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
).split()
MICRO_SIGN, FINAL_SIGMA = "\u00b5", "\u03c2"
LETTER_ELSE, SIGN, BLANK = "\x1f", ".", " "
# Letters with accents of their own that fold to a plain one stand below this code point.
LAST_LATIN = 0x250


@cache
def fold_table() -> chars.Classes:
    """Give the folded character of every code point: letters without case and accent, Greek apart, joints blank."""
    return _table(lower=True)


@cache
def words_table() -> chars.Classes:
    """Give the folded character of every code point where signs are blanks, too."""
    table = fold_table().copy()
    table[table == ord(SIGN)] = ord(BLANK)
    return table


@cache
def joints_table() -> chars.Bytes:
    """Tell of every code point whether it is white space, a hyphen, a dash or a slash, not another sign."""
    joints: chars.Bytes = (fold_table() == ord(BLANK)).view(np.uint8)
    return joints


def fold(text: str) -> str:
    """Fold a text character by character; the result is ASCII and as long."""
    return _fold(text, fold_table())


def fold_all(terms: list[str], *, lower: bool = True) -> list[str]:
    """Fold many terms at once, as ``fold`` each; without ``lower``, capitals stay."""
    return _parted(_fold("\n".join(terms), fold_table() if lower else _table(lower=False)), terms)


def fold_readably(terms: list[str]) -> list[str]:
    """Fold terms for their keys: as ``fold`` each, but Greek letters stay as they are."""
    readable = np.arange(128, dtype=np.uint32)
    readable[1 : len(GREEK) + 1], readable[ord(LETTER_ELSE)] = strings.units(GREEK), ord("_")
    folded = np.frombuffer(_fold("\n".join(terms), fold_table()).encode("ascii"), dtype=np.uint8)
    return _parted(strings.string(readable[folded]), terms)


def _parted(folded: str, terms: list[str]) -> list[str]:
    """Cut folded terms, one a line, at the places of the terms themselves, which may hold line ends."""
    ends = np.cumsum([len(term) + 1 for term in terms], dtype=np.int64).tolist()
    return [folded[end - len(term) - 1 : end - 1] for term, end in zip(terms, ends, strict=True)]


def _fold(text: str, table: chars.Classes) -> str:
    whole = chars.Text(text)
    return characters.look_up(table, whole.codes).tobytes().decode("ascii")


@cache
def _table(*, lower: bool) -> chars.Classes:
    table = np.full(0x110000, ord(SIGN), dtype=np.uint8)
    table[chars.class_table() >= chars.LOWER] = ord(LETTER_ELSE)
    for code in range(LAST_LATIN):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalnum():
            table[code] = ord(base.lower() if lower else base)
    for number, letter in enumerate(GREEK, start=1):
        table[[ord(letter), ord(letter.upper())]] = number
    table[ord(MICRO_SIGN)], table[ord(FINAL_SIGMA)] = GREEK.index("\u03bc") + 1, GREEK.index("\u03c3") + 1
    table[[ord(joint) for joint in JOINTS]] = ord(BLANK)
    return table
