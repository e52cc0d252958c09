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
    header, lines = _read_lines(path)
    _refuse_header(path, header, columns, needed)
    return [{name: cell for name, cell in zip(header, cells, strict=True) if cell} for cells in lines]


def read_columns(path: Path, needed: list[str], *, others: bool = False) -> pl.DataFrame:
    """Read the text of columns, in the order of ``needed``; an empty cell is null.

    ``others`` says whether the file may have more columns, which are then not read. Errors are those of ``read_rows``.
    """
    header, lines = _read_lines(path)
    _refuse_header(path, header, set(header) if others else set(needed), set(needed))
    columns = dict(zip(header, zip(*lines, strict=True), strict=True)) if lines else dict.fromkeys(header, ())
    frame = pl.DataFrame({name: columns[name] for name in needed}, schema=dict.fromkeys(needed, pl.String()))
    return frame.with_columns(pl.all().replace("", None))


def _read_lines(path: Path) -> tuple[list[str], list[list[str]]]:
    """Give the header and the rows of a file, each row as long as the header."""
    try:
        lines = list(csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True), strict=True))
    except UnicodeDecodeError as error:
        raise TableFileError(path, f"byte {error.start}", "it is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise TableFileError(path, "", f"it cannot be read ({error.strerror})", "check the file") from error
    except csv.Error as error:
        raise TableFileError(path, "", f"it is not CSV ({error})", "quote cells that hold commas or quotes") from error
    header = lines[0] if lines else []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(header):
            reason = f"it has {len(cells)} cells, the header {len(header)}"
            raise TableFileError(path, f"row {number}", reason, "add or take away cells")
    return header, lines[1:]


def _refuse_header(path: Path, header: list[str], columns: set[str], needed: set[str]) -> None:
    unknown = [name for name in header if name not in columns or header.count(name) > 1]
    if unknown:
        wanted = ", ".join(sorted(columns))
        raise TableFileError(path, "row 1", f"column {unknown[0]!r} is unknown or double", f"use only {wanted}")
    missing = sorted(needed - set(header))
    if missing:
        raise TableFileError(path, "row 1", f"column {missing[0]!r} is missing", "add it to the header")


def read_csv(path: Path, table: str, computed: Computed | None = None) -> pl.DataFrame:
    """Read the rows of a table; ``computed`` gives columns that the file does not hold, made from those it does.

    Every constraint of the schema holds afterwards. Raises TableFileError with file, row, column and what to do.
    """
    schema = load(table)
    frame = with_booleans(path, read_text(path, table, computed), schema)
    # A computed column is broken only by what it is made from, which the file does hold.
    refuse(path, sorted(rules.findings(frame, schema), key=lambda broken: broken.field in (computed or {})), table)
    return frame


def read_text(path: Path, table: str, computed: Computed | None = None) -> pl.DataFrame:
    """Read the cells of a table as they stand, unchecked, with the computed columns."""
    schema = load(table)
    computed = computed or {}
    frame = read_columns(path, [name for name in schema.columns if name not in computed])
    return frame.with_columns(make(frame).alias(name) for name, make in computed.items()).select(schema.columns)


def check_foreign_keys(path: Path, frame: pl.DataFrame, table: str, targets: dict[str, pl.DataFrame]) -> None:
    """Check that keys of other tables in a file stand there; TableFileError tells the first that does not."""
    found = [rules.foreign_key(frame, key, targets[key.table], table) for key in load(table).foreign_keys]
    refuse(path, [finding for finding in found if finding], table)


def check_columns(path: Path, frame: pl.DataFrame, table: str) -> None:
    """Check optional columns by the constraints that a table sets for them; TableFileError tells the first breach."""
    found = (rules.column_findings(frame, field, table) for field in load(table).fields if field.name in frame.columns)
    refuse(path, [finding for findings in found for finding in findings if finding.rule != "required"], table)


def refuse(path: Path, broken: list[rules.Finding], table: str) -> None:
    """Raise TableFileError for the first of the constraints that rows of a file break, if any."""
    if broken:
        first = broken[0]
        place = f"row {first.first_row + 2}, column {first.field}"
        raise TableFileError(path, place, f"{first.value} breaks the constraint {first.rule}", remedy(first, table))


def remedy(broken: rules.Finding, table: str) -> str:
    """Say what a column should hold."""
    expected = [field.description for field in load(table).fields if field.name == broken.field]
    return f"expected: {expected[0].rstrip('.')}" if expected else f"see the key of {table} in the data dictionary"


def with_booleans(path: Path, frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Turn true and false to truth values; TableFileError tells the first cell that is neither."""
    for name in (field.name for field in schema.fields if field.type == "boolean"):
        wrong = frame.select(~pl.col(name).is_in(list(BOOLEANS)).fill_null(value=True)).to_series()
        if wrong.any():
            row = wrong.arg_max() or 0
            place = f"row {row + 2}, column {name}"
            raise TableFileError(path, place, f"{frame[name][row]!r} is neither true nor false", "write true or false")
        frame = frame.with_columns(pl.col(name).replace_strict(BOOLEANS, return_dtype=pl.Boolean))
    return frame
