"""Where sentences end."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws.texts import build
from text.simple_sentences import Simple

from etl.text import sentences
from etl.text.chars import BOUNDARY, Text

CASES = {
    "a figure in brackets": "Response rates rose (Fig. 2A).| No patient died.",
    "authors with a year": "as in Smith et al. (2019) and others.",
    "authors with a year in square brackets": "Yan et al. [2004] analysed SSH variations.",
    "et al. at the end": "It was shown by Smith et al.| We agree.",
    "et al. with a citation at the end": "It was shown by Smith et al. [12]| We agree.",
    "initials": "It was found by J. A. Smith, J.-P. Roy and J.B. West in mice.| We agree.",
    "an initial A": "We thank P. A. Hargrave and J. A McGuire.| We agree.",
    "species": "Growth of E. coli and S. aureus fell.| S. Typhimurium grew.",
    "decimals": "It rose by 0.5 to 1.5 units.| 12 mice died.",
    "a decimal with blanks": "It rose by 0 . 5 units.",
    "a citation before the full stop": "It rose [1].| We agree.",
    "a citation behind the full stop": "It rose. [1]| We agree.",
    "a citation right behind the full stop": "It rose.[12,13]| We agree. [4\u20136]| They do not.",
    "a citation between two full stops": 'It is a "pathway". [8].| We agree.',
    "a number before a citation between two full stops": "1. [8].| We agree.",
    "a citation that begins a sentence": "It rose.| [12] showed that too.",
    "a superscript citation": "outcomes improved.5| Patients relapsed.5,7\u20139| We agree.",
    "a superscript citation behind a bracket": "It rose (in mice).5| Patients have \u201cIL-2.\u201d5| We agree.",
    "true superscripts": "outcomes improved.\u00b9\u2070| Patients relapsed.",
    "no superscript citation": "at p = 0.5 Gy with R v2.5 The or Fig.5 The or refs.5 The.",
    "a country and a month": "U.S. FDA approval came in Jan. 2017.| It was first.",
    "a month at the end": "It came in Jan.| We agree.",
    "closing quotes": "He said \u201cno.\u201d| We agree.",
    "a closing bracket": "(It rose in mice that ended.)| Next it fell.",
    "a letter in quotes": "There are \u201cM\u201d and \u201cC.\u201d| Disruptions differ.",
    "an opening bracket": "It rose.| (We agree.)",
    "a question": "Did it rise?| We think so!| Yes.",
    "ellipses": "It rose ...| We agree\u2026| They do not.",
    "a Greek letter": "It rose.| \u03b2-cells died.",
    "genes in lower case": "It rose.| p53 was lost.| mTOR rose.| iPSC died.| miR-21 fell.",
    "more genes in lower case": "It rose.| siRNA works.| eIF4E is lost.| c-fos too.| circRNA fell.",
    "a word in lower case": "It rose. by chance. re-entry failed.",
    "a list with letters": "Stained mice.| (b) The same.| (a-d) All.| (c, d) Some.| (iv) Last.| b) End.",
    "panels with a dash between blanks": "Stained mice.| (f \u2013 j) The same.",
    "the key of a figure": "Mice are shown.| bm, bone marrow.| n = 5 mice.",
    "a footnote": "Mice are shown.| *P below 0.05.| \u2020 not tested.",
    "units": "kept at 4 \u00b0C.| After 24 h.| Samples for 5 d.| Samples for 10 min.| Cells at 37 C.| Then they died.",
    "symbols": "H&E.| Cells of panels A\u2013C.| Mice were lost.",
    "terms that end in a capital": "vitamin C.| The hepatitis B.| Patients of cyclin D.| Prophase I.| Mice died.",
    "capitals before a usual first word": "It binds to X.| The mice of S.D.| However, they died.",
    "a capital before a panel": "It was bound by X.| (B) Mice died.",
    "no molecules": "It was found by Martin J. Smith in a tin R. Jones had.",
    "capitals are no abbreviation": "mice with OA and CA.| For them it rose.",
    "Latin in brackets": "a drug (e.g. Aspirin, i.e. Acetyl) and vs. Placebo, c.f. Figure 2.",
    "an abbreviation with points": "given i.v. LPS and s.c. B16 cells or i.p.| Blood was taken.",
    "a degree": "by a Ph.D. Student and a Ph. D. Student.",
    "species at the end": "It was Plasmodium spp.| These grew on chr. X of Lactobacillus sp. V.",
    "numbers of figures": "see Figs. 2 and 3, Eq. 4, No. 5, ref. 6, v. 9, grant no. EF-07 and pp. 5.",
    "a numbered list": "1. It rose.| 2. We agree.| They are: 1. Mice; 2. Rats.",
    "a ratio": "at a ratio of 1: 5.| We agree.",
    "a list at its start": "a. The mice.| b. The rats.",
    "right to left": "\u05d0\u05d1 \u05d2.| \u05d3\u05d4 \u05d5\u061f| \u05d6.",
    "Chinese": "\u4e2d\u6587\u3002\u4e2d\u6587\u3002| \u4e2d\u6587",
}
WORDS = """improved vitamin group
Martin tin protein refs circRNA re-entry al et Fig no Jan sp vs U S J B C A I h d p e g i Ph D
The We Furthermore If p53 mTOR iv b bm n 10 5 2019 \u03b2 \u00b0 \u00e9 \u0391 \u4e2d \u05d0 \u00b9"""
SIGNS = """. . ? ! \u2026 \u3002 - \u2013 , : = * ) ] \u201d " ( [ \u201c [1]"""
TURNS = """ [2,3]|[4-6] |. [7] |.5 |.5,6 | (b) | a. |. |. |vitamin C. |Martin J. |group B. | J. B. |refs.5 We |).5 We
 |2.\u201d5 We
|. re-entry |X. (B) | | | """
PIECES = [*WORDS.split(), *SIGNS.split(), *TURNS.replace("\n", "").split("|")]
blocks = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(lambda parts: " ".join("".join(parts).split()))


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_sentences_end_where_a_reader_ends_them(text):
    expected = text.split("| ")
    assert build(text.replace("| ", " "))["sentences"]["text"].to_list() == expected


@given(st.lists(blocks.filter(bool), min_size=1, max_size=4), st.sampled_from([BOUNDARY, "\n\n"]))
@example(["It was Martin C. A", "Mice died."], BOUNDARY)
def test_the_fast_form_finds_the_sentences_of_the_simple_one(texts, between):
    text = Text(BOUNDARY + between.join(texts) + BOUNDARY)
    lengths = np.array([len(block) for block in texts])
    starts = 1 + np.cumsum(lengths + len(between)) - lengths - len(between)
    found = zip(*(places.tolist() for places in sentences.find(text, starts, starts + lengths)), strict=True)
    expected = [
        (start + place, start + end)
        for start, block in zip(starts.tolist(), texts, strict=True)
        for place, end in Simple(block).spans()
    ]
    assert list(found) == expected


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
