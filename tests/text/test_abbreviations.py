"""Short forms and the long forms that they stand for."""

import pytest
from laws.texts import build

DEFINED = {
    "Mindful memoization (MM) helps.": ("MM", "Mindful memoization"),
    "SBMA (Spinal and bulbar muscular atrophy) is rare.": ("SBMA", "Spinal and bulbar muscular atrophy"),
    "By adoptive cell transfer (ACT; also called adoptive cell therapy) we did.": ("ACT", "adoptive cell transfer"),
    "The tumor necrosis factor-\u03b1 (TNF-\u03b1) rose.": ("TNF-\u03b1", "tumor necrosis factor-\u03b1"),
    "The tumor necrosis factor alpha (TNF-\u03b1) rose.": ("TNF-\u03b1", "tumor necrosis factor alpha"),
    "The immune checkpoint inhibitors (ICIs) act.": ("ICI", "immune checkpoint inhibitors"),
    "The ICIs (immune checkpoint inhibitors) act.": ("ICI", "immune checkpoint inhibitors"),
    "ACT (adoptive cell transfer) works.": ("ACT", "adoptive cell transfer"),
    "An interleukin (IL)-2 is given.": ("IL", "interleukin"),
    "The graft-versus-host disease (GVHD) came.": ("GVHD", "graft-versus-host disease"),
    "In tumour-infiltrating lymphocytes (TILs) it rose.": ("TIL", "tumour-infiltrating lymphocytes"),
    "We tell of mindful memoization\n\n(MM) and more.": ("MM", "mindful memoization"),
}
REFUSED = [
    "In group two (II) it rose.",
    "In nine of them (n = 9) it rose.",
    "As told before (see below) it rose.",
    "Later it rose (Smith et al., 2019) again.",
    "Sepsis. It rose (SIR) again.",
    "The ASD (ASD, VSD) and ventricular septal defects (ASD) rose.",
    "The technology of last days (Toledo) rose.",
    "It rose in the USA (Ohio).",
    "It rose in the abc (\u0130-) again.",
]


@pytest.mark.parametrize(("text", "expected"), DEFINED.items())
def test_a_short_form_is_found_with_its_long_form(text, expected):
    assert build(text)["abbreviations"].select("short_form", "long_form").rows() == [expected]


@pytest.mark.parametrize("text", REFUSED)
def test_a_bracket_that_defines_nothing_is_left_alone(text):
    assert build(text)["abbreviations"].is_empty()


def test_a_short_form_holds_in_its_document_only_and_with_its_capitals():
    tables = build("Oncolytic viruses (OLV) work, OLV too, olv not.", "OLV does not.")
    assert tables["therapy_mentions"]["surface"].to_list() == ["Oncolytic viruses", "OLV", "OLV"]


def test_a_short_form_inside_of_a_longer_name_is_none():
    tables = build("Oncolytic viruses (OLV) and OLV-2 and pre-OLV.")
    assert tables["therapy_mentions"]["surface"].to_list() == ["Oncolytic viruses", "OLV"]
