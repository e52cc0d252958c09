"""Quality of the JATS reader on independent articles, as CONTRIBUTING states it; skipped where the gold is not here."""

import csv
import json
import re
from collections import Counter
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from etl import corpus

# What leaves nothing in the text, and what stands in no paragraph of the article's own.
LEFT_OUT = {
    "table", "disp-formula", "disp-formula-group", "supplementary-material", "media", "graphic", "tex-math",
    "inline-graphic", "inline-supplementary-material", "object-id", "permissions", "alt-text",
}  # fmt: skip
# What is moved behind a paragraph, and what parts it in blocks.
MOVED = {"fig", "fig-group", "table-wrap", "boxed-text", "fn", "chem-struct-wrap"}
PARTING = {"list", "disp-quote", "def-list", "statement", "verse-group", "speech", "preformat"}


@pytest.fixture(scope="module")
def articles(gold):
    """The trees of the articles by file name, without DOCTYPE and wrapper."""
    trees = {}
    for path in sorted((gold / "jats").glob("*.xml")):
        text = re.sub(r"<!DOCTYPE[^>]*>", "", path.read_text("utf-8"), count=1)
        root = ET.fromstring(text.encode())  # noqa: S314
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


def runs(paragraph):
    """The runs of text of a paragraph, parted by lists and the like, without what is moved or left out."""
    return [words for run in own_text(paragraph).split("\0") if (words := squeeze(run))]


def own_text(element):
    pieces = [element.text or ""]
    for child in element:
        if child.tag in PARTING:
            pieces.append("\0")
        elif child.tag in LEFT_OUT | MOVED | {"break"}:
            pieces.append(" ")
        else:
            pieces.append(own_text(child))
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
            for words in runs(paragraph)[:1]:
                found = squeezed.find(words, place)
                place = max(place, found)
                missing += [(files[key], words)] if found < 0 else []
            missing += [(files[key], words) for words in runs(paragraph) if words not in squeezed]
    assert missing == []


def test_each_paragraph_is_in_the_text_as_often_as_in_the_article(articles, tables, files):
    doubled = []
    for key, text in tables["documents"].select("document_id", "text").iter_rows():
        blocks = Counter(map(squeeze, text.split("\n\n")))
        expected = Counter(words for one in in_scope(articles[files[key]], {"p", "title"}) for words in runs(one))
        doubled += [(files[key], words) for words, count in expected.items() if words and blocks[words] > count]
    assert doubled == []


def test_each_ref_is_a_reference(articles, tables, files):
    counts = tables["references"].filter(~pl.col("is_stub")).group_by("document_id").len()
    found = {files[key]: count for key, count in counts.iter_rows()}
    assert found == {name: count for name, root in articles.items() if (count := len(list(root.iter("ref"))))}


def test_each_bibliographic_xref_is_a_citation_that_joins_its_reference(articles, tables, files):
    ranks = tables["references"].filter(~pl.col("is_stub")).select("reference_id", rank="ordinal")
    citations = tables["citations"].join(ranks, on="reference_id")
    assert citations.height == tables["citations"].height
    wanted, found, printed = Counter(), Counter(), Counter()
    for key, rank, is_implied in citations.select("document_id", "rank", "is_implied").iter_rows():
        found[files[key], rank] += 1
        printed[files[key], rank] += not is_implied
    for name, root in articles.items():
        place = {ref.get("id"): rank for rank, ref in enumerate(root.iter("ref"), start=1)}
        xrefs = [xref for paragraph in in_scope(root, {"p"}) for xref in own_xrefs(paragraph)]
        wanted.update((name, place[rid]) for xref in xrefs for rid in xref.get("rid").split())
    assert (wanted & found).total() >= 0.995 * wanted.total()
    assert (printed & wanted).total() >= 0.995 * printed.total()


def own_xrefs(element):
    for child in element:
        if child.tag in LEFT_OUT | MOVED | PARTING:
            continue
        if child.tag == "xref" and child.get("ref-type") == "bibr":
            yield child
        yield from own_xrefs(child)


def place_of(text, record, first, last):
    """Where a marker of the gold stands in the text: behind the words before it, which formulae may cut short."""
    before, marker = squeeze(record["text"][:first] + "|")[:-1], squeeze(record["text"][first:last])
    for reach in (len(before), 80, 40, 20):
        words = before[max(0, len(before) - reach) :]
        place = text.find(words + marker)
        if place >= 0:
            return place + len(words)
    return -1


def test_markers_of_paragraphs_are_found_with_their_references(gold, tables, files):
    ordinals = tables["references"].select("reference_id", rank="ordinal")
    ids = {name: key for key, name in files.items()}
    texts = dict(tables["documents"].select("document_id", "text").iter_rows())
    rows = {
        key: frame.select("start", "end", "rank").rows()
        for (key,), frame in tables["citations"].join(ordinals, on="reference_id").group_by("document_id")
    }
    missed, expected = [], 0
    for line in (gold / "citations" / "jats_xrefs.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        key = ids[record["doc_id"]]
        for first, last, _, places in record["markers"]:
            at = place_of(texts[key], record, first, last)
            own = {rank for start, end, rank in rows[key] if start <= at < end}
            expected += len(places)
            missed += [(record["doc_id"], record["text"][first - 20 : last + 20], place) for place in {*places} - own]
    assert len(missed) <= 0.005 * expected, missed
