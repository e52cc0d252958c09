"""Plain text: a page as a PDF gave it becomes clean text, headings and paragraphs."""

import re

import numpy as np
import polars as pl

from etl.readers.batch import BLOCKS, ENTRIES, Batch
from etl.text import align, chars, citations, glue, headings, layout
from etl.text.chars import BOUNDARY

FORMAT = "text"
SUFFIXES = (".txt",)
BYTE_ORDER_MARK = re.compile(r"(?<=\0)\s*\ufeff[\s\ufeff]*")


def read(documents: pl.DataFrame, texts: list[str]) -> Batch:
    """Clean decoded texts, one a row of ``documents``, and find their headings, paragraphs and citation markers.

    The texts hold no NUL and something that is not white space.
    """
    source = BOUNDARY + "".join(text + BOUNDARY for text in texts)
    edits = clean(source)
    codes, alignment = align.apply(chars.codes_of(source), edits)
    text = chars.text_of(codes)
    anchors, notes = citations.find(text)
    blocks = find_blocks(text)
    entries = pl.DataFrame(schema=ENTRIES)
    return Batch(text, source, documents, blocks, edits, alignment, anchors, entries, notes)


def clean(source: str) -> pl.DataFrame:
    """Give the edits that make the clean text: first the page's white space, then glued words until none is left."""
    codes = chars.codes_of(source)
    edits = _layout_edits(source, codes)
    laid_out, alignment = align.apply(codes, edits)
    while True:
        text = chars.text_of(laid_out)
        found = glue.edits(text, np.flatnonzero(laid_out == ord(BOUNDARY)))
        if found.is_empty():
            return edits
        edits = align.compose(edits, alignment, found)
        laid_out, alignment = align.apply(codes, edits)


def find_blocks(text: str) -> pl.DataFrame:
    """Give the headings and paragraphs of a clean batch, each under its heading."""
    edges = {match.start() for match in re.finditer(BOUNDARY, text)}
    rows: list[tuple[str, str | None, int | None, int, int, int]] = []
    open_headings: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\0\n]+", text):
        start, end = match.span()
        if start - 1 in edges:
            open_headings = []
        kind = headings.kind(match[0])
        in_references = bool(open_headings) and rows[open_headings[-1][0]][1] == "references"
        # Inside a list of references only a section name is a heading: "3. Smith J, Nature 2019" is an entry.
        if kind is not None and not (in_references and kind == "other"):
            level = headings.level(match[0])
            open_headings = [(row, depth) for row, depth in open_headings if depth < level]
            parent = open_headings[-1][0] if open_headings else -1
            open_headings.append((len(rows), level))
            rows.append(("heading", kind, level, parent, start, end))
            continue
        if not open_headings:
            open_headings.append((len(rows), 1))
            rows.append(("heading", "other", 1, -1, start, start))
        rows.append(("paragraph", None, None, open_headings[-1][0], start, end))
    return pl.DataFrame(rows, schema=BLOCKS, orient="row")


def _layout_edits(source: str, codes: chars.Codes) -> pl.DataFrame:
    """Give the edits of white space, and take byte order marks away with the white space around them."""
    marks = [match.span() for match in BYTE_ORDER_MARK.finditer(source)]
    classes = chars.classes_of(codes).copy()
    for start, end in marks:
        classes[start:end] = chars.SPACE
    edits = layout.edits(source, codes, classes)
    is_mark = pl.col("source_start").is_in([start for start, _ in marks])
    note = {"rule": "byte_order_mark", "evidence": "a byte order mark opens the file", "strength": "strong"}
    return edits.with_columns(
        pl.when(is_mark).then(pl.lit(value)).otherwise(name).alias(name) for name, value in note.items()
    )
