"""The laws of the data model over generated JATS articles."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import polars as pl
from hypothesis import given
from laws.articles import articles, build
from laws.test_laws import check_containment, check_coverage, check_no_overlap, check_order, check_schema

from etl import verify

GONE = {"table", "disp-formula", "tex-math", "inline-graphic", "graphic"}


def ink(text):
    return "".join(text.split())


def letters(element):
    """The characters of an element in scope, in the order of the source, white space aside."""
    own = [element.text or ""]
    for child in element:
        if child.tag not in GONE and not (child.tag == "label" and element.tag == "fn"):
            own += letters(child)
        own.append(child.tail or "")
    return own


@given(articles)
def test_every_row_is_proved_by_the_verifier(text):
    tables = build(text)
    own = {name: frame for name, frame in tables.items() if name in (*verify.SPANS, "repairs")}
    assert list(verify.verify_article("d0.xml", text, tables["documents"]["text"][0], own)) == []


@given(articles)
def test_no_character_in_scope_is_lost_or_doubled(text):
    plain = re.sub(r"<!DOCTYPE[^>]*>|\ufeff", "", unescape_names(text))
    root = ET.fromstring(plain.encode())  # noqa: S314
    parts = [root.find(".//title-group"), root.find(".//abstract"), root.find("body"), root.find("back")]
    wanted = ink("".join(words for part in parts for words in letters(part)))
    found = ink(build(text)["documents"]["text"][0])
    assert sorted(found) == sorted(wanted)


def unescape_names(text):
    """Resolve what ElementTree does not know without a DTD."""
    return re.sub(r"&(?:nbsp|Beta);", lambda match: unescape(match[0]), text)


@given(articles)
def test_rows_lie_in_one_another_and_do_not_overlap(text):
    tables = build(text)
    check_containment(tables)
    check_no_overlap(tables)
    check_coverage(tables)


@given(articles, articles)
def test_frames_are_what_their_schema_says(first, second):
    tables = build(first, second)
    check_schema(tables)
    check_order(tables)


@given(articles, articles)
def test_documents_do_not_know_each_other(first, second):
    together, alone = build(first, second), (build(first), build(second))
    for table, frame in together.items():
        column = "source_path" if table == "issues" else "document_id"
        first_part = frame.filter(pl.col(column).str.starts_with("d0"))
        assert first_part.equals(alone[0][table])
        assert frame.filter(pl.col(column).str.starts_with("d1")).height == alone[1][table].height


@given(articles)
def test_the_clean_text_has_single_blanks_and_blank_lines(text):
    clean = build(text)["documents"]["text"][0]
    assert clean == "\n\n".join(" ".join(block.split()) for block in clean.split("\n\n"))
    assert "" not in clean.split("\n\n")


@given(articles)
def test_each_reference_is_an_entry_with_a_label(text):
    references = build(text)["references"].filter(~pl.col("is_stub"))
    assert references["label"].to_list() == ["1", "Doe 2000", "3"] or references.height == 3
