"""Constraints of a Table Schema as named Polars expressions, each true on a good row."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import polars as pl

from etl.schema import Field, ForeignKey, Schema

LONGEST_SHOWN = 80


class Rule(NamedTuple):
    """A constraint on a column: its name in Table Schema, and an expression that is true or null on a good row."""

    name: str
    field: str
    holds: pl.Expr


class Finding(NamedTuple):
    """A constraint that rows break: how many, the first of them (from 0), and its value."""

    table: str
    rule: str
    field: str
    rows: int
    first_row: int
    value: str

    def __str__(self) -> str:
        plural = "rows break" if self.rows > 1 else "row breaks"
        return (
            f"{self.table}.{self.field}: {self.rows:,} {plural} {self.rule}, first row {self.first_row}: {self.value}"
        )


CONSTRAINTS: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "required": lambda column, _: column.is_not_null(),
    "unique": lambda column, _: column.is_null() | column.is_first_distinct(),
    "enum": lambda column, allowed: column.is_in(allowed),
    # Anchored here, so that patterns mean the whole cell to every reader, as frictionless has it.
    "pattern": lambda column, pattern: column.str.contains(rf"^(?:{pattern})$"),
    "minimum": lambda column, least: column >= least,
    "maximum": lambda column, most: column <= most,
    "minLength": lambda column, least: column.str.len_chars() >= least,
    "maxLength": lambda column, most: column.str.len_chars() <= most,
}


def of_field(field: Field) -> Iterator[Rule]:
    """Give the rules of one column; null is judged by ``required`` alone."""
    for name, bound in field.constraints.items():
        if name != "required" or bound:
            yield Rule(name, field.name, CONSTRAINTS[name](pl.col(field.name), bound))


def of_schema(schema: Schema) -> Iterator[Rule]:
    """Give the rules of a table: those of its columns, and those of its primary key."""
    for field in schema.fields:
        yield from of_field(field)
    key = pl.struct(schema.primary_key)
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in schema.primary_key)
    yield Rule("primaryKey", ", ".join(schema.primary_key), whole & key.is_first_distinct())


def findings(frame: pl.DataFrame, schema: Schema) -> list[Finding]:
    """Check a frame that has the columns and types of its schema; all rules in one pass."""
    return _broken(frame, list(of_schema(schema)), schema.name)


def column_findings(frame: pl.DataFrame, field: Field, table: str) -> list[Finding]:
    """Check one column of a frame by the rules of its field."""
    return _broken(frame, list(of_field(field)), table)


def _broken(frame: pl.DataFrame, rules: list[Rule], table: str) -> list[Finding]:
    broken = [(~rule.holds).fill_null(value=False).alias(str(number)) for number, rule in enumerate(rules)]
    counts = frame.select(expr.sum() for expr in broken).row(0) if frame.height and rules else [0] * len(rules)
    found = []
    for number, rule in enumerate(rules):
        if counts[number]:
            first = frame.select(broken[number].arg_max()).item()
            value = frame.select(rule.field.split(", ")).row(first)
            found.append(Finding(table, rule.name, rule.field, counts[number], first, _show(value)))
    return found


def foreign_key(frame: pl.DataFrame, key: ForeignKey, target: pl.DataFrame, table: str) -> Finding | None:
    """Check that the values of a foreign key stand in the target; a key with a null points nowhere and is fine."""
    rows = frame.select(key.fields).with_row_index("row").drop_nulls()
    lost = rows.join(target.select(key.to), left_on=key.fields, right_on=key.to, how="anti").sort("row")
    if lost.is_empty():
        return None
    first = lost.row(0)
    rule = f"foreignKey to {key.table}"
    return Finding(table, rule, ", ".join(key.fields), lost.height, first[0], _show(first[1:]))


def _show(values: tuple[Any, ...]) -> str:
    shown = ", ".join("null" if value is None else repr(value) for value in values)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"
