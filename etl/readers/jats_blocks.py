"""Blocks of articles: each heading with its kind and level, each paragraph under its section."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from etl.readers import jats_names as jats
from etl.readers.jats_outline import Section
from etl.text.blocks import Blocks
from etl.text.chars import Mask, Places
from etl.text.headings import named_kind

SEC_TYPE = re.compile(r"""\ssec-type\s*=\s*["']([^"']*)["']""")
NO_SECTION = -1
# A child has the kind of its parent where nothing else decides, but not these.
NOT_INHERITED = {"title", "caption", "other"}


# The same headings come again and again.
_named_kind = lru_cache(maxsize=1024)(named_kind)


class Found(NamedTuple):
    """Blocks as they were found: the row of Section of each, whether it is that section's heading, spans and tags."""

    document: Places
    section: Places
    is_heading: Mask
    start: Places
    end: Places
    tag_start: Places


@dataclass
class Headings:
    """Headings in order, one for each section that holds a block; ``opened`` leads from a section to its heading."""

    source: str
    text: str
    sections: list[Section]
    tag_spans: list[tuple[int, int]]
    found: Found
    rows: list[tuple[str, int, int, int, int, int]] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    opened: dict[int, int] = field(default_factory=dict)

    def open(self, section: int, block: int, *, is_heading: bool) -> int:
        """Open a section and those around it at a block, where they are not open yet, and give its heading."""
        start = int(self.found.start[block])
        if section == NO_SECTION:
            return self._add(("other", 1, -1, start, start, int(self.found.tag_start[block])), block)
        if section in self.opened:
            return self.opened[section]
        own = self.sections[section]
        # The block is no heading of a section further out.
        parent = self.open(own.parent, block, is_heading=False) if own.parent != NO_SECTION else -1
        if own.name == "sec" and not is_heading and parent != -1:
            self.opened[section] = parent
            return parent
        end = int(self.found.end[block]) if is_heading else start
        kind = self._kind(own, self.tag_spans[section], self.text[start:end], parent)
        level = self.rows[parent][1] + 1 if parent != -1 else 1
        self.opened[section] = self._add((kind, level, parent, start, end, self.tag_spans[section][0]), block)
        return self.opened[section]

    def _add(self, row: tuple[str, int, int, int, int, int], block: int) -> int:
        self.rows.append(row)
        self.blocks.append(block)
        return len(self.rows) - 1

    def _kind(self, section: Section, span: tuple[int, int], heading: str, parent: int) -> str:
        """Judge a section by its element, its heading, its type and the section around it, in this order."""
        decided = jats.SECTIONS[section.name] or (_named_kind(heading) if heading else None)
        if decided is not None:
            return decided
        match = SEC_TYPE.search(self.source, *span)
        stated = (jats.SEC_TYPES.get(part.strip().lower()) for part in match[1].split("|")) if match else ()
        inherited = self.rows[parent][0] if parent != -1 and self.rows[parent][0] not in NOT_INHERITED else None
        return next(filter(None, stated), None) or jats.OTHERWISE.get(section.name) or inherited or "other"


def build(headings: Headings) -> Blocks:
    """Give the blocks, headings before what stands under them."""
    found = headings.found
    if not len(found.start):
        none = np.zeros(0, dtype=np.int64)
        return Blocks(none, none, none, none, [], [], none)
    changes = (np.diff(found.section) != 0) | (np.diff(found.document) != 0)
    runs = np.flatnonzero(np.append(True, changes))
    firsts = zip(found.section[runs].tolist(), runs.tolist(), found.is_heading[runs].tolist(), strict=True)
    opened = [headings.open(section, block, is_heading=is_heading) for section, block, is_heading in firsts]
    of_block = np.repeat(opened, np.diff(np.append(runs, len(found.start))))
    kinds, levels, parents, starts, ends, key_places = zip(*headings.rows, strict=True)
    rows = np.flatnonzero(~(found.is_heading & (np.array(starts)[of_block] == found.start)))
    order = np.argsort(np.concatenate([headings.blocks, rows]), kind="stable")
    place = np.append(np.argsort(order), -1)

    return Blocks(
        np.append(starts, found.start[rows])[order],
        np.append(ends, found.end[rows])[order],
        place[np.append(parents, of_block[rows])][order],
        place[: len(starts)],
        list(kinds),
        list(levels),
        np.array(key_places, dtype=np.int64),
    )
