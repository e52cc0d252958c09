"""Which brackets cite, and what."""

import pytest
from laws.texts import build

from etl.text.citations import expand

CITED = {
    "immune checkpoint inhibitors [9,10].": ["9", "10"],
    "shown [12; 15]": ["12", "15"],
    "shown [3-5]": ["3", "(4)", "5"],
    "shown [7\u22129]": ["7", "(8)", "9"],
    "shown [1, 3\u20135, 4]": ["1", "3", "4", "5"],
    "shown [3-\n5]": ["3", "(4)", "5"],
    "shown [ 3 ]": ["3"],
    "PD-1[5] and CTLA-4[6]": ["5", "6"],
    "shown [1-250]": ["1", "250"],
    "shown [5-2]": ["5", "2"],
    "at the end of the range [4].": ["4"],
}
REFUSED = [
    "the MLTs (F[1,3] = 81.04)",
    "95% CI [1, 3] was",
    "in the range [0, 1] of",
    "Table [2] shows",
    "given [18]FDG",
    "the [1,5]benzodiazepine",
    "with [177]Lu-DOTA",
    "with p [3] = 2",
    "rose by [0.5]",
    "Yan [2004] saw",
]
NO_MARKER = ["[Ca2+]i rose", "[68Ga]Ga-PSMA", "the 10B nucleus", "[]", "[a]"]


@pytest.mark.parametrize(("text", "labels"), CITED.items())
def test_markers_cite_their_numbers_and_those_between(text, labels):
    frame = build(text)["citations"]
    found = [f"({label})" if implied else label for label, implied in frame.select("label", "is_implied").iter_rows()]
    assert found == labels


@pytest.mark.parametrize("text", REFUSED)
def test_a_bracket_that_looks_like_a_marker_is_an_issue(text):
    tables = build(text)
    assert tables["citations"].is_empty()
    assert tables["issues"]["rule"].to_list() == ["not_a_citation"]


@pytest.mark.parametrize("text", NO_MARKER)
def test_other_brackets_are_nothing(text):
    tables = build(text)
    assert (tables["citations"].height, tables["issues"].height) == (0, 0)


def test_a_range_too_wide_to_fill_is_an_issue():
    assert build("shown [1-250]")["issues"]["rule"].to_list() == ["wide_range"]


def test_a_range_of_twenty_is_filled_and_one_of_twenty_one_is_not():
    assert len(expand("1-20")[0]) == 20
    assert [cited.label for cited in expand("1-21")[0]] == ["1", "21"]


def test_stubs_stand_in_the_order_of_their_first_citation():
    frame = build("First [10, 2]. Then [2, 7].")["references"]
    assert frame.select("label", "ordinal", "start").rows() == [("10", 1, 6), ("2", 2, 6), ("7", 3, 20)]


def test_a_reference_counts_once_a_marker():
    assert build("shown [3, 3-4, 3]")["citations"]["label"].to_list() == ["3", "4"]


def test_citations_at_one_marker_stand_in_the_order_of_the_references():
    frame = build("First [2]. Then [1, 2].")["citations"]
    assert frame["label"].to_list() == ["2", "2", "1"]


def test_a_long_list_is_a_marker_like_any_other():
    numbers = list(range(101, 140))
    assert build(f"shown [{', '.join(map(str, numbers))}]")["citations"].height == len(numbers)


def test_a_document_whose_only_brackets_number_its_references_has_no_style():
    styles = build("It is.\n\nReferences\n\n[1] Smith J.", "It is [1].")["documents"]["citation_style"]
    assert styles.to_list() == ["none", "bracket"]
