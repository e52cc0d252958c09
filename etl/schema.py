"""Table Schemas: the one place that names columns; Arrow and Polars types are derived from them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl import resources

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

# The order of the tables in a release: a table stands behind those that its keys point to.
TABLES = (
    "documents",
    "sections",
    "sentences",
    "references",
    "citations",
    "therapies",
    "therapy_terms",
    "therapy_xrefs",
    "therapy_ancestors",
    "therapy_mentions",
    "conditions",
    "condition_terms",
    "condition_xrefs",
    "condition_ancestors",
    "condition_mentions",
    "abbreviations",
    "repairs",
    "issues",
)


@dataclass(frozen=True)
class Field:
    """A column: its name, type, description, example and constraints."""

    name: str
    type: str
    description: str
    example: str
    constraints: dict[str, Any]
    unit: str | None

    @property
    def required(self) -> bool:
        """Whether null is forbidden."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values stand in other columns, of ``table``."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """A table as its JSON file describes it."""

    name: str
    title: str
    description: str
    version: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return [field.name for field in self.fields]


def parse(descriptor: dict[str, Any]) -> Schema:
    """Read a Table Schema descriptor; a foreign key without ``resource`` points to the table itself."""
    fields = tuple(
        Field(f["name"], f["type"], f["description"], f["example"], f.get("constraints", {}), f.get("unit"))
        for f in descriptor["fields"]
    )
    foreign_keys = tuple(
        ForeignKey(
            tuple(key["fields"]),
            key["reference"].get("resource") or descriptor["name"],
            tuple(key["reference"]["fields"]),
        )
        for key in descriptor.get("foreignKeys", [])
    )
    return Schema(
        name=descriptor["name"],
        title=descriptor["title"],
        description=descriptor["description"],
        version=descriptor["version"],
        fields=fields,
        primary_key=tuple(descriptor["primaryKey"]),
        foreign_keys=foreign_keys,
    )


@cache
def load(table: str) -> Schema:
    """Read the schema of a table from the schemas that come with the program."""
    return parse(json.loads((resources.folder("schemas") / f"{table}.json").read_text("utf-8")))


def load_all() -> dict[str, Schema]:
    """Read every schema, in the order of ``TABLES``."""
    return {table: load(table) for table in TABLES}


def fingerprint(tables: Sequence[str] = TABLES, folder: Path | None = None) -> str:
    """Give the SHA-256 over the schema files of the tables, in order: of the program, or of a folder."""
    digest = sha256()
    for table in tables:
        digest.update(((folder or resources.folder("schemas")) / f"{table}.json").read_bytes())
    return digest.hexdigest()


def polars_types(schema: Schema) -> "dict[str, pl.DataType]":
    """Give the Polars type of each column."""
    import polars as pl

    types = {"string": pl.String(), "integer": pl.Int32(), "boolean": pl.Boolean()}
    return {field.name: types[field.type] for field in schema.fields}


def arrow_schema(schema: Schema, metadata: dict[str, str] | None = None) -> "pa.Schema":
    """Give the Arrow schema: types, nullability, and the column descriptions as field metadata."""
    import pyarrow as pa

    types = {"string": pa.string(), "integer": pa.int32(), "boolean": pa.bool_()}
    fields = [
        pa.field(field.name, types[field.type], nullable=not field.required, metadata=_field_metadata(field))
        for field in schema.fields
    ]
    return pa.schema(fields, metadata=metadata)


def _field_metadata(field: Field) -> dict[str, str]:
    unit = {"unit": field.unit} if field.unit else {}
    return {"description": field.description} | unit
