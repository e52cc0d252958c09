"""Real readers: pandas, DuckDB, Polars and pyarrow read every table with the declared types."""

import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl import schema

pytestmark = pytest.mark.parametrize("table", schema.TABLES)
ARROW = {"string": pa.string(), "integer": pa.int32(), "boolean": pa.bool_()}
POLARS = {"string": pl.String, "integer": pl.Int32, "boolean": pl.Boolean}
DUCKDB = {"string": "VARCHAR", "integer": "INTEGER", "boolean": "BOOLEAN"}


def declared(root, table, types):
    """The columns of a table and their types, read from the schema file of the release."""
    fields = json.loads((root / "schemas" / f"{table}.json").read_text("utf-8"))["fields"]
    return {field["name"]: types[field["type"]] for field in fields}


def path(root, table):
    return root / "data" / f"{table}.parquet"


def rows(root, table):
    resources = json.loads((root / "datapackage.json").read_text("utf-8"))["resources"]
    return next(resource["rows"] for resource in resources if resource["name"] == table)


def test_pyarrow_reads_the_declared_types_and_nothing_larger(root, table):
    stored = pq.read_table(path(root, table))
    assert dict(zip(stored.schema.names, stored.schema.types, strict=True)) == declared(root, table, ARROW)
    assert stored.num_rows == rows(root, table)
    stored.validate(full=True)


def test_required_columns_are_not_nullable_and_hold_no_null(root, table):
    stored = pq.read_table(path(root, table))
    fields = json.loads((root / "schemas" / f"{table}.json").read_text("utf-8"))["fields"]
    required = {field["name"] for field in fields if field.get("constraints", {}).get("required")}
    assert {field.name for field in stored.schema if not field.nullable} == required
    assert [name for name in required if stored.column(name).null_count] == []


def test_polars_reads_the_declared_types(root, table):
    frame = pl.read_parquet(path(root, table))
    assert dict(frame.schema) == declared(root, table, POLARS)
    assert frame.height == rows(root, table)


def test_duckdb_reads_the_declared_types_and_values(root, table):
    relation = duckdb.read_parquet(str(path(root, table)))
    assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == declared(root, table, DUCKDB)
    assert relation.fetchall() == pl.read_parquet(path(root, table)).rows()


def test_pandas_reads_the_declared_types_and_values(root, table):
    frame = pd.read_parquet(path(root, table))
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    text = {"object", "str", "string"}
    assert list(kinds) == list(declared(root, table, ARROW))
    for name, kind in declared(root, table, {"string": text, "integer": {"int32"}, "boolean": {"bool"}}).items():
        assert kinds[name] in kind
    values = frame.astype(object).where(frame.notna(), None)
    assert list(values.itertuples(index=False, name=None)) == pl.read_parquet(path(root, table)).rows()


def test_duckdb_joins_a_table_to_every_table_that_its_keys_point_to(root, table):
    own = duckdb.read_parquet(str(path(root, table))).set_alias("own")
    for key in schema.load(table).foreign_keys:
        other = duckdb.read_parquet(str(path(root, key.table))).set_alias("other")
        on = " and ".join(f'own."{a}" = other."{b}"' for a, b in zip(key.fields, key.to, strict=True))
        given = own.filter(" and ".join(f'"{name}" is not null' for name in key.fields))
        assert len(given.join(other, on)) == len(given)
