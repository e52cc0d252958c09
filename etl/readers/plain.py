"""Plain text: a page as a PDF gave it becomes clean text, headings and paragraphs."""

from typing import NamedTuple

import numpy as np
import polars as pl

from etl.decode import decode
from etl.readers.batch import Article, Batch, Documents, Repairs
from etl.text import (
    align,
    bibliography,
    captions,
    chars,
    citations,
    furniture,
    glue,
    headings,
    hyphens,
    layout,
    ligatures,
    moving,
)
from etl.text.align import Edits, Note
from etl.text.blocks import Blocks
from etl.text.chars import BOUNDARY, Places, Text
from etl.text.moving import Moved

FORMAT = "text"
MARK = "\ufeff"
GONE = {
    "byte_order_mark": "a byte order mark opens the file",
    "soft_hyphen": "a soft hyphen is for the eye alone",
    "page_furniture": "the line repeats at the edge of three pages or more",
}


def parse(name: str, content: bytes) -> list[Article]:
    """Decode a text; a file is one article. Raises RefusedSource for what is no text in UTF-8."""
    text = decode(name, content)
    return [Article({}, text, 0, len(text), "utf-8")]


def read(documents: Documents, articles: list[Article]) -> Batch:
    """Clean decoded texts, one a row of ``documents``, and find their headings, paragraphs, entries and markers.

    The texts hold no NUL and something that is not white space.
    """
    source = BOUNDARY.join(["", *(article.text for article in articles), ""])
    origins = 1 + np.cumsum([0, *(len(article.text) + 1 for article in articles[:-1])])
    text, alignment, repairs, rules, doubts = clean(Text(source))
    blocks = find_blocks(text)
    entries = bibliography.find(text, blocks)
    cited = citations.find(text, blocks, entries)
    return Batch(
        text=text,
        source=source,
        origins=origins,
        documents=documents,
        styles=cited.styles,
        blocks=blocks,
        alignment=alignment,
        repairs=Repairs(origins.searchsorted(repairs.source_start, side="right") - 1, *repairs, rules),
        anchors=cited.anchors,
        entries=entries,
        notes=pl.concat([cited.notes, doubts]).sort("start", maintain_order=True),
    )


def clean(source: Text) -> Moved:
    """Clean the white space of pages, then glued words, then paragraphs with captions in them."""
    edits = _layout_edits(source)
    laid_out = align.apply(source, edits)
    del source  # A text takes four bytes a character or more: no more of them at a time than needed.
    blanks, doubts = glue.find(laid_out)
    parted = align.apply(laid_out, blanks)
    del laid_out
    edits = align.compose(edits, align.align(edits), blanks)
    return moving.move(parted, edits, align.behind_insertions(doubts, blanks), captions.find(parted))


def find_blocks(text: Text) -> Blocks:
    """Give the headings and paragraphs of a clean batch, each under its heading."""
    start, end = text.blocks
    document = text.documents_of(start)
    found = _headings(text, start, end, document)
    row = np.array(found.row, dtype=np.int64)
    named = np.array([kind is not None for kind in found.kind], dtype=bool)
    # A document that opens without a heading gets an empty one in front of its first block.
    start, end = (np.insert(places, row[~named], start[row[~named]]) for places in (start, end))
    is_heading = np.zeros(len(start), dtype=bool)
    is_heading[row + np.cumsum(~named) - ~named] = True
    end[np.flatnonzero(is_heading)[~named]] = start[np.flatnonzero(is_heading)[~named]]
    return _blocks(start, end, is_heading, found)


class Headings(NamedTuple):
    """Headings among blocks: the row of each one's block, its kind (none where it is not there), level and parent."""

    row: list[int]
    kind: list[str | None]
    level: list[int]
    parent: list[int]  # number among the headings, -1 at the top

    def put(self, row: int, kind: str | None, level: int, above: list[int]) -> None:
        """Put one under the last heading above it that is of a higher level, and let it stand above what follows."""
        while above and self.level[above[-1]] >= level:
            above.pop()
        self.row.append(row)
        self.kind.append(kind)
        self.level.append(level)
        self.parent.append(above[-1] if above else -1)
        above.append(len(self.row) - 1)


def _headings(text: Text, start: Places, end: Places, document: Places) -> Headings:
    """Find the headings among blocks, and an empty one for each document that opens without."""
    opens = np.diff(document, prepend=-1) > 0
    candidates = np.flatnonzero(opens | (end - start <= headings.LONGEST_SPACED))
    found = Headings([], [], [], [])
    above: list[int] = []
    blocks = text.slices(start[candidates], end[candidates])
    for row, opening, block in zip(candidates.tolist(), opens[candidates].tolist(), blocks, strict=True):
        if opening:
            above.clear()
        kind = headings.kind(block)
        in_references = bool(above) and found.kind[above[-1]] == "references"
        # Inside a list of references only a section name is a heading: "3. Smith J, Nature 2019" is an entry.
        if kind is not None and not (in_references and kind == "other"):
            found.put(row, kind, headings.level(block), above)
        elif opening:
            found.put(row, None, 1, above)
    return found


def _blocks(start: Places, end: Places, is_heading: chars.Mask, found: Headings) -> Blocks:
    rows = np.flatnonzero(is_heading)
    parent = rows[np.cumsum(is_heading) - 1]
    parent[is_heading] = np.append(rows, -1)[found.parent]
    kinds = [kind or "other" for kind in found.kind]
    return Blocks(start, end, parent, rows, kinds, found.level, np.full(len(rows), -1))


def _layout_edits(source: Text) -> Edits:
    """Give the edits of white space, and of what goes with it: marks, soft hyphens, the furniture of pages."""
    gone = _find_gone(source)
    classes = source.classes
    if gone:
        classes = classes.copy()
        for start, end, _ in gone:
            classes[start:end] = chars.SPACE
    edits = layout.edits(source, classes, [start for start, _, rule in gone if rule == "page_furniture"])
    return _noted(edits, gone).with_more(ligatures.edits(source, classes))


def _find_gone(source: Text) -> list[tuple[int, int, str]]:
    """Give what counts as white space on a page although it has ink, with the rule that says so, sorted."""
    soft = source.places_of(layout.SOFT_HYPHEN).tolist()
    gone = [(place, place + 1, "soft_hyphen") for place in soft]
    gone += [(start, end, "page_furniture") for start, end in furniture.find(source)]
    marks = source.beyond[source.codes[source.beyond] == ord(MARK)]
    if len(marks):
        gone += [(place, place + 1, "byte_order_mark") for place in _opening(source, marks, gone)]
    return sorted(gone)


def _opening(source: Text, marks: Places, gone: list[tuple[int, int, str]]) -> list[int]:
    """Give the marks that stand before all ink of their document, what is gone aside."""
    has_ink = ~np.isin(source.classes, (chars.EDGE, chars.SPACE))
    has_ink[marks] = False
    for start, end, _ in gone:
        has_ink[start:end] = False
    ink = np.flatnonzero(has_ink)
    edges = source.edges[source.document_at(marks)]
    opening: list[int] = marks[ink.searchsorted(edges) == ink.searchsorted(marks)].tolist()
    return opening


def _noted(edits: Edits, gone: list[tuple[int, int, str]]) -> Edits:
    """Give edits of something gone the note of what went, where they have no hyphen's."""
    rules, note = list(GONE), edits.note.copy()
    rows = np.searchsorted(edits.start, [start for start, _, _ in gone], side="right") - 1
    for row, (_, _, rule) in zip(rows.tolist(), gone, strict=True):
        own = int(edits.note[row])
        if own < 0 or edits.notes[own].rule not in hyphens.RULES:
            note[row] = len(edits.notes) + rules.index(rule)
    notes = [Note(rule, evidence, "strong") for rule, evidence in GONE.items()]
    return edits._replace(note=note, notes=edits.notes + notes)
