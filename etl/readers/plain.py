"""Plain text: a page as a PDF gave it becomes clean text, headings and paragraphs."""

import re

import polars as pl

from etl.readers.batch import BLOCKS, REPAIRS, Batch
from etl.text import align, bibliography, chars, citations, glue, headings, layout
from etl.text.chars import BOUNDARY, Text

FORMAT = "text"
SUFFIXES = (".txt",)
BYTE_ORDER_MARK = re.compile(r"(?<=\0)\s*\ufeff[\s\ufeff]*")


def read(documents: pl.DataFrame, texts: list[str]) -> Batch:
    """Clean decoded texts, one a row of ``documents``, and find their headings, paragraphs, entries and markers.

    The texts hold no NUL and something that is not white space.
    """
    source = Text(BOUNDARY + "".join(text + BOUNDARY for text in texts))
    edits = clean(source)
    string, alignment = align.apply(source.string, edits)
    text = Text(string)
    blocks = find_blocks(text.string)
    entries = bibliography.find(text, blocks)
    cited = citations.find(text, blocks, entries)
    return Batch(
        text=text,
        source=source.string,
        origins=source.edges[:-1] + 1,
        documents=documents.with_columns(citation_style=pl.Series(cited.styles, dtype=pl.String)),
        blocks=blocks,
        alignment=alignment,
        repairs=find_repairs(source, edits, alignment),
        anchors=cited.anchors,
        entries=entries,
        notes=cited.notes,
    )


def clean(source: Text) -> pl.DataFrame:
    """Give the edits that make the clean text: first the page's white space, then glued words until none is left."""
    edits = _layout_edits(source)
    laid_out, alignment = align.apply(source.string, edits)
    while True:
        found = glue.edits(laid_out, Text(laid_out).edges)
        if found.is_empty():
            return edits
        edits = align.compose(edits, alignment, found)
        laid_out, alignment = align.apply(source.string, edits)


def find_repairs(source: Text, edits: pl.DataFrame, alignment: align.Alignment) -> pl.DataFrame:
    """Give the edits that a rule made, with their places in both texts."""
    document = source.document_at(edits["source_start"].to_numpy())
    spans = pl.DataFrame({"document": document, "start": alignment.start, "end": alignment.end})
    return edits.hstack(spans).filter(pl.col("rule").is_not_null()).select(REPAIRS.keys())


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
    named = {name: BLOCKS[name] for name in BLOCKS if name != "key_place"}
    return pl.DataFrame(rows, schema=named, orient="row").with_columns(key_place=pl.lit(None, dtype=pl.Int64))


def _layout_edits(source: Text) -> pl.DataFrame:
    """Give the edits of white space, and take byte order marks away with the white space around them."""
    marks = [match.span() for match in BYTE_ORDER_MARK.finditer(source.string)]
    classes = source.classes.copy()
    for start, end in marks:
        classes[start:end] = chars.SPACE
    edits = layout.edits(source.string, source.codes, classes)
    is_mark = pl.col("source_start").is_in([start for start, _ in marks])
    note = {"rule": "byte_order_mark", "evidence": "a byte order mark opens the file", "strength": "strong"}
    return edits.with_columns(
        pl.when(is_mark).then(pl.lit(value)).otherwise(name).alias(name) for name, value in note.items()
    )
