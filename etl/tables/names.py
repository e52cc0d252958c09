"""What a batch names: the terms of all vocabularies in its sentences, and the short forms that it defines."""

from typing import NamedTuple

import polars as pl
import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.vocabulary import KINDS, THERAPY, Kind
from etl.text import abbreviations, stems
from etl.text.chars import Mask, Places
from etl.text.phrases import Folded
from etl.text.spans import Spans, containing
from etl.text.terms import Matcher

# Classes of therapies that a body has of its own, too.
ENDOGENOUS = ("cytokine", "hormone_therapy", "metabolic_drug")

# How else than by a term of its own a concept is found.
METHODS = ("ellipsis", "abbreviation", "stem")


class Names(NamedTuple):
    """Matches of each vocabulary and of the stems, definitions of short forms, sentences, in places of the batch."""

    matches: list[Spans]
    definitions: abbreviations.Definitions
    sentences: Spans
    words: Folded


class Terms(NamedTuple):
    """The terms of one kind of concept: key and term_id of each, how a match of it is told, and what arrays tell."""

    keys: dict[str, pa.StringArray]
    methods: pa.StringArray  # of a match of each; then METHODS
    concept: Places  # a number for each concept
    needs_context: Mask
    is_cased: Mask
    is_endogenous: Mask


class Lexicon(NamedTuple):
    """The terms of each kind of concept; the term of each stem; and the matcher of them all."""

    terms: tuple[Terms, ...]
    stem_rows: Places
    matcher: Matcher


def lexicon(tables: dict[str, pl.DataFrame]) -> Lexicon:
    """Make the terms of a vocabulary, given as its tables, ready for matching."""
    frames = [tables[kind.terms] for kind in KINDS]
    classes = stems.classes(frames[0], tables[THERAPY.ancestors], THERAPY.key)
    labels = frames[0].with_row_index("row").filter(pl.col("kind") == "label").unique(THERAPY.key, maintain_order=True)
    stem = classes.join(labels.select(THERAPY.key, "row"), on=THERAPY.key, maintain_order="left")
    matcher = Matcher(*frames, stems=stem["stem"].to_list())
    terms = tuple(_terms(frame, tables, kind) for frame, kind in zip(frames, KINDS, strict=True))
    return Lexicon(terms, stem["row"].cast(pl.Int64).to_numpy(), matcher)


def _terms(frame: pl.DataFrame, tables: dict[str, pl.DataFrame], kind: Kind) -> Terms:
    concept_class = tables[kind.many].select(kind.key, concept_class=f"{kind.one}_class")
    classes = frame.select(kind.key).join(concept_class, on=kind.key, how="left", maintain_order="left")
    return Terms(
        {name: arrow.of_series(frame[name]) for name in (kind.key, "term_id")},
        arrow.of_list([*frame["kind"], *METHODS]),
        frame[kind.key].rank("dense").cast(pl.Int64).to_numpy(),
        frame["requires_context"].to_numpy(),
        frame["case_sensitive"].to_numpy(),
        classes["concept_class"].is_in(ENDOGENOUS).to_numpy(),
    )


def find(batch: Batch, sentences: Spans, matcher: Matcher) -> Names:
    """Find terms and definitions in the sentences of a batch."""
    words, defined = Folded.of(batch.text), abbreviations.find(batch.text)
    matches = [
        spans.take(containing(sentences, spans.start, spans.end)[1]) for spans in matcher.find(batch.text, words)
    ]
    return Names(matches, defined.take(containing(sentences, defined.start, defined.end)[1]), sentences, words)
