"""A release on disk: its descriptor, how it replaces an older one, and that its bytes depend on the input alone."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import jsonschema
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl import __version__, corpus, package, parquet, schema
from etl.errors import NothingToBuild, OutputError, SchemaError
from etl.readers import registry
from etl.tables import keys

TEXTS = {
    "one.txt": "Introduction\n\nImmunotherapy works [1, 2]. It began in [2020].\n",
    "two.txt": "Discussion\n\nIn recent years,chemotherapy works [3-5].\n",
}
HEAD = 'name = "mine"\ntitle = "Mine"\nversion = "1.2.3"\ndate = 2024-02-29\nkeywords = ["cancer"]\n'
LICENCES = '[[licenses]]\nname = "CC-BY-4.0"\n[[licenses]]\nname = "MIT"\n[[contributors]]\ntitle = "A. Person"\n'


def profile(name):
    """The official profile of Data Package 2.0, as dplib brings it."""
    return jsonschema.Draft7Validator(
        json.loads(files("dplib").joinpath("profiles", "2.0", f"{name}.json").read_text("utf-8"))
    )


def descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def here(build, monkeypatch):
    """The release of ``TEXTS``, as the working directory."""
    out, _ = build(TEXTS)
    monkeypatch.chdir(out)
    return out


def test_the_official_profile_accepts_the_descriptor_of_the_release(root):
    assert list(profile("datapackage").iter_errors(descriptor(root))) == []


@pytest.mark.parametrize("table", schema.TABLES)
def test_the_official_profile_accepts_every_schema(root, table):
    content = json.loads((root / "schemas" / f"{table}.json").read_text("utf-8"))
    assert list(profile("tableschema").iter_errors(content)) == []


@pytest.mark.parametrize("head", [None, 'name = "mine"\n', HEAD + LICENCES], ids=["no head", "a name", "all"])
def test_the_official_profile_accepts_the_descriptor_of_any_build(build, head):
    out, _ = build(TEXTS | ({"release.toml": head} if head else {}))
    assert list(profile("datapackage").iter_errors(descriptor(out))) == []


def test_the_official_profile_refuses_a_descriptor_without_paths(root):
    broken = descriptor(root)
    del broken["resources"][0]["path"]
    assert len(list(profile("datapackage").iter_errors(broken))) == 1


def test_the_descriptor_says_what_release_toml_says(build):
    out, _ = build(TEXTS | {"release.toml": HEAD + LICENCES})
    said = descriptor(out)
    assert [said[key] for key in ("name", "title", "version", "keywords")] == ["mine", "Mine", "1.2.3", ["cancer"]]
    assert said["licenses"] == [{"name": "CC-BY-4.0"}, {"name": "MIT"}]
    assert said["contributors"] == [{"title": "A. Person"}]


def test_without_release_toml_the_release_has_the_name_of_the_folder_and_no_licence(build):
    out, _ = build(TEXTS)
    said = descriptor(out)
    assert (said["name"], said["version"]) == ("texts", "0.0.0")
    assert said.keys() == {"$schema", "name", "version", "provenance", "resources"}


def test_the_descriptor_counts_the_rows_of_each_table(build):
    out, built = build(TEXTS)
    rows = {resource["name"]: resource["rows"] for resource in descriptor(out)["resources"]}
    assert rows == built.rows
    assert rows == {table: pl.read_parquet(out / f"data/{table}.parquet").height for table in schema.TABLES}
    assert (rows["documents"], rows["citations"], rows["issues"]) == (2, 5, 1)


@pytest.mark.parametrize(
    ("epoch", "head", "created"),
    [
        ("86400", HEAD, "1970-01-02T00:00:00Z"),
        ("1700000000", 'name = "mine"\n', "2023-11-14T22:13:20Z"),
        ("0", HEAD, "1970-01-01T00:00:00Z"),
        (None, HEAD, "2024-02-29T00:00:00Z"),
        (None, 'name = "mine"\n', None),
    ],
    ids=["epoch before date", "epoch alone", "epoch zero", "date alone", "neither"],
)
def test_created_is_the_epoch_else_the_date_else_absent(build, monkeypatch, epoch, head, created):
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    out, _ = build(TEXTS | {"release.toml": head})
    assert descriptor(out).get("created") == created


def test_a_new_release_replaces_the_older_one_whole(build):
    out, _ = build({"zero.txt": "Chemotherapy works [9].\n"})
    folder = out.stat().st_ino
    (out.parent / "texts" / "zero.txt").unlink()
    build(TEXTS)
    fresh, _ = build(TEXTS, out="fresh")
    assert tree(out) == tree(fresh)
    assert out.stat().st_ino != folder
    assert sorted(path.name for path in out.parent.iterdir()) == ["fresh", "out", "texts"]


def test_in_the_working_directory_the_files_are_replaced_one_by_one(here, build):
    folder = here.stat().st_ino
    build({"two.txt": "Chemotherapy works [9].\n"}, out="out")
    fresh, _ = build({}, out="fresh")
    assert tree(here) == tree(fresh)
    assert here.stat().st_ino == folder
    assert sorted(path.name for path in here.iterdir()) == ["data", "datapackage.json", "schemas"]


def test_below_the_working_directory_is_swapped_and_above_it_is_not(here, build, monkeypatch):
    monkeypatch.chdir(here / "data")
    folder = here.stat().st_ino
    build({"two.txt": "Chemotherapy works [9].\n"})
    assert here.stat().st_ino == folder
    monkeypatch.chdir(here.parent)
    build({"two.txt": "Chemotherapy works [8].\n"})
    assert here.stat().st_ino != folder


def retire(here, **paths):
    """Add a table to the descriptor of a release that the program knows no more."""
    said = descriptor(here)
    said["resources"].append({"name": "retired", **paths})
    (here / "datapackage.json").write_text(json.dumps(said))
    for path in paths.values():
        (here / path).write_bytes(b"retired")


def test_in_the_working_directory_the_file_of_an_obsolete_table_is_swept(here, build):
    retire(here, path="data/retired.parquet", schema="schemas/documents.json")
    build({})
    fresh, _ = build({}, out="fresh")
    assert tree(here) == tree(fresh)


def test_in_the_working_directory_the_schema_of_an_obsolete_table_is_swept(here, build):
    retire(here, path="data/retired.parquet", schema="schemas/retired.json")
    build({})
    fresh, _ = build({}, out="fresh")
    assert tree(here) == tree(fresh)


def test_a_descriptor_that_names_files_outside_the_release_sweeps_none_of_them(here, build):
    retire(here, path="data/../../mine.md")
    with suppress(OutputError):
        build({})
    assert (here.parent / "mine.md").read_bytes() == b"retired"


def test_an_interrupt_does_not_fall_into_the_swap(build, monkeypatch):
    older, _ = build(TEXTS)
    swap = package._swap

    def interrupted(*places):
        os.kill(os.getpid(), signal.SIGINT)
        swap(*places)

    monkeypatch.setattr(package, "_swap", interrupted)
    newer, _ = build({"more.txt": "Immunotherapy works."})
    assert newer == older
    assert len(pl.read_parquet(newer / "data" / "documents.parquet")) == len(TEXTS) + 1
    assert not list(newer.parent.glob(".*building*"))


def test_a_failing_build_in_the_working_directory_leaves_it_as_it_was(here, build):
    before = tree(here)
    with pytest.raises(NothingToBuild):
        build({"one.txt": "", "two.txt": ""})
    assert tree(here) == before
    assert sorted(path.name for path in here.iterdir()) == ["data", "datapackage.json", "schemas"]


def test_two_builds_in_two_folders_have_the_same_bytes(build):
    first, _ = build(TEXTS | {"release.toml": HEAD + LICENCES})
    second, _ = build({}, out="deep/in/another")
    assert tree(first) == tree(second)
    assert len(tree(first)) == 2 * len(schema.TABLES) + 2


def test_the_bytes_do_not_depend_on_where_batches_are_cut(build, monkeypatch):
    whole, _ = build(TEXTS)
    monkeypatch.setitem(registry.READERS, ".txt", registry.PLAIN._replace(batch_length=1))
    cut, _ = build({}, out="cut")
    assert tree(whole) == tree(cut)


def test_the_bytes_do_not_depend_on_threads_nor_hash_seed(root, tmp_path):
    for threads in ("1", "2"):
        words = [sys.executable, "-m", "etl", "build", str(root / "seeds"), "--out", threads, "--quiet"]
        environment = os.environ | {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads, "TZ": f"UTC+{threads}"}
        subprocess.run(words, cwd=tmp_path, env=environment, check=True)
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_each_file_tells_its_table_key_licence_and_maker_in_its_footer(build):
    out, _ = build(TEXTS | {"release.toml": HEAD + LICENCES})
    for table, expected in schema.load_all().items():
        footer = pq.read_schema(out / f"data/{table}.parquet").metadata
        assert {key.decode(): value.decode() for key, value in footer.items()} == {
            "table": table,
            "description": expected.description,
            "primary_key": ",".join(expected.primary_key),
            "license": "CC-BY-4.0 OR MIT",
            "schema_version": expected.version,
            "software": f"immunotables {__version__}",
        }


def test_a_release_without_licence_says_unknown_in_its_footers(build):
    out, _ = build(TEXTS)
    footers = [pq.read_schema(path).metadata for path in (out / "data").glob("*.parquet")]
    assert {footer[b"license"] for footer in footers} == {b"unknown"}


def test_each_column_carries_its_description_and_unit(build):
    out, _ = build(TEXTS)
    for table, field in ((table, field) for table, own in schema.load_all().items() for field in own.fields):
        metadata = pq.read_schema(out / f"data/{table}.parquet").field(field.name).metadata
        assert metadata[b"description"].decode() == field.description
        assert metadata.get(b"unit", b"").decode() == (field.unit or "")


def test_each_column_is_described_in_the_data_dictionary(root):
    text = (root / "data" / "README.md").read_text("utf-8")
    columns = [field for table in schema.load_all().values() for field in table.fields]
    assert [field.name for field in columns if f"`{field.name}`" not in text] == []
    assert [field.description for field in columns if field.description.replace("|", "\\|") not in text] == []


def write(path, table, frames):
    with parquet.Writer(schema.load(table), path, "unknown") as writer:
        for frame in frames:
            writer.append(keys.of_frame(frame, table) if isinstance(frame, pl.DataFrame) else frame)
    return path.read_bytes()


@pytest.mark.parametrize("cuts", [(1,), (3,), (4, 4), (1, 1, 1, 7), (8,), (0, 9), (5, 0, 5)], ids=str)
@pytest.mark.parametrize("table", ["sentences", "documents"])
def test_row_groups_are_the_same_wherever_frames_begin_and_end(tmp_path, monkeypatch, tables, table, cuts):
    monkeypatch.setattr(parquet, "ROW_GROUP", 4)
    monkeypatch.setattr(parquet, "ROW_GROUPS", {"documents": 4})
    rows = pl.concat([tables[table]] * 9).head(18)
    frames, start = [], 0
    for length in cuts:
        frames.append(rows.slice(start, length))
        start += length
    cut = write(tmp_path / "cut.parquet", table, [*frames, rows.slice(start)])
    assert cut == write(tmp_path / "whole.parquet", table, [rows])
    stored = pq.ParquetFile(tmp_path / "cut.parquet").metadata
    assert [stored.row_group(group).num_rows for group in range(stored.num_row_groups)] == [4, 4, 4, 4, 2]


def test_the_writer_refuses_rows_that_differ_from_their_schema(tmp_path, tables):
    good = keys.of_frame(tables["sentences"], "sentences")
    numbers = good.column("start").cast(pa.int64())
    wide = good.set_column(good.column_names.index("start"), pa.field("start", pa.int64(), nullable=False), numbers)
    for bad in (good.drop_columns("text"), wide, good.select(good.column_names[::-1])):
        with pytest.raises(SchemaError, match="table sentences: its columns are"):
            write(tmp_path / "bad.parquet", "sentences", [bad])
    with pytest.raises(SchemaError, match="table sentences: its columns are"):
        write(tmp_path / "bad.parquet", "sentences", [tables["sentences"].with_columns(pl.col("start").cast(pl.Int64))])
    ids = pa.array([None, *good.column("sentence_id").to_pylist()[1:]], pa.string())
    with pytest.raises(SchemaError, match="required columns hold nulls: sentence_id"):
        write(tmp_path / "bad.parquet", "sentences", [good.set_column(0, good.schema.field(0), ids)])


def test_a_file_that_comes_while_a_release_is_built_is_kept(tmp_path):
    texts, out = tmp_path / "texts", tmp_path / "out"
    texts.mkdir()
    (texts / "one.txt").write_text("It works.")
    corpus.build([texts], out, lambda *_: None)
    before = (out / "datapackage.json").read_bytes()
    (texts / "two.txt").write_text("It does not.")
    with pytest.raises(OutputError, match=r"notes\.md"):
        corpus.build([texts], out, lambda *_: (out / "notes.md").write_text("mine"))
    assert (out / "notes.md").read_text() == "mine"
    assert (out / "datapackage.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "texts"]


def test_a_failed_swap_brings_the_older_release_back(tmp_path, monkeypatch):
    out, stage, old = (tmp_path / name for name in ("out", "stage", "old"))
    out.mkdir()
    rename = Path.rename

    def fail_on_the_new_one(path, target):
        if path == stage:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_on_the_new_one)
    with pytest.raises(KeyboardInterrupt):
        package._swap(stage, out, old)
    assert (out.exists(), old.exists()) == (True, False)


@pytest.mark.parametrize("height", [1, 1777, 30_000])
def test_the_bytes_of_a_table_depend_on_its_rows_alone(tmp_path, height):
    described = schema.load("therapy_xrefs")
    numbers = pl.int_range(60_000, eager=True).cast(pl.String)
    columns = {name: numbers.alias(name) + "-" + name for name in described.columns}
    frame = pl.DataFrame(columns)
    frame = frame if height > 1 else frame.head(3000)
    for name, size in (("whole", frame.height), ("parts", height)):
        with parquet.Writer(described, tmp_path / name, "CC0-1.0") as writer:
            for part in frame.iter_slices(size):
                writer.append(keys.of_frame(part, "therapy_xrefs"))
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "parts").read_bytes()
