"""Odd inputs that users of PDF extractors reported, and what becomes of them."""

import polars as pl
import pytest
from laws.texts import build

# The source, its clean text, and the rule and strength of each repair.
REPAIRED = {
    "a Greek letter, a digit and a hyphen at a line end": (
        "through the inhibition of expression of \u03b12-\nintegrin (1,2). Integrins",
        "through the inhibition of expression of \u03b12-integrin (1,2). Integrins",
        [("hyphen_kept", "strong")],
    ),
    "a prefix whose hyphen is its own": (
        "has an anti-\ntumour effect",
        "has an anti-tumour effect",
        [("hyphen_kept", "strong")],
    ),
    "three broken words, two of them names": (
        "a combi-\nnation of anti-PD-\n1 and anti-CTLA-\n4 antibodies",
        "a combination of anti-PD-1 and anti-CTLA-4 antibodies",
        [("hyphen_joined", "strong"), ("hyphen_kept", "strong"), ("hyphen_kept", "strong")],
    ),
    "a word that the document writes further on": (
        "check-\npoint inhibitors ... checkpoint inhibitors",
        "checkpoint inhibitors ... checkpoint inhibitors",
        [("hyphen_joined", "strong")],
    ),
    "an address broken at its own hyphen": (
        "https://doi.org/10.1016/j.cell.2017-\n01.002",
        "https://doi.org/10.1016/j.cell.2017-01.002",
        [("hyphen_kept", "weak")],
    ),
    "a dash between blanks": ("The result \u2014 \nwas clear", "The result \u2014 was clear", []),
    "a formula with blanks": (
        "(Nd 1-x Ce x ) 2 Fe 14-y Co y B nanostructured magnets",
        "(Nd 1-x Ce x ) 2 Fe 14-y Co y B nanostructured magnets",
        [],
    ),
    "a page end inside a sentence": (
        "great promise in the treatment \n\nof some forms of leukemia",
        "great promise in the treatment of some forms of leukemia",
        [("page_join", "strong")],
    ),
    "et al. at the end of a paragraph": (
        "...as summarised by Smith et al.\n\nCheckpoint inhibitors",
        "...as summarised by Smith et al.\n\nCheckpoint inhibitors",
        [],
    ),
    "three ligatures": (
        "scienti\ufb01c e\ufb03cacy of \ufb02uorouracil",
        "scientific efficacy of fluorouracil",
        [("ligature", "strong")] * 3,
    ),
    "a glued word at a line end that the document writes elsewhere": (
        "the arsenal ofimmunotherapeutic\napproaches of an immunotherapeutic kind",
        "the arsenal of immunotherapeutic approaches of an immunotherapeutic kind",
        [("glued_words", "weak")],
    ),
    "a number glued to a word": (
        "coefficient \u2265 0.9is for",
        "coefficient \u2265 0.9 is for",
        [("glued_words", "strong")],
    ),
    "a whole line without blanks": (
        "bothfellwiththesameaccelerationandreachedthe",
        "both fell with the same acceleration and reached the",
        [("glued_words", "weak")] * 8,
    ),
    "glued words on both sides of a comma without a blank": (
        "sureenough,bothfellwiththesameaccelerationandreachedthe",
        "sure enough, both fell with the same acceleration and reached the",
        [("glued_words", "strong"), ("glued_punctuation", "strong")] + [("glued_words", "weak")] * 8,
    ),
    "a comma without a blank between words of the field": ("littermates,froglets", "littermates,froglets", []),
    **{
        f"{token} is one word": (f"The {token} was there.", f"The {token} was there.", [])
        for token in ("curcuminoid", "parapsilosis", "StataCorp", "pembrolizumab", "GMCSF", "asparaginase")
    },
}


@pytest.mark.parametrize(("source", "clean", "repairs"), REPAIRED.values(), ids=REPAIRED)
def test_a_reported_page_is_cleaned_and_each_repair_is_told(source, clean, repairs):
    tables = build(source)
    assert tables["documents"]["text"].to_list() == [clean]
    assert tables["repairs"].select("rule", "strength").rows() == repairs


# Tokens of which it is told that they look glued; the text stays as it is.
DOUBTED = {
    "words beside a hyphen": ("(Universityof C alifornia,LosAngeles-SchoolofLaw)", ["SchoolofLaw"]),
    "words before a hyphen": ("the SchoolofLaw-based plan", ["SchoolofLaw"]),
    "names of proteins beside a hyphen": ("anti-TrkB, GenBank-based, PubMed-like, non-McCune", []),
}


@pytest.mark.parametrize(("source", "tokens"), DOUBTED.values(), ids=DOUBTED)
def test_a_token_that_looks_glued_is_an_issue(source, tokens):
    tables = build(source)
    rows = tables["issues"].filter(pl.col("rule") == "glued_token").select("start", "end").rows()
    assert [tables["documents"]["text"][0][start:end] for start, end in rows] == tokens


def test_a_ligature_is_one_character_of_the_source_and_several_of_the_text():
    rows = build("e\ufb03cacy of \ufb02u")["repairs"].select("start", "end", "source_start", "source_end", "after")
    assert rows.rows() == [(1, 4, 1, 2, "ffi"), (12, 14, 10, 11, "fl")]


def test_a_name_over_the_first_line_is_a_heading_without_a_blank_line():
    tables = build(" Introduction\nCancer has long been")
    assert tables["sections"].select("heading", "kind").rows() == [("Introduction", "introduction")]
    assert tables["sentences"]["text"].to_list() == ["Cancer has long been"]


# The source, its sentences, and what its markers cite; an implied number is in round brackets.
CITED = {
    "a decimal hidden in a superscript": (
        "outcomes improved.5 Patients relapsed.",
        ["outcomes improved.5", "Patients relapsed."],
        [],
    ),
    "two numbers in round brackets of a document without style": (
        "expression of \u03b12-\nintegrin (1,2). Integrins bind.",
        ["expression of \u03b12-integrin (1,2).", "Integrins bind."],
        [],
    ),
    "a year in square brackets": (
        "Yan et al. [2004] analysed SSH variations",
        ["Yan et al. [2004] analysed SSH variations"],
        ["Yan 2004"],
    ),
    "a range over a line end, behind a full stop": (
        "It was shown. [3-\n7] Next it was lost.",
        ["It was shown. [3-7]", "Next it was lost."],
        ["3", "(4)", "(5)", "(6)", "7"],
    ),
    "names and a number behind a page end": (
        "as in Smith et al. (2019)\n\nand others [12; 15].",
        ["as in Smith et al. (2019) and others [12; 15]."],
        ["12", "15"],
    ),
    "et al. without a point": (
        "It is known (McMichael and Potter, 1980; Bayerdorffer et al, 1995). We agree.",
        ["It is known (McMichael and Potter, 1980; Bayerdorffer et al, 1995).", "We agree."],
        ["McMichael 1980", "Bayerdorffer 1995"],
    ),
    "a locator with points": (
        "units [[56], pp. 57-59.]. We agree.",
        ["units [[56], pp. 57-59.].", "We agree."],
        ["56"],
    ),
    "a statistic, an isotope and a formula": (
        "the SDs (F[1,3] = 81.04, [68Ga]Ga-PSMA). [Ca2+]i rose.",
        ["the SDs (F[1,3] = 81.04, [68Ga]Ga-PSMA).", "[Ca2+]i rose."],
        [],
    ),
    "a figure, a country, a month": (
        "Rates rose (Fig. 2A). U.S. FDA approval came in Jan. 2017. It was first.",
        ["Rates rose (Fig. 2A).", "U.S. FDA approval came in Jan. 2017.", "It was first."],
        [],
    ),
}


@pytest.mark.parametrize(("source", "sentences", "labels"), CITED.values(), ids=CITED)
def test_a_reported_marker_cites_what_a_reader_takes_it_for(source, sentences, labels):
    tables = build(source)
    cited = tables["citations"].select("label", "is_implied").iter_rows()
    assert tables["sentences"]["text"].to_list() == sentences
    assert [f"({label})" if implied else label for label, implied in cited] == labels
