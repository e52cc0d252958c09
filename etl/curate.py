"""Look over the files of a vocabulary as a curator does: every finding at once, with its file, row and column."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl import rules
from etl.csvfile import BOOLEANS, read_columns, read_text, remedy
from etl.errors import TableFileError
from etl.schema import Field, load
from etl.tables.vocabulary import KINDS, Kind, ancestors, computed
from etl.text.fold import fold_readably

# Words that are also names of a therapy or disease, in some tongue or trade, and nearly always mean something else.
WORDS = """
act agent aid aids aim air alcohol all alpha antibody antigen arm beam beta biopsy blood calcium can cap care cat cell
chop clear comfort complete control copper delta drainage drug egg endoscopy enzyme epoch flag food gamma glucose gold
honey hormone human ice impact implantation insulin iron kinase label lead may milk mouse nitrogen omega operation other
oxygen pace peptide placebo plasma platinum pollen potassium prime procedure prodrug protein pure relief response rice
salt serum silver skin sodium spirit standard sugar suture theta therapy today total treatment vector virus water zinc
ala arg asn asp cys gln glu gly his ile leu lys met phe pro ser thr trp tyr val
cold condition cyst death depression disease disorder fever growth infection injury lesion lump mass pain shock
stone stress syndrome wart
"""
ORDINARY = frozenset(WORDS.split())


class Finding(NamedTuple):
    """Something to mend: the file, the place in it, and a sentence; row 0 where the sentence tells the place."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column}: {self.message}" if self.row else self.message


def check(folder: Path) -> list[Finding]:
    """Find duplicates, orphans, cycles, names of two concepts, ordinary words, malformed cells and keys.

    Findings stand in the order of files and rows. A file that cannot be read as a table is one finding.
    """
    found = [finding for kind in KINDS for finding in _check_kind(folder, kind)]
    if not any((folder / file).exists() for kind in KINDS for file in kind.files):
        found.append(
            Finding(str(folder), 0, "", f"{folder}: it holds no vocabulary; name a folder with {KINDS[0].files[0]}.")
        )
    return found


def _check_kind(folder: Path, kind: Kind) -> Iterator[Finding]:
    if not any((folder / file).exists() for file in kind.files):
        return
    frames = {}
    for number, file in enumerate(kind.files):
        if number > 1 and not (folder / file).exists():
            continue
        table = file.removesuffix(".csv")
        try:
            frames[table] = (
                read_columns(folder / file, [kind.key, "parent_id"])
                if table == kind.parents
                else read_text(folder / file, table, computed(table))
            )
        except TableFileError as error:
            yield Finding(file, 0, "", str(error))
    for table, frame in frames.items():
        yield from sorted(_check_table(table, kind, frame, frames.get(kind.many)), key=lambda found: found.row)
    if kind.terms in frames:
        yield from sorted(_check_terms(kind, frames[kind.terms]), key=lambda found: found.row)
    if kind.many in frames:
        yield from _check_tree(folder, kind, frames[kind.many], frames.get(kind.parents))


def _check_table(table: str, kind: Kind, frame: pl.DataFrame, concepts: pl.DataFrame | None) -> Iterator[Finding]:
    """Check what the schema says of the cells of a file, row by row, and that it names known concepts alone."""
    file = f"{table}.csv"
    if table != kind.parents:
        schema = load(table)
        for rule in (rule for field in schema.fields for rule in _rules(field)):
            for row in _rows(frame, ~rule.holds):
                expected = remedy(rules.Finding(table, rule.name, rule.field, 1, row, ""), table)
                message = f"{_cell(frame, row, rule.field)} breaks the constraint {rule.name}; {expected}."
                yield Finding(file, row + 2, rule.field, message)
        if table == kind.xrefs:
            key = pl.struct(schema.primary_key)
            for row in _rows(frame, ~key.is_first_distinct()):
                message = f"{_cell(frame, row, 'object_id')} is there twice; take one row away."
                yield Finding(file, row + 2, "object_id", message)
    if concepts is not None:
        names = {kind.many: ["parent_id"], kind.parents: [kind.key, "parent_id"], kind.xrefs: ["subject_id"]}
        for name in names.get(table, [kind.key]):
            lost = ~pl.col(name).is_in(concepts[kind.key].implode())
            for row in _rows(frame, lost):
                message = f"{_cell(frame, row, name)} is not a key in {kind.many}.csv; mend it or add the concept."
                yield Finding(file, row + 2, name, message)


def _rules(field: Field) -> Iterator[rules.Rule]:
    """Give the rules of a column as text; a computed key tells its duplicates below, in words."""
    if field.type == "boolean":
        yield rules.Rule("boolean", field.name, pl.col(field.name).is_in(list(BOOLEANS)))
        yield rules.Rule("required", field.name, pl.col(field.name).is_not_null())
    elif field.name != "term_id":
        yield from rules.of_field(field)


def _check_terms(kind: Kind, terms: pl.DataFrame) -> Iterator[Finding]:
    """Check that a name stands once, for one concept, and is not an ordinary word."""
    file = f"{kind.terms}.csv"
    folded = pl.Series("folded", fold_readably(terms["term"].fill_null("").to_list()), dtype=pl.String)
    named = terms.with_columns(folded).with_row_index("row")
    named = named.with_columns(first=pl.col(kind.key).first().over("folded")).filter(pl.col("folded") != "")
    again = named.filter(~pl.col("folded").is_first_distinct())
    for row, term, concept, first in again["row", "term", kind.key, "first"].rows():
        whose = "the same concept" if concept == first else first
        yield Finding(file, row + 2, "term", f"{term!r} is also a name of {whose}; keep one of the two rows.")
    guarded = (pl.col("case_sensitive") == "true") | (pl.col("requires_context") == "true")
    for row, term in named.filter(pl.col("folded").is_in(list(ORDINARY)), ~guarded)["row", "term"].rows():
        remedied = "take it away, or mark it case_sensitive or requires_context"
        yield Finding(file, row + 2, "term", f"{term!r} is an ordinary word; {remedied}.")


def _check_tree(folder: Path, kind: Kind, concepts: pl.DataFrame, others: pl.DataFrame | None) -> Iterator[Finding]:
    """Check that all concepts but one have a parent, where any has, and that none is its own ancestor."""
    file = f"{kind.many}.csv"
    roots = _rows(concepts, pl.col("parent_id").is_null())
    for row in roots[1:] if len(roots) < concepts.height else []:
        message = f"{_cell(concepts, row, kind.key)} has no parent; name the broader concept."
        yield Finding(file, row + 2, "parent_id", message)
    edges = concepts.select(kind.key, "parent_id")
    edges = pl.concat([edges, others]) if others is not None else edges
    try:
        ancestors(folder / file, kind, concepts, edges.drop_nulls().unique(maintain_order=True))
    except TableFileError as error:
        yield Finding(file, 0, "", str(error))


def _rows(frame: pl.DataFrame, broken: pl.Expr) -> list[int]:
    return frame.select(pl.arg_where(broken.fill_null(value=False))).to_series().to_list()


def _cell(frame: pl.DataFrame, row: int, name: str) -> str:
    return repr(frame[name][row]) if frame[name][row] is not None else "an empty cell"
