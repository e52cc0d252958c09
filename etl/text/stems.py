"""Stems of international nonproprietary names: what an unlisted drug is, told by the end of its name."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.kernels import phrases
from etl.text.phrases import Folded
from etl.text.spans import Spans

Nodes: TypeAlias = npt.NDArray[np.int16]

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
    """Stems (lower-case letters, three or more), ready to be found at the ends of words."""

    def __init__(self, stems: Sequence[str]) -> None:
        endings = {f"{stem}{plural}": number for number, stem in enumerate(stems) for plural in ("", "s")}
        self._following, self._ending = _trie(endings)
        tails = "".join(ending[-phrases.TAIL :] for ending in endings)
        self._tails = np.frombuffer(tails.encode("ascii"), dtype=np.uint8)

    def find(self, words: Folded) -> Spans:
        """Give the words of a folded text that end in a stem, and the number of the longest such stem as row."""
        row, stem = phrases.endings(*words, self._following, self._ending, self._tails, SHORTEST)
        return Spans(words.start[row], words.start[row + 1] - 1, stem)


def _trie(endings: dict[str, int]) -> tuple[Nodes, Nodes]:
    """Give the node to which each ASCII letter leads from each node, from the last letter back; the number at each."""
    nodes = sorted({"", *(ending[place:] for ending in endings for place in range(len(ending)))}, key=len)
    number = {node: row for row, node in enumerate(nodes)}
    following, complete = np.zeros((len(nodes), 128), dtype=np.int16), np.full(len(nodes), -1, dtype=np.int16)
    for node in nodes[1:]:
        following[number[node[1:]], ord(node[0])] = number[node]
        complete[number[node]] = endings.get(node, -1)
    return following, complete


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
