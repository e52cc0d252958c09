"""Quality on independent gold, as CONTRIBUTING states it; skipped where the gold is not here."""

import csv
import json

import polars as pl
import pytest
from laws.texts import build

from etl.text.hyphens import count_tokens, decide

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


@pytest.mark.parametrize("name", ["craft_dev", "craft_dev_wrapped"])
def test_sentences_of_articles_are_found_whole(gold, name):
    assert exact_f1(gold / "sentences" / f"{name}.jsonl") >= 0.99


def test_line_end_hyphens_of_pdfs_are_decided_as_in_the_xml(gold):
    texts = {path.parent.name: path.read_text("utf-8") for path in gold.glob("pdf_pairs/*/pdftotext_raw.txt")}
    counts = {name: count_tokens(text) for name, text in texts.items()}
    lines = (gold / "repair" / "dehyphenation.csv").read_text("utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["label"] in RULES]
    decided = [decide(f" {row['left']}-", row["right"], counts[row["doc"]]).rule for row in rows]
    wrong = [row for row, rule in zip(rows, decided, strict=True) if rule != RULES[row["label"]]]
    assert len(wrong) / len(rows) <= 0.015, wrong


def test_no_word_of_clean_articles_is_parted(gold):
    texts = [
        json.loads(line)["text"] for line in (gold / "sentences" / "craft_dev.jsonl").read_text("utf-8").splitlines()
    ]
    repairs = build(*texts)["repairs"].filter(pl.col("rule") == "glued_words")
    assert repairs.height / sum(len(text.split()) for text in texts) <= 1e-4
