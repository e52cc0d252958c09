"""The gate: each thing that can be wrong with a release is told by its own rule, and nothing else is."""

import json
import shutil

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl import check, corpus, describe, package, verify
from etl.errors import PackageError


@pytest.fixture
def release(root, tmp_path):
    """A copy of the committed release."""
    for name in ("data", "schemas"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "datapackage.json", tmp_path)
    return tmp_path


def edit(path, change):
    """Change a JSON file in place."""
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


def resource(descriptor, table):
    return next(entry for entry in descriptor["resources"] if entry["name"] == table)


def restate(release, table):
    """Bring hash and rows of a table in the descriptor up to date."""
    path = release / "data" / f"{table}.parquet"
    stated = {"hash": package.hash_of(path), "rows": pq.read_metadata(path).num_rows}
    edit(release / "datapackage.json", lambda content: resource(content, table).update(stated))


def store(release, table, stored):
    pq.write_table(stored, release / "data" / f"{table}.parquet")
    restate(release, table)


def mutate(release, table, change):
    """Change the rows of a table, and keep its Arrow types."""
    path = release / "data" / f"{table}.parquet"
    types = pa.schema([field.with_nullable(True) for field in pq.read_schema(path)])
    store(release, table, change(pl.read_parquet(path)).to_arrow().cast(types))


def constrain(release, table, column, **constraints):
    """Add constraints to a column in the schema of the release."""

    def change(content):
        field = next(field for field in content["fields"] if field["name"] == column)
        field.setdefault("constraints", {}).update(constraints)

    edit(release / "schemas" / f"{table}.json", change)


def first_row(**values):
    """Set columns of the first row."""
    at_first = pl.int_range(pl.len()) == 0
    new = {name: pl.lit(value, pl.String) if isinstance(value, str | None) else value for name, value in values.items()}
    return lambda frame: frame.with_columns(
        pl.when(at_first).then(value).otherwise(name).cast(frame.schema[name]).alias(name)
        for name, value in new.items()
    )


def found(release):
    return [(problem.table, problem.rule) for problem in check.validate(release)]


def test_a_clean_copy_of_the_release_has_no_problem(release):
    """Stock frictionless on the whole release is a step of CI of its own; a small one is asked below."""
    assert check.validate(release) == []


def test_rewriting_a_table_as_it_was_makes_no_problem(release):
    mutate(release, "sentences", lambda frame: frame)
    assert check.validate(release) == []


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("documents", first_row(license=None), "required"),
        ("sections", first_row(kind=None), "required"),
        ("therapy_terms", first_row(case_sensitive=pl.lit(None, pl.Boolean)), "required"),
        ("sentences", first_row(start=pl.lit(None, pl.Int32)), "required"),
        ("sections", first_row(kind="poem"), "enum"),
        ("documents", first_row(source_sha256="0" * 63 + "G"), "pattern"),
        ("documents", first_row(year="2024\n"), "pattern"),
        ("documents", first_row(doi="see 10.1000/1"), "pattern"),
        ("sentences", first_row(start=-1), "minimum"),
        ("documents", first_row(char_count=0), "minimum"),
        ("sentences", first_row(text=""), "minLength"),
        ("therapy_xrefs", lambda frame: pl.concat([frame, frame.tail(1)]), "primaryKey"),
        ("citations", first_row(reference_id="000_dd5cf03b8d0c3fb3.u99"), "foreignKey"),
        ("sections", first_row(parent_section_id="000_dd5cf03b8d0c3fb3.h99"), "foreignKey"),
        ("therapy_mentions", lambda frame: frame.with_columns(therapy_id=pl.lit("imtx:magic")), "foreignKey"),
        ("therapy_mentions", lambda frame: frame.with_columns(therapy_id=pl.lit("imtx:surgery")), "foreignKey"),
    ],
    ids=lambda value: value if isinstance(value, str) else "by",
)
def test_a_row_that_breaks_a_constraint_is_told_by_exactly_its_rule(release, table, change, rule):
    mutate(release, table, change)
    assert set(found(release)) == {(table, rule)}


@pytest.mark.parametrize(
    ("column", "constraint"),
    [("level", {"maximum": 0}), ("kind", {"maxLength": 3}), ("heading", {"minLength": 30}), ("level", {"minimum": 9})],
    ids=str,
)
def test_the_bounds_are_those_of_the_schema_in_the_release(release, column, constraint):
    constrain(release, "sections", column, **constraint)
    assert found(release) == [("datapackage", "hash"), ("sections", next(iter(constraint)))]


def test_a_changed_schema_is_told(release):
    edit(release / "schemas" / "sentences.json", lambda content: content.update(title="Other"))
    assert found(release) == [("datapackage", "hash")]


@pytest.mark.parametrize(
    ("column", "constraint"),
    [("level", {"maximum": 1}), ("kind", {"maxLength": 12}), ("level", {"minimum": 1}), ("kind", {"minLength": 5})],
    ids=str,
)
def test_a_value_on_a_bound_is_fine(release, column, constraint):
    sections = pl.read_parquet(release / "data" / "sections.parquet")
    assert (sections["level"].unique().to_list(), sections["kind"].str.len_chars().max()) == ([1], 12)
    constrain(release, "sections", column, **constraint)
    assert [rule for _, rule in found(release) if rule in constraint] == []


def test_a_repeated_key_breaks_both_unique_and_primary_key(release):
    mutate(release, "repairs", lambda frame: pl.concat([frame, frame.tail(1)]))
    assert found(release) == [("repairs", "unique"), ("repairs", "primaryKey")]


def test_null_breaks_no_constraint_but_required(release):
    mutate(release, "documents", lambda frame: frame.with_columns(year=pl.lit(None, pl.String)))
    assert check.validate(release) == []


def test_a_finding_names_column_rows_first_row_and_value(release):
    mutate(release, "sentences", lambda frame: frame.with_columns(start=pl.lit(-7, pl.Int32)))
    (problem,) = check.validate(release)
    assert problem.message == "sentences.start: 73 rows break minimum, first row 0: -7"


def test_a_foreign_key_finding_names_the_table_and_the_lost_value(release):
    mutate(release, "citations", first_row(reference_id="000_dd5cf03b8d0c3fb3.u99"))
    (problem,) = check.validate(release)
    assert "citations.reference_id: 1 row breaks foreignKey to references, first row 0:" in problem.message
    assert "000_dd5cf03b8d0c3fb3.u99" in problem.message


def test_a_missing_file_is_told_and_the_other_tables_are_still_checked(release):
    (release / "data" / "repairs.parquet").unlink()
    mutate(release, "sections", first_row(kind="poem"))
    assert found(release) == [("sections", "enum"), ("repairs", "exists")]


def test_a_changed_byte_is_told_by_the_hash(release):
    path = release / "data" / "repairs.parquet"
    stored = pq.read_table(path)
    pq.write_table(stored, path, compression="gzip")
    assert found(release) == [("repairs", "hash")]


def test_a_wrong_count_of_rows_is_told(release):
    edit(release / "datapackage.json", lambda content: resource(content, "repairs").update(rows=10_000))
    assert found(release) == [("repairs", "rows")]


@pytest.mark.parametrize("order", [["issue_id"], slice(None, None, -1)], ids=["a column alone", "columns turned round"])
def test_other_columns_are_told(release, order):
    stored = pq.read_table(release / "data" / "issues.parquet")
    store(release, "issues", stored.select(order if isinstance(order, list) else stored.column_names[order]))
    assert found(release) == [("issues", "columns")]


@pytest.mark.parametrize(("column", "kind"), [("start", pa.int64()), ("message", pa.large_string())], ids=str)
def test_another_type_of_a_column_is_told(release, column, kind):
    stored = pq.read_table(release / "data" / "issues.parquet")
    at = stored.schema.get_field_index(column)
    store(release, "issues", stored.set_column(at, column, stored.column(at).cast(kind)))
    assert found(release) == [("issues", "types")]


@pytest.mark.parametrize("content", [b"", b"not Parquet", b"PAR1" * 9], ids=["empty", "text", "only marks"])
def test_a_file_that_is_not_parquet_is_told(release, content):
    (release / "data" / "issues.parquet").write_bytes(content)
    edit(
        release / "datapackage.json",
        lambda said: resource(said, "issues").update(hash=package.hash_of(release / "data" / "issues.parquet")),
    )
    assert found(release) == [("issues", "parquet")]


def test_a_file_whose_pages_are_damaged_is_told(release):
    path = release / "data" / "repairs.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * 400 + content[404:])
    restate(release, "repairs")
    assert found(release) == [("repairs", "parquet")]


@pytest.mark.parametrize("table", ["documents", "therapies"])
def test_a_table_that_keys_point_to_and_the_descriptor_does_not_list_is_told(release, table):
    edit(release / "datapackage.json", lambda content: content["resources"].remove(resource(content, table)))
    assert [problem for problem in check.validate(release) if table in problem.message] != []


def first_resource(**values):
    return lambda content: content["resources"][0].update(values)


BROKEN = {
    "an empty list of resources": lambda content: content.update(resources=[]),
    "no list of resources": lambda content: content.update(resources={}),
    "a resource that is a number": lambda content: content.update(resources=[5]),
    "a resource without path": lambda content: content["resources"][0].pop("path"),
    "a path that is a number": first_resource(path=5),
    "a path that leads out of the release": first_resource(path="../documents.parquet"),
    "no schema": lambda content: content["resources"][0].pop("schema"),
    "a schema that is not there": first_resource(schema="schemas/nowhere.json"),
    "a schema that is not JSON": first_resource(schema="data/README.md"),
    "a schema that is no schema": first_resource(schema="datapackage.json"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_descriptor_is_refused_in_one_sentence(release, change):
    edit(release / "datapackage.json", change)
    with pytest.raises(PackageError, match=rf"^{release}.*: .*; .*\.$"):
        check.validate(release)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"5", b'"resources"', b"\xff\xfe{}", b"{}"], ids=str)
def test_a_descriptor_that_is_none_is_refused_in_one_sentence(release, content):
    (release / "datapackage.json").write_bytes(content)
    with pytest.raises(
        PackageError, match=r"datapackage\.json: it (is not JSON|lists no resources).*build the release"
    ):
        check.validate(release)


@pytest.mark.parametrize("change", [{"type": "geopoint"}, {"constraints": {"jsonSchema": {}}}], ids=str)
def test_a_schema_with_what_the_program_does_not_know_is_refused_in_one_sentence(release, change):
    edit(release / "schemas" / "documents.json", lambda content: content["fields"][0].update(change))
    with pytest.raises(PackageError, match=r"schemas/documents\.json: .*; .*\.$"):
        check.validate(release)


@pytest.mark.parametrize(
    "look",
    [describe.describe, lambda folder: verify.verify(folder, [folder])],
    ids=["describe", "verify"],
)
@pytest.mark.parametrize("name", ["a resource that is a number", "a resource without path"])
def test_the_other_commands_refuse_a_broken_descriptor_too(release, look, name):
    edit(release / "datapackage.json", BROKEN[name])
    with pytest.raises(PackageError):
        look(release)


def test_describe_refuses_a_file_that_is_not_parquet_in_one_sentence(release):
    (release / "data" / "issues.parquet").write_bytes(b"not Parquet")
    with pytest.raises(PackageError, match=r"data/issues\.parquet: .*; .*\.$"):
        describe.describe(release)


def test_frictionless_sees_what_the_gate_sees(tmp_path):
    """On a release with a vocabulary of one word, as frictionless needs half a minute for the built-in one."""
    (tmp_path / "one.txt").write_text("Introduction\n\nImmunotherapy works [1].\n")
    (tmp_path / "own.csv").write_text("label,synonyms\nimmunotherapy,\n")
    release = tmp_path / "out"
    corpus.build([tmp_path / "one.txt"], release, lambda *_: None, tmp_path / "own.csv")
    mutate(release, "sections", first_row(kind="poem"))
    assert [problem.table for problem in check.witness(release)] == ["sections"]
    assert found(release) == [("sections", "enum")]


def test_the_rows_of_all_tables_are_counted_from_the_descriptor(release, tables):
    assert check.row_count(release) == sum(frame.height for frame in tables.values())
