"""The proof: whatever in a release no longer agrees with its source is caught."""

import shutil

import polars as pl
import pytest

from etl import corpus, schema, verify
from etl.errors import PackageError, UsageError

TEXT = """Introduction

In recent years,immunotherapy works [1, 2]. It began in [2020]. A well-
known drug is anti-PD-1 therapy, and it is well-known [3-5]. Chemotherapy is used

in many of the patients [4].

Methods

We gave chemotherapy.

Results

Patients lived. Melanoma may recur. No chronic lymphocytic leukemia (CLL) was seen, and no melanoma. Unlike melanoma,
anemia is likely. No surgery may be needed. No melanoma may be there. Surgery cures melanoma.

References

1. Smith J. Cells of the
skin. 2019.

2. Li W. Mice. 2020.
"""
PREFIXES = [(table, prefix) for table, places in verify.SPANS.items() for prefix in places]
PLACES = [(table, prefix + name) for table, prefix in PREFIXES for name in verify.OFFSETS]
WORDS = [(table, column) for table, places in verify.SPANS.items() for column in places.values() if column]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a source, and its release, which has rows in every table of spans."""
    place = tmp_path_factory.mktemp("built")
    (place / "texts").mkdir()
    (place / "texts" / "one.txt").write_bytes(TEXT.encode())
    corpus.build([place / "texts"], place / "out", lambda *_: None)
    return place


@pytest.fixture
def release(built, tmp_path):
    """A copy of the release, beside a copy of its source."""
    for name in ("texts", "out"):
        shutil.copytree(built / name, tmp_path / name)
    return tmp_path / "out"


def mutate(release, table, **columns):
    """Change columns of one row, the last but one where there are two; the types stay."""
    path = release / "data" / f"{table}.parquet"
    frame = pl.read_parquet(path)
    here = pl.int_range(pl.len()) == max(0, frame.height - 2)
    frame.with_columns(
        pl.when(here).then(value).otherwise(name).cast(frame.schema[name]).alias(name)
        for name, value in columns.items()
    ).write_parquet(path)


def found(release):
    """The tables of the problems; that the file of a mutated table has another hash is not the point."""
    problems = verify.verify(release, [release.parent / "texts"])
    return {problem.table for problem in problems if problem.rule != "hash"}


def test_a_release_as_built_is_proved(release):
    assert verify.verify(release, [release.parent / "texts"]) == []


def test_the_committed_release_is_proved(root):
    assert verify.verify(root, []) == []


@pytest.mark.parametrize("table", [*verify.SPANS, "repairs"])
def test_the_text_of_these_tests_has_rows_in_every_table(release, table):
    assert pl.read_parquet(release / "data" / f"{table}.parquet").height > 0


@pytest.mark.parametrize("by", [1, -1], ids=["one on", "one back"])
@pytest.mark.parametrize(("table", "offset"), PLACES)
def test_a_span_that_is_one_off_is_caught(release, table, offset, by):
    mutate(release, table, **{offset: pl.col(offset) + by})
    assert found(release) == {table}


@pytest.mark.parametrize(("table", "offset"), PLACES)
@pytest.mark.parametrize("place", [0, 100_000], ids=["zero", "beyond the text"])
def test_a_span_that_lies_elsewhere_is_caught(release, table, offset, place):
    mutate(release, table, **{offset: place})
    assert found(release) == {table}


@pytest.mark.parametrize("table", verify.SPANS)
def test_a_span_that_was_moved_in_text_and_source_alike_is_caught_where_it_repeats_its_words(release, table):
    mutate(release, table, **{offset: pl.col(offset) + 1 for offset in verify.OFFSETS})
    assert found(release) == ({table} if verify.SPANS[table][""] else set())


@pytest.mark.parametrize("offsets", [verify.OFFSETS[:2], verify.OFFSETS[2:]], ids=["text", "source"])
@pytest.mark.parametrize("table", verify.SPANS)
def test_a_span_that_was_moved_on_one_side_is_caught(release, table, offsets):
    mutate(release, table, **{offset: pl.col(offset) + 1 for offset in offsets})
    assert found(release) == {table}


@pytest.mark.parametrize("table", verify.SPANS)
def test_a_span_without_extent_in_the_text_alone_is_caught(release, table):
    mutate(release, table, end=pl.col("start"))
    assert found(release) == {table}


@pytest.mark.parametrize(("table", "column"), WORDS)
def test_a_letter_changed_in_a_row_is_caught(release, table, column):
    mutate(release, table, **{column: pl.concat_str(pl.col(column).str.head(-1), pl.lit("x"))})
    assert found(release) == {table}


@pytest.mark.parametrize("change", [("works", "fails"), ("drug", ""), ("", "x"), ("known", "knoẉn")], ids=str)
def test_a_letter_changed_in_the_clean_text_is_caught(release, change):
    mutate(release, "documents", text=pl.col("text").str.replace(*change, literal=True, n=1))
    assert "documents" in found(release)


def test_a_wrong_count_of_characters_is_caught(release):
    mutate(release, "documents", char_count=pl.col("char_count") + 1)
    assert found(release) == {"documents"}


@pytest.mark.parametrize("row", [0, 1, 2], ids=["an insertion", "a deletion", "a replacement"])
@pytest.mark.parametrize("column", ["before", "after"])
def test_a_repair_that_says_other_characters_is_caught(release, row, column):
    path = release / "data" / "repairs.parquet"
    repairs = pl.read_parquet(path)
    assert repairs.height == 3
    here = pl.int_range(pl.len()) == row
    repairs.with_columns(pl.when(here).then(pl.lit("x")).otherwise(column).alias(column)).write_parquet(path)
    assert "repairs" in found(release)


@pytest.mark.parametrize("offsets", [*((offset,) for offset in verify.OFFSETS), ("start", "end")], ids="-".join)
@pytest.mark.parametrize("row", [0, 1, 2], ids=["an insertion", "a deletion", "a replacement"])
def test_a_repair_that_stands_elsewhere_is_caught(release, row, offsets):
    path = release / "data" / "repairs.parquet"
    here = pl.int_range(pl.len(), dtype=pl.Int32) == row
    moved = (pl.when(here).then(pl.col(name) + 1).otherwise(name).cast(pl.Int32).alias(name) for name in offsets)
    pl.read_parquet(path).with_columns(moved).write_parquet(path)
    assert found(release) & {"repairs", "documents"}


@pytest.mark.parametrize("rule", ["glued_punctuation", "hyphen_kept"])
def test_a_repair_of_letters_or_words_that_was_left_out_is_caught(release, rule):
    path = release / "data" / "repairs.parquet"
    pl.read_parquet(path).filter(pl.col("rule") != rule).write_parquet(path)
    assert found(release) == {"documents"}


def test_all_repairs_left_out_are_caught(release):
    path = release / "data" / "repairs.parquet"
    pl.read_parquet(path).clear().write_parquet(path)
    assert found(release) == {"documents"}


def test_a_table_that_is_not_the_one_of_the_descriptor_is_caught(release):
    pl.read_parquet(release / "data" / "therapies.parquet").write_parquet(release / "data" / "therapies.parquet")
    (problem,) = verify.verify(release, [release.parent / "texts"])
    assert (problem.table, problem.rule) == ("therapies", "hash")
    assert problem.message.startswith("data/therapies.parquet: missing, or not the file")


def test_a_missing_table_is_caught(release):
    (release / "data" / "sentences.parquet").unlink()
    (problem,) = verify.verify(release, [release.parent / "texts"])
    assert (problem.table, problem.rule) == ("sentences", "hash")


def test_a_table_that_is_not_parquet_is_caught(release):
    (release / "data" / "sentences.parquet").write_bytes(b"not Parquet")
    problems = verify.verify(release, [release.parent / "texts"])
    assert ("sentences", "hash") in {(problem.table, problem.rule) for problem in problems}


@pytest.mark.parametrize("content", [TEXT.replace("drug", "drag"), TEXT + "\n", TEXT.replace("\n", "\r\n"), ""])
def test_a_changed_source_file_is_caught(release, content):
    (release.parent / "texts" / "one.txt").write_bytes(content.encode())
    (problem,) = verify.verify(release, [release.parent / "texts"])
    assert (problem.table, problem.rule) == ("documents", "source")
    assert problem.message.startswith("one.txt: the file was changed since the build")


def test_a_source_is_looked_for_in_every_folder(release, tmp_path):
    assert verify.verify(release, [tmp_path, tmp_path / "texts"]) == []


def test_a_source_path_that_leads_out_of_the_folder_is_not_followed(release, tmp_path):
    (tmp_path / "empty").mkdir()
    mutate(release, "documents", source_path=pl.lit("../texts/one.txt"))
    problems = verify.verify(release, [tmp_path / "empty"])
    assert {(problem.table, problem.rule) for problem in problems} == {("documents", "hash"), ("documents", "source")}


def test_without_a_folder_of_sources_the_error_says_what_to_name(release):
    with pytest.raises(UsageError, match=r"^.*/out: it holds no sources; name their folder with --sources\.$"):
        verify.verify(release, [])


def test_a_folder_without_release_is_refused(tmp_path):
    with pytest.raises(PackageError, match=r"it holds no datapackage\.json; name the folder of a release\.$"):
        verify.verify(tmp_path, [])


def test_a_folder_of_sources_that_is_not_there_is_a_wrong_call(release, tmp_path):
    with pytest.raises(UsageError, match="nowhere: there is no such folder of sources"):
        verify.verify(release, [tmp_path / "nowhere"])


def test_every_table_of_spans_is_verified():
    spans = {name for name, described in schema.load_all().items() if set(verify.OFFSETS) <= set(described.columns)}
    assert spans == {*verify.SPANS, "repairs"}
