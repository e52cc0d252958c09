"""Quality of the JATS reader on independent articles, as CONTRIBUTING states it; skipped where the gold is not here."""

import csv
import json
import re
from collections import Counter
from xml.etree import ElementTree

import polars as pl
import pytest

from etl import corpus

# What leaves nothing in the text, and what stands in no paragraph of the article's own.
LEFT_OUT = {
    "table", "disp-formula", "disp-formula-group", "supplementary-material", "media", "graphic", "tex-math",
    "inline-graphic", "inline-supplementary-material", "object-id", "permissions", "alt-text",
}  # fmt: skip
APART = {"fig", "table-wrap", "boxed-text", "fn", "list", "disp-quote", "def-list", "ref", "statement", "verse-group"}


@pytest.fixture(scope="module")
def articles(gold):
    """The trees of the articles by file name, without DOCTYPE and wrapper."""
    trees = {}
    for path in sorted((gold / "jats").glob("*.xml")):
        text = re.sub(r"<!DOCTYPE[^>]*>", "", path.read_text("utf-8"), count=1)
        root = ElementTree.fromstring(text.encode())  # noqa: S314
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
        trees[path.name] = root if root.tag == "article" else root.find(".//article")
    return trees


@pytest.fixture(scope="module")
def tables(gold, tmp_path_factory):
    out = tmp_path_factory.mktemp("jats") / "out"
    corpus.build([gold / "jats"], out, lambda *_: None)
    return {path.stem: pl.read_parquet(path) for path in (out / "data").glob("*.parquet")}


@pytest.fixture(scope="module")
def files(tables):
    """The file name of each document."""
    return dict(tables["documents"].select("document_id", "source_path").iter_rows())


def squeeze(text):
    return " ".join(text.split())


def own_text(element, apart=APART):
    """The text of an element without what stands apart from it or leaves nothing; a blank for each."""
    pieces = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in LEFT_OUT | apart:
            pieces.append(" ")
        elif child.tag == "break":
            pieces.append(" ")
        else:
            pieces.append(own_text(child, apart))
        pieces.append(child.tail or "")
    return "".join(pieces)


def in_scope(root, kinds, left_out=frozenset(LEFT_OUT)):
    """Elements of some kinds in front abstracts, body, back and floats, what is left out and references aside."""
    found = []

    def walk(element, *, inside):
        for child in element:
            if child.tag in left_out or child.tag == "ref":
                continue
            if inside and child.tag in kinds:
                found.append(child)
            walk(child, inside=inside or child.tag in {"abstract", "trans-abstract", "body", "back", "floats-group"})

    walk(root, inside=False)
    return found


def test_all_articles_are_read(gold, tables):
    listed = {row["file"] for row in csv.DictReader((gold / "jats" / "index.csv").read_text("utf-8").splitlines())}
    assert set(tables["documents"]["source_path"]) == listed


def test_each_paragraph_is_in_the_text_in_order_and_once(articles, tables, files):
    missing = []
    for key, text in tables["documents"].select("document_id", "text").iter_rows():
        place = 0
        squeezed = squeeze(text)
        for paragraph in in_scope(articles[files[key]], {"p"}):
            words = squeeze(own_text(paragraph))
            place_found = squeezed.find(words, place)
            if place_found < 0:
                missing.append((files[key], words[:200]))
            else:
                place = place_found
    assert missing == []


def test_each_paragraph_is_in_the_text_as_often_as_in_the_article(articles, tables, files):
    doubled = []
    for key, text in tables["documents"].select("document_id", "text").iter_rows():
        blocks = Counter(map(squeeze, text.split("\n\n")))
        expected = Counter(squeeze(own_text(one)) for one in in_scope(articles[files[key]], {"p", "title"}))
        doubled += [(files[key], words) for words, count in expected.items() if words and blocks[words] > count]
    assert doubled == []


def test_each_ref_is_a_reference(articles, tables, files):
    counts = tables["references"].filter(~pl.col("is_stub")).group_by("document_id").len()
    found = {files[key]: count for key, count in counts.iter_rows()}
    assert found == {name: count for name, root in articles.items() if (count := len(list(root.iter("ref"))))}


def test_each_bibliographic_xref_is_a_citation_that_joins_its_reference(articles, tables, files):
    citations = tables["citations"].join(
        tables["references"].select("reference_id", "source_start", "is_stub"), on="reference_id", suffix="_ref"
    )
    assert not citations["is_stub"].any()
    found = expected = right = 0
    for (key,), rows in citations.filter(~pl.col("is_implied")).group_by("document_id"):
        own = Counter(rows["label"])
        root = articles[files[key]]
        wanted = Counter()
        for paragraph in in_scope(root, {"p"}):
            for xref in own_xrefs(paragraph):
                wanted.update(xref.get("rid").split())
        expected += sum(wanted.values())
        found += sum(own.values())
        right += min(sum(wanted.values()), sum(own.values()))
    assert right / expected >= 0.97, (found, expected)


def own_xrefs(element):
    for child in element:
        if child.tag in LEFT_OUT | APART:
            continue
        if child.tag == "xref" and child.get("ref-type") == "bibr":
            yield child
        yield from own_xrefs(child)


def test_markers_of_paragraphs_are_found_with_their_references(gold, tables, files):
    ordinals = dict(tables["references"].select("reference_id", "ordinal").iter_rows())
    ids = {name: key for key, name in files.items()}
    texts = dict(tables["documents"].select("document_id", "text").iter_rows())
    expected = right = found = 0
    for line in (gold / "citations" / "jats_xrefs.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        name = record["doc_id"] if record["doc_id"].endswith(".xml") else f"{record['doc_id']}.xml"
        key = ids[name]
        words = squeeze(record["text"])
        start = texts[key].find(words)
        assert start >= 0, (name, words[:100])
        inside = tables["citations"].filter(
            pl.col("document_id") == key, pl.col("start") >= start, pl.col("end") <= start + len(words)
        )
        own = {(a, b, ordinals[ref]) for a, b, ref in inside.select("start", "end", "reference_id").iter_rows()}
        printed = {(a, b, ordinals[ref]) for a, b, ref in inside.filter(~pl.col("is_implied")).select("start", "end", "reference_id").iter_rows()}
        wanted = set()
        for first, last, _, places in record["markers"]:
            at = start + len(squeeze(record["text"][:first] + "|")) - 1
            hit = [one for one in own if one[0] <= at < one[1]]
            for place in places:
                expected += 1
                matching = [one for one in hit if one[2] == place]
                right += bool(matching)
                wanted.update(matching)
        found += len(printed)
        right_found = len(printed & wanted)
        if len(printed) != right_found:
            print(name, words[:60], printed - wanted)
    print(expected, right, found)
    assert right / expected >= 0.995
