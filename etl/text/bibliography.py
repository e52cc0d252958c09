"""Entries of a list of references in plain text: where each begins and ends, and what it surely says."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text import entry_fields
from etl.text.author_year import CAPITAL, NAME
from etl.text.blocks import Blocks
from etl.text.chars import Text
from etl.text.frames import ENTRIES

# What stands around the number before an entry; a list has one form of it.
FORMS = ("[]", "()", ".", ")", "")
# A search is quick where a pattern opens with a set of characters, so that what must stand before comes second.
NUMBERS = tuple(
    re.compile(rf"{form}(?=[ \n]|{CAPITAL})")
    for form in (
        r"\[(?<=[ \n\0]\[)(\d{1,3})\]",
        r"\((?<=[ \n\0]\()(\d{1,3})\)",
        r"(\d(?<=[ \n\0]\d)\d{0,2})[.)]?",
    )
)
# Numbers that the list may have lost between two entries.
MOST_LOST = 2
# What closes an entry before the next number, and what opens one behind it.
CLOSED = re.compile(r"[.;)\]\d\u201d\"/]\Z|\A\Z")
OPENED = re.compile(rf"\s?(?:{CAPITAL}|[\"\u201c\u2018'(\[]|(?:[a-z]{{1,4}}['\u2019]?\s?){{1,3}}{CAPITAL}|http|www|\d)")
# What a name may begin with: a look at it spares most words a longer one.
BEGINS_NAME = rf"(?={CAPITAL}|[abdeltv])"
# The white space before an entry without a number: surname and initials, behind the end of one with a year; "A. B."
# ends none.
NAMED = re.compile(
    rf"""[ \n]{BEGINS_NAME}(?:(?<=[a-z\d)\u201d]\.\ )|(?<=[\d)/]\ )|(?<=\n))
         (?={NAME},?\ (?:{CAPITAL}\.?[ -]?){{1,3}}(?:,|\ ?\(|\.\ ?|\ and\b|\ &))""",
    re.VERBOSE,
)
# White space and all authors of an entry up to a year in brackets: sure whatever stands before.
AUTHOR = rf"{NAME}(?:,?\ (?:{CAPITAL}\.?[\ -]?){{1,4}}(?![^\W\d_]))"
AUTHORS_AND_YEAR = re.compile(
    rf"""[ \n]{BEGINS_NAME}{AUTHOR}(?:(?:,\ ?(?:and|&)?\ ?|\ (?:and|&)\ )?{AUTHOR}){{0,60}}+
         (?:,?\ et\ al\.?)?,?\ ?\((?:1[89]|20)\d\d[a-z]?\)""",
    re.VERBOSE,
)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
YEAR_REACH = 400
UNFINISHED = re.compile(r"[^.?!\d)\]\u201d\"/]\Z")


Span = tuple[int, int]


class Place(NamedTuple):
    """Where an entry begins, and its number as printed where it has one."""

    start: int
    number: str | None


def find(text: Text, blocks: Blocks) -> pl.DataFrame:
    """Give the entries of the lists of references, in order; what stands between or behind them belongs to none.

    An entry may be a block, a part of one, or run over several: the sequence of numbers tells where each begins, in a
    list without numbers the blocks and the names behind a closed entry do.
    """
    rows = [row for region in _regions(blocks) for row in _read(text.string, region)]
    if not rows:
        return pl.DataFrame(schema=ENTRIES)
    frame = dict(zip(ENTRIES, map(list, zip(*rows, strict=True)), strict=True))
    document = text.document_at(np.array(frame["start"], dtype=np.int64))
    frame["target"] = _one_target(zip(document.tolist(), frame["target"], strict=True))
    return pl.DataFrame(frame, schema=ENTRIES)


def _regions(blocks: Blocks) -> Iterator[list[tuple[int, int]]]:
    """Give the spans of the paragraphs under each heading of kind references."""
    inside = np.flatnonzero(blocks.is_listed & ~blocks.is_heading)
    rows = zip(*(places[inside].tolist() for places in (blocks.parent, blocks.start, blocks.end)), strict=True)
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield [(first, last) for _, first, last in group]


def _one_target(targets: Iterable[tuple[int, str]]) -> list[str | None]:
    """Leave a target of a document to the first entry that has it."""
    numbered = list(enumerate(targets))
    first = {target: number for number, target in reversed(numbered)}
    return [target[1] if first[target] == number else None for number, target in numbered]


def _read(text: str, spans: Sequence[Span]) -> Iterator[tuple[object, ...]]:
    """Give a row for each entry of one list."""
    places = _numbered(text, spans) or _named(text, spans)
    for place, following in zip(places, [*places[1:], None], strict=True):
        end = _last_end(text, spans, place.start) if following is None else following.start
        entry = text[place.start : end].rstrip()
        if entry:
            fields = entry_fields.parse(" ".join(entry.split()), place.number)
            yield (place.start, place.start + len(entry), None, fields["label"], *fields.values())


def _numbered(text: str, spans: Sequence[Span]) -> list[Place]:
    """Give the longest running sequence of numbers of one form; none where the list has no numbers."""
    sequences = [_sequence(spans, candidates) for candidates in _candidates(text, spans).values()]
    longest = max(sequences, key=len)
    opens = bool(longest) and longest[0].start == spans[0][0]
    return longest if opens or (len(longest) > 1 and longest[0].start in {start for start, _ in spans}) else []


def _candidates(text: str, spans: Sequence[Span]) -> dict[str, list[tuple[int, int]]]:
    """Give number and start of what may be the number of an entry, by its form."""
    found: dict[str, list[tuple[int, int]]] = {form: [] for form in FORMS}
    for start, end in spans:
        for match in chain.from_iterable(numbers.finditer(text, start, end) for numbers in NUMBERS):
            at_start = match.start() == start
            closed = at_start or CLOSED.search(text, match.start() - 2, match.start() - 1)
            if closed and OPENED.match(text, match.end(), end) and match[1][0] != "0":
                found[match[0].replace(match[1], "")].append((int(match[1]), match.start()))
    return found


def _sequence(spans: Sequence[Span], candidates: Sequence[tuple[int, int]]) -> list[Place]:
    """Follow a sequence from the first number that opens a block."""
    opening = [start for start, _ in spans]
    block_starts = set(opening)
    at: dict[int, list[int]] = {}
    for number, start in candidates:
        at.setdefault(number, []).append(start)
    places: list[Place] = []
    first = next((one for one in candidates if one[1] in block_starts), None)
    while first is not None:
        number, start = first
        places.append(Place(start, str(number)))
        following = (n for n in range(number + 1, number + 2 + MOST_LOST) if n in at and at[n][-1] > start)
        first = next(((n, _next_place(at[n], start, opening)) for n in following), None)
    return places


def _next_place(starts: Sequence[int], place: int, opening: Sequence[int]) -> int:
    """Give the first of the starts behind a place; the one that opens the next block stands before those in it."""
    block = bisect_right(opening, place)
    following = opening[block] if block < len(opening) else -1
    row = bisect_left(starts, following)
    return following if row < len(starts) and starts[row] == following else starts[bisect_right(starts, place)]


def _named(text: str, spans: Sequence[Span]) -> list[Place]:
    """Give the entries of a list without numbers: at blocks, and at names behind an entry that has its year."""
    places: list[Place] = []
    for start, end in spans:
        if not places or not (UNFINISHED.search(text, start - 3, start - 2) or text[start].islower()):
            places.append(Place(start, None))
        places += [Place(place, None) for place in _names_behind_years(text, start, end)]
    return places


def _names_behind_years(text: str, start: int, end: int) -> Iterator[int]:
    """Give the places of names that open an entry: before a year in brackets, or behind an entry that has its year."""
    sure, named = (
        {match.start() + 1 for match in form.finditer(text, start - 1, end)} for form in (AUTHORS_AND_YEAR, NAMED)
    )
    read, dated = start, False
    for place in sorted(sure | named):
        dated = dated or YEAR.search(text, read, place) is not None
        read = place
        opens = place in sure or (dated and YEAR.search(text, place, min(end, place + YEAR_REACH)))
        if place > start and opens:
            yield place
            dated = False


def _last_end(text: str, spans: Sequence[Span], start: int) -> int:
    """Give the end of the last entry: over the end of its block only where that leaves it unfinished."""
    end = start
    for block_start, block_end in spans:
        if block_end <= start:
            continue
        continues = block_start <= start or UNFINISHED.search(text, end - 1, end) or not text[block_start].isupper()
        if not continues:
            break
        end = block_end
    return end
