"""Blocks of articles: each heading with its kind and level, each paragraph under its section."""

import re
from dataclasses import dataclass, field, replace

import polars as pl

from etl.readers import jats_names as jats
from etl.readers.batch import BLOCKS
from etl.readers.jats_outline import Section
from etl.text import headings

SEC_TYPE = re.compile(r"""\ssec-type\s*=\s*["']([^"']*)["']""")
NO_SECTION = -1
# A child has the kind of its parent where nothing else decides, but not these.
NOT_INHERITED = {"title", "caption", "other"}


@dataclass
class Found:
    """A block as it was found: its row of Section and whether it is that section's heading, its spans and tag."""

    document: int
    section: int
    is_heading: bool
    start: int
    end: int
    tag_start: int


@dataclass
class Blocks:
    """The rows of the frame of blocks, and where each section began: its row and level."""

    source: str
    text: str
    sections: list[Section]
    tag_spans: list[tuple[int, int]]
    rows: list[tuple[object, ...]] = field(default_factory=list)
    opened: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    def build(self, found: list[Found]) -> pl.DataFrame:
        """Give the frame of blocks, headings before what stands under them."""
        last: Found | None = None
        for block in found:
            if block.section == NO_SECTION:
                goes_on = last is not None and last.section == NO_SECTION and last.document == block.document
                row = self.opened[NO_SECTION] if goes_on else self._open_unnamed(block)
            else:
                row = self._open(block.section, block)
            if not (block.is_heading and self.rows[row][4] == block.start):
                self.rows.append(("paragraph", None, None, row, block.start, block.end, None))
            last = block
        return pl.DataFrame(self.rows, schema=BLOCKS, orient="row")

    def _open_unnamed(self, block: Found) -> int:
        """Open a section for text that stands in none."""
        row = self.opened[NO_SECTION] = self._heading("other", 1, -1, (block.start, block.start), block.tag_start)
        return row

    def _open(self, section: int, block: Found) -> int:
        """Open a section and those around it, where they are not open yet, and give its row."""
        if section in self.opened:
            return self.opened[section]
        own = self.sections[section]
        parent = self._open(own.parent, _inner(block)) if own.parent != NO_SECTION else -1
        if own.name == "sec" and not block.is_heading and parent != -1:
            self.opened[section] = parent
            return parent
        end = block.end if block.is_heading else block.start
        kind = self._kind(own, self.tag_spans[section], self.text[block.start : end], parent)
        level = self.levels[parent] + 1 if parent != -1 else 1
        self.opened[section] = row = self._heading(kind, level, parent, (block.start, end), self.tag_spans[section][0])
        return row

    def _heading(self, kind: str, level: int, parent: int, span: tuple[int, int], key_place: int) -> int:
        row = len(self.rows)
        self.rows.append(("heading", kind, level, parent, *span, key_place))
        self.kinds[row], self.levels[row] = kind, level
        return row

    def _kind(self, section: Section, span: tuple[int, int], heading: str, parent: int) -> str:
        """Judge a section by its element, its heading, its type and the section around it, in this order."""
        decided = jats.SECTIONS[section.name] or (headings.named_kind(heading) if heading else None)
        if decided is not None:
            return decided
        match = SEC_TYPE.search(self.source, *span)
        stated = (jats.SEC_TYPES.get(part.strip().lower()) for part in match[1].split("|")) if match else ()
        inherited = self.kinds[parent] if parent != -1 and self.kinds[parent] not in NOT_INHERITED else None
        return next(filter(None, stated), None) or jats.OTHERWISE.get(section.name) or inherited or "other"


def _inner(block: Found) -> Found:
    """Give a block as one that is no heading of a section further out."""
    return replace(block, is_heading=False)
