"""Which markers cite, in which style, and what."""

import re
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws.texts import build, read

from etl.text import brackets
from etl.text.chars import Text
from etl.text.cited import Markers
from etl.text.markers import expand

CITED = {
    "immune checkpoint inhibitors [9,10].": ["9", "10"],
    "shown [12; 15]": ["12", "15"],
    "shown [3-5]": ["3", "(4)", "5"],
    "shown [7\u22129]": ["7", "(8)", "9"],
    "shown [7\u20119]": ["7", "(8)", "9"],
    "shown [1, 3\u20135, 4]": ["1", "3", "4", "5"],
    "shown [3-\n5]": ["3", "(4)", "5"],
    "shown [3,\n5]": ["3", "5"],
    "shown [ 3 ]": ["3"],
    "shown [3,\u00a04\u20096]": None,
    "shown [3,\u00a04,\u20096]": ["3", "4", "6"],
    "shown [3 \u2013 5]": ["3", "(4)", "5"],
    "shown [3 and 5]": ["3", "5"],
    "PD-1[5] and CTLA-4[6]": ["5", "6"],
    "vitamin D[4] is": ["4"],
    "shown [1-250]": ["1", "250"],
    "shown [5-2]": ["5", "2"],
    "shown [7]\u2013[9] and [11], [12]": ["7", "(8)", "9", "11", "12"],
    "shown [1a,b]": ["1"],
    "shown [2, 21\u2022\u2022]": ["2", "21"],
    "shown [56, pp. 57-59] and": ["56"],
    "units [[56], pp. 57-59.].": ["56"],
    "shown [5, Fig. 3; 8: 12-14]": ["5", "8"],
    "shown [see 12, 13]": ["12", "13"],
    "at the end of the range [4].": ["4"],
    "in the study of 2004 [18-20] it": ["18", "(19)", "20"],
    "scores in [1, 5] on a Likert scale": ["1", "5"],
    "as in Smith et al. (2019) and others.": ["Smith 2019"],
    "Yan et al. [2004] analysed variations": ["Yan 2004"],
    "so (McMichael and Potter, 1980; Bayerdorffer et al, 1995)": ["McMichael 1980", "Bayerdorffer 1995"],
    "so (e.g., O\u2019Brien & van der Berg 2019a,b; Li et al., 2001, 2004)": [
        *("O\u2019Brien 2019a", "O\u2019Brien 2019b", "Li 2001", "Li 2004")
    ],
    "In Mikl\u00f3si and Top\u00e1l's (2003) view": ["Mikl\u00f3si 2003"],
    "rose (Goldman, 2004). It fell (Bishop et al., 2006)": ["Goldman 2004", "Bishop 2006"],
    "sites of inflammation,8-11 and recent": ["8", "(9)", "(10)", "11"],
    "It rose.1 Then cells,2,3 and more.4 Patients fell": ["1", "2", "3", "4"],
    "in 1994 (1) and is grown (1, 2). It leads (3) to": ["1", "1", "2", "3"],
}
REFUSED = {
    "the MLTs (F[1,3] = 81.04)": "formula",
    "the MLTs (F[1,12])": "formula",
    "95% CI [1, 3] was": "statistic",
    "95% CI: [1, 3] was": "statistic",
    "in the range [0, 1] of": "no list",
    "Table [2] shows": "table",
    "(Figs. [2,3]) show": "table",
    "given [18F]FDG": "isotope",
    "given [68Ga]Ga-PSMA": "isotope",
    "as [Ca2+]i rose": "formula",
    "given [18]FDG": "no list",
    "the [1,5]benzodiazepine": "no list",
    "with [177]Lu-DOTA": "no list",
    "with p [3] = 2": "formula",
    "with x [3] < 2": "formula",
    "rose by [0.5]": "no list",
    "Yan [2004] saw": "no list",
    "in [2004] it": "no list",
    "median age 61 [18\u201380] years": "interval",
    "a dose of 5 [3, 8] mg": "interval",
    "IL-2,3 levels": "name with two numbers",
    "IL-2,13 levels": "name with two numbers",
}
NO_MARKER = [
    *("the 10B nucleus (superscript 10)", "[]", "[a]", "in July (2004)", "(January 2019)", "rose (2019)"),
    *("improved by 2.5 Patients", "see Fig.2 and no.3 of it", "(1) first, (2) second and (3) third", "rose (n = 12)"),
    *("in 1,234 cells", "(95% CI 1-3)", "outcomes (5) and", "Sigma (St. Louis, MO, 2004)", "IL-2,13-x"),
]


def cited(text):
    frame = build(text)["citations"]
    return [f"({label})" if implied else label for label, implied in frame.select("label", "is_implied").iter_rows()]


@pytest.mark.parametrize(("text", "labels"), CITED.items())
def test_markers_cite_their_numbers_and_those_between(text, labels):
    assert cited(text) == (labels or [])


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_a_bracket_that_looks_like_a_marker_is_an_issue(text, reason):
    tables = build(text)
    assert tables["citations"].is_empty()
    assert tables["issues"]["rule"].to_list() == ["not_a_citation"]
    assert reason in tables["issues"]["message"][0]


@pytest.mark.parametrize("text", NO_MARKER)
def test_other_brackets_and_numbers_are_nothing(text):
    tables = build(text)
    assert (tables["citations"].height, tables["issues"].height) == (0, 0)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("shown [1-250]", "wide_range"),
        ("scores in [1, 5] on a Likert scale", "uncertain_citation"),
        ("sites of inflammation,8-11 and recent", "uncertain_citation"),
        ("so (Li et al., 2001; Wu 2004) and (Ma and Ng, 2001) in [7]", "uncertain_citation"),
    ],
)
def test_a_doubtful_marker_cites_and_is_an_issue(text, rule):
    tables = build(text)
    assert not tables["citations"].is_empty()
    assert tables["issues"]["rule"].to_list() == [rule]


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("units [[56], pp. 57-59.].", "[[56], pp. 57-59.]"),
        ("shown [7]\u2013[9].", "[7]\u2013[9]"),
        ("shown [3, 5].", "[3, 5]"),
        ("as in Smith et al. (2019) and", "Smith et al. (2019)"),
        ("It fell (see Li et al., 2001).", "(see Li et al., 2001)"),
        ("cells,8-11 and", "8-11"),
    ],
)
def test_a_marker_is_the_whole_printed_group(text, marker):
    assert build(text)["citations"]["marker"].unique().to_list() == [marker]


@pytest.mark.parametrize(
    ("style", "text"),
    {
        "bracket": "So [1]. As Smith et al. (2019) said [2].",
        "author_year": "So (Li and Wu, 2001) and (Ma et al., 2004), values in [3].",
        "round": "In 1994 (1) it rose (1, 2). It leads (3) to growth (4).",
        "superscript": "It rose.1 Then cells,2,3 and more.4 Patients fell",
        "none": "It rose by 2.5 in 2004.",
    }.items(),
)
def test_a_document_has_the_style_of_most_of_its_markers(style, text):
    assert build(text)["documents"]["citation_style"].to_list() == [style]


def test_numbers_in_round_brackets_do_not_cite_beside_square_ones():
    assert cited("So [1]. Then [2]. In 1994 (1) it [3] rose (2) to growth (3).") == ["1", "2", "3"]


def test_a_bracket_that_a_document_leaves_open_does_not_close_in_the_next_one():
    markers = build("It is as told (Smith and Jones, 2004", "It is) so.")["citations"]["marker"]
    assert markers.to_list() == ["Smith and Jones, 2004"]


def test_markers_in_headings_and_lists_of_references_do_not_cite():
    tables = build("RESULTS OF [4]\n\nIt is so [2].\n\nReferences\n\n[1] Smith J [3]. A 2019.\n\n[2] Li W. B 2020.")
    assert tables["citations"]["label"].to_list() == ["2"]


def test_a_number_far_above_the_bibliography_cites_nothing():
    tables = build("So [2] and [80].\n\nReferences\n\n1. Smith J. A. 2019.\n\n2. Li W. B. 2020.")
    assert tables["citations"]["label"].to_list() == ["2"]
    assert "ends at 2" in tables["issues"]["message"][0]


def test_a_letter_behind_a_number_counts_where_the_bibliography_has_it():
    text = "So [1a,b] and (2).\n\nReferences\n\n1. Smith J. A. 2019."
    assert build(text)["citations"]["label"].to_list() == ["1"]


def test_a_range_of_twenty_is_filled_and_one_of_twenty_one_is_not():
    assert len(expand("1-20").cited) == 20
    assert [label for label, _ in expand("1-21").cited] == ["1", "21"]


def test_a_range_inside_the_bibliography_is_filled_however_wide():
    assert len(expand("1-40", size=40).cited) == 40


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


PIECES = st.sampled_from(
    [
        *("[", "]", "(", ")", "1", "2", "12", "250", "0", "2004", "1999a", ",", ", ", "; ", "-", "\u2013", " ", ". "),
        *(
            "cells",
            "Smith",
            "Jones",
            " et al.",
            " and ",
            "pp. 3",
            "F",
            "=",
            "Table ",
            "CI ",
            "\n\n",
            "a",
            "\u2022",
            ".",
        ),
    ]
)
PAGES = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip)


@given(PAGES)
@example("Smith (2004 [1]; Smith et al. 2004)")
def test_markers_lie_in_the_text_in_order_and_apart(page):
    batch = read(page)
    groups = batch.anchors.select("start", "end").unique(maintain_order=True).rows()
    assert all(0 < start < end < len(batch.text) for start, end in groups)
    assert all(before[1] <= behind[0] for before, behind in pairwise(groups))
    assert batch.notes["start"].is_sorted()
    assert not batch.anchors.select("start", "label").is_duplicated().any()


PLAIN = re.compile(r"\[[1-9]\d?\d?(?:, ?[1-9]\d?\d?)*\](?![\w\u2013-]| ?[=\u2013-])")


@given(
    st.lists(
        st.sampled_from(["[1]", "[2, 3]", "[4,5]", "[0, 1]", "[ ", " ]", "so ", " [7] ", "x", "\n\n"]), max_size=20
    )
)
def test_plain_lists_in_square_brackets_are_those_of_the_simple_rule(pieces):
    page = "The cells " + "".join(pieces)
    text = read(page).text.string
    simple = [
        (match.start(), re.findall(r"\d+", match[0]))
        for match in PLAIN.finditer(text)
        if not re.search(r"[ \0\n(\[]\w\Z", text[: match.start()])
    ]
    anchors = read(page).anchors
    fast = anchors.group_by("start", maintain_order=True).agg("label").rows()
    assert fast == simple


WORDS = [
    "of ",
    "mean ",
    "Table ",
    "range",
    "CI: ",
    "vitamin C ",
    "F",
    "so ",
    "12 ",
    "(5) ",
    " days",
    " h",
    "%",
    " \u00b5g",
    "=",
]
MARKERS = [
    "[1]",
    "[2, 3]",
    "[4\u20138]",
    "[1-30]",
    "[3a]",
    "[[5], p. 7]",
    "[see 3]",
    "[7]-[9]",
    "[18F]",
    "[...]",
    "[p-[2]]",
]


@given(
    st.lists(st.sampled_from([*WORDS, *MARKERS, *" .,(\u03b2\u2264\u017f\n"]), max_size=20).map("".join),
    st.sampled_from([0, 3, 30]),
)
def test_brackets_give_what_reading_each_of_them_gives(page, largest):
    text = Text(f"\0{page}\0")
    body = np.array([1]), np.array([len(text) - 1])
    books = brackets.Bibliography(np.full(2, largest), frozenset({(0, "3a")}))
    fast, notes = brackets.find(text, body, books)
    each, notes_on_each = brackets.read_each(text, text.places_of("["), books)
    assert fast.anchors().equals(Markers.of(each).anchors())
    assert notes == notes_on_each


@pytest.mark.parametrize(
    "page",
    [
        "[" * 100_000,
        "[1" * 50_000,
        "[" + "1," * 100_000,
        "[1, p. " * 20_000,
        "7" * 1_000_000,
        "(" + "Smith, " * 50_000 + "2004)",
        "(Smith and " * 20_000 + "2004)",
        "Smith et al. (2004) " * 5_000,
        "word,1-" * 20_000,
        "(1) word " * 20_000,
    ],
    ids=lambda page: page[:12],
)
def test_odd_pages_take_linear_time(page):
    started = time.process_time()
    read(page)
    assert time.process_time() - started < 10
