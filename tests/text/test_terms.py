"""Terms in text: folding, word edges, capitals, and the longest match."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.texts import build

from etl.text import chars
from etl.text.terms import Matcher, fold, fold_all, fold_readably, plural

FOUND = {
    "CAR-T cell therapy works": ["CAR-T cell therapy"],
    "CAR T-cell therapies work": ["CAR T-cell therapies"],
    "immune checkpoint\ninhibitors work": ["immune checkpoint inhibitors"],
    "surgery, chemotherapy, and radiation; radiation therapy": [
        "surgery", "chemotherapy", "radiation", "radiation therapy",
    ],
    "surgery, chemotherapy, and radiation": ["surgery", "chemotherapy"],
    "PEMBROLIZUMAB and Keytruda": ["PEMBROLIZUMAB", "Keytruda"],
    "immunotherapeutics": ["immunotherapeutics"],
    "immunotherapyx, ximmunotherapy, 5immunotherapy": [],
    "checkpoint. Inhibitors work": [],
    "adoptive cell, therapy": [],
    "this treatment, these therapies, the drug": [],
}  # fmt: skip


@pytest.mark.parametrize(("text", "surfaces"), FOUND.items())
def test_therapies_are_found_as_they_are_written(text, surfaces):
    assert build(text)["therapy_mentions"]["surface"].to_list() == surfaces


def test_a_therapy_in_a_heading_is_no_mention():
    assert build("2. Immunotherapy of mice\n\nWe ran.")["therapy_mentions"].is_empty()


@given(st.text())
def test_folding_keeps_every_place(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()


@pytest.mark.parametrize(
    ("term", "folded"),
    [("CAR-T", "car t"), ("na\u00efve", "naive"), ("PD\u20111/PD\u2011L1", "pd 1 pd l1"), ("a, b.", "a. b.")],
)
def test_case_accents_and_joints_fold(term, folded):
    assert fold(term) == folded


@given(st.lists(st.text()))
def test_many_terms_fold_as_each_alone(terms):
    assert fold_all(terms) == [fold(term) for term in terms]


def test_keys_keep_greek_letters():
    assert fold_readably(["IFN-\u03b1", "\u514d\u75ab"]) == ["ifn \u03b1", "__"]


def test_greek_letters_fold_without_case_but_stay_apart():
    assert fold("\u03b1") == fold("\u0391") != fold("a")
    assert fold("\u00b5") == fold("\u03bc")


@pytest.mark.parametrize(
    ("term", "many"), [("therapy", "therapies"), ("assay", "assays"), ("virus", "viruses"), ("antibody", "antibodies")]
)
def test_plurals_are_regular(term, many):
    assert plural(term) == many


def matcher(*terms, case_sensitive=False):
    return Matcher(pl.DataFrame({"term": terms, "case_sensitive": [case_sensitive] * len(terms)}))


def find(own, text):
    return own.find(chars.Text(text)).rows()


def test_capitals_count_where_the_term_says_so():
    assert find(matcher("TIL", case_sensitive=True), "TIL til TILs tils") == [(0, 3, 0), (8, 12, 0)]


def test_no_terms_find_nothing():
    assert find(Matcher(pl.DataFrame(schema={"term": pl.String, "case_sensitive": pl.Boolean})), "TIL") == []


WORDS = st.lists(st.sampled_from(["ab", "ab c", "c", "c d", "b", "d ab"]), min_size=1, unique=True)


@given(WORDS, st.text("abcd -.", max_size=30))
def test_matches_are_those_of_a_plain_search_from_the_left(terms, text):
    forms = sorted({form for term in terms for form in (term, plural(term))}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    expected = [match.span() for match in pattern.finditer(fold(text))]
    assert [(start, end) for start, end, _ in find(matcher(*terms), text)] == expected
