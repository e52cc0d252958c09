"""Where sentences end."""

import pytest
from laws.texts import build

CASES = {
    "a figure in brackets": "Response rates rose (Fig. 2A).| No patient died.",
    "authors with a year": "as in Smith et al. (2019) and others.",
    "et al. at the end": "It was shown by Smith et al.| We agree.",
    "initials": "It was found by J. A. Smith in mice.| We agree.",
    "decimals": "It rose by 0.5 to 1.5 units.| 12 mice died.",
    "a citation before the full stop": "It rose [1].| We agree.",
    "a citation behind the full stop": "It rose. [1]| We agree.",
    "closing quotes": "He said \u201cno.\u201d| We agree.",
    "an opening bracket": "It rose.| (We agree.)",
    "a question": "Did it rise?| We think so!| Yes.",
    "a Greek letter": "It rose.| \u03b2-cells died.",
    "a gene in lower case": "It rose. p53 was lost.",
    "Latin in brackets": "a drug (e.g. Aspirin, i.e. Acetyl) and vs. Placebo.",
    "numbers of figures": "see Figs. 2 and 3, Eq. 4, No. 5 and ref. 6.",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_sentences_end_where_a_reader_ends_them(text):
    expected = text.split("| ")
    assert build(text.replace("| ", " "))["sentences"]["text"].to_list() == expected


def test_line_ends_never_end_a_sentence():
    wrapped = "It rose\nby Fig.\n2 in mice.\nWe agree."
    assert build(wrapped)["sentences"]["text"].to_list() == ["It rose by Fig. 2 in mice.", "We agree."]


def test_a_list_of_references_gives_no_sentences():
    tables = build("Results\nIt rose [1].\n\nReferences\n1. Smith J. Surgery [1]. J Immunol. 2019.")
    assert tables["sentences"]["text"].to_list() == ["It rose [1]."]
    assert (tables["citations"].height, tables["therapy_mentions"].height) == (1, 0)


def test_paragraphs_and_sentences_are_numbered_in_their_document():
    frame = build("A is. B is.\n\nC is.", "D is.")["sentences"]
    assert frame.select("document_id", "paragraph", "ordinal").rows() == [
        ("d0", 1, 1),
        ("d0", 1, 2),
        ("d0", 2, 3),
        ("d1", 1, 1),
    ]
