"""Words that lost the blank between them, parted again where the document itself shows how."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import polars as pl

from etl.text.align import EDITS
from etl.text.chars import Places
from etl.text.lexicon import is_word

# The words of two letters that may be a part; "a", "no" and "so" are too often the ending of a longer word.
FUNCTION_WORDS = frozenset({"an", "as", "at", "by", "if", "in", "is", "it", "of", "on", "or", "to", "we"})
# Those that hardly any word of the field begins or ends with: "in" is a prefix, "is" ends embryogenesis.
TELLING_FIRST = frozenset({"at", "by", "if", "is", "of", "to", "we"})
TELLING_LAST = frozenset({"by", "if", "of", "we"})
SHORTEST, LONGEST = 5, 60
SHORTEST_PART, LONG_PART, COMPOUND_PART = 3, 4, 6
# A token that a document writes so often is a word of its field, whatever its parts.
OFTEN = 3

WORD = re.compile(r"[^\W\d_]+")
PAIR = re.compile(r"\b([^\W\d_]+) (?=([^\W\d_]+)\b)")
# A word with no sign of an address, a formula or a hyphened name beside it.
TOKEN = re.compile(r"(?<![\w@/.-])[^\W\d_]+(?![\w@/-]|\.\w)")
# A comma or semicolon between two words, in a token without the signs of an address, a number or a formula.
GLUED_MARK = re.compile(r"(?<=[^\W\d_]{2})[,;](?=([^\W\d_]{3,})(?![\w/@:-]))")
ODD_SIGNS = re.compile(r"[\d/@:_=<>|\\]")
LAST_TOKEN = re.compile(r"\S*\Z")


class Insertion(NamedTuple):
    """A blank to put in before a place, and why."""

    place: int
    rule: str
    evidence: str
    strength: str


class Document:
    """The words of one document, the evidence for its glued tokens."""

    def __init__(self, text: str) -> None:
        self.text = text.lower()
        self.counts = Counter(WORD.findall(self.text))

    def side_by_side(self, parts: list[str]) -> bool:
        """Tell whether each two neighbours also stand next to each other elsewhere."""
        return all(pair in self.pairs for pair in pairwise(parts))

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Words with one blank between them."""
        return set(PAIR.findall(self.text))

    def split(self, token: str) -> list[str]:
        """Cut a token into the fewest words that stand elsewhere in the document; no list if there is no way."""
        best: list[list[str] | None] = [[]] + [None] * len(token)
        for end in range(1, len(token) + 1):
            for start in range(end):
                parts, part = best[start], token[start:end]
                if parts is None or part == token or not self._is_part(part):
                    continue
                so_far = best[end]
                if so_far is None or len(parts) + 1 < len(so_far):
                    best[end] = [*parts, part]
        return best[-1] or []

    def _is_part(self, part: str) -> bool:
        return bool(self.counts[part]) and (len(part) >= SHORTEST_PART or part in FUNCTION_WORDS)


DocumentAt: TypeAlias = Callable[[int], Document]


def edits(text: str, edges: Places) -> pl.DataFrame:
    """Give the blanks to put into a batch: behind commas and semicolons, and inside glued words."""
    documents: dict[int, Document] = {}

    def document(place: int) -> Document:
        number = int(np.searchsorted(edges, place))
        if number not in documents:
            documents[number] = Document(text[edges[number - 1] + 1 : edges[number]])
        return documents[number]

    found = [*_behind_marks(text, document), *_inside_words(text, document)]
    places = [insertion.place for insertion in found]
    columns = {"source_start": places, "source_end": places, "after": [" "] * len(places)}
    columns |= {name: [getattr(insertion, name) for insertion in found] for name in ("rule", "evidence", "strength")}
    return pl.DataFrame(columns, schema=EDITS).sort("source_start")


def _behind_marks(text: str, document: DocumentAt) -> Iterator[Insertion]:
    for match in GLUED_MARK.finditer(text):
        before = LAST_TOKEN.search(text, max(0, match.start() - LONGEST), match.start())
        word = match[1].lower()
        if before is not None and ODD_SIGNS.search(before[0]):
            continue
        if is_word(word):
            yield Insertion(match.end(), "glued_punctuation", "the word behind the mark is in the word list", "strong")
        elif document(match.start()).counts[word] > 1:
            yield Insertion(match.end(), "glued_punctuation", "the word behind the mark stands elsewhere", "strong")


def _inside_words(text: str, document: DocumentAt) -> Iterator[Insertion]:
    for match in _candidates(text):
        evidence = document(match.start())
        token = match[0].lower()
        if evidence.counts[token] >= OFTEN:
            continue
        parts = evidence.split(token)
        if not parts:
            continue
        if _is_telling(parts):
            why, strength = "a function word and a word that stands elsewhere in the document", "weak"
        elif not _is_compound(parts) and evidence.side_by_side(parts):
            why, strength = "the words stand side by side elsewhere in the document", "strong"
        else:
            continue
        place = match.start()
        for part in parts[:-1]:
            place += len(part)
            yield Insertion(place, "glued_words", why, strength)


def _is_telling(parts: list[str]) -> bool:
    """Tell whether two parts are a function word before or behind a longer word."""
    first, *between, last = parts
    one_long = not between and max(len(first), len(last)) >= LONG_PART
    return one_long and (first in TELLING_FIRST or last in TELLING_LAST)


def _is_compound(parts: list[str]) -> bool:
    """Tell whether two parts may be one word after all, such as germline or the protein arrestin."""
    first, *between, last = parts
    if between or first in FUNCTION_WORDS:
        return False
    return last in FUNCTION_WORDS or min(len(first), len(last)) < COMPOUND_PART


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Find the tokens of letters alone, without inner capitals, that no word list knows and that words make up."""
    types = set(WORD.findall(text))
    words = {word.lower() for word in types}
    glued = {
        word
        for word in types
        if SHORTEST <= len(word) <= LONGEST
        and word[1:] == word[1:].lower()
        and not is_word(word)
        and _could_part(word.lower(), words)
    }
    return (match for match in TOKEN.finditer(text) if match[0] in glued) if glued else iter(())


def _could_part(token: str, words: set[str]) -> bool:
    """Tell whether some cut leaves a known word on its left that the split could begin with."""
    return any(
        token[:cut] in words and (cut >= SHORTEST_PART or token[:cut] in FUNCTION_WORDS)
        for cut in range(2, len(token) - 1)
    )
