"""The committed release against independent gold of the two seeds."""

import json

import polars as pl
import pytest


def read(gold, name):
    lines = (gold / "seeds" / f"seed_{name}.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    return [row | {"document_id": row["file"].removesuffix(".txt")} for row in rows]


def spans(frame, *columns):
    return set(frame.select("document_id", "source_start", "source_end", *columns).iter_rows())


def test_sections_stand_where_the_gold_has_them(gold, tables):
    expected = {
        (r["document_id"], r["heading_start"], r["body_end"], r["heading"], r["section_type"])
        for r in read(gold, "sections")
    }
    assert spans(tables["sections"], "heading", "kind") == expected
    assert len(expected) == 5


def test_paragraphs_are_those_of_the_gold(gold, tables):
    paragraphs = (
        tables["sentences"]
        .group_by("document_id", "paragraph")
        .agg(pl.col("source_start").min(), pl.col("source_end").max(), text=pl.col("text").str.join(" "))
    )
    expected = {(r["document_id"], r["start"], r["end"], r["text"]) for r in read(gold, "paragraphs")}
    assert spans(paragraphs, "text") == expected
    assert len(expected) == 10


def test_sentences_have_the_exact_spans_and_texts_of_the_gold(gold, tables):
    expected = {(r["document_id"], r["start"], r["end"], r["text"]) for r in read(gold, "sentences")}
    assert spans(tables["sentences"], "text") == expected
    assert len(expected) == 73


def test_citations_are_those_of_the_gold(gold, tables):
    rows = read(gold, "citations")
    expected = {(r["document_id"], r["start"], r["end"], r["surface"], str(n)) for r in rows for n in r["numbers"]}
    assert spans(tables["citations"], "marker", "label") == expected
    assert (len(rows), len(expected), tables["references"].height) == (14, 15, 15)


MANY = {"therapy": "therapies", "condition": "conditions"}


def concepts(tables, one):
    """Every name that a concept goes by in the gold: its key, its label and its identifiers elsewhere."""
    rows = tables[MANY[one]].select(f"{one}_id", "label").iter_rows()
    names = {(key, name) for key, label in rows for name in (key, label)}
    xrefs = tables[f"{one}_xrefs"].select("subject_id", "object_id").iter_rows()
    return names | {(key, xref.lower()) for key, xref in xrefs}


@pytest.mark.parametrize(("one", "count"), [("therapy", 61), ("condition", 42)])
def test_core_mentions_are_found_with_span_and_concept(gold, tables, one, count):
    names = concepts(tables, one)
    mentions = {}
    for document, start, end, concept in spans(tables[f"{one}_mentions"], f"{one}_id"):
        mentions.setdefault(document, []).append((start, end, concept))
    core = [r for r in read(gold, "gold") if r["entity_type"] == one and r["tier"] == "core"]
    missed = []
    for r in core:
        # What the gold leaves open: the shortest and the longest span.
        found = [
            concept
            for start, end, concept in mentions[r["document_id"]]
            if r["start"] <= start <= r["min_start"] and r["min_end"] <= end <= r["end"]
        ]
        told = {(concept, name) for concept in found for name in (r["concept_id"].lower(), r["concept"])}
        if not told & names:
            missed.append((r["surface"], found, r["concept_id"]))
    assert (len(core), missed) == (count, [])


@pytest.mark.parametrize("one", MANY)
def test_every_mention_is_in_the_gold_and_none_is_a_hard_negative(gold, tables, one):
    found = spans(tables[f"{one}_mentions"])
    known = {(r["document_id"], r["start"], r["end"]) for r in read(gold, "gold") if r["entity_type"] == one}
    negatives = [(r["document_id"], r["start"], r["end"]) for r in read(gold, "hard_negatives")]
    overlapping = [(a, b) for a in found for b in negatives if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]
    inside_gold = {a for a in found for b in known if a[0] == b[0] and b[1] <= a[1] and a[2] <= b[2]}
    assert overlapping == []
    assert found - inside_gold == set()


@pytest.mark.parametrize(("kind", "count"), [("glued_words", 2), ("page_break_join", 4), ("line_end_hyphen_real", 1)])
def test_repairs_stand_inside_those_of_the_gold(gold, tables, kind, count):
    rules = {
        "glued_words": ["glued_words", "glued_punctuation"],
        "page_break_join": ["page_join"],
        "line_end_hyphen_real": ["hyphen_kept"],
    }
    found = spans(tables["repairs"].filter(pl.col("rule").is_in(rules[kind])))
    expected = [(r["document_id"], r["start"], r["end"]) for r in read(gold, "repairs") if r["kind"] == kind]
    inside = {b for a in found for b in expected if a[0] == b[0] and b[1] <= a[1] and a[2] <= b[2]}
    assert inside == set(expected)
    assert (len(expected), len(found)) == (count, {"glued_words": 4}.get(kind, count))
