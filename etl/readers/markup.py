"""Markup: the tags of many well-formed XML texts at once, as arrays of places and names."""

import re
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from etl.text import chars
from etl.text.chars import Bytes, Mask, Places

# Code points in two bytes or in four.
Units = npt.NDArray[Any]
Words = npt.NDArray[np.uint64]
# As wide as an index: the tables of names are looked up in many times.
Names = npt.NDArray[np.intp]
Signs = npt.NDArray[np.int8]

# Elements are told apart by their first 24 letters, in three words of eight bytes.
WORDS, WIDTH = 3, 8
PADDING = WORDS * WIDTH + 2
# All bytes but white space, `/` and `>`, which end a name.
NAME_BYTES = bytes(0 if byte in b" \t\n\r/>" else byte for byte in range(256))
ONES, HIGHS = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
SLOT_BITS = 16
SLOT_SHIFT = np.uint64(64 - SLOT_BITS)
OTHER = 0

# What begins with `<!` or `<?`; of CDATA only the opening, so that its content is text.
SPECIAL = re.compile(
    r"""(?P<hidden><!--.*?--> | <\?.*?\?>
            | <!DOCTYPE (?:[^\[>"']|"[^"]*"|'[^']*')*
                (?:\[ (?:[^\]"'<]|"[^"]*"|'[^']*'|<!--.*?-->|<\?.*?\?>|<!(?:[^>"']|"[^"]*"|'[^']*')*>)* \]\s*)?>)
      | (?P<opening><!\[CDATA\[) (?P<content>.*?) (?P<closing>\]\]>)""",
    re.VERBOSE | re.DOTALL,
)
TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
NAME = re.compile(r"[^\s/>]+")


class Source(NamedTuple):
    """Texts with a boundary before, between and behind: as a string, and as arrays of their code points.

    ``units`` have two bytes where that is enough for all, as nearly everywhere; ``latin`` is as that of a Text, with
    some zeros behind it.
    """

    string: str
    units: Units
    latin: Bytes

    @classmethod
    def of(cls, string: str) -> Self:
        """Make a source of its string."""
        units: Units = np.frombuffer(string.encode("utf-16-le"), dtype="<u2")
        if len(units) > len(string):
            units = chars.codes_of(string)
        latin = np.concatenate([chars.latin_of(units), np.zeros(PADDING, dtype=np.uint8)])
        return cls(string, units, latin)


class Tags(NamedTuple):
    """Tags in order: spans, names as numbers, and 1 for a start tag, -1 for an end tag, 0 for what has no content.

    Comments, processing instructions, DOCTYPE and the edges of CDATA are of kind 0 and have the name OTHER. The text
    between ``end[i]`` and ``start[i + 1]`` is gap ``i``; ``raw`` gaps are CDATA, where ``&`` is a letter.
    """

    start: Places
    end: Places
    name: Names
    sign: Signs
    raw: Mask


class Specials(NamedTuple):
    """Comments, CDATA edges and the like: spans that count as tags, and spans in which no tag is one."""

    tags: list[tuple[int, int]]
    spans: list[tuple[int, int]]
    raw: list[int]


class Vocabulary:
    """Element names that a reader knows, numbered from 1 in the order given."""

    def __init__(self, names: list[str]) -> None:
        self.number = {name: number for number, name in enumerate(names, start=1)}
        padded = [name.encode()[: WORDS * WIDTH].ljust(WORDS * WIDTH, b"\0") for name in ("", *names)]
        self._words = [np.array([_word(name, word) for name in padded], dtype=np.uint64) for word in range(WORDS)]
        self._slots = np.zeros(1 << SLOT_BITS, dtype=np.intp)
        self._slots[_slot(self._words)] = np.arange(len(padded))

    def mask(self, *names: str) -> Mask:
        """Give a table by number that is true for some names."""
        table = np.zeros(len(self.number) + 1, dtype=np.bool_)
        table[[self.number[name] for name in names]] = True
        return table

    def look_up(self, words: list[Words]) -> tuple[Names, Mask]:
        """Give the number that each name has, and tell which names are not among the known ones."""
        number = self._slots[_slot(words)]
        known = number != OTHER
        for own, other in zip(self._words, words, strict=True):
            known &= own[number] == other
        return number, ~known


def scan(source: Source, vocabulary: Vocabulary) -> Tags:
    """Find the tags of texts that are known to be well-formed; a NUL may stand between them."""
    string, _, latin = source
    start = np.flatnonzero(latin == ord("<"))
    follows = latin[start + 1]
    special = (follows == ord("!")) | (follows == ord("?"))
    specials = _specials(string, start[special])
    start = start[~special]
    start = start[~_inside(start, specials.spans)] if specials.spans else start
    end = _ends(string, latin, start)
    closing = latin[start + 1] == ord("/")
    name = _names(string, latin, start + 1 + closing, vocabulary)
    sign = np.where(closing, -1, latin[end - 2] != ord("/")).astype(np.int8)
    return _merge(Tags(start, end, name, sign, np.zeros(len(start), dtype=np.bool_)), specials)


def _specials(source: str, starts: Places) -> Specials:
    found = Specials([], [], [])
    behind = 0
    for start in starts.tolist():
        match = SPECIAL.match(source, start) if start >= behind else None
        if match is None:
            continue
        behind = match.end()
        found.spans.append(match.span())
        if match["hidden"] is not None:
            found.tags.append(match.span())
        else:
            found.raw.append(len(found.tags))
            found.tags.extend([match.span("opening"), match.span("closing")])
    return found


def _inside(places: Places, spans: list[tuple[int, int]]) -> Mask:
    first, last = np.array(spans, dtype=np.int64).T
    span = np.searchsorted(first, places, side="right") - 1
    inside: Mask = (span >= 0) & (places < last[span])
    return inside


def _ends(source: str, latin: Bytes, start: Places) -> Places:
    """Give one past the `>` that closes each tag; one in the value of an attribute does not."""
    closers = np.flatnonzero(latin == ord(">"))
    if len(closers) == len(start) and (start < closers).all() and (closers[:-1] < start[1:]).all():
        return closers + 1
    first = np.searchsorted(closers, start)
    end = closers[first] + 1
    spare = np.ones(len(closers), dtype=np.bool_)
    spare[first] = False
    # Where a second one follows before the next tag, it may be the true end.
    doubtful = np.unique(np.searchsorted(start, closers[spare]) - 1)
    for row in doubtful[doubtful >= 0].tolist():
        match = TAG.match(source, int(start[row]))
        end[row] = match.end() if match else end[row]
    return end


def _names(source: str, latin: Bytes, place: Places, vocabulary: Vocabulary) -> Names:
    """Give the number of the name that begins at each place; a namespace prefix does not count."""
    words = _read_words(latin, place)
    number, unknown = vocabulary.look_up(words)
    rows = np.flatnonzero(unknown)
    if len(rows):
        keys = _mix([word[rows] for word in words])
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        names = [NAME.match(source, int(place[rows[row]])) for row in first]
        known = [vocabulary.number.get(match[0].rpartition(":")[2], OTHER) if match else OTHER for match in names]
        number[rows] = np.array(known, dtype=np.intp)[inverse]
    return number


def eights(latin: Bytes) -> Words:
    """Give the eight bytes from each place on as a number, without a copy."""
    return np.ndarray(len(latin) - WIDTH + 1, dtype="<u8", buffer=latin, strides=(1,))


def _read_words(latin: Bytes, place: Places) -> list[Words]:
    """Read the letters of a name as numbers, zero behind its end."""
    view = eights(latin)
    words = [np.zeros(len(place), dtype=np.uint64) for _ in range(WORDS)]
    every = np.arange(len(place))
    rows: Places | slice = slice(None)
    for number, word in enumerate(words):
        letters = np.frombuffer(view[place[rows] + WIDTH * number].tobytes().translate(NAME_BYTES), dtype=np.uint64)
        zero = (letters - ONES) & ~letters & HIGHS
        word[rows] = letters & (zero - np.uint64(1)) & ~zero
        rows = every[rows][zero == 0]
    return words


def _word(name: bytes, number: int) -> int:
    return int.from_bytes(name[number * WIDTH : (number + 1) * WIDTH], "little")


def _mix(words: list[Words]) -> Words:
    mixed: Words = words[0] * MIXERS[0] ^ words[1] * MIXERS[1] ^ words[2] * MIXERS[2]
    return mixed


def _slot(words: list[Words]) -> Words:
    return (_mix(words) * MIXERS[0]) >> SLOT_SHIFT


def _merge(tags: Tags, specials: Specials) -> Tags:
    """Put comments and the like among the tags, in order."""
    if not specials.tags:
        return tags
    start, end = np.array(specials.tags, dtype=np.int64).T
    at = np.searchsorted(tags.start, start)
    raw = np.zeros(len(start), dtype=np.bool_)
    raw[specials.raw] = True
    return Tags(
        np.insert(tags.start, at, start),
        np.insert(tags.end, at, end),
        np.insert(tags.name, at, OTHER),
        np.insert(tags.sign, at, 0),
        np.insert(tags.raw, at, raw),
    )
