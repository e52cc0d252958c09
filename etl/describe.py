"""A first look at a release: its tables, columns and first rows."""

from pathlib import Path
from typing import Any

import polars as pl

from etl import package
from etl.errors import PackageError

FIRST_ROWS = 3
LONGEST_CELL = 60


def describe(folder: Path) -> dict[str, Any]:
    """Give name, version and tables of a release, each with its columns and first rows; PackageError without one."""
    descriptor = package.read_descriptor(folder)
    tables = [_table(folder, resource) for resource in descriptor["resources"]]
    return {"name": descriptor["name"], "version": descriptor.get("version"), "tables": tables}


def render(described: dict[str, Any]) -> str:
    """Give the description as text for a terminal."""
    lines = [f"{described['name']} {described['version'] or ''}".rstrip()]
    for table in described["tables"]:
        lines += ["", f"{table['name']}: {table['rows']:,} rows. {table['description']}"]
        width = max(len(column["name"]) for column in table["columns"])
        for column in table["columns"]:
            shown = " · ".join(_shorten(row[column["name"]]) for row in table["first_rows"])
            lines.append(f"  {column['name']:<{width}}  {column['type']:<6}  {shown}".rstrip())
    return "\n".join(lines)


def _table(folder: Path, resource: dict[str, Any]) -> dict[str, Any]:
    path = folder / resource["path"]
    if not path.exists():
        raise PackageError(path, "the file is not there", "build the release again")
    try:
        frame = pl.scan_parquet(path).head(FIRST_ROWS).collect()
    except pl.exceptions.PolarsError as error:
        raise PackageError(path, f"it is not Parquet ({error})", "build the release again") from error
    columns = [{"name": name, "type": str(kind).lower()} for name, kind in frame.schema.items()]
    return {
        "name": resource["name"],
        "description": resource.get("description", ""),
        "rows": resource.get("rows"),
        "columns": columns,
        "first_rows": frame.to_dicts(),
    }


def _shorten(value: object) -> str:
    text = "null" if value is None else " ".join(str(value).split())
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
