"""Where the entries of a list of references begin, and what they say."""

import time
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.texts import build, read

FIRST = "Smith J, Li W. Cells of the skin. J Immunol. 2019;1:2-3."
SECOND = "Jones A. Notes on 2 mice. Nature 2020."
THIRD = "van der Berg P. A title 1. Cell 2021;4:5."
LISTS = {
    "a block each": "1. {}\n\n2. {}\n\n3. {}",
    "run together": "1. {} 2. {} 3. {}",
    "line by line": "1. {}\n2. {}\n3. {}",
    "square brackets": "[1] {}\n[2] {}\n[3] {}",
    "round brackets": "(1) {}\n(2) {}\n(3) {}",
    "one bracket": "1) {}\n2) {}\n3) {}",
    "bare numbers": "1 {}\n2 {}\n3 {}",
}


def entries(text):
    return build("It is so [1].\n\nReferences\n\n" + text)["references"].filter(~pl.col("is_stub"))


@pytest.mark.parametrize("form", LISTS.values(), ids=LISTS)
def test_the_running_numbers_decide_where_entries_begin(form):
    frame = entries(form.format(FIRST, SECOND, THIRD))
    assert frame["label"].to_list() == ["1", "2", "3"]
    works = [raw.split(" ", 1)[1] for raw in frame["raw_text"]]
    assert works == [FIRST, SECOND, THIRD]


def test_an_entry_over_two_blocks_is_one():
    frame = entries("1. Smith J. Cells of the\n\n7 skins. J Immunol 2019.\n\n2. Li W. B 2020.")
    assert frame["raw_text"][0] == "1. Smith J. Cells of the 7 skins. J Immunol 2019."


def test_what_the_last_entry_of_a_long_list_alone_has_is_read():
    frame = entries("\n\n".join(f"{number}. {FIRST}" for number in range(1, 150)) + "\n\n150. Li W. doi:10.1000/1.")
    assert frame["doi"].to_list() == [None] * 149 + ["10.1000/1"]


def test_what_follows_the_last_entry_is_none():
    frame = entries(f"1. {FIRST}\n\n2. {SECOND}\n\nThe publisher is not responsible for the contents.")
    assert frame["raw_text"][-1] == f"2. {SECOND}"


def test_a_lost_number_does_not_end_the_list():
    assert entries(f"1. {FIRST}\n\n2. {SECOND}\n\n4. {THIRD}")["label"].to_list() == ["1", "2", "4"]


def test_a_list_without_numbers_has_names_and_years_for_labels():
    frame = entries("Smith J, Li W (2019) Cells. J Immunol. Jones AB, Wu X. Mice. 2020a. O\u2019Neil P. 2021. Rats.")
    assert frame["label"].to_list() == ["Smith 2019", "Jones 2020a", "O\u2019Neil 2021"]


def test_a_list_without_names_stands_by_its_blocks():
    assert entries("World Health Report.\n\nAnother report, 2019.")["label"].to_list() == ["World", "Another 2019"]


def test_the_parts_of_the_commonest_form_are_told():
    row = entries(f"1. {FIRST} PMID: 1234567; PMC7654321. https://doi.org/10.1000/x(1)y.").row(0, named=True)
    assert {name: row[name] for name in ("authors", "title", "journal", "year", "volume", "pages")} == {
        "authors": "Smith J; Li W",
        "title": "Cells of the skin",
        "journal": "J Immunol",
        "year": "2019",
        "volume": "1",
        "pages": "2-3",
    }
    assert (row["doi"], row["pmid"], row["pmcid"]) == ("10.1000/x(1)y", "1234567", "PMC7654321")


@pytest.mark.parametrize(
    ("entry", "year"),
    [
        ("Li W. Mice from 1990 to 2000. Cell (2019) 4:5.", "2019"),
        ("Li W. Mice of 1990. Cell 2001;4:5.", "2001"),
        ("Li W. Mice of 1990. Cell 4:5, 2001.", "2001"),
        ("Li W. Mice. Cell 2001, pp. 1900-1910.", None),
        ("Li W. Mice of 1990 in 2001. Cell.", None),
        ("Li W. Mice. Cell 4:5. doi:10.1000/2001.2", None),
    ],
)
def test_a_year_is_told_where_it_is_sure(entry, year):
    assert entries(f"1. {entry}")["year"].to_list() == [year]


def test_markers_join_their_entries_and_others_get_stubs_behind_them():
    tables = build(f"It is [2]. So [7, 1].\n\nReferences\n\n1. {FIRST}\n\n2. {SECOND}")
    assert tables["references"].select("label", "ordinal", "is_stub").rows() == [
        ("7", 3, True),
        ("1", 1, False),
        ("2", 2, False),
    ]
    joined = tables["citations"].join(tables["references"], on="reference_id", how="left", maintain_order="left")
    assert joined.select("label", "raw_text").rows() == [("2", f"2. {SECOND}"), ("1", f"1. {FIRST}"), ("7", None)]


def test_author_year_markers_join_the_entry_of_that_name_and_year():
    tables = build("So (Smith and Li, 2019).\n\nReferences\n\nSmith J, Li W (2019) Cells. J Immunol.")
    assert tables["references"].select("label", "is_stub").rows() == [("Smith 2019", False)]
    assert tables["citations"]["reference_id"].to_list() == tables["references"]["reference_id"].to_list()


def test_of_two_entries_with_one_label_the_first_is_cited():
    tables = build("So [1].\n\nReferences\n\n1. Smith J. A 2019.\n\nMethods\n\nIt.\n\nReferences\n\n1. Li W. B 2020.")
    assert tables["references"].height == 2
    assert tables["citations"]["reference_id"].to_list() == tables["references"]["reference_id"].to_list()[:1]


@pytest.mark.parametrize(
    "page",
    ["1. A " * 100_000, "Smith J, " * 50_000, "Smith J. " * 50_000, "(1) 2019 A. " * 40_000, "10.1000/(" * 40_000],
    ids=lambda page: page[:9],
)
def test_odd_lists_take_linear_time(page):
    started = time.process_time()
    read(f"References\n\n{page}")
    assert time.process_time() - started < 10


PIECES = [
    "1. ",
    "2. ",
    "3. ",
    "[1] ",
    "12",
    "Smith J, ",
    "Li W. ",
    "2019",
    "(2020) ",
    ". ",
    "\n\n",
    "\n",
    "x ",
    "10.1000/a ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_entries_stand_in_order_apart_and_below_their_heading(page):
    batch = read("References\n\nSmith " + page)
    spans = batch.entries.select("start", "end").rows()
    assert all(start < end for start, end in spans)
    assert all(before[1] <= behind[0] for before, behind in pairwise(spans))
    assert not spans or spans[0][0] >= batch.text.string.index("\n\n") + 2
    assert batch.entries["label"].null_count() == 0
