"""The gate: a release is exactly what its descriptor and schemas say."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl import package, rules, schema
from etl.errors import PackageError
from etl.schema import Schema

# Stock frictionless reads some 5,000 rows a second: four seconds for this many, twenty for the built-in vocabulary.
WITNESS_ROWS = 20_000


class Problem(NamedTuple):
    """Something in a release that is not as described: the table, the broken rule, and a sentence."""

    table: str
    rule: str
    message: str

    def __str__(self) -> str:
        return self.message


def validate(folder: Path) -> list[Problem]:
    """Check files, hashes, row counts, columns, types, constraints, keys and foreign keys of a release.

    One bad table does not stop the others. Raises PackageError where the folder holds no release.
    """
    descriptor = package.read_descriptor(folder)
    problems: list[Problem] = []
    frames: dict[str, pl.DataFrame] = {}
    schemas: dict[str, Schema] = {}
    for resource in descriptor["resources"]:
        described = _read_schema(folder, resource)
        found = check_file(folder, resource, described)
        problems += found
        schemas[described.name] = described
        if not any(problem.rule in ("exists", "parquet", "columns", "types") for problem in found):
            try:
                frame = pl.read_parquet(folder / resource["path"])
            except (pl.exceptions.PolarsError, OSError) as error:
                message = f"{resource['path']}: it is damaged ({error}); restore the file"
                problems.append(Problem(described.name, "parquet", message))
                continue
            problems += [Problem(found.table, found.rule, str(found)) for found in rules.findings(frame, described)]
            keys = {name for other in schema.load_all().values() for key in other.foreign_keys for name in key.to}
            wanted = keys | {name for key in described.foreign_keys for name in key.fields}
            frames[described.name] = frame.select(name for name in described.columns if name in wanted)
    return [*_changed_schemas(folder, descriptor, list(schemas)), *problems, *_foreign_keys(frames, schemas)]


def _changed_schemas(folder: Path, descriptor: dict[str, Any], tables: list[str]) -> list[Problem]:
    """Find out whether the schemas are those that the descriptor names by hash, where it names them."""
    stated = descriptor.get("provenance", {}).get("schemas")
    if stated is None or stated == f"sha256:{schema.fingerprint(tables, folder / 'schemas')}":
        return []
    message = "schemas: their SHA-256 is not the one in datapackage.json; restore the files or build the release again"
    return [Problem("datapackage", "hash", message)]


def check_file(folder: Path, resource: dict[str, Any], described: Schema) -> list[Problem]:
    """Check the file of a table against its descriptor and the columns and types of its schema."""
    path = folder / resource["path"]

    def problem(rule: str, message: str) -> Problem:
        return Problem(described.name, rule, f"{resource['path']}: {message}")

    if not path.exists():
        return [problem("exists", "the file is not there; build the release again")]
    found = []
    if package.hash_of(path) != resource.get("hash"):
        found.append(problem("hash", "its SHA-256 is not the one in datapackage.json; restore the file"))
    try:
        metadata = pq.read_metadata(path)
        stored = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        return [*found, problem("parquet", f"it is not Parquet ({error}); restore the file")]
    if metadata.num_rows != resource.get("rows"):
        found.append(problem("rows", f"it has {metadata.num_rows} rows, datapackage.json says {resource.get('rows')}"))
    expected = schema.arrow_schema(described)
    if stored.names != expected.names:
        found.append(problem("columns", f"its columns are {', '.join(stored.names)}, not {', '.join(expected.names)}"))
    elif stored.types != expected.types:
        wrong = next(name for name in stored.names if stored.field(name).type != expected.field(name).type)
        message = f"column {wrong} is {stored.field(wrong).type}, not {expected.field(wrong).type}"
        found.append(problem("types", message))
    return found


def witness(folder: Path) -> list[Problem]:
    """Ask stock frictionless for a second opinion on a release."""
    from frictionless import Package

    report = Package(str(folder / package.DESCRIPTOR)).validate()
    found = [(task.name, error) for task in report.tasks for error in task.errors]
    found += [("datapackage", error) for error in report.errors]
    return [Problem(table, error.type, f"frictionless, {table}: {error.note}") for table, error in found]


def row_count(folder: Path) -> int:
    """Give the rows of all tables, as the descriptor states them."""
    return sum(int(resource.get("rows", 0)) for resource in package.read_descriptor(folder)["resources"])


def _read_schema(folder: Path, resource: dict[str, Any]) -> Schema:
    path = folder / str(resource.get("schema"))
    try:
        described = schema.parse(json.loads(path.read_text("utf-8")))
        schema.polars_types(described)
        list(rules.of_schema(described))
    except (OSError, json.JSONDecodeError, KeyError) as error:
        reason = f"the schema of {resource.get('name')} cannot be read ({type(error).__name__})"
        raise PackageError(path, reason, "build the release again") from error
    return described


def _foreign_keys(frames: dict[str, pl.DataFrame], schemas: dict[str, Schema]) -> list[Problem]:
    problems = []
    for table, frame in frames.items():
        for key in schemas[table].foreign_keys:
            if key.table not in schemas:
                message = f"{table}: its keys point to {key.table}, which datapackage.json does not list"
                problems.append(Problem(table, "foreignKey", message))
            if key.table in frames:
                found = rules.foreign_key(frame, key, frames[key.table], table)
                problems += [Problem(table, "foreignKey", str(found))] if found else []
    return problems
