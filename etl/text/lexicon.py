"""English words: evidence for what a broken or glued token was."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from etl.errors import OurFault

# The frequency list of symspellpy: words of SCOWL that also occur in Google's Ngrams, 82,765 entries.
WORDS_FILE = "frequency_dictionary_en_82_765.txt"
INFLECTIONS = ("s", "es", "ed", "d", "ing", "ly")


@cache
def words() -> frozenset[str]:
    """Read the word list, lower case."""
    package = find_spec("symspellpy")
    if package is None or not package.submodule_search_locations:
        raise OurFault("symspellpy: the package is missing; install immunotables again.")
    path = Path(package.submodule_search_locations[0]) / WORDS_FILE
    return frozenset(line.rpartition(" ")[0] for line in path.read_text("utf-8-sig").splitlines())


def is_word(token: str) -> bool:
    """Tell whether a token, or its stem without a plain inflection, is in the word list."""
    word = token.lower()
    known = words()
    return word in known or any(word.endswith(ending) and word[: -len(ending)] in known for ending in INFLECTIONS)
