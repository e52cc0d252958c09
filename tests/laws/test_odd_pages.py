"""The laws, over pages that fuzzing found and over long runs of what is odd."""

import pytest
from laws import test_laws as laws
from laws.texts import build

from etl import verify


def hold(text):
    """Hold every law against a text."""
    tables = build(text)
    for check in (laws.check_schema, laws.check_order, laws.check_containment, laws.check_no_overlap):
        check(tables)
    laws.check_cues(tables)
    laws.check_coverage(tables)
    laws.check_slices(tables, {"d0": text})
    laws.check_nothing_lost(tables, {"d0": text})
    clean = tables["documents"]["text"][0]
    own = {name: tables[name] for name in (*verify.SPANS, "repairs")}
    assert list(verify.verify_document("d0.txt", text, clean, own)) == []
    again = build(clean)
    assert again["documents"]["text"][0] == clean
    assert again["repairs"].is_empty()


FOUND = {
    "a combining mark behind a hyphen and a line end": "cells-\n\u0301",
    "a combining mark alone before a hyphen": "\u0301-\ncells",
    "a comma behind glued words": "recentyears,imous",
    "a blank that is put before a ligature": "recentyear\ufb01eld",
    "a byte order mark behind a soft hyphen": "\u00ad\ufefft",
    "a byte order mark below a running head": "Smith 1\n\ufeffAll\n\fSmith 2\nmice\n\fSmith 3\nran",
    "a numbered name that runs into its text": "2.1 Reference: s\n\np",
    "a comma behind a glued number": "0.9from,cells",
    "a comma behind a formula with glued words": "a=recentyears,cells",
    "a comma before a word of the document": "xxxx,withqqqqqqqq qqqqqqqq",
    "a comma before glued words with a colon": "cells,recentyears:a",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_pages_that_broke_a_law_once_keep_all_of_them(text):
    hold(text)


# Pages that took time by the square of their length, a table and its rows.
LONG = {
    "names that run into names": ("Methods:\n\nResults:\n\n" * 3000, "sections", 6000),
    "a sentence of mentions and cues": ("no chemotherapy, " * 2000, "therapy_mentions", 2000),
    "mentions behind one cue": (f"The patients had no {'asthma, ' * 5000}end.", "condition_mentions", 5000),
    "captions inside paragraphs": ("Cells are\n\nFigure 2. They act.\n\nactive.\n\n" * 300, "repairs", 600),
}


@pytest.mark.parametrize(("text", "table", "rows"), LONG.values(), ids=LONG)
def test_long_runs_of_what_is_odd_keep_all_laws(text, table, rows):
    assert build(text)[table].height == rows
    hold(text)
