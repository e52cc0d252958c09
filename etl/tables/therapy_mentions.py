"""Therapy mentions: the terms of the vocabulary in the sentences."""

import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import conform, key, within
from etl.text.terms import Matcher


def build(batch: Batch, sentences: pl.DataFrame, terms: pl.DataFrame, matcher: Matcher) -> pl.DataFrame:
    """Give one row a mention, in reading order.

    A term that requires context counts where its document names the therapy by another term, too.
    """
    matches = matcher.find(batch.text)
    surfaces = batch.text.slices(matches["start"].to_numpy(), matches["end"].to_numpy())
    columns = terms.select("therapy_id", "term_id", "requires_context", match_method="kind")
    named = matches.hstack(columns[matches["row"]]).with_columns(surface=pl.Series(surfaces, dtype=pl.String))
    mentions = within(batch.locate(named), sentences).with_columns(mention_id=key("m"))
    in_context = (~pl.col("requires_context")).any().over("document_id", "therapy_id")
    return conform(mentions.filter(in_context), "therapy_mentions")
