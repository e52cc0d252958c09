"""CSV files that people edit: read, and checked by the Table Schema of their table."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import polars as pl

from etl import rules
from etl.errors import TableFileError
from etl.schema import Schema, load

Computed: TypeAlias = dict[str, Callable[[pl.DataFrame], pl.Series]]

BOOLEANS = {"true": True, "false": False}


def read_rows(path: Path, columns: set[str], needed: set[str]) -> list[dict[str, str]]:
    """Read a UTF-8 CSV file with a header; empty cells are left out of a row.

    Raises TableFileError for a file that is missing, not UTF-8 or ragged, and for a column that is not known,
    missing or double.
    """
    try:
        lines = list(csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True), strict=True))
    except UnicodeDecodeError as error:
        raise TableFileError(path, f"byte {error.start}", "it is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise TableFileError(path, "", f"it cannot be read ({error.strerror})", "check the file") from error
    except csv.Error as error:
        raise TableFileError(path, "", f"it is not CSV ({error})", "quote cells that hold commas or quotes") from error
    header = lines[0] if lines else []
    unknown = [name for name in header if name not in columns or header.count(name) > 1]
    if unknown:
        wanted = ", ".join(sorted(columns))
        raise TableFileError(path, "row 1", f"column {unknown[0]!r} is unknown or double", f"use only {wanted}")
    missing = sorted(needed - set(header))
    if missing:
        raise TableFileError(path, "row 1", f"column {missing[0]!r} is missing", "add it to the header")
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(header):
            reason = f"it has {len(cells)} cells, the header {len(header)}"
            raise TableFileError(path, f"row {number}", reason, "add or take away cells")
    return [{name: cell for name, cell in zip(header, cells, strict=True) if cell} for cells in lines[1:]]


def read_csv(path: Path, table: str, computed: Computed | None = None) -> pl.DataFrame:
    """Read the rows of a table; ``computed`` gives columns that the file does not hold, made from those it does.

    Every constraint of the schema holds afterwards. Raises TableFileError with file, row, column and what to do.
    """
    schema = load(table)
    computed = computed or {}
    given = [field.name for field in schema.fields if field.name not in computed]
    rows = read_rows(path, set(given), set(given))
    columns = {name: [row.get(name) for row in rows] for name in given}
    frame = _with_booleans(path, pl.DataFrame(columns, schema=dict.fromkeys(given, pl.String())), schema)
    frame = frame.with_columns(make(frame).alias(name) for name, make in computed.items()).select(schema.columns)
    _refuse_broken(path, rules.findings(frame, schema), table)
    return frame


def check_foreign_keys(path: Path, frame: pl.DataFrame, table: str, targets: dict[str, pl.DataFrame]) -> None:
    """Check that keys of other tables in a file stand there; TableFileError tells the first that does not."""
    found = [rules.foreign_key(frame, key, targets[key.table], table) for key in load(table).foreign_keys]
    _refuse_broken(path, [finding for finding in found if finding], table)


def check_columns(path: Path, frame: pl.DataFrame, table: str) -> None:
    """Check optional columns by the constraints that a table sets for them; TableFileError tells the first breach."""
    found = (rules.column_findings(frame, field, table) for field in load(table).fields if field.name in frame.columns)
    _refuse_broken(path, [finding for findings in found for finding in findings if finding.rule != "required"], table)


def _refuse_broken(path: Path, broken: list[rules.Finding], table: str) -> None:
    if broken:
        first = broken[0]
        place = f"row {first.first_row + 2}, column {first.field}"
        expected = [field.description for field in load(table).fields if field.name == first.field]
        remedy = (
            f"expected: {expected[0].rstrip('.')}" if expected else f"see the key of {table} in the data dictionary"
        )
        raise TableFileError(path, place, f"{first.value} breaks the constraint {first.rule}", remedy)


def _with_booleans(path: Path, frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    for name in (field.name for field in schema.fields if field.type == "boolean"):
        for row, value in enumerate(frame[name], start=2):
            if value is not None and value not in BOOLEANS:
                place = f"row {row}, column {name}"
                raise TableFileError(path, place, f"{value!r} is neither true nor false", "write true or false")
        frame = frame.with_columns(pl.col(name).replace_strict(BOOLEANS, return_dtype=pl.Boolean))
    return frame
