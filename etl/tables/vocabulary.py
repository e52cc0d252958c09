"""Concepts, their names, cross-references and ancestors, as the files of a vocabulary give them."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl import rules
from etl.csvfile import Computed, check_foreign_keys, read_columns, read_csv, refuse
from etl.errors import TableFileError
from etl.schema import ForeignKey, load, polars_types
from etl.text.fold import fold_readably


class Kind(NamedTuple):
    """A sort of concept: the words for one and for many that name its files, tables and key."""

    one: str
    many: str

    @property
    def key(self) -> str:
        """Name the column that holds the key of a concept."""
        return f"{self.one}_id"

    @property
    def terms(self) -> str:
        """Name the table of the terms."""
        return f"{self.one}_terms"

    @property
    def xrefs(self) -> str:
        """Name the table of the cross-references."""
        return f"{self.one}_xrefs"

    @property
    def parents(self) -> str:
        """Name the file of further parents."""
        return f"{self.one}_parents"

    @property
    def ancestors(self) -> str:
        """Name the table of the ancestors."""
        return f"{self.one}_ancestors"

    @property
    def tables(self) -> tuple[str, ...]:
        """Name the tables of the kind."""
        return self.many, self.terms, self.xrefs, self.ancestors

    @property
    def files(self) -> tuple[str, ...]:
        """Name the files that the kind may have, the two that it needs first."""
        return tuple(f"{name}.csv" for name in (self.many, self.terms, self.xrefs, self.parents))


THERAPY, CONDITION = Kind("therapy", "therapies"), Kind("condition", "conditions")
KINDS = (THERAPY, CONDITION)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """Read the tables of all kinds of concepts; therapies must be there. TableFileError as from ``build``."""
    return {table: frame for kind in KINDS for table, frame in build(folder, kind, needed=kind is THERAPY).items()}


def build(folder: Path, kind: Kind, *, needed: bool = True) -> dict[str, pl.DataFrame]:
    """Read the tables of one kind of concept, each sorted by key.

    Without ``needed``, a kind of which the folder has no file gets empty tables. TableFileError tells file, row,
    column and what to do.
    """
    if not needed and not any((folder / file).exists() for file in kind.files):
        return {table: empty(table) for table in kind.tables}
    concepts = _read(folder, kind.many, {})
    known = {kind.many: concepts}
    terms = _read(folder, kind.terms, known)
    xrefs = _read(folder, kind.xrefs, known) if (folder / f"{kind.xrefs}.csv").exists() else empty(kind.xrefs)
    frames = {kind.many: concepts, kind.terms: terms, kind.xrefs: xrefs}
    frames[kind.ancestors] = ancestors(folder / f"{kind.many}.csv", kind, concepts, parents(folder, kind, concepts))
    return {table: frame.sort(load(table).primary_key) for table, frame in frames.items()}


def empty(table: str) -> pl.DataFrame:
    """Give a table without rows."""
    return pl.DataFrame(schema=polars_types(load(table)))


def computed(table: str) -> Computed:
    """Give the columns of a table that its file does not hold."""
    return {"term_id": term_ids} if "term_id" in load(table).columns else {}


def term_ids(terms: pl.DataFrame) -> pl.Series:
    """Give the key of each term: its concept, `#`, and the folded term."""
    folded = fold_readably(terms["term"].fill_null("").to_list())
    return terms[terms.columns[0]] + "#" + pl.Series(folded, dtype=pl.String)


def parents(folder: Path, kind: Kind, concepts: pl.DataFrame) -> pl.DataFrame:
    """Give the key of each concept with that of each of its parents: the first of the concept's row, then the others.

    Raises TableFileError where a row of the file of further parents names no concept.
    """
    columns = [kind.key, "parent_id"]
    first = concepts.select(columns).drop_nulls()
    path = folder / f"{kind.parents}.csv"
    if not path.exists():
        return first
    others = read_columns(path, columns)
    for name in columns:
        if others[name].null_count():
            row = others[name].is_null().arg_max() or 0
            raise TableFileError(path, f"row {row + 2}, column {name}", "the cell is empty", "name a concept")
        lost = rules.foreign_key(others, ForeignKey((name,), kind.many, (kind.key,)), concepts, kind.parents)
        refuse(path, [lost] if lost else [], kind.many)
    return pl.concat([first, others]).unique(maintain_order=True)


def ancestors(path: Path, kind: Kind, concepts: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Give all ancestors of each concept by the shortest way; the concept itself stands at distance 0.

    Raises TableFileError where a concept is its own ancestor.
    """
    own = concepts.select(kind.key, ancestor_id=kind.key)
    found, frontier, distance = [own.with_columns(distance=pl.lit(0, pl.Int32))], own, 0
    known = own
    while frontier.height:
        distance += 1
        step = frontier.join(edges, left_on="ancestor_id", right_on=kind.key).select(kind.key, ancestor_id="parent_id")
        circle = concepts[kind.key].is_in(step.filter(pl.col(kind.key) == pl.col("ancestor_id"))[kind.key].implode())
        if circle.any():
            row = circle.arg_max() or 0
            reason = f"{concepts[kind.key][row]} is its own ancestor"
            raise TableFileError(path, f"row {row + 2}, column parent_id", reason, "take one of the parents away")
        frontier = step.unique().join(known, on=[kind.key, "ancestor_id"], how="anti")
        known = pl.concat([known, frontier])
        found.append(frontier.with_columns(distance=pl.lit(distance, pl.Int32)))
    return pl.concat(found)


def _read(folder: Path, table: str, known: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Read a table in the order of its file; its foreign keys lead to ``known`` tables, or to itself."""
    path = folder / f"{table}.csv"
    frame = read_csv(path, table, computed(table))
    check_foreign_keys(path, frame, table, {table: frame} | known)
    return frame
