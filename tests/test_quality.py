"""Quality on independent gold, as CONTRIBUTING states it; skipped where the gold is not here."""

import csv
import json
import re
from itertools import groupby
from operator import itemgetter

import numpy as np
import polars as pl
import pytest
from laws.texts import build

from etl.text import glue, hyphens
from etl.text.chars import Text

YEAR = re.compile(r"(?:1[89]|20)\d\d")
DASH = re.compile(r"[\]\s]*[-\u2010-\u2015\u2212][\[\s]*")
RULES = {"join": "hyphen_joined", "keep": "hyphen_kept"}


def exact_f1(gold_file):
    """F1 of sentences with both ends right, headings (gold without a final mark) left out."""
    found, right, expected = 0, 0, 0
    for line in gold_file.read_text("utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        tables = build(text)
        own = set(tables["sentences"].select("source_start", "source_end").iter_rows())
        gold = {
            (start, end)
            for start, end in record["sentences"]
            if text[start:end].rstrip("\"')]").endswith((".", "?", "!"))
        }
        others = {(start, end) for start, end in record["sentences"]} - gold
        found += len(own - others)
        right += len(own & gold)
        expected += len(gold)
    return 2 * right / (found + expected)


def judge_alone(document, left, right):
    """Judge a hyphen between two halves at the end of a document."""
    text = Text(f"\0{document} {left}-\n{right} \0")
    end = len(text) - 2 - len(right)
    return hyphens.judge(text, np.array([end - 1]), np.array([end]))[0]


@pytest.mark.parametrize("name", ["craft_dev", "craft_dev_wrapped"])
def test_sentences_of_articles_are_found_whole(gold, name):
    assert exact_f1(gold / "sentences" / f"{name}.jsonl") >= 0.99


def test_line_end_hyphens_of_pdfs_are_decided_as_in_the_xml(gold):
    texts = {path.parent.name: path.read_text("utf-8") for path in gold.glob("pdf_pairs/*/pdftotext_raw.txt")}
    lines = (gold / "repair" / "dehyphenation.csv").read_text("utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["label"] in RULES]
    decided = [judge_alone(texts[row["doc"]], row["left"], row["right"]) for row in rows]
    wrong = [row for row, note in zip(rows, decided, strict=True) if (note and note.rule) != RULES[row["label"]]]
    assert len(wrong) / len(rows) <= 0.015, wrong


def test_no_word_of_clean_articles_is_parted(gold):
    texts = [
        json.loads(line)["text"] for line in (gold / "sentences" / "craft_dev.jsonl").read_text("utf-8").splitlines()
    ]
    repairs = build(*texts)["repairs"].filter(pl.col("rule") == "glued_words")
    assert repairs.height / sum(len(text.split()) for text in texts) <= 1e-4


def test_glued_words_are_parted_and_long_words_stay(gold):
    lines = (gold / "repair" / "glued_synthetic.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    found = [parted(row["glued"]) for row in rows]
    glued = [row["glued"] != row["gold"] for row in rows]
    right = [clean == row["gold"] for clean, row in zip(found, rows, strict=True)]
    assert all(ok for ok, was in zip(right, glued, strict=True) if not was)
    assert sum(ok for ok, was in zip(right, glued, strict=True) if was) / sum(glued) >= 0.55


def parted(token):
    """Part a token in running text."""
    before, after = "\0It was shown that ", " in this study.\0"
    blanks, _ = glue.find(Text(before + token + after))
    for done, place in enumerate(blanks.start.tolist()):
        cut = place - len(before) + done
        token = f"{token[:cut]} {token[cut:]}"
    return token


def printed(text, markers):
    """Span and label of each reference that tagged markers print or imply; of an author-year one the year."""
    found, last = [], None
    for start, end, *_ in markers:
        words = text[start:end]
        numbers = YEAR.findall(words) or re.findall(r"\d+", words)
        if not numbers:
            continue
        number = int(numbers[-1])
        if last and number > last[1] and DASH.fullmatch(text[last[0] : start]):
            found += [(start, end, str(implied)) for implied in range(last[1] + 1, number)]
        found.append((start, end, str(number)))
        last = None if YEAR.search(words) else (end, number)
    return found


def expected_of(records):
    """The text of paragraphs that make up a document, and the references that its markers print."""
    text, gold = "", []
    for record in records:
        shift = len(text)
        gold += [
            (start + shift, end + shift, label) for start, end, label in printed(record["text"], record["markers"])
        ]
        text += record["text"] + "\n\n"
    return text, gold


def hits(found, gold):
    """How many references of a document are found at the markers that print them; each counts once."""
    left = list(found)
    for start, end, label in gold:
        hit = next((one for one in left if one[2] == label and one[0] < end and start < one[1]), None)
        if hit:
            left.remove(hit)
    return len(found) - len(left)


@pytest.mark.parametrize("by", ["doc_id", "text"], ids=["whole articles", "single paragraphs"])
def test_markers_are_those_that_publishers_tagged(gold, by):
    lines = (gold / "citations" / "jats_xrefs.jsonl").read_text("utf-8").splitlines()
    records = sorted(map(json.loads, lines), key=itemgetter("doc_id"))
    texts, gold_rows = zip(*(expected_of(group) for _, group in groupby(records, key=itemgetter(by))), strict=True)
    label = pl.col("label").str.extract(r"(\d+)[a-z]?$")
    cited = build(*texts)["citations"].select("document_id", "source_start", "source_end", label)
    rows = cited.rows_by_key("document_id")
    right = sum(hits(rows.get(f"d{number}", []), own) for number, own in enumerate(gold_rows))
    assert right / sum(map(len, gold_rows)) >= 0.995
    assert right / cited.height >= 0.995
