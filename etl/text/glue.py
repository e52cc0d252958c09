"""Words that lost the blank between them, parted again where English and the document leave no doubt."""

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from etl.text import chars, lexicon, words
from etl.text.chars import Classes, Mask, Text
from etl.text.frames import NOTES
from etl.text.words import Table, Words

SHORTEST, LONGEST = 5, 60
# Longest part worth a look; longer English words are rare, and the search is linear in this.
LONGEST_PART = 22
# A token that a document writes so often is a word of its field, whatever its parts.
OFTEN = 3

# Words of any length that may be a part. Other parts have four letters or more.
FUNCTION_WORDS = frozenset(
    "an and are as at be been but by can do for from had has have if in into is it its may no nor not of on or our than"
    " that the their them then there these they this to was we were what when where which while who with within".split()
)
# Those that hardly any word of the field or name begins or ends with: "in" is a prefix, "is" ends embryogenesis.
TELLING_FIRST = frozenset(
    "and are at by can for from had has have is its of than that the their these this to was we were when where which"
    " with".split()
)
TELLING_LAST = frozenset(
    "and are between by can for from had has have of than that the their this to was were when where which with".split()
)
# Not even in front of a long word: "over" and "in" make one word with it.
PREFIXES = frozenset(
    "as can counter cross crypto electro embryo extra fibro gastro hetero hyper immuno in inter macro micro multi no"
    " non on or out over phospho photo proto pseudo radio retro super thermo trans ultra under".split()
)
SUFFIXES = frozenset({"ally", "gram", "less", "like", "ness", "virus"})
# Parts of so few occurrences in the word list's 2.3e12 are more often a piece of a name than a word.
ALL_WORDS = 2.3e12
RARE_SHORT, RARE_LONG, LONG = 2_000_000, 300_000, 7
CONTENT, COMPOUND, SENTENCE = 5, 6, 13  # letters of a part, of both halves of a compound, of a long token

PAIR, SHORTEST_PART = 2, 4
TELLING_SIZES = (2, 3, 4)

# A comma or semicolon between two words, in a token without the signs of an address, a number or a formula.
GLUED_MARK = re.compile(r"(?<=[^\W\d_]{2})[,;](?=([^\W\d_]{3,})(?![\w/@:-]))")
LAST_WORD = re.compile(r"[^\W\d_]+\Z")
CAPITALISED = re.compile(r"[A-Z]?[a-z]+")
ODD_SIGNS = re.compile(r"[\d/@:_=<>|\\]")
LAST_TOKEN = re.compile(r"\S*\Z")
NUMBER_AND_WORD = re.compile(r"(\d+)(?:is|was|and|are|were|for|from|than|with)")
LONGEST_NUMBER = 12
INNER_CAPITAL = re.compile(r"([a-z]+)([A-Z][a-z]{3,}|[A-Z]{2,})")
HALF = re.compile(r"[^-]+")
MARKS = np.frombuffer(b",;", dtype=np.uint8)
# What stands before and behind a part of an address or formula.
ODD_BEFORE, ODD_AFTER = (np.isin(np.arange(256), list(signs)) for signs in (b"_@/.-", b"_@/-"))
# The classes of characters as bits.
HYPHENS, SMALL, CAPITALS, DIGITS = (1 << kind for kind in (chars.OTHER, chars.LOWER, chars.UPPER, chars.DIGIT))
BESIDE_LOST_BLANK = "the two often stand side by side, and a blank is lost beside them"


Span = tuple[int, int]


class Parting(NamedTuple):
    """The lengths of the parts of a token, the last one aside, and what speaks for them; without cuts it is a doubt."""

    cuts: tuple[int, ...]
    evidence: str
    strength: str


DOUBT = Parting((), "words with a function word among them would make it up", "weak")


class Blank(NamedTuple):
    """A blank to put before a place, and what speaks for it."""

    place: int
    rule: str
    evidence: str
    strength: str


def find(text: Text) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the blanks to put into a batch, and notes on the tokens that look glued but are left.

    Blanks go behind commas and semicolons and inside glued words. A part is always a word that this rule leaves alone,
    and nothing but words that no list knows counts as evidence, so that a second run finds nothing.
    """
    unknown = Unknown.of(text)
    inside, doubts = _inside_words(unknown)
    blanks = {blank.place: blank for blank in [*inside, *_behind_numbers(unknown)]}
    blanks |= {blank.place: blank for blank in _behind_marks(text, sorted(blanks))}
    return _insertions([blanks[place] for place in sorted(blanks)]), _doubts(text, doubts)


class Unknown(NamedTuple):
    """Words that the word list does not hold, and the classes of their characters."""

    words: Words
    first: Classes
    behind: Classes  # of those behind the first one, a bit each

    @classmethod
    def of(cls, text: Text) -> Self:
        """Give those of a text."""
        found = words.find_others(text, lexicon.table())
        return cls(found, text.classes[found.start], found.classes_behind_first())


class Look(NamedTuple):
    """How a token may part: by itself, into two words beside a lost blank, behind a function word."""

    parting: Parting | None
    pair: Parting | None
    rests: tuple[str, ...]


@lru_cache(maxsize=50_000)
def _look(token: str) -> Look | None:
    """Look at a token; None where it cannot part, as most cannot."""
    look = Look(part(token), _pair(token), _own_words(token))
    return look if any(look) else None


@lru_cache(maxsize=50_000)
def part(token: str) -> Parting | None:
    """Part a token by the word list alone; None where it is a word or no words make it up."""
    inner = INNER_CAPITAL.fullmatch(token)
    if inner and inner[1] in TELLING_FIRST and (lexicon.is_word(inner[2]) or len(inner[2]) < CONTENT):
        return Parting((len(inner[1]),), "a function word before a capital", "strong")
    if not token[1:].islower():
        pieces = CAPITALISED.findall(token)
        return DOUBT if "".join(pieces) == token and any(part(piece) for piece in pieces[:-1]) else None
    if lexicon.is_word(token):
        return None
    parts = _parts(token)
    if not parts:
        return None
    why = _why_pair(*parts) if len(parts) == PAIR else _why_many(parts)
    if why is None:
        return DOUBT if FUNCTION_WORDS.intersection(parts) else None
    return Parting(tuple(np.cumsum([len(word) for word in parts[:-1]]).tolist()), *why)


def segment(token: str) -> list[str]:
    """Cut a token into words of the list so that their frequencies are greatest; no list where there is no way."""
    known = lexicon.frequencies()
    score = [0.0] + [-math.inf] * len(token)
    cut = [0] * (len(token) + 1)
    for start in range(len(token)):
        so_far = score[start]
        ends = range(start + PAIR, min(start + LONGEST_PART, len(token)) + 1) if so_far > -math.inf else ()
        for end in ends:
            word = token[start:end]
            if word in known and (end - start > PAIR or word in FUNCTION_WORDS):
                new = so_far + math.log(known[word] / ALL_WORDS)
                if new > score[end]:
                    score[end], cut[end] = new, start
    parts: list[str] = []
    end = len(token) if score[-1] > -math.inf else 0
    while end:
        parts.insert(0, token[cut[end] : end])
        end = cut[end]
    return parts


@lru_cache(maxsize=50_000)
def _parts(token: str) -> tuple[str, ...]:
    """Cut a token into words that may all be parts; none where there is no way."""
    parts = segment(token.lower())
    return tuple(parts) if parts and all(map(_may_be_part, parts)) and parts[-1] not in SUFFIXES else ()


def _may_be_part(word: str) -> bool:
    if word in FUNCTION_WORDS:
        return True
    rare = RARE_LONG if len(word) >= LONG else RARE_SHORT
    return len(word) >= SHORTEST_PART and word not in PREFIXES and lexicon.frequencies()[word] >= rare


def _why_pair(first: str, last: str) -> tuple[str, str] | None:
    """Tell what speaks for two words; nothing where they may be one word, such as germline, or a name."""
    functions = (first in FUNCTION_WORDS) + (last in FUNCTION_WORDS)
    if (first in TELLING_FIRST and len(last) >= CONTENT) or (last in TELLING_LAST and len(first) >= CONTENT):
        return "a function word and a frequent word", "strong"
    if lexicon.side_by_side(first, last):
        enough = functions == PAIR or min(len(first), len(last)) >= CONTENT or (functions and first not in PREFIXES)
        if enough and not (last in PREFIXES and len(first) < COMPOUND):
            return "the two often stand side by side", "strong"
    if first in FUNCTION_WORDS:
        return ("a function word and a long word", "weak") if len(last) >= LONG and first not in PREFIXES else None
    return ("two long words", "weak") if min(len(first), len(last)) >= COMPOUND else None


def _why_many(parts: tuple[str, ...]) -> tuple[str, str] | None:
    beside = [lexicon.side_by_side(first, second) for first, second in pairwise(parts)]
    content = [word for word in parts if word not in FUNCTION_WORDS]
    if all(beside):
        return "each two often stand side by side", "strong"
    if content and min(map(len, content)) >= CONTENT and (len(content) > 1 or len(content[0]) >= LONG):
        return "function words and long words", "weak"
    if 2 * sum(beside) >= len(beside) and sum(map(len, parts)) >= SENTENCE:
        return "most of them often stand side by side", "weak"
    return None


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


def _behind_numbers(unknown: Unknown) -> Iterator[Blank]:
    """Part a number from the function word behind it, as in ``0.9is for``."""
    small_behind = (unknown.behind | DIGITS) == DIGITS | SMALL
    tokens = unknown.words.take((unknown.first == chars.DIGIT) & small_behind)
    for start, token in zip(tokens.start.tolist(), tokens.slices(), strict=True):
        match = NUMBER_AND_WORD.fullmatch(token) if len(token) <= LONGEST_NUMBER else None
        if match:
            yield Blank(start + match.end(1), "glued_words", "a number before a word that is no unit", "strong")


def _parts_words(string: str, start: int, mark: int, end: int) -> bool:
    """Tell whether a comma or semicolon without a blank stands between words, not in an address, number or formula."""
    match = GLUED_MARK.match(string, mark, end)
    before = LAST_TOKEN.search(string, max(start, mark - LONGEST), mark)
    if match is None or before is None or ODD_SIGNS.search(before[0]):
        return False
    left = LAST_WORD.search(before[0])
    known_left = left is not None and len(left[0]) >= SHORTEST_PART and lexicon.is_word(left[0])
    return lexicon.is_word(match[1]) or part(match[1]) is not None or (known_left and len(match[1]) >= CONTENT)


def _inside_words(unknown: Unknown) -> tuple[list[Blank], list[Span]]:
    """Give the blanks inside of words, and the spans of the words that stay in doubt, sorted."""
    tokens = _candidates(unknown)
    looks = list(map(_look, tokens.slices()))
    rows = np.array([row for row, look in enumerate(looks) if look], dtype=np.int64)
    tokens, looked = tokens.take(rows), [look for look in looks if look]
    glued = _parted_by_document(unknown.words, tokens, looked)
    beside = _beside_marks(tokens).tolist()
    glued |= {row: look.pair for row, look in enumerate(looked) if look.pair and beside[row]}
    glued |= {row: look.parting for row, look in enumerate(looked) if look.parting}
    rows = np.array(sorted(glued), dtype=np.int64)
    rare = rows[words.count(unknown.words, tokens.take(rows).asked()) < OFTEN].tolist()
    spans = list(zip(tokens.start.tolist(), tokens.end.tolist(), strict=True))
    blanks = [Blank(spans[row][0] + cut, "glued_words", *glued[row][1:]) for row in rare for cut in glued[row].cuts]
    doubts = [spans[row] for row in rare if not glued[row].cuts]
    return blanks, sorted([*doubts, *_beside_hyphens(unknown)])


def _doubts(text: Text, spans: list[Span]) -> pl.DataFrame:
    rows = [
        (start, end, "glued_token", f"{text.string[start:end]} looks like words without a blank")
        for start, end in spans
    ]
    return pl.DataFrame(rows, schema=NOTES, orient="row")


def _beside_marks(tokens: Words) -> Mask:
    """Tell which words stand beside a comma or semicolon between letters: where it lost its blank, they may have."""
    text, start, end = tokens.text, tokens.start, tokens.end
    beyond = text.classes[np.minimum(end + 1, len(text) - 1)]
    behind: Mask = np.isin(text.latin[end], MARKS) & _are_letters(beyond)
    return behind | np.isin(text.latin[start - 1], MARKS) & _are_letters(text.classes[start - 2])


def _are_letters(classes: Classes) -> Mask:
    letters: Mask = (classes >= chars.LOWER) & (classes <= chars.LETTER)
    return letters


def _pair(token: str) -> Parting | None:
    """Part a token into two words that often stand side by side; alone this is too little evidence."""
    parts = _parts(token) if token[1:].islower() else ()
    is_pair = len(parts) == PAIR and min(map(len, parts)) >= SHORTEST_PART and lexicon.side_by_side(*parts)
    return Parting((len(parts[0]),), BESIDE_LOST_BLANK, "strong") if is_pair else None


def _beside_hyphens(unknown: Unknown) -> Iterator[Span]:
    """Give what looks like words between hyphens, as in ``Angeles-SchoolofLaw``: only where a capital is inside."""
    tokens = unknown.words.take((unknown.behind & HYPHENS > 0) & (unknown.behind & CAPITALS > 0))
    tokens = tokens.take(_capital_inside(tokens))
    tokens = tokens.take(_stands_free(tokens))
    for start, token in zip(tokens.start.tolist(), tokens.slices(), strict=True):
        for half in HALF.finditer(token):
            if SHORTEST <= len(half[0]) <= LONGEST and not half[0][1:].islower() and part(half[0]):
                yield start + half.start(), start + half.end()


def _capital_inside(tokens: Words) -> Mask:
    """Tell which words have a capital right behind a small letter."""
    classes = tokens.text.classes
    inside = chars.ranges(tokens.start + 1, tokens.end - tokens.start - 1)
    capitals = inside[(classes[inside] == chars.UPPER) & (classes[inside - 1] == chars.LOWER)]
    has: Mask = np.searchsorted(capitals, tokens.start) < np.searchsorted(capitals, tokens.end)
    return has


def _parted_by_document(unknown: Words, tokens: Words, looked: list[Look]) -> dict[int, Parting]:
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


def _own_words(token: str) -> tuple[str, ...]:
    """Give what is left of a token behind a function word, where no list knows it and this rule could not part it."""
    rests = [token[size:] for size in TELLING_SIZES if token[:size].lower() in TELLING_FIRST]
    return tuple(rest for rest in rests if len(rest) >= CONTENT and _is_own_word(rest) and not lexicon.is_word(token))


def _is_own_word(rest: str) -> bool:
    """Tell whether a word that no list knows is none that this rule could part."""
    return (
        rest.islower()
        and not lexicon.is_word(rest)
        and part(rest) is None
        and not rest.startswith(tuple(TELLING_FIRST))
    )


def _insertions(blanks: list[Blank]) -> pl.DataFrame:
    places = pl.Series([blank.place for blank in blanks], dtype=pl.Int64)
    after = pl.repeat(" ", len(blanks), dtype=pl.String, eager=True)
    notes = {name: pl.Series([getattr(blank, name) for blank in blanks], dtype=pl.String) for name in Blank._fields[1:]}
    return pl.DataFrame({"source_start": places, "source_end": places, "after": after, **notes})


def _candidates(unknown: Unknown) -> Words:
    """Give the words of letters alone that may part, and that are no part of an address or formula."""
    length = unknown.words.end - unknown.words.start
    of_letters = (unknown.first != chars.DIGIT) & (unknown.behind & (DIGITS | HYPHENS) == 0)
    rows = np.flatnonzero(of_letters & (length >= SHORTEST) & (length <= LONGEST))
    rows = rows[_stands_free(unknown.words.take(rows))]
    behind = unknown.behind[rows]
    tokens = unknown.words.take(rows)
    return tokens.take(_may_part(tokens) | (behind & CAPITALS > 0) & (behind & SMALL > 0))


def _may_part(tokens: Words) -> Mask:
    """Tell which tokens of small letters may part: words make them up, or a function word stands in front."""
    rows, form = words.one_of_each(tokens.key)
    forms = tokens.take(rows)
    may = _parts_table().makes_up(forms, LONGEST_PART)
    for size in TELLING_SIZES:
        may |= _telling_table().holds(forms.first_letters(size))
    return may[form]


@cache
def _parts_table() -> Table:
    frequent = (word for word, times in lexicon.frequencies().items() if times >= RARE_LONG)
    return Table(words.keys_of_strings(list(filter(_may_be_part, frequent))))


@cache
def _telling_table() -> Table:
    return Table(words.keys_of_strings(list(TELLING_FIRST)))


def _stands_free(tokens: Words) -> Mask:
    text, start, end = tokens.text, tokens.start, tokens.end
    before, after = text.latin[start - 1], text.latin[end]
    dotted = (after == ord(".")) & (text.classes[np.minimum(end + 1, len(text) - 1)] >= chars.LOWER)
    free: Mask = ~(ODD_BEFORE[before] | ODD_AFTER[after] | dotted)
    return free
