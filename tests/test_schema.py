"""The schemas: each table has one, each column is described, and each example is a good value."""

import json

import frictionless
import polars as pl
import pyarrow as pa
import pytest
from laws.texts import build

from etl import rules, schema
from etl.tables.vocabulary import KINDS

FIELDS = [(table, field) for table, described in schema.load_all().items() for field in described.fields]
by_table = pytest.mark.parametrize("table", schema.TABLES)
by_field = pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table}.{field.name}" for table, field in FIELDS])
POLARS = {"string": pl.String, "integer": pl.Int32, "boolean": pl.Boolean}
ARROW = {"string": pa.string(), "integer": pa.int32(), "boolean": pa.bool_()}
BOOLEANS = {"true": True, "false": False}
SMALL = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "name": "trees",
    "title": "Trees",
    "description": "A tree.",
    "version": "1.0.0",
    "fields": [
        {
            "name": "tree_id",
            "type": "string",
            "description": "Key.",
            "example": "oak",
            "constraints": {"required": True},
        },
        {"name": "height", "type": "integer", "description": "Height.", "example": 9, "unit": "metre"},
        {"name": "parent_id", "type": "string", "description": "Parent.", "example": "elm"},
        {
            "name": "is_old",
            "type": "boolean",
            "description": "Age.",
            "example": True,
            "constraints": {"required": False},
        },
    ],
    "primaryKey": ["tree_id"],
    "foreignKeys": [
        {"fields": ["parent_id"], "reference": {"fields": ["tree_id"]}},
        {"fields": ["height"], "reference": {"resource": "heights", "fields": ["metres"]}},
    ],
}


def value(field):
    """The example of a field as its type; the official profile has it a string."""
    read = {"string": str, "integer": int, "boolean": lambda text: BOOLEANS[str(text).lower()]}
    return read[field.type](field.example)


def test_schema_files_tables_resources_and_parquet_files_are_the_same_list(root):
    resources = json.loads((root / "datapackage.json").read_text("utf-8"))["resources"]
    assert [resource["name"] for resource in resources] == list(schema.TABLES)
    assert {path.name for path in (root / "schemas").iterdir()} == {f"{table}.json" for table in schema.TABLES}
    assert {path.stem for path in (root / "data").glob("*.parquet")} == set(schema.TABLES)
    for resource in resources:
        assert resource["schema"] == f"schemas/{resource['name']}.json"
        assert resource["path"] == f"data/{resource['name']}.parquet"


def test_every_table_comes_out_of_the_pipeline_or_the_vocabulary():
    made = build("Immunotherapy works [1].")
    of_concepts = [table for kind in KINDS for table in kind.tables]
    assert sorted([*made, *of_concepts]) == sorted(schema.TABLES)


@by_table
def test_a_schema_file_has_the_name_of_its_table_and_describes_it(table):
    described = schema.load(table)
    assert described.name == table
    assert described.title
    assert described.description.endswith(".")
    assert described.version.count(".") == 2


@by_table
def test_column_names_are_snake_case_and_stand_once(table):
    names = schema.load(table).columns
    assert len(set(names)) == len(names)
    assert [name for name in names if not name.isascii() or name != name.lower() or not name.isidentifier()] == []


@by_field
def test_every_column_is_described_and_has_an_example_of_its_type(table, field):
    assert field.description.endswith("."), table
    assert str(value(field)).lower() == str(field.example).lower() != ""


@by_field
def test_every_example_keeps_its_own_constraints(table, field):
    frame = pl.DataFrame({field.name: [value(field)]}, schema={field.name: POLARS[field.type]})
    assert rules.column_findings(frame, field, table) == []


@by_table
def test_frictionless_takes_every_example(root, table):
    fields = frictionless.Schema.from_descriptor(str(root / "schemas" / f"{table}.json")).fields
    own = schema.load(table).fields
    read = [field.read_cell(other.example) for field, other in zip(fields, own, strict=True)]
    assert [cell for cell, _ in read] == [value(field) for field in own]
    assert [notes for _, notes in read if notes] == []


@by_field
def test_columns_that_are_never_null_are_required_and_text_is_never_empty(table, field):
    if field.type != "string":
        assert field.required, table
    constraints = field.constraints
    may_be_empty = not ({"enum", "pattern"} & constraints.keys() or constraints.get("minLength", 0) > 0)
    assert not (field.type == "string" and may_be_empty and field.name not in ("before", "after"))


@by_table
def test_offsets_come_as_four_required_integers_in_code_points(table):
    fields = {field.name: field for field in schema.load(table).fields}
    found = [fields[name] for name in ("start", "end", "source_start", "source_end") if name in fields]
    assert len(found) in (0, 4)
    assert {(field.type, field.required, field.unit) for field in found} <= {("integer", True, "code point")}


@by_table
def test_key_columns_exist_and_are_required(table):
    described = schema.load(table)
    required = {field.name for field in described.fields if field.required}
    assert described.primary_key
    assert set(described.primary_key) <= required


@by_table
def test_foreign_keys_point_to_the_key_of_an_earlier_table_with_the_same_types(table):
    described = schema.load(table)
    types = schema.polars_types(described)
    for key in described.foreign_keys:
        target = schema.load(key.table)
        assert set(target.primary_key) <= set(key.to)
        assert schema.TABLES.index(key.table) <= schema.TABLES.index(table)
        target_types = schema.polars_types(target)
        assert [types[name] for name in key.fields] == [target_types[name] for name in key.to]


@by_table
def test_a_column_named_as_the_key_of_another_table_is_a_foreign_key(table):
    described = schema.load(table)
    keys = {other.primary_key[0]: name for name, other in schema.load_all().items() if len(other.primary_key) == 1}
    own = described.primary_key if len(described.primary_key) == 1 else ()
    named = {name for name in described.columns if keys.get(name, table) != table and name not in own}
    assert named <= {name for key in described.foreign_keys for name in key.fields}


@by_table
def test_types_follow_from_the_schema(table):
    described = schema.load(table)
    arrow = schema.arrow_schema(described)
    assert schema.polars_types(described) == {field.name: POLARS[field.type]() for field in described.fields}
    assert arrow.names == described.columns
    assert arrow.types == [ARROW[field.type] for field in described.fields]
    assert [field.nullable for field in arrow] == [not field.required for field in described.fields]


def test_a_descriptor_is_parsed_field_by_field():
    trees = schema.parse(SMALL)
    assert (trees.name, trees.title, trees.description, trees.version) == ("trees", "Trees", "A tree.", "1.0.0")
    assert trees.columns == ["tree_id", "height", "parent_id", "is_old"]
    assert [field.required for field in trees.fields] == [True, False, False, False]
    assert [field.unit for field in trees.fields] == [None, "metre", None, None]
    assert trees.primary_key == ("tree_id",)


def test_a_foreign_key_without_resource_points_to_its_own_table():
    first, second = schema.parse(SMALL).foreign_keys
    assert (first.fields, first.table, first.to) == (("parent_id",), "trees", ("tree_id",))
    assert (second.fields, second.table, second.to) == (("height",), "heights", ("metres",))


def test_a_schema_without_example_or_description_is_refused():
    for missing in ("example", "description"):
        field = {name: value for name, value in SMALL["fields"][0].items() if name != missing}
        with pytest.raises(KeyError, match=missing):
            schema.parse(SMALL | {"fields": [field]})


def test_the_fingerprint_depends_on_the_tables_and_their_order():
    assert schema.fingerprint() == schema.fingerprint(schema.TABLES)
    assert len({schema.fingerprint(schema.TABLES[:2]), schema.fingerprint(schema.TABLES[1::-1])}) == 2
