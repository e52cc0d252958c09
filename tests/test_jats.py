"""The JATS reader on small articles of our own, one for each odd thing; an outline of each stands in outlines.txt."""

import os
from pathlib import Path

import polars as pl
import pytest
from laws.articles import build

HERE = Path(__file__).parent / "jats"
GOLDEN = HERE / "outlines.txt"
FILES = sorted(HERE.glob("*.xml"))


def outline(path):
    """What a reader of the tables sees of an article, one line a row."""
    tables = build(path.read_bytes().decode())
    lines = [f"== {path.stem} ({tables['documents']['citation_style'][0]})"]
    columns = tables["sections"].select("path", "kind", "heading", "section_id").iter_rows()
    sentences = tables["sentences"].partition_by("section_id", as_dict=True)
    for number, kind, heading, key in columns:
        lines.append(f"{number} {kind}: {heading or ''}".rstrip())
        lines += [f"    {text}" for text in sentences.get((key,), pl.DataFrame({"text": []}))["text"]]
    for row in tables["references"].iter_rows(named=True):
        fields = [row[name] for name in ("authors", "title", "journal", "year", "volume", "pages", "pmid") if row[name]]
        lines.append(
            f"{'stub' if row['is_stub'] else 'reference'} {row['label']}: {' | '.join(fields) or row['raw_text']}"
        )
    joined = tables["citations"].select("marker", "label", "is_implied").iter_rows()
    lines += [f"{marker} cites {label}{' (implied)' if implied else ''}" for marker, label, implied in joined]
    lines += [
        f"{rule}: {before!r} -> {after!r}"
        for rule, before, after in tables["repairs"].select("rule", "before", "after").iter_rows()
    ]
    lines += [f"{rule}: {message}" for rule, message in tables["issues"].select("rule", "message").iter_rows()]
    return "\n".join(lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_article_is_read_as_the_outline_says(path):
    expected = {part.partition(" ")[0]: f"== {part}".rstrip() for part in GOLDEN.read_text("utf-8").split("== ")[1:]}
    assert outline(path) == expected.get(path.stem), "UPDATE_GOLDEN=1 pytest tests/test_jats.py takes over a change"


if os.environ.get("UPDATE_GOLDEN"):
    GOLDEN.write_text("\n\n".join(map(outline, FILES)) + "\n", "utf-8", newline="\n")
