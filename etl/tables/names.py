"""What a batch names: the terms of all vocabularies in its sentences, and the short forms that it defines."""

from typing import NamedTuple

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.vocabulary import KINDS, THERAPY
from etl.text import abbreviations, ellipsis, fold, stems
from etl.text.chars import Mask, Places
from etl.text.terms import Matcher


class Names(NamedTuple):
    """Matches of each vocabulary and of the stems, definitions of short forms, sentences, in places of the batch."""

    matches: list[pl.DataFrame]
    definitions: pl.DataFrame
    start: Places
    end: Places
    words: bytes

    def inside(self, start: Places, end: Places) -> tuple[Places, Mask]:
        """Give the sentence in which each span begins, and whether the span lies in it."""
        sentence = np.searchsorted(self.start, start, side="right") - 1
        return sentence, (sentence >= 0) & (end <= np.append(self.end, -1)[sentence])


class Lexicon(NamedTuple):
    """The terms of each kind of concept, with its class; the term of each stem; and the matcher of them all."""

    terms: tuple[pl.DataFrame, ...]
    stem_rows: pl.Series
    matcher: Matcher


def lexicon(tables: dict[str, pl.DataFrame]) -> Lexicon:
    """Make the terms of a vocabulary, given as its tables, ready for matching."""
    terms = tuple(
        tables[kind.terms].join(
            tables[kind.many].select(kind.key, concept_class=f"{kind.one}_class"),
            on=kind.key,
            how="left",
            maintain_order="left",
        )
        for kind in KINDS
    )
    classes = stems.classes(terms[0], tables[THERAPY.ancestors], THERAPY.key)
    labels = terms[0].with_row_index("row").filter(pl.col("kind") == "label").unique(THERAPY.key, maintain_order=True)
    stem = classes.join(labels.select(THERAPY.key, "row"), on=THERAPY.key, maintain_order="left")
    return Lexicon(terms, stem["row"].cast(pl.Int64), Matcher(*terms, stems=stem["stem"].to_list()))


def find(batch: Batch, sentences: pl.DataFrame, matcher: Matcher) -> Names:
    """Find terms and definitions in the sentences of a batch."""
    documents = batch.documents.select("document_id", first=pl.Series(batch.text.edges[:-1] + 1))
    first = sentences.join(documents, on="document_id", how="left", maintain_order="left")["first"]
    start, end = ((sentences[name] + first).to_numpy().astype(np.int64) for name in ("start", "end"))
    words = fold.words_of(batch.text)
    names = Names([], abbreviations.find(batch.text), start, end, words)
    found = matcher.find(batch.text, words)
    matches = [frame.filter(pl.Series(names.inside(*ellipsis.places(frame))[1])) for frame in found]
    definitions = names.definitions.filter(pl.Series(names.inside(*ellipsis.places(names.definitions))[1]))
    return names._replace(matches=matches, definitions=definitions)
