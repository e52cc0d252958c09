"""Hyphens at a line end: kept where the hyphen is real, dropped where a word was broken."""

import re
from typing import NamedTuple

import numpy as np

from etl.text import words
from etl.text.align import Note
from etl.text.chars import Places, Text
from etl.text.lexicon import is_word

RULES = KEPT, JOINED = "hyphen_kept", "hyphen_joined"
CONJUNCTIONS = frozenset({"and", "or", "nor", "to", "versus", "vs"})
JOINING = CONJUNCTIONS | {"vs."}
# Shortest halves that both being words says something: "re-" and "al" are words by accident.
LEFT_HALF, RIGHT_HALF = 2, 3
# Characters looked at on each side of a line end.
CONTEXT = 120

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
BRACKET = re.compile(r"[\[\](),;]")
NO_LETTER = re.compile(r"\W")
RIGHT = re.compile(r"[^\W_]+")
SUSPENDED = re.compile(r"[^\W\d_]-\Z")
ADDRESS = re.compile(r"(?i)://|^www\.|^(?:doi:)?10\.\d{4}")


class Halves(NamedTuple):
    """What stands before and behind a hyphen, lower case."""

    left: str
    right: str


def judge(text: Text, starts: Places, ends: Places) -> list[Note | None]:
    """Judge hyphens that stand right before runs of white space with a line end; letters or digits are around them.

    The first rule that fires wins: shape, the document's own words, the word list. Their order and the figures behind
    them are those of the project's measurements on articles that exist as PDF and as XML: always joining is right for
    94 %, the document's words and a word list for 99 %. Where there is no note, the line end is a plain wrap.
    """
    document = text.document_at(starts)
    first = np.maximum(starts - CONTEXT, text.edges[document] + 1)
    places = zip(first.tolist(), starts.tolist(), ends.tolist(), strict=True)
    found = [by_shape(text.string[near:start], text.string[end : end + CONTEXT]) for near, start, end in places]
    rows = [row for row, decision in enumerate(found) if isinstance(decision, Halves)]
    halves = [decision for decision in found if isinstance(decision, Halves)]
    by_word = map(by_words, halves, *_count(text, document[rows], halves))
    return [next(by_word) if isinstance(decision, Halves) else decision for decision in found]


def by_shape(before: str, after: str) -> Note | Halves | None:
    """Judge a hyphen by the end of its line and the start of the next; give the halves where that says nothing."""
    tokens = ["", "", *before.rsplit(None, 3)]
    left = BRACKET.split(tokens[-1][:-1])[-1]
    match = RIGHT.match(after)
    right = match[0] if match else ""
    word = _last_word(left)
    if not right or not word or right.lower() in CONJUNCTIONS:
        return None  # a combining mark without a letter stands beside the hyphen, or it is suspended
    if not left.isalpha() and ADDRESS.search(left):
        return Note(KEPT, "inside an address", "weak")
    if tokens[-2] in JOINING and SUSPENDED.search(tokens[-3]):
        return Note(KEPT, "a suspended hyphen stands before it", "strong")
    reason = _real(left if left.isalpha() else NO_LETTER.split(left)[-1], right)
    return Note(KEPT, reason, "strong") if reason else Halves(word, right.lower())


def _last_word(token: str) -> str:
    """Give the last word of a token, letters and digits with hyphens between them, in lower case; "" without one."""
    if token.isascii() and token.isalpha():
        return token.lower()
    words = WORD.findall(token.lower())
    return words[-1] if words else ""


def _real(half: str, right: str) -> str | None:
    """Tell by what a hyphen between two halves shows to be real."""
    if len(half) == 1 or not half[-1:].isascii() or half[-1:].isdigit():
        return "a single letter, a digit or a Greek letter before it"
    if not half.islower() and sum(map(str.isupper, half)) > 1:
        return "an acronym before it"
    return None if right[0].islower() else "a capital or a digit after it"


def by_words(half: Halves, hyphened: int, joined: int) -> Note:
    """Judge a hyphen by how often the document has the word with and without it, then by the word list."""
    if hyphened != joined:
        evidence = f"elsewhere in the document: with a hyphen {hyphened}, without {joined}"
        return Note(KEPT if hyphened > joined else JOINED, evidence, "strong")
    last, right = half.left.rpartition("-")[2], half.right
    both_words = len(last) >= LEFT_HALF and len(right) >= RIGHT_HALF and is_word(last) and is_word(right)
    if is_word(last + right):
        evidence = "joined it is a word, as both halves are" if both_words else "joined it is a word"
        return Note(JOINED, evidence, "weak" if both_words else "strong")
    if both_words:
        return Note(KEPT, "both halves are words, joined they are none", "strong")
    return Note(JOINED, "a half is no word", "weak")


def _count(text: Text, document: Places, halves: list[Halves]) -> tuple[list[int], list[int]]:
    """Count each word with and without its hyphen in its document; a word broken at a line end counts apart."""
    if not halves:
        return [], []
    asked = [f"{left}-{right}" for left, right in halves] + [left + right for left, right in halves]
    spelled = words.of_strings(asked, np.tile(document, 2))
    times = words.count(words.find_asked(text, spelled, min(map(len, asked))), spelled).tolist()
    return times[: len(halves)], times[len(halves) :]
