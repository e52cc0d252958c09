"""Keys of rows, the rows that a span lies in, and columns as their schema has them."""

import polars as pl

from etl.schema import load, polars_types


def key(letter: str, place: str = "source_start") -> pl.Expr:
    """Give the key ``<document_id>.<letter><place>``."""
    return pl.format("{}." + letter + "{}", "document_id", place)


def prefixed(located: pl.DataFrame, prefix: str) -> list[pl.Series]:
    """Give the four places of located spans under names that begin with a prefix."""
    return [located[name].alias(f"{prefix}_{name}") for name in ("start", "end", "source_start", "source_end")]


def within(spans: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Add sentence_id and section_id to the spans that lie in a sentence and leave out the others.

    Both frames are in reading order; the order of the spans is kept.
    """
    columns = sentences.select("document_id", "sentence_id", "section_id", sentence_start="start", sentence_end="end")
    joined = spans.join_asof(
        columns, left_on="start", right_on="sentence_start", by="document_id", check_sortedness=False
    )
    return joined.filter(pl.col("end") <= pl.col("sentence_end")).drop("sentence_start", "sentence_end")


def conform(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Select the columns of a table in order and give them their types; columns that are not there are null."""
    types, size = polars_types(load(table)), len(frame)
    return pl.DataFrame(
        [frame[name].cast(kind) if name in frame.columns else nulls(name, kind, size) for name, kind in types.items()]
    )


def nulls(name: str, kind: pl.DataType, size: int) -> pl.Series:
    """Give a column without values."""
    return pl.Series(name, [None], dtype=kind).new_from_index(0, size)
