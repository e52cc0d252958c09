"""How a token parts into words: by the word list, or with what its document shows."""

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from etl.text import lexicon, words
from etl.text.chars import Mask
from etl.text.words import Table, Weights, Words

# Looks at tokens that are kept: names of a field come again and again.
CACHED = 10_000

# Longest part worth a look; longer English words are rare, and the search is linear in this.
LONGEST_PART = 22

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
# Not even in front of a long word: "over" and "in" make one word with it, as do the parts of names in chemistry.
PREFIXES = frozenset(
    "acetyl alpha amino as benzo benzyl beta butyl can carboxy chloro contra counter cross crypto delta electro embryo"
    " ethyl extra fibro fluoro gamma gastro hetero hydro hydroxy hyper immuno in inter macro methoxy methyl micro multi"
    " nitro no non on or out over para phenyl phospho photo propyl proto pseudo psycho radio retro super thermo trans"
    " ultra under".split()
)
# Without (anovulation), unless it often stands before the word.
WITHOUT = "an"
# Short words that names end with, two of them more often (labyrinth-it-is, best-at-in), and those that Latin ends with.
ENDINGS = frozenset("an as at in is it or us".split())
LATIN_ENDINGS = frozenset({"is", "it", "or", "us"})
SUFFIXES = frozenset({"ally", "gram", "less", "like", "ness", "phosphate", "virus"})
# Parts of so few occurrences in the word list's 2.3e12 are more often a piece of a name than a word.
ALL_WORDS = 2.3e12
RARE_SHORT, RARE_LONG, LONG = 2_000_000, 300_000, 7
CONTENT, COMPOUND, SENTENCE = 5, 6, 13  # letters of a part, of both halves of a compound, of a long token
PAIR, SHORTEST_PART = 2, 4
TELLING_SIZES = (2, 3, 4)

CAPITALISED = re.compile(r"[A-Z]?[a-z]+")
INNER_CAPITAL = re.compile(r"([a-z]+)([A-Z][a-z]{3,}|[A-Z]{2,})")
BESIDE_LOST_BLANK = "the two often stand side by side, and a blank is lost beside them"


class Parting(NamedTuple):
    """The lengths of the parts of a token, the last one aside, and what speaks for them; without cuts it is a doubt."""

    cuts: tuple[int, ...]
    evidence: str
    strength: str


DOUBT = Parting((), "words with a function word among them would make it up", "weak")


class Look(NamedTuple):
    """How a token may part: by itself, into two words beside a lost blank, behind a function word."""

    parting: Parting | None
    pair: Parting | None
    rests: tuple[str, ...]


@lru_cache(maxsize=CACHED)
def look(token: str) -> Look | None:
    """Look at a token of letters alone; None where it cannot part."""
    found = Look(part(token), _pair(token), _own_words(token))
    return found if any(found) else None


def may_part(tokens: Words) -> Mask:
    """Tell which tokens without an inner capital may part: parts make them up, or a function word stands in front."""
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


@lru_cache(maxsize=CACHED)
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
    if not parts or _may_be_name(parts):
        return None
    why = _why_pair(*parts) if len(parts) == PAIR else _why_many(parts)
    if why is None:
        return DOUBT if FUNCTION_WORDS.intersection(parts) else None
    return Parting(tuple(accumulate(map(len, parts[:-1]))), *why)


def _pair(token: str) -> Parting | None:
    """Part a token into two words that often stand side by side; alone this is too little evidence."""
    parts = _parts(token) if token[1:].islower() else ()
    is_pair = len(parts) == PAIR and min(map(len, parts)) >= SHORTEST_PART and lexicon.side_by_side(*parts)
    return Parting((len(parts[0]),), BESIDE_LOST_BLANK, "strong") if is_pair else None


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


@cache
def _weights() -> Weights:
    """Give the logarithm of the frequency of each word that may stand in a cut, by its slot in the word list."""
    known = {word: times for word, times in lexicon.frequencies().items() if len(word) > PAIR or word in FUNCTION_WORDS}
    weights = np.full(len(lexicon.table()), -np.inf)
    slots = lexicon.table().find(words.keys_of_strings(list(known)))
    weights[slots] = np.log(np.array(list(known.values())) / ALL_WORDS)
    return weights


@lru_cache(maxsize=CACHED)
def _parts(token: str) -> tuple[str, ...]:
    """Cut a token so that the frequencies of the words are greatest; none where not all of them may be parts."""
    # All words of the list are in ASCII.
    parts = lexicon.table().parts(token.lower(), _weights(), LONGEST_PART) if token.isascii() else []
    return tuple(parts) if parts and all(map(_may_be_part, parts)) and parts[-1] not in SUFFIXES else ()


def _may_be_part(word: str) -> bool:
    if word in FUNCTION_WORDS:
        return True
    rare = RARE_LONG if len(word) >= LONG else RARE_SHORT
    return len(word) >= SHORTEST_PART and word not in PREFIXES and lexicon.frequencies()[word] >= rare


def _may_be_name(parts: tuple[str, ...]) -> bool:
    """Tell whether the last parts are an ending that names have."""
    *before, last = parts
    if len(parts) == PAIR:
        return last in LATIN_ENDINGS and (before[0] not in FUNCTION_WORDS or before[0] in PREFIXES)
    longest = max((len(word) for word in parts if word not in FUNCTION_WORDS), default=CONTENT)
    return last in ENDINGS and (before[-1] in ENDINGS or longest < CONTENT)


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
        is_word = len(last) >= LONG and first not in PREFIXES and first != WITHOUT
        return ("a function word and a long word", "weak") if is_word else None
    return ("two long words", "weak") if min(len(first), len(last)) >= COMPOUND else None


def _why_many(parts: tuple[str, ...]) -> tuple[str, str] | None:
    beside = [lexicon.side_by_side(first, second) for first, second in pairwise(parts)]
    content = [word for word in parts if word not in FUNCTION_WORDS]
    longest = max(map(len, content), default=0)
    if all(beside):
        return "each two often stand side by side", "strong"
    is_long = content and min(map(len, content)) >= CONTENT and (len(content) > 1 or longest >= LONG)
    if is_long and not ENDINGS.issuperset(parts[:2]):
        return "function words and long words", "weak"
    if 2 * sum(beside) >= len(beside) and sum(map(len, parts)) >= SENTENCE and longest >= CONTENT:
        return "most of them often stand side by side", "weak"
    return None
