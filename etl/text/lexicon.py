"""English words, how frequent they are and which stand side by side: evidence for what a token was."""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from etl.errors import OurFault
from etl.text.words import Table, keys_of_strings

# The frequency lists of symspellpy: words of SCOWL that also occur in Google's Ngrams, 82,765 entries with counts
# that add up to some 2.3e12, and 242,342 pairs of neighbours.
WORDS_FILE = "frequency_dictionary_en_82_765.txt"
PAIRS_FILE = "frequency_bigramdictionary_en_243_342.txt"
INFLECTIONS = ("s", "es", "ed", "d", "ing", "ly")


@cache
def frequencies() -> dict[str, int]:
    """Read the words, lower case, with their counts."""
    words = _read(WORDS_FILE, ["word", "count"])
    return dict(zip(words["word"].to_list(), words["count"].to_list(), strict=True))


@cache
def table() -> Table:
    """Give the keys of the words, to look up those of a whole text."""
    return Table(keys_of_strings(list(frequencies())))


@lru_cache(maxsize=50_000)
def is_word(token: str) -> bool:
    """Tell whether a token, or its stem without a plain inflection, is in the word list."""
    word = token.lower()
    known = frequencies()
    return word in known or (
        word.endswith(INFLECTIONS)
        and any(word.endswith(ending) and word[: -len(ending)] in known for ending in INFLECTIONS)
    )


def side_by_side(first: str, second: str) -> bool:
    """Tell whether two lower-case words in ASCII often stand side by side."""
    return _pairs().holds_word(f"{first} {second}")


@cache
def _pairs() -> Table:
    """Give the keys of the pairs: as strings they would take 34 MB and long to read."""
    return Table.of_pairs(_path(PAIRS_FILE).read_bytes())


def _read(name: str, columns: list[str]) -> pl.DataFrame:
    return pl.read_csv(_path(name), separator=" ", has_header=False, new_columns=columns, quote_char=None)


def _path(name: str) -> Path:
    package = find_spec("symspellpy")
    if package is None or not package.submodule_search_locations:
        raise OurFault("symspellpy: the package is missing; install immunotables again.")
    return Path(package.submodule_search_locations[0]) / name
