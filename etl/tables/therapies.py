"""Therapies, their terms and cross-references, as the files of the vocabulary give them."""

from pathlib import Path

import polars as pl

from etl.csvfile import check_foreign_keys, read_csv
from etl.text.terms import fold_readably


def build(vocabulary: Path) -> pl.DataFrame:
    """Read the concepts, sorted by key."""
    path = vocabulary / "therapies.csv"
    frame = read_csv(path, "therapies")
    check_foreign_keys(path, frame, "therapies", {"therapies": frame})
    return frame.sort("therapy_id")


def build_terms(vocabulary: Path, therapies: pl.DataFrame) -> pl.DataFrame:
    """Read the terms, sorted by key."""
    path = vocabulary / "therapy_terms.csv"
    frame = read_csv(path, "therapy_terms", {"term_id": _term_ids})
    check_foreign_keys(path, frame, "therapy_terms", {"therapies": therapies})
    return frame.sort("term_id")


def build_xrefs(vocabulary: Path, therapies: pl.DataFrame) -> pl.DataFrame:
    """Read the cross-references, sorted by key."""
    path = vocabulary / "therapy_xrefs.csv"
    frame = read_csv(path, "therapy_xrefs")
    check_foreign_keys(path, frame, "therapy_xrefs", {"therapies": therapies})
    return frame.sort("subject_id", "predicate_id", "object_id")


def _term_ids(terms: pl.DataFrame) -> pl.Series:
    folded = [fold_readably(term or "") for term in terms["term"]]
    return terms["therapy_id"] + "#" + pl.Series(folded, dtype=pl.String)
