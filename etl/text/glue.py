"""Words that lost the blank between them, parted again where English and the document leave no doubt."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.text import chars, lexicon, parting, words
from etl.text.chars import Classes, Mask, Text
from etl.text.frames import NOTES
from etl.text.parting import Look, Parting
from etl.text.words import Words

SHORTEST, LONGEST = 5, 60
# Characters of the shortest token that may part: a digit and a word.
SHORTEST_TOKEN = 3
# A token that a document writes so often is a word of its field, whatever its parts.
OFTEN = 3

# A comma or semicolon between two words, in a token without the signs of an address, a number or a formula.
GLUED_MARK = re.compile(r"(?<=[^\W\d_]{2})[,;](?=([^\W\d_]{3,})(?![\w/@:-]))")
LAST_WORD = re.compile(r"[^\W\d_]+\Z")
ODD_SIGNS = re.compile(r"[\d/@:_=<>|\\]")
LAST_TOKEN = re.compile(r"\S*\Z")
NUMBER_AND_WORD = re.compile(r"(\d+)(?:is|was|and|are|were|for|from|than|with)")
LONGEST_NUMBER = 12
HALF = re.compile(r"[^-]+")
MARKS = np.frombuffer(b",;", dtype=np.uint8)
# What stands before and behind a part of an address or formula.
ODD_BEFORE, ODD_AFTER = (np.isin(np.arange(256), list(signs)) for signs in (b"_@/.-", b"_@/-"))
# Classes of characters as bits.
HYPHENS, SMALL, CAPITALS, DIGITS = (1 << kind for kind in (chars.OTHER, chars.LOWER, chars.UPPER, chars.DIGIT))

Span = tuple[int, int]


class Blank(NamedTuple):
    """A blank to put before a place, and what speaks for it."""

    place: int
    rule: str
    evidence: str
    strength: str


class Unknown(NamedTuple):
    """Words that the word list does not hold, the shortest aside, and the classes of their characters."""

    words: Words
    first: Classes
    behind: Classes  # of those behind the first one, a bit each

    @classmethod
    def of(cls, text: Text) -> Self:
        """Give those of a text."""
        found = words.find_others(text, lexicon.table(), SHORTEST_TOKEN)
        return cls(found, text.classes[found.start], found.classes_behind_first())


def find(text: Text) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the blanks to put into a batch, and notes on the tokens that look glued but are left.

    Blanks go behind commas and semicolons and inside glued words. A part is always a word that this rule leaves alone,
    and nothing but words that no list knows counts as evidence, so that a second run finds nothing.
    """
    unknown = Unknown.of(text)
    inside, doubts = _inside_words(unknown)
    blanks = {blank.place: blank for blank in [*inside, *_behind_numbers(unknown)]}
    blanks |= {blank.place: blank for blank in _behind_marks(text, sorted(blanks))}
    doubts = sorted([*doubts, *_beside_hyphens(unknown)])
    return _insertions([blanks[place] for place in sorted(blanks)]), _doubts(text, doubts)


def _inside_words(unknown: Unknown) -> tuple[list[Blank], list[Span]]:
    """Give the blanks inside of words, and the spans of the words that stay in doubt."""
    tokens, ways = _parted(unknown.words, _candidates(unknown))
    is_rare = words.count(unknown.words, tokens.asked()) < OFTEN
    spans = zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)
    rare = [(span, way) for span, way, rare in zip(spans, ways, is_rare.tolist(), strict=True) if rare]
    blanks = [
        Blank(start + cut, "glued_words", way.evidence, way.strength) for (start, _), way in rare for cut in way.cuts
    ]
    return blanks, [span for span, way in rare if not way.cuts]


def _candidates(unknown: Unknown) -> Words:
    """Give the words of letters alone that may part, and that are no part of an address or formula."""
    length = unknown.words.end - unknown.words.start
    of_letters = (unknown.first != chars.DIGIT) & (unknown.behind & (DIGITS | HYPHENS) == 0)
    rows = np.flatnonzero(of_letters & (length >= SHORTEST) & (length <= LONGEST))
    rows = rows[_stands_free(unknown.words.take(rows))]
    tokens, behind = unknown.words.take(rows), unknown.behind[rows]
    return tokens.take(parting.may_part(tokens) | (behind & CAPITALS > 0) & (behind & SMALL > 0))


def _stands_free(tokens: Words) -> Mask:
    text, start, end = tokens.text, tokens.start, tokens.end
    before, after = text.latin[start - 1], text.latin[end]
    dotted = (after == ord(".")) & (text.classes[np.minimum(end + 1, len(text) - 1)] >= chars.LOWER)
    free: Mask = ~(ODD_BEFORE[before] | ODD_AFTER[after] | dotted)
    return free


def _parted(unknown: Words, tokens: Words) -> tuple[Words, list[Parting]]:
    """Give the tokens that part, and how: by themselves, else beside a lost blank, else by what the document holds."""
    looks = list(map(parting.look, tokens.slices()))
    tokens, looked = (
        tokens.take(np.array([look is not None for look in looks], dtype=np.bool_)),
        list(filter(None, looks)),
    )
    beside, by_document = _beside_marks(tokens).tolist(), _by_document(unknown, tokens, looked)
    ways = [
        look.parting or (look.pair if beside[row] else None) or by_document.get(row) for row, look in enumerate(looked)
    ]
    return tokens.take(np.array([way is not None for way in ways], dtype=np.bool_)), list(filter(None, ways))


def _beside_marks(tokens: Words) -> Mask:
    """Tell which words stand beside a comma or semicolon between letters: where it lost its blank, they may have."""
    text, start, end = tokens.text, tokens.start, tokens.end
    beyond = text.classes[np.minimum(end + 1, len(text) - 1)]
    behind: Mask = np.isin(text.latin[end], MARKS) & _are_letters(beyond)
    return behind | np.isin(text.latin[start - 1], MARKS) & _are_letters(text.classes[start - 2])


def _are_letters(classes: Classes) -> Mask:
    letters: Mask = (classes >= chars.LOWER) & (classes <= chars.LETTER)
    return letters


def _by_document(unknown: Words, tokens: Words, looked: list[Look]) -> dict[int, Parting]:
    """Part tokens into a function word and a word that no list knows but that stands elsewhere in the document."""
    asked = [(row, rest) for row, look in enumerate(looked) for rest in look.rests]
    documents = tokens.asked().document[[row for row, _ in asked]]
    there = words.count(unknown, words.of_strings([rest for _, rest in asked], documents))
    evidence = "a function word, and a word that stands elsewhere in the document"
    size = (tokens.end - tokens.start).tolist()
    return {
        row: Parting((size[row] - len(rest),), evidence, "weak")
        for (row, rest), times in zip(asked, there.tolist(), strict=True)
        if times
    }


def _beside_hyphens(unknown: Unknown) -> Iterator[Span]:
    """Give what looks like words between hyphens, as in ``Angeles-SchoolofLaw``: only where a capital is inside."""
    tokens = unknown.words.take((unknown.behind & HYPHENS > 0) & (unknown.behind & CAPITALS > 0))
    tokens = tokens.take(_capital_inside(tokens))
    tokens = tokens.take(_stands_free(tokens))
    for start, token in zip(tokens.start.tolist(), tokens.slices(), strict=True):
        for half in HALF.finditer(token):
            if SHORTEST <= len(half[0]) <= LONGEST and not half[0][1:].islower() and parting.part(half[0]):
                yield start + half.start(), start + half.end()


def _capital_inside(tokens: Words) -> Mask:
    """Tell which words have a capital right behind a small letter."""
    classes = tokens.text.classes
    inside = chars.ranges(tokens.start + 1, tokens.end - tokens.start - 1)
    capitals = inside[(classes[inside] == chars.UPPER) & (classes[inside - 1] == chars.LOWER)]
    has: Mask = np.searchsorted(capitals, tokens.start) < np.searchsorted(capitals, tokens.end)
    return has


def _behind_numbers(unknown: Unknown) -> Iterator[Blank]:
    """Part a number from the function word behind it, as in ``0.9is for``."""
    small_behind = (unknown.behind | DIGITS) == DIGITS | SMALL
    tokens = unknown.words.take((unknown.first == chars.DIGIT) & small_behind)
    for start, token in zip(tokens.start.tolist(), tokens.slices(), strict=True):
        match = NUMBER_AND_WORD.fullmatch(token) if len(token) <= LONGEST_NUMBER else None
        if match:
            yield Blank(start + match.end(1), "glued_words", "a number before a word that is no unit", "strong")


def _behind_marks(text: Text, blanks: list[int]) -> Iterator[Blank]:
    """Part words at a comma or semicolon; the words around it end where the other rules put their blanks."""
    latin, classes = text.latin, text.classes
    marks = np.flatnonzero((latin == ord(",")) | (latin == ord(";")))
    marks = marks[_are_letters(classes[marks - 1]) & _are_letters(classes[marks + 1])]
    bounds = np.array([0, *blanks, len(text)], dtype=np.int64)
    row = np.searchsorted(bounds, marks)
    for start, mark, end in zip(bounds[row - 1].tolist(), marks.tolist(), bounds[row].tolist(), strict=True):
        if _parts_words(text.string, start, mark, end):
            yield Blank(mark + 1, "glued_punctuation", "words of the word list stand beside the mark", "strong")


def _parts_words(string: str, start: int, mark: int, end: int) -> bool:
    """Tell whether a comma or semicolon without a blank stands between words, not in an address, number or formula."""
    match = GLUED_MARK.match(string, mark, end)
    before = LAST_TOKEN.search(string, max(start, mark - LONGEST), mark)
    if match is None or before is None or ODD_SIGNS.search(before[0]):
        return False
    left, right = LAST_WORD.search(before[0]), match[1]
    known_left = left is not None and len(left[0]) >= parting.SHORTEST_PART and lexicon.is_word(left[0])
    return lexicon.is_word(right) or parting.part(right) is not None or (known_left and len(right) >= parting.CONTENT)


def _insertions(blanks: list[Blank]) -> pl.DataFrame:
    places = pl.Series([blank.place for blank in blanks], dtype=pl.Int64)
    after = pl.Series([" "] * len(blanks), dtype=pl.String)
    notes = {name: pl.Series([getattr(blank, name) for blank in blanks], dtype=pl.String) for name in Blank._fields[1:]}
    return pl.DataFrame({"source_start": places, "source_end": places, "after": after, **notes})


def _doubts(text: Text, spans: list[Span]) -> pl.DataFrame:
    rows = [
        (start, end, "glued_token", f"{text.string[start:end]} looks like words without a blank")
        for start, end in spans
    ]
    return pl.DataFrame(rows, schema=NOTES, orient="row")
