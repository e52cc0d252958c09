"""Stems of international nonproprietary names: what an unlisted drug is, told by the end of its name."""

from collections.abc import Sequence
from typing import Final

import daachorse
import polars as pl

from etl.text.phrases import Folded
from etl.text.spans import Spans, leftmost_longest

# Stems without a false positive among 26,645 word types of biomedical abstracts.
STEMS: Final = tuple(
    """
    tinib ciclib parib zomib lisib rafenib metinib platin taxel rubicin tecan limus citabine lutamide inostat rasib clax
    sertib grastim setron domide mab
    """.split()
)
# The part of the listed drugs with a stem that the class of the stem must hold, and the fewest of them that tell.
SHARE: Final = 0.8
FEWEST: Final = 3
# A word with a stem is no drug's name when it is shorter.
SHORTEST: Final = 7


class Endings:
    """Stems (lower-case letters), ready to be found at the ends of words."""

    def __init__(self, stems: Sequence[str]) -> None:
        endings = [f"{stem}{plural} ".encode("ascii") for plural in ("", "s") for stem in stems]
        self._stems = len(stems)
        self._automaton = daachorse.DoubleArrayAhoCorasick(endings) if endings else None

    def find(self, folded: Folded) -> Spans:
        """Give the words of a folded text that end in a stem, and its number as row."""
        words = folded.text
        hits = self._automaton.find_overlapping(words) if self._automaton else []
        found = Spans.of(
            [(words.rfind(b" ", 0, start) + 1, end - 1, ending % self._stems) for start, end, ending in hits]
        )
        longest = leftmost_longest(found.start, found.end)
        return found.take(longest[(found.end - found.start)[longest] >= SHORTEST])


def classes(terms: pl.DataFrame, ancestors: pl.DataFrame, key: str) -> pl.DataFrame:
    """Give for each stem the narrowest concept above most of the concepts whose label has it, as ``stem`` and its key.

    A stem that too few labels have, or that no class holds, is left out.
    """
    labels = terms.filter(pl.col("kind") == "label").select(key, word=pl.col("term").str.to_lowercase())
    stem = pl.col("word").str.extract(rf"[a-z]({'|'.join(STEMS)})$")
    own = labels.with_columns(stem=stem).drop_nulls("stem").with_columns(number=pl.len().over("stem"))
    above = own.filter(pl.col("number") >= FEWEST).join(ancestors.filter(pl.col("distance") > 0), on=key)
    size = ancestors.group_by("ancestor_id").len("size")
    above = above.filter(pl.col("ancestor_id").is_in(ancestors.filter(pl.col("distance") > 0)[key].implode()))
    held = (
        above.group_by("stem", "number", "ancestor_id").len("held").filter(pl.col("held") >= SHARE * pl.col("number"))
    )
    narrow = held.join(size, on="ancestor_id").sort("stem", "size", "ancestor_id")
    return narrow.unique("stem", keep="first", maintain_order=True).select("stem", pl.col("ancestor_id").alias(key))
