"""What cleaning does to odd pages; the first column is the source, the second the clean text."""

import pytest
from laws.texts import read

CASES = {
    "a soft wrap is a blank": ("the field\nof medicine", "the field of medicine"),
    "blanks before a wrap vanish": ("adversaries \nin the field", "adversaries in the field"),
    "runs of blanks are one blank": ("resistance  mechanisms", "resistance mechanisms"),
    "a tab and a no-break space are blanks": ("T\tcells\u00a0die", "T cells die"),
    "CRLF and CR end lines, too": ("T cells\r\ndie\rsoon", "T cells die soon"),
    "a blank line parts paragraphs": ("T cells die.\n\nB cells live.", "T cells die.\n\nB cells live."),
    "a paragraph separator parts paragraphs": ("T cells die.\u2029B cells live.", "T cells die.\n\nB cells live."),
    "a form feed with a full stop before parts paragraphs": ("They die.\n\fWe live.", "They die.\n\nWe live."),
    "a form feed inside a sentence does not": ("the T\n\fcells die", "the T cells die"),
    "a blank line inside a sentence is a page break": ("treatment \n\nof some forms", "treatment of some forms"),
    "a lost form feed is a page break": ("the high cost of\n therapy. It", "the high cost of therapy. It"),
    "a lost form feed starts no paragraph": ("It is versatile.\n Unlike that", "It is versatile. Unlike that"),
    "a capital after a blank line starts a paragraph": ("by Smith et al.\n\nWe found", "by Smith et al.\n\nWe found"),
    "a gene after a full stop starts one, too": ("It dies.\n\np53 is lost.", "It dies.\n\np53 is lost."),
    "a citation closes a sentence, too": ("It dies. [7]\n\nmTOR is lost.", "It dies. [7]\n\nmTOR is lost."),
    "a broken word is joined": ("a combi-\nnation of drugs", "a combination of drugs"),
    "a broken word is joined over a leading blank": ("and modify-\n ing the", "and modifying the"),
    "a broken word is joined over a page break": ("a combi-\n\nnation of drugs", "a combination of drugs"),
    "a hyphen between two words stays": ("antigen-\npresenting cells", "antigen-presenting cells"),
    "a hyphen that the document writes stays": ("cross-talk and cross-\ntalk", "cross-talk and cross-talk"),
    "a word that the document writes is joined": ("checkpoint and check-\npoint", "checkpoint and checkpoint"),
    "a hyphen behind a Greek letter stays": ("of \u03b1-\nhelices", "of \u03b1-helices"),
    "a hyphen behind a digit stays": ("of \u03b12-\nintegrin", "of \u03b12-integrin"),
    "a hyphen behind a single letter stays": ("or n-\ntridecanal", "or n-tridecanal"),
    "a hyphen behind an acronym stays": ("an HLA-\nmatched donor", "an HLA-matched donor"),
    "a hyphen before a digit or capital stays": ("anti-PD-\n1 and anti-\nCTLA", "anti-PD-1 and anti-CTLA"),
    "a suspended hyphen keeps its blank": ("pre-\nand post-operative", "pre- and post-operative"),
    "a hyphen behind a suspended one stays": ("short- and long-\nterm outcomes", "short- and long-term outcomes"),
    "a range in a marker is none of this": ("shown [3-\n7] before", "shown [3-7] before"),
    "a spaced dash is no hyphen": ("The result \u2014 \nwas clear", "The result \u2014 was clear"),
    "an address gets no blank": ("https://doi.org/10.1000/j.c.17-\n01", "https://doi.org/10.1000/j.c.17-01"),
    "a byte order mark goes": ("\ufeff Introduction\nWe", "Introduction\n\nWe"),
    "formulae stay": ("(Nd 1-x Ce x ) 2 Fe 14-y Co y B", "(Nd 1-x Ce x ) 2 Fe 14-y Co y B"),
    "a comma before a known word gets a blank": ("cells,immunotherapy", "cells, immunotherapy"),
    "a comma in a formula or an address gets none": ("a,b 1,2 x/y,cells cis,trans-2", "a,b 1,2 x/y,cells cis,trans-2"),
    "words that stand side by side elsewhere are parted": (
        "Inrecentyears they grew. In recent years they died.",
        "In recent years they grew. In recent years they died.",
    ),
    "a function word is parted from a word of the document": (
        "the arsenal ofimmunotherapeutic drugs of immunotherapeutic kind",
        "the arsenal of immunotherapeutic drugs of immunotherapeutic kind",
    ),
    "glued words without evidence stay": ("ofimmunotherapeutic drugs", "ofimmunotherapeutic drugs"),
    "names stay": ("parapsilosis StataCorp GMCSF para", "parapsilosis StataCorp GMCSF para"),
    "a compound of short words stays": ("germlinez germ linez", "germlinez germ linez"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "clean"), CASES.values(), ids=CASES.keys())
def test_pages_are_cleaned(source, clean):
    assert read(source).text.string.strip("\0") == clean


def test_a_word_broken_at_the_start_of_a_document_knows_nothing_of_the_document_before():
    assert read("see http://x.org", "immu-\nnology").text.string == "\0see http://x.org\0immunology\0"


REPAIRS = {
    "a wrap": ("the field\nof medicine  is wide", []),
    "a page break": ("treatment \n\nof", [("page_join", " \n\n", " ")]),
    "a kept hyphen": ("antigen-\npresenting", [("hyphen_kept", "\n", "")]),
    "a broken word": ("combi-\nnation", [("hyphen_joined", "-\n", "")]),
    "a comma": ("cells,immunotherapy", [("glued_punctuation", "", " ")]),
    "a byte order mark": ("\ufeffcells", [("byte_order_mark", "\ufeff", "")]),
    "a suspended hyphen": ("pre-\nand post", []),
    "a caption inside a paragraph": (
        "T cells are\n\nFigure 2. They act.\n\nactivated.",
        [("page_join", "\n\n", " "), ("moved_block", "Figure 2. They act.", "Figure 2. They act.")],
    ),
    "a caption behind a paragraph": ("T cells are here.\n\nFigure 2. They act.\n\nactivated.", []),
    "ligatures": ("scienti\ufb01c e\ufb03cacy", [("ligature", "\ufb01", "fi"), ("ligature", "\ufb03", "ffi")]),
    "a soft hyphen at a line end": ("combi\u00ad\nnation", [("soft_hyphen", "\u00ad\n", "")]),
    "a soft hyphen in a line": ("immune im\u00admune", [("soft_hyphen", "\u00ad", "")]),
    "soft hyphens among blanks": ("a \u00ad b", [("soft_hyphen", " \u00ad ", " ")]),
    "a number and a word": ("at 0.9is for", [("glued_words", "", " ")]),
    "a word before a name": ("theGraph is", [("glued_words", "", " ")]),
    "a running head": (
        "Smith 1\nThe cell\n\fSmith 2\nof mice\n\fSmith 3\nran.",
        [
            ("page_furniture", "Smith 1\n", ""),
            ("page_furniture", "\n\fSmith 2\n", " "),
            ("page_furniture", "\n\fSmith 3\n", " "),
        ],
    ),
    "a running head that begins as a section name": (
        "Methods 1\nThe cell\n\fMethods 2\nof mice\n\fMethods 3\nran.",
        [
            ("page_furniture", "Methods 1\n", ""),
            ("page_furniture", "\n\fMethods 2\n", " "),
            ("page_furniture", "\n\fMethods 3\n", " "),
        ],
    ),
    "a running head that looks like a heading with its text": (
        "Results. The\n3\n\fResults. The\nB cell\n\fResults. The\nmice ran.",
        [
            ("page_furniture", "Results. The\n", ""),
            ("page_furniture", "\n\fResults. The\n", "\n\n"),
            ("page_furniture", "\n\fResults. The\n", " "),
        ],
    ),
    "a ligature in a running head": (
        "Scienti\ufb01c 1\nThe cell\n\fScienti\ufb01c 2\nof mice\n\fScienti\ufb01c 3\nran.",
        [
            ("page_furniture", "Scienti\ufb01c 1\n", ""),
            ("page_furniture", "\n\fScienti\ufb01c 2\n", " "),
            ("page_furniture", "\n\fScienti\ufb01c 3\n", " "),
        ],
    ),
    "page numbers": (
        "The cell\n7\n\fof mice\n8\n\fran.\n9",
        [
            ("page_furniture", "\n7\n\f", " "),
            ("page_furniture", "\n8\n\f", " "),
            ("page_furniture", "\n9", ""),
        ],
    ),
    "a word broken over furniture": (
        "Smith 1\nThe immu-\n\fSmith 2\nnology\n\fSmith 3\nwins.",
        [
            ("page_furniture", "Smith 1\n", ""),
            ("hyphen_joined", "-\n\fSmith 2\n", ""),
            ("page_furniture", "\n\fSmith 3\n", " "),
        ],
    ),
    "numbers that are no page numbers": ("The cell\n7\n\fof mice\n7\n\fran.\n7", [("page_join", "\n\x0c", " ")] * 2),
    "two heads that are the same": ("Smith 1\nIt ran.\n\fSmith 2\nWe ran.\n\fJones\nThey did.", []),
    "lines that are all indented by one blank": ("the\n cells\n of\n mice\n die", []),
    "a comma before as many letters as a word may have": (
        f"in many cells,{'a' * 60}",
        [("glued_punctuation", "", " ")],
    ),
    "a comma before a protein": (f"in many cells,{'a' * 61}", []),
}


@pytest.mark.parametrize(("source", "expected"), REPAIRS.values(), ids=REPAIRS.keys())
def test_what_changed_more_than_white_space_is_a_repair(source, expected):
    batch = read(source)
    _, *places, note, notes = batch.repairs
    rows = zip(*(column.tolist() for column in (note, *places)), strict=True)
    found = [(notes[row].rule, batch.source[a:b], batch.text.string[start:end]) for row, start, end, a, b in rows]
    assert found == expected


BLOCKS = {
    "a name alone on its line": ("Introduction\nCancer is old.", ["# Introduction", "Cancer is old."]),
    "a name behind a finished line": ("It ends.\nConclusion\nWe won.", ["It ends.", "# Conclusion", "We won."]),
    "a name that the line before runs on into": ("as in the\nMethods\nWe said", ["as in the Methods We said"]),
    "a name that runs on into the next line": ("It ends.\nResults\nof it", ["It ends. Results of it"]),
    "a numbered name": ("2. Materials and Methods\nMice ran.", ["# 2. Materials and Methods", "Mice ran."]),
    "a name over two lines": ("Materials and\nMethods\n\nMice ran.", ["# Materials and Methods", "Mice ran."]),
    "a number and a title": ("2.1 Mouse models\n\nMice ran.", ["## 2.1 Mouse models", "Mice ran."]),
    "a number and a title right above the text": ("2.1 Mouse models\nMice ran.", ["## 2.1 Mouse models", "Mice ran."]),
    "a number inside a paragraph": ("at a dose of\n1.5 Gray each\nMice ran.", ["at a dose of 1.5 Gray each Mice ran."]),
    "capitals": ("MOUSE MODELS\n\nMice ran.", ["# MOUSE MODELS", "Mice ran."]),
    "an entry of a list": ("References\n1. Smith\n\n3. Smith J 2019", ["# References", "1. Smith", "3. Smith J 2019"]),
    "a count": ("12 Patients were enrolled\n\nMice ran.", ["12 Patients were enrolled", "Mice ran."]),
    "a short sentence": ("Mice ran.\n\nMen walked.", ["Mice ran.", "Men walked."]),
    "a name that runs into its text": ("Methods: We ran.", ["# Methods:", "We ran."]),
    "names behind finished lines": ("Aim: mice.\nResults: men.", ["# Aim:", "mice.", "# Results:", "men."]),
    "a name and a full stop": ("Results. The mice ran.", ["# Results.", "The mice ran."]),
    "a name that a small letter follows": ("Results. of mice", ["Results. of mice"]),
    "a name inside a line": ("It ran. Results: none.", ["It ran. Results: none."]),
    "title case": ("Immune Checkpoint Inhibitors\n\nThey work.", ["# Immune Checkpoint Inhibitors", "They work."]),
    "names of people": ("Simon Moss\n\nThey work.", ["Simon Moss", "They work."]),
    "captions inside a paragraph": (
        "T cells are\n\nFigure 2. They act.\n\nTable 1: Mice.\n\nactivated.\n\nIt ended.",
        ["T cells are activated.", "Figure 2. They act.", "Table 1: Mice.", "It ended."],
    ),
    "a name in lower case": ("methods\n\nMice ran.", ["methods", "Mice ran."]),
}


@pytest.mark.parametrize(("source", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
def test_headings_are_found_by_line(source, expected):
    batch = read(source)
    level = dict(zip(batch.blocks.heading.tolist(), batch.blocks.level, strict=True))
    spans = enumerate(zip(batch.blocks.start.tolist(), batch.blocks.end.tolist(), strict=True))
    lines = [(level.get(row, 0), batch.text.string[start:end]) for row, (start, end) in spans]
    assert [f"{'#' * depth} {line}".strip() for depth, line in lines if line] == expected
