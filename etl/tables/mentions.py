"""Mentions: the concepts of a vocabulary in sentences, and whether the sentence denies or doubts them."""

import numpy as np
import pyarrow as pa

from etl import arrow
from etl.readers.batch import Batch
from etl.tables.keys import Column, conform
from etl.tables.names import METHODS, Lexicon, Names, Terms
from etl.tables.vocabulary import KINDS, THERAPY, Kind
from etl.text import assertion, contexts, ellipsis, shorts
from etl.text.chars import Mask, Text
from etl.text.spans import Spans, containing, leftmost_longest, overlapping

LETTER = {"therapy": "m", "condition": "d"}
CONTEXT = {"therapy": contexts.THERAPY, "condition": contexts.CONDITION}
# Words for something that is a therapy only in a list of them or beside a word of giving.
EXPOSURES = ("radiation", "irradiation")


def build(batch: Batch, sentences: pa.RecordBatch, names: Names, lexicon: Lexicon) -> dict[str, pa.RecordBatch]:
    """Give a table for each kind of concept, one row a mention, in reading order.

    A term that requires context counts where its document names the concept by another term, too, in a list of them,
    or beside a word of giving.
    """
    found = [_found(batch.text, names, lexicon, kind) for kind in KINDS]
    is_therapy = np.repeat([kind is THERAPY for kind in KINDS], [len(spans.row) for spans, _ in found])
    everything = Spans.joined([spans for spans, _ in found])
    located = batch.located(everything.start, everything.end)
    judged = _judged(batch, sentences, names, everything, is_therapy) | located.columns()
    last = np.cumsum([len(spans.row) for spans, _ in found])
    tables = {}
    for kind, terms, end, (spans, methods) in zip(KINDS, lexicon.terms, last, found, strict=True):
        rows = slice(end - len(spans.row), end)
        document, place = located.document[rows], located.source_start[rows]
        columns = {
            "mention_id": batch.keys(document, LETTER[kind.one], place),
            "document_id": batch.ids(document),
            **{name: arrow.take(column, spans.row) for name, column in terms.keys.items()},
            "match_method": methods,
            **{name: column[rows] for name, column in judged.items()},
        }
        tables[f"{kind.one}_mentions"] = conform(columns, f"{kind.one}_mentions")
    return tables


def _judged(batch: Batch, sentences: pa.RecordBatch, names: Names, spans: Spans, is_therapy: Mask) -> dict[str, Column]:
    """Give the columns that mentions of all kinds have, beside their places."""
    sentence, _ = containing(names.sentences, spans.start, spans.end)
    told = assertion.judge(
        assertion.Sentences(batch.text, names.words, names.sentences.start, names.sentences.end),
        assertion.Mentions(spans.start, spans.end, sentence, has_aims=~is_therapy),
    )
    return {
        "surface": batch.text.strings(spans.start, spans.end),
        "sentence_id": arrow.take(sentences["sentence_id"], sentence),
        "section_id": arrow.take(sentences["section_id"], sentence),
        **{name: one.told for name, one in told.items()},
        **_cues(batch, told["negated"], "negation_cue"),
        **_cues(batch, told["hedged"], "hedge_cue"),
    }


def _cues(batch: Batch, told: assertion.Told, name: str) -> dict[str, Column]:
    """Give the columns of the cues that tell something of mentions."""
    return {name: batch.text.strings(told.start, told.end)} | batch.located(told.start, told.end).columns(f"{name}_")


def _found(text: Text, names: Names, lexicon: Lexicon, kind: Kind) -> tuple[Spans, pa.StringArray]:
    """Give the mentions of a kind with the rows of their terms, and how each was found; of equal spans the likelier."""
    number = KINDS.index(kind)
    terms, matches = lexicon.terms[number], names.matches[number]
    own = matches.take(~_are_other_names(text, matches, terms, kind))
    own = own.take(_have_context(text, own, terms))
    omitted = ellipsis.find(text, names.words, own, lexicon.matcher.rows[number])
    used = shorts.find(text, shorts.linked(names.definitions, matches))
    by_stem = names.matches[-1].take(np.arange(0)) if kind is not THERAPY else _by_stem(names, lexicon)
    parts = [own, omitted, used, by_stem]
    found = Spans.joined(parts)
    method = np.concatenate(
        [own.row, np.repeat(np.arange(len(METHODS)) + len(terms.concept), [len(part.row) for part in parts[1:]])]
    )
    inside = np.flatnonzero(containing(names.sentences, found.start, found.end)[1])
    kept = inside[leftmost_longest(found.start[inside], found.end[inside])]
    return found.take(kept), arrow.take(terms.methods, method[kept])


def _by_stem(names: Names, lexicon: Lexicon) -> Spans:
    """Give the words with a stem that are not listed, with the row of the term of the stem."""
    listed, stems = names.matches[0], names.matches[-1]
    free = stems.take(~overlapping(stems.start, stems.end, listed.start, listed.end))
    return free._replace(row=lexicon.stem_rows[free.row])


def _are_other_names(text: Text, matches: Spans, terms: Terms, kind: Kind) -> Mask:
    made = terms.is_endogenous[matches.row]
    return contexts.are_other_names(text, matches.start, matches.end, CONTEXT[kind.one], made)


def _have_context(text: Text, matches: Spans, terms: Terms) -> Mask:
    """Tell which matches are of terms that require no context, or have one."""
    needy, start, end = terms.needs_context[matches.row], matches.start, matches.end
    kept = contexts.are_named_elsewhere(text, start, terms.concept[matches.row], ~needy)
    maybe = np.flatnonzero(needy & kept & np.isin(end - start, [len(exposure) for exposure in EXPOSURES]))
    kept[maybe] = [surface.lower() not in EXPOSURES for surface in text.slices(start[maybe], end[maybe])]
    words = np.flatnonzero(needy & ~terms.is_cased[matches.row])
    kept[words] |= contexts.are_listed_or_treated(text, start, end, words)
    return kept
