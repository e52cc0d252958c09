"""The tables of the release, as text that a reader can check against the seeds."""

import os

import polars as pl
import pytest

# What the golden files show of each table; the rest is derived or checked elsewhere.
SHOWN = {
    "sections": ["section_id", "path", "kind", "heading", "source_end"],
    "sentences": ["sentence_id", "section_id", "paragraph", "text"],
    "references": ["reference_id", "label", "ordinal", "is_stub", "source_start"],
    "citations": ["citation_id", "sentence_id", "marker", "label", "is_implied"],
    "therapy_mentions": ["mention_id", "therapy_id", "match_method", "surface", "negation_cue", "hedge_cue"],
    "condition_mentions": ["mention_id", "condition_id", "match_method", "surface", "negation_cue", "hedge_cue"],
    "abbreviations": ["abbreviation_id", "short_form", "long_form"],
    "repairs": ["repair_id", "rule", "before", "after", "context", "evidence", "strength"],
    "issues": ["issue_id", "severity", "message"],
}


def visible(column):
    return pl.col(column).str.replace_all("\n", "\u23ce", literal=True)


@pytest.mark.parametrize("table", SHOWN)
def test_the_table_is_as_the_golden_file_shows_it(root, tables, table):
    """To take over a change that is meant: UPDATE_GOLDEN=1 pytest tests/release, then say why in CHANGELOG."""
    frame = tables[table].select(SHOWN[table])
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    shown = frame.with_columns(visible(name) for name in texts).write_csv()
    path = root / "tests" / "golden" / f"{table}.csv"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, "utf-8", newline="\n")
    assert shown == path.read_text("utf-8"), test_the_table_is_as_the_golden_file_shows_it.__doc__


def test_there_is_a_golden_file_for_each_table_that_comes_from_the_texts(root):
    assert {path.stem for path in (root / "tests" / "golden").iterdir()} == set(SHOWN)
