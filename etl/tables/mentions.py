"""Mentions: the concepts of a vocabulary in sentences, and whether the sentence denies or doubts them."""

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key, prefixed
from etl.tables.names import Lexicon, Names
from etl.tables.vocabulary import KINDS, THERAPY, Kind
from etl.text import assertion, contexts, ellipsis, shorts
from etl.text.chars import Places, Text
from etl.text.spans import leftmost_longest, overlapping

LETTER = {"therapy": "m", "condition": "d"}
CONTEXT = {"therapy": contexts.THERAPY, "condition": contexts.CONDITION}
# Classes of therapies that a body has of its own, too.
ENDOGENOUS = ("cytokine", "hormone_therapy", "metabolic_drug")
# Words for something that is a therapy only in a list of them or with `treat`.
EXPOSURES = ("radiation", "irradiation")


def build(batch: Batch, sentences: pl.DataFrame, names: Names, lexicon: Lexicon, kind: Kind) -> pl.DataFrame:
    """Give one row a mention of a concept of one kind, in reading order.

    A term that requires context counts where its document names the concept by another term, too, or in a list.
    """
    terms = lexicon.terms[KINDS.index(kind)]
    found = _candidates(batch.text, names, lexicon, kind)
    kept = found[leftmost_longest(found["start"].to_numpy(), found["end"].to_numpy())]
    spans = kept.select("start", "end")
    sentence, _ = names.inside(*ellipsis.places(kept))
    bounds = {"sentence_start": pl.Series(names.start[sentence]), "sentence_end": pl.Series(names.end[sentence])}
    told = assertion.judge(batch.text, names.words, spans.with_columns(**bounds), aims=kind is not THERAPY)
    named = kept.hstack(terms.select(kind.key, "term_id")[kept["row"]])
    surfaces = pl.Series(batch.text.slices(*ellipsis.places(kept)), dtype=pl.String)
    frame = batch.locate(named).with_columns(
        surface=surfaces,
        sentence_id=sentences["sentence_id"].gather(sentence),
        section_id=sentences["section_id"].gather(sentence),
        **{name: told[name] for name in ("negated", "hedged", "contrasted")},
    )
    frame = frame.with_columns(_cue(batch, told, "negated", "negation_cue") + _cue(batch, told, "hedged", "hedge_cue"))
    return conform(frame.with_columns(mention_id=key(LETTER[kind.one])), f"{kind.one}_mentions")


def _cue(batch: Batch, told: pl.DataFrame, sort: str, name: str) -> list[pl.Series]:
    """Give the words and the four places of the cues of one sort."""
    span = told.select(start=f"{sort}_start", end=f"{sort}_end")
    words = pl.Series(name, batch.text.slices(*ellipsis.places(span)), dtype=pl.String)
    return [words.replace("", None), *prefixed(batch.locate(span), name)]


def _candidates(text: Text, names: Names, lexicon: Lexicon, kind: Kind) -> pl.DataFrame:
    """Give all that may be a mention; of equal spans the likelier stands before."""
    number = KINDS.index(kind)
    terms, matches = lexicon.terms[number], names.matches[number]
    own = _in_context(text, _own_names(text, matches, terms, kind), terms)
    omitted = ellipsis.find(text, own, lambda folded: lexicon.matcher.row_of(number, folded))
    used = shorts.find(text, shorts.linked(names.definitions, matches))
    parts = [_method(own, terms["kind"]), _method(omitted, "ellipsis"), _method(used, "abbreviation")]
    if kind is THERAPY:
        listed = overlapping(*ellipsis.places(names.matches[-1]), *ellipsis.places(matches))
        by_stem = names.matches[-1].filter(pl.Series(~listed))
        parts.append(_method(by_stem.with_columns(row=lexicon.stem_rows.gather(by_stem["row"])), "stem"))
    found = pl.concat(parts)
    return found.filter(pl.Series(names.inside(*ellipsis.places(found))[1]))


def _method(frame: pl.DataFrame, method: str | pl.Series) -> pl.DataFrame:
    told = pl.lit(method) if isinstance(method, str) else method.gather(frame["row"])
    return frame.select(*(pl.col(name).cast(pl.Int64) for name in ("start", "end", "row")), match_method=told)


def _own_names(text: Text, matches: pl.DataFrame, terms: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Leave out matches that are part of another name."""
    around = contexts.beside(text, *ellipsis.places(matches))
    made = terms["concept_class"].gather(matches["row"]).is_in(ENDOGENOUS)
    return matches.filter(~contexts.is_other_name(around, CONTEXT[kind.one], made))


def _in_context(text: Text, matches: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """Leave out matches of terms that require context and have none."""
    flags = terms.select(pl.first().alias("concept"), "requires_context", "case_sensitive")[matches["row"]]
    frame = matches.hstack(flags).with_columns(document=pl.Series(shorts.documents_of(text, matches)))
    elsewhere = frame.select((~pl.col("requires_context")).any().over("document", "concept")).to_series()
    needy = frame["requires_context"]
    word = needy & ~frame["case_sensitive"]
    listed = np.zeros(len(frame), dtype=bool)
    rows = np.flatnonzero(word.to_numpy())
    listed[rows] = _listed(text, frame, rows)
    surfaces = pl.Series(text.slices(*ellipsis.places(frame)), dtype=pl.String).str.to_lowercase()
    return matches.filter(~needy | pl.Series(listed) | elsewhere & ~surfaces.is_in(EXPOSURES))


def _listed(text: Text, frame: pl.DataFrame, rows: Places) -> np.ndarray:
    return contexts.is_listed_or_treated(text, *ellipsis.places(frame), rows)
