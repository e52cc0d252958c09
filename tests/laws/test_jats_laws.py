"""The laws of the data model over generated JATS articles."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given
from laws.articles import batches, build
from laws.test_laws import (
    check_containment,
    check_coverage,
    check_locality,
    check_no_overlap,
    check_order,
    check_schema,
)
from laws.texts import in_batches, keyed, of_document

from etl import verify

EMPTY = "<article><front/><body><p>x</p></body></article>"
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


@in_batches
@given(batches)
def test_every_row_is_proved_by_the_verifier(sources):
    tables = build(*sources)
    text = dict(tables["documents"].select("document_id", "text").iter_rows())
    told = {name: tables[name] for name in (*verify.SPANS, "repairs")}
    for key, source in keyed(sources).items():
        assert list(verify.verify_article(f"{key}.xml", source, text[key], of_document(told, key))) == []


@in_batches
@given(batches)
def test_no_character_in_scope_is_lost_or_doubled(sources):
    for source, text in zip(sources, build(*sources)["documents"]["text"], strict=True):
        plain = re.sub(r"<!DOCTYPE[^>]*>|\ufeff", "", unescape_names(source))
        root = ET.fromstring(plain.encode())  # noqa: S314
        parts = [root.find(".//title-group"), root.find(".//abstract"), root.find("body"), root.find("back")]
        wanted = ink("".join(words for part in parts for words in letters(part)))
        assert sorted(ink(text)) == sorted(wanted)


def unescape_names(text):
    """Resolve what ElementTree does not know without a DTD."""
    return re.sub(r"&(?:nbsp|Beta);", lambda match: unescape(match[0]), text)


@in_batches
@given(batches)
def test_rows_lie_in_one_another_and_do_not_overlap(sources):
    tables = build(*sources)
    check_containment(tables)
    check_no_overlap(tables)
    check_coverage(tables)


@in_batches
@given(batches)
def test_frames_are_what_their_schema_says(sources):
    tables = build(*sources)
    check_schema(tables)
    check_order(tables)


@in_batches
@given(batches, batches)
def test_documents_do_not_know_each_other(first, second):
    check_locality(build, first, second, EMPTY)


NEIGHBOURS = {
    "an empty cross-reference at the end": '<p>a text <xref ref-type="bibr" rid="b1"></xref></p>',
    "what is left out beside nothing": "<p>a</p><article-title><label><alt-text>x</alt-text></label></article-title>",
}


@pytest.mark.parametrize("body", NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_an_article_does_not_know_the_one_beside_it(body):
    article = EMPTY.replace("<p>x</p>", body)
    check_locality(build, [article], [EMPTY], EMPTY)
    check_locality(build, [EMPTY], [article], EMPTY)


@in_batches
@given(batches)
def test_the_clean_text_has_single_blanks_and_blank_lines(sources):
    for clean in build(*sources)["documents"]["text"]:
        assert clean == "\n\n".join(" ".join(block.split()) for block in clean.split("\n\n"))
        assert "" not in clean.split("\n\n")


@in_batches
@given(batches)
def test_each_reference_is_an_entry_with_a_label(sources):
    references = build(*sources)["references"].filter(~pl.col("is_stub"))
    labels = references.group_by("document_id").agg("label")["label"].to_list()
    assert len(labels) == len(sources)
    # An entry without a label is told as the article cites: by its number, or by author and year.
    assert all(own in (["1", "2", "3"], ["1", "Doe 2000", "3"]) for own in labels)
