"""Words that lost the blank between them, parted again where English and the document leave no doubt."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.kernels import glue as kernel
from etl.text import align, chars, lexicon, parting, words
from etl.text.align import Edits, Note
from etl.text.chars import Bytes, Classes, Mask, Text
from etl.text.frames import NOTES
from etl.text.parting import Look, Parting
from etl.text.words import Asked, Words

SHORTEST, LONGEST = 5, 60
# Characters of the shortest token that may part: a digit and a word.
SHORTEST_TOKEN = 3
# A token that a document writes so often is a word of its field, whatever its parts.
OFTEN = 3

# A comma or semicolon between two words, in a token without the signs of an address, a number or a formula.
GLUED_MARK = re.compile(r"(?<=[^\W\d_]{2})[,;](?=([^\W\d_]{3,})(?![\w/@:-]))")
LAST_WORD = re.compile(r"[^\W\d_]+\Z")
ODD_SIGNS = re.compile(r"[\d/@:_=<>|\\]")
NUMBER_AND_WORD = re.compile(r"(\d+)(?:is|was|and|are|were|for|from|than|with)")
LONGEST_NUMBER = 12
HALF = re.compile(r"[^-]+")
MARKS = np.frombuffer(b",;", dtype=np.uint8)
# What stands before and behind a part of an address or formula.
ODD_BEFORE, ODD_AFTER = (np.isin(np.arange(256), list(signs)).view(np.uint8) for signs in (b"_@/.-", b"_@/-"))

BY_DOCUMENT = "a function word, and a word that stands elsewhere in the document"
AFTER_NUMBER = Note("glued_words", "a number before a word that is no unit", "strong")
AFTER_MARK = Note("glued_punctuation", "words of the word list stand beside the mark", "strong")

Span = tuple[int, int]


class Unknown(NamedTuple):
    """Words that the word list does not hold, the shortest aside, and what of each may be glued."""

    words: Words
    kind: Bytes

    @classmethod
    def of(cls, text: Text) -> Self:
        """Give those of a text."""
        found = words.find_others(text, lexicon.table(), SHORTEST_TOKEN)
        limits = SHORTEST, LONGEST, ODD_BEFORE, ODD_AFTER
        return cls(found, kernel.kinds(text.latin, text.classes, found.start, found.end, *limits))

    def of_kind(self, kind: int) -> Words:
        """Give those that may be glued in one way."""
        return self.words.take(np.flatnonzero(self.kind == kind))


def find(text: Text) -> tuple[Edits, pl.DataFrame]:
    """Give the blanks to put into a batch, and notes on the tokens that look glued but are left.

    Blanks go behind commas and semicolons and inside glued words. A part is always a word that this rule leaves alone,
    and nothing but words that no list knows counts as evidence, so that a second run finds nothing.
    """
    unknown = Unknown.of(text)
    inside, doubts = _inside_words(unknown)
    blanks = inside | _behind_numbers(unknown)
    blanks |= _behind_marks(text, sorted(blanks))
    doubts = sorted([*doubts, *_beside_hyphens(unknown)])
    places = sorted(blanks)
    return align.insertions(places, [blanks[place] for place in places]), _doubts(text, doubts)


def _inside_words(unknown: Unknown) -> tuple[dict[int, Note], list[Span]]:
    """Give the blanks inside of words, and the spans of the words that stay in doubt."""
    tokens, looks = _looked_at(unknown)
    blanks: dict[int, Note] = {}
    doubts: list[Span] = []
    ways = _ways(unknown.words, tokens, looks)
    for start, end, way in zip(tokens.start.tolist(), tokens.end.tolist(), ways, strict=True):
        if way and way.cuts:
            blanks |= dict.fromkeys((start + cut for cut in way.cuts), Note("glued_words", way.evidence, way.strength))
        elif way:
            doubts.append((start, end))
    return blanks, doubts


def _looked_at(unknown: Unknown) -> tuple[Words, list[Look]]:
    """Give the words that may part by themselves or by what stands beside them or in their document, and how."""
    tokens = _candidates(unknown)
    looks = list(map(parting.look, tokens.slices()))
    may_part = np.array([look is not None for look in looks], dtype=np.bool_)
    return tokens.take(may_part), list(filter(None, looks))


def _candidates(unknown: Unknown) -> Words:
    """Give the words of letters alone that may part, and that are no part of an address or formula."""
    rows = np.flatnonzero((unknown.kind == kernel.OF_LETTERS) | (unknown.kind == kernel.INNER_CAPITAL))
    tokens = unknown.words.take(rows)
    return tokens.take(parting.may_part(tokens) | (unknown.kind[rows] == kernel.INNER_CAPITAL))


def _ways(unknown: Words, tokens: Words, looks: list[Look]) -> list[Parting | None]:
    """Tell how rare tokens part: by themselves, else beside a lost blank, else by what their document holds.

    That is a function word and a word that no list knows but that stands elsewhere in the document.
    """
    rests = [(row, rest) for row, look in enumerate(looks) for rest in look.rests]
    own = tokens.asked()
    others = words.of_strings([rest for _, rest in rests], own.document[[row for row, _ in rests]])
    asked = Asked(np.concatenate([own.key, others.key]), np.concatenate([own.document, others.document]))
    times = words.count(unknown, asked).tolist()
    elsewhere = {row: rest for (row, rest), there in zip(rests, times[len(looks) :], strict=True) if there}
    beside, size = _beside_marks(tokens).tolist(), (tokens.end - tokens.start).tolist()
    ways = [look.parting or (look.pair if beside[row] else None) for row, look in enumerate(looks)]
    for row, rest in elsewhere.items():
        ways[row] = ways[row] or Parting((size[row] - len(rest),), BY_DOCUMENT, "weak")
    return [way if there < OFTEN else None for way, there in zip(ways, times, strict=False)]


def _beside_marks(tokens: Words) -> Mask:
    """Tell which words stand beside a comma or semicolon between letters: where it lost its blank, they may have."""
    text, start, end = tokens.text, tokens.start, tokens.end
    beyond = text.classes[np.minimum(end + 1, len(text) - 1)]
    behind: Mask = np.isin(text.latin[end], MARKS) & _are_letters(beyond)
    return behind | np.isin(text.latin[start - 1], MARKS) & _are_letters(text.classes[start - 2])


def _are_letters(classes: Classes) -> Mask:
    letters: Mask = (classes >= chars.LOWER) & (classes <= chars.LETTER)
    return letters


def _beside_hyphens(unknown: Unknown) -> Iterator[Span]:
    """Give what looks like words between hyphens, as in ``Angeles-SchoolofLaw``: only where a capital is inside."""
    tokens = unknown.of_kind(kernel.HYPHENED)
    for start, token in zip(tokens.start.tolist(), tokens.slices(), strict=True):
        for half in HALF.finditer(token):
            if SHORTEST <= len(half[0]) <= LONGEST and not half[0][1:].islower() and parting.part(half[0]):
                yield start + half.start(), start + half.end()


def _behind_numbers(unknown: Unknown) -> dict[int, Note]:
    """Part a number from the function word behind it, as in ``0.9is for``."""
    tokens = unknown.of_kind(kernel.BEHIND_NUMBER)
    matches = [NUMBER_AND_WORD.fullmatch(token) if len(token) <= LONGEST_NUMBER else None for token in tokens.slices()]
    return {
        start + match.end(1): AFTER_NUMBER for start, match in zip(tokens.start.tolist(), matches, strict=True) if match
    }


def _behind_marks(text: Text, blanks: list[int]) -> dict[int, Note]:
    """Part words at a comma or semicolon; the words around it end where the other rules put their blanks."""
    marks = kernel.between_letters(text.latin, text.classes, *MARKS)
    bounds = np.union1d(np.array(blanks, dtype=np.int64), text.edges)
    row = np.searchsorted(bounds, marks)
    before = text.slices(np.maximum(marks - LONGEST, 0), marks)
    behind = text.slices(marks, np.minimum(bounds[row], marks + 1 + LONGEST + 1))
    around = zip(marks.tolist(), before, (marks - bounds[row - 1]).tolist(), behind, strict=True)
    return {mark + 1: AFTER_MARK for mark, *sides in around if _parts_words(*sides)}


def _parts_words(before: str, own: int, behind: str) -> bool:
    """Tell whether a comma or semicolon without a blank stands between words, not in an address, number or formula.

    ``own`` counts the characters right before it that stand behind the last blank put in.
    """
    match = GLUED_MARK.match(before + behind, len(before))
    if match is None or len(match[1]) > LONGEST:
        return False
    before = before[-own:].rsplit(maxsplit=1)[-1]
    if ODD_SIGNS.search(before):
        return False
    left, right = LAST_WORD.search(before), match[1]
    known_left = left is not None and len(left[0]) >= parting.SHORTEST_PART and lexicon.is_word(left[0])
    return lexicon.is_word(right) or parting.part(right) is not None or (known_left and len(right) >= parting.CONTENT)


def _doubts(text: Text, spans: list[Span]) -> pl.DataFrame:
    tokens = text.slices(*np.array(spans, dtype=np.int64).reshape(-1, 2).T)
    rows = [
        (start, end, "glued_token", f"{token} looks like words without a blank")
        for (start, end), token in zip(spans, tokens, strict=True)
    ]
    return pl.DataFrame(rows, schema=NOTES, orient="row")
