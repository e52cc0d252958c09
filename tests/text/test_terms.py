"""Terms in text: folding, word edges, capitals, and the longest match."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.texts import build

from etl.text import chars, variants
from etl.text.fold import fold, fold_all, fold_readably
from etl.text.terms import Matcher

FOUND = {
    "CAR-T cell therapy works": ["CAR-T cell therapy"],
    "CAR T-cell therapies work": ["CAR T-cell therapies"],
    "immune checkpoint\ninhibitors work": ["immune checkpoint inhibitors"],
    "surgery, chemotherapy, and radiation; radiation therapy": [
        "surgery", "chemotherapy", "radiation", "radiation therapy",
    ],
    "surgery, chemotherapy, and radiation": ["surgery", "chemotherapy", "radiation"],
    "treated with radiation; exposed to radiation": ["radiation"],
    "radiation therapy after a dose of radiation": ["radiation therapy"],
    "patients received lithium; lithium in the soil": ["lithium"],
    "insulin was given; Given insulin as a signal": ["insulin"],
    "coadministration of vitamin D, oral zinc": ["vitamin D", "zinc"],
    "melatonin (3 mg), 5 mg of melatonin; 5 mg/ml melatonin": ["melatonin", "melatonin"],
    "caffeine tablets; a tablet with caffeine": ["caffeine"],
    "CAR-T, CAR T and CART cells; CAR T-cell therapy": ["CAR-T", "CAR T", "CART cells", "CAR T-cell therapy"],
    "TNF-alpha inhibitor, TNF-\u03b1 inhibitors, TNF\u03b1 blockers": [
        "TNF-alpha inhibitor", "TNF-\u03b1 inhibitors", "TNF\u03b1 blockers",
    ],
    "anti-pembrolizumab antibodies": [],
    "vancomycin-resistant, vancomycin": ["vancomycin"],
    "a neomycin selection cassette, the neomycin phosphotransferase, chloramphenicol acetyltransferase": [],
    "the Journal of Immunotherapy and the Department of Surgery": [],
    "IL-2 receptor and IL-2 levels after aldesleukin": ["aldesleukin"],
    "target of rapamycin": [],
    "antibiotic activity of an antibiotic": ["antibiotic"],
    "PD-1 and CTLA-4 inhibitors": ["PD-1", "CTLA-4 inhibitors"],
    "VEGF and/or VEGF inhibitors": ["VEGF inhibitors"],
    "chemo- and radiotherapy": ["chemo-", "radiotherapy"],
    "the unlisted zomertinib": ["zomertinib"],
    "a tinib, the tibtinib": ["tibtinib"],
    "adoptive cell transfer (ACT) and ACT": ["adoptive cell transfer", "ACT", "ACT"],
    "the ACT trial and an act": [],
    "activated clotting time (ACT) and ACT": [],
    "the new drug (ND) and chemotherapy with monoclonal antibodies (XMA)": ["chemotherapy", "monoclonal antibodies"],
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


def test_a_term_that_requires_context_counts_where_its_document_names_the_concept():
    tables = build("Chemo failed. Then chemotherapy worked.", "Chemo failed. Then radiotherapy worked.")
    assert tables["therapy_mentions"]["surface"].to_list() == ["Chemo", "chemotherapy", "radiotherapy"]


def test_a_therapy_in_a_heading_is_no_mention():
    assert build("2. Immunotherapy of mice\n\nWe ran.")["therapy_mentions"].is_empty()


CONDITIONS = {
    "tumour, leukaemia, anaemia": ["tumour", "leukaemia", "anaemia"],
    "oesophageal and gastric cancers": ["oesophageal", "gastric cancers"],
    "autoimmune and inflammatory diseases": ["autoimmune", "inflammatory diseases"],
    "lung, breast and prostate cancer": ["lung", "breast", "prostate cancer"],
    "Crohn's disease, Crohn disease, Crohn\u2019s disease": [
        "Crohn's disease", "Crohn disease", "Crohn\u2019s disease",
    ],
    "Hodgkin's lymphoma": ["Hodgkin's lymphoma"],
    "type II diabetes and type 2 diabetes": ["type II diabetes", "type 2 diabetes"],
    "all of ALL; acute lymphoblastic leukemia (ALL)": ["ALL", "acute lymphoblastic leukemia", "ALL"],
    "hepatitis B virus, hepatitis B": ["hepatitis B"],
    "tumor necrosis factor and tumor suppressor genes": [],
    "the American Cancer Society, the National Malaria Control Centre": [],
    "cancer immunotherapy": ["cancer"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "surfaces"), CONDITIONS.items())
def test_conditions_are_found_as_they_are_written(text, surfaces):
    assert build(text)["condition_mentions"]["surface"].to_list() == surfaces


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("PD-1 and CTLA-4 inhibitors", ["ellipsis", "label"]),
        ("the unlisted zomertinib", ["stem"]),
        ("monoclonal antibodies (XYMA)", ["synonym"]),
        ("Xy monoclonal antibodies", ["synonym"]),
        ("immune checkpoint inhibitors (ICHI): ICHI", ["label", "abbreviation", "abbreviation"]),
    ],
)
def test_a_mention_tells_how_it_was_found(text, methods):
    assert build(text)["therapy_mentions"]["match_method"].to_list() == methods


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
    ("term", "form"),
    [
        ("therapy", "therapies"),
        ("assay", "assays"),
        ("virus", "viruses"),
        ("metastasis", "metastases"),
        ("inhibitor of PD-1", "inhibitors of pd 1"),
        ("leukemia", "leukaemias"),
        ("haemophilia", "hemophilia"),
        ("IL-2", "il2"),
        ("MK3475", "mk 3475"),
        ("IFN-\u03b1", "ifn alpha"),
        ("IFN gamma", "ifn\x03"),
        ("Hodgkin lymphoma", "hodgkin.s lymphoma"),
        ("Crohn's disease", "crohns disease"),
        ("radioimmunotherapy", "radio immunotherapy"),
        ("type 2 diabetes", "type ii diabetes"),
    ],
)
def test_a_term_has_the_variants_in_which_it_is_printed(term, form):
    assert form in variants.forms(pl.DataFrame({"term": [term], "case_sensitive": [False]}))["form"]


def matcher(*terms, case_sensitive=False):
    return Matcher(pl.DataFrame({"term": terms, "case_sensitive": [case_sensitive] * len(terms)}))


def find(own, text):
    return rows(own.find(chars.Text(text))[0])


def rows(spans):
    return list(zip(*(column.tolist() for column in spans), strict=True))


def test_capitals_count_where_the_term_says_so():
    assert find(matcher("TIL", case_sensitive=True), "TIL til TILs tils") == [(0, 3, 0), (8, 12, 0)]


def test_no_terms_find_nothing():
    assert find(Matcher(pl.DataFrame(schema={"term": pl.String, "case_sensitive": pl.Boolean})), "TIL") == []


def test_vocabularies_do_not_stand_in_each_others_way():
    terms = [pl.DataFrame({"term": [term], "case_sensitive": [False]}) for term in ("cancer vaccine", "cancer")]
    first, second, _ = Matcher(*terms).find(chars.Text("a cancer vaccine"))
    assert (rows(first), rows(second)) == ([(2, 16, 0)], [(2, 8, 0)])


PHRASES = ["ab", "ab c", "c", "c d", "b", "d ab", "ab, c", "a b c d ab", ".d c", "a b,"]
WORDS = st.lists(st.sampled_from(PHRASES), min_size=1, unique=True)


@given(WORDS, st.text("abcd -.,\0", max_size=30))
def test_matches_are_those_of_a_plain_search_from_the_left(terms, text):
    own = variants.forms(pl.DataFrame({"term": terms, "case_sensitive": [False] * len(terms)}))
    forms = sorted(set(own["form"]), key=len, reverse=True)
    # A joint of the term is one in the text, a sign of it any of both.
    parts = [re.escape(form).replace(r"\ ", " ").replace(r"\.", "[ .]") for form in forms]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")
    expected = [match.span() for match in pattern.finditer(fold(text))]
    assert [(start, end) for start, end, _ in find(matcher(*terms), text)] == expected
