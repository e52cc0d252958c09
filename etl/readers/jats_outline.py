"""The outline of articles: which text is kept, in which order, and the sections that it stands in."""

from typing import NamedTuple

import numpy as np

from etl.kernels import Numbers
from etl.readers import jats_names as jats
from etl.readers.jats_floats import EVENTS, Float, find_floats, find_left_out, spread
from etl.readers.jats_names import NAMES, NUMBER
from etl.readers.markup import Tags
from etl.text.chars import Mask, Places

START, END = 1, -1
IN_SCOPE = NAMES.mask(*jats.SCOPES)
TEXTUAL = NAMES.mask(*jats.TEXT)
OMITTED = NAMES.mask(*jats.LEFT_OUT, *jats.LEFT_OUT_INLINE)
BLANKING = NAMES.mask(*jats.BLANKS, *jats.LEFT_OUT)
PARTING = NAMES.mask(*jats.BLOCKS)
STYLE = NAMES.mask(*jats.STYLES)
STRUCTURAL = NAMES.mask(*jats.SECTIONS, "title", "article-title", "label")
SUB_ARTICLE = NAMES.mask("sub-article", "response")
ARTICLE_TITLES = NAMES.mask("article-title", "subtitle")
IS_REF, IS_TITLE_GROUP = NAMES.mask("ref"), NAMES.mask("title-group")
TITLES = {NUMBER["title"], NUMBER["article-title"]}
LABEL, TITLE_GROUP, BOXED_TEXT, REF = (NUMBER[name] for name in ("label", "title-group", "boxed-text", "ref"))
LABELLED = {NUMBER[name] for name in jats.SECTIONS if name not in ("fn-group", "title-group")}


# A title is that of the label before it with at most a caption and comments between.
NEAR = 4


class Section(NamedTuple):
    """A section element: its start tag, the row of the section around it (-1: none), and its name."""

    tag: int
    parent: int
    name: str


class Sections(NamedTuple):
    """Section elements in order; behind each of ``tags`` one stands in the section of the row in ``after``.

    ``headings`` leads from the start tag of a title or label to the row of its section; ``joined`` are pairs of the
    end tag of a label and the start tag of the title behind it.
    """

    rows: list[Section]
    tags: Places
    after: Places
    headings: dict[int, int]
    labels: list[tuple[int, int]]
    joined: list[tuple[int, int]]

    def at(self, tags: Places) -> Places:
        """Give the row of the section around what follows each tag; -1 where there is none."""
        after = np.concatenate([[-1], self.after])
        rows: Places = after[np.searchsorted(self.tags, tags, side="right")]
        return rows


class Outline(NamedTuple):
    """The kept gaps in the order of the clean text, the block of each, and what was moved and left out.

    ``blanks`` counts the blanks that tags leave up to each gap: where it differs, one stands between two gaps of a
    block. ``parting`` tags open or close a block.
    """

    order: Places
    block: Places
    blanks: Places
    parting: Mask
    in_reference: Mask
    sections: Sections
    moved: list[Float]
    left_out: list[tuple[int, int]]


def running(tags: Tags, members: Mask) -> Numbers:
    """Count how many elements of some names are open behind each tag."""
    return np.cumsum(tags.sign * members[tags.name], dtype=np.int32)


def outline(source: str, tags: Tags) -> Outline:
    """Read the structure of articles from their tags; tags outside of the articles have no sign and no name."""
    in_scope, omitted = running(tags, IN_SCOPE) > 0, running(tags, OMITTED)
    in_reference = running(tags, IS_REF) > 0
    sections = find_sections(tags, in_scope & ~in_reference & (omitted == 0))
    text = running(tags, TEXTUAL)
    for opening, closing in sections.labels:
        text[opening:closing] += 1
    texts = in_scope & (text > 0)
    kept = texts & (omitted == 0)
    _drop_labels(tags, kept & ~in_reference, sections, kept)
    tag_omitted = (omitted > 0) | OMITTED[tags.name]
    parting = PARTING[tags.name] & ~tag_omitted & (~in_reference | (tags.name == REF))
    parting &= ~ARTICLE_TITLES[tags.name] | (running(tags, IS_TITLE_GROUP) > 0)
    blanking = _blanking(tags, in_reference)
    for closing, opening in sections.joined:
        if not EVENTS[tags.name[closing:opening]].any():
            parting[closing : opening + 1] = False
            blanking[opening] = True
    moved = find_floats(source, tags, kept, parting)
    blanking[[one.closing for one in moved]] = True
    block, order = _arrange(parting, np.flatnonzero(kept), moved)
    left_out = find_left_out(source, tags, texts, omitted)
    return Outline(order, block, np.cumsum(blanking), parting, in_reference, sections, moved, left_out)


def _drop_labels(tags: Tags, among: Mask, sections: Sections, kept: Mask) -> None:
    """Take away the signs of footnotes and list items, which are no text of their own."""
    openings = np.flatnonzero((tags.name == LABEL) & (tags.sign == START) & among)
    closings = np.flatnonzero((tags.name == LABEL) & (tags.sign == END))
    ends = closings[np.searchsorted(closings, openings)]
    for opening, closing in zip(openings.tolist(), ends.tolist(), strict=True):
        if opening not in sections.headings:
            kept[opening:closing] = False


def find_sections(tags: Tags, inside: Mask) -> Sections:
    """Follow the section elements of articles down and up; ``inside`` tells whose content can be one's."""
    around = inside.copy()
    around[1:] |= inside[:-1]
    events = np.flatnonzero(STRUCTURAL[tags.name] & (tags.sign != 0) & (around | SUB_ARTICLE[tags.name]))
    depths = np.cumsum(tags.sign, dtype=np.int32)[events].tolist()
    walk = _Walk([], {}, [], [], [], [])
    after = []
    for tag, name, sign, depth in zip(
        events.tolist(), tags.name[events].tolist(), tags.sign[events].tolist(), depths, strict=True
    ):
        if name in TITLES or name == LABEL:
            walk.head(tag, name, sign, depth)
        elif sign == START:
            walk.open(tag, name, depth)
        elif walk.stack:
            walk.stack.pop()
        after.append(walk.stack[-1][0] if walk.stack else -1)
    at = np.array(after, dtype=np.int64)
    return Sections(walk.rows, events, at, walk.headings, walk.labels, walk.joined)


class _Walk(NamedTuple):
    """Sections seen so far, and a stack of the open ones with their depth and name."""

    rows: list[Section]
    headings: dict[int, int]
    labels: list[tuple[int, int]]
    joined: list[tuple[int, int]]
    stack: list[tuple[int, int, int]]
    pending: list[tuple[int, int]]

    def open(self, tag: int, name: int, depth: int) -> None:
        """Open a section; the titles of a sub-article are its heading, not a section of their own."""
        if name == TITLE_GROUP and self.stack:
            self.stack.append((self.stack[-1][0], depth, name))
            return
        parent = self.stack[-1][0] if self.stack else -1
        self.rows.append(Section(tag, parent, jats.NAME_OF[name]))
        self.stack.append((len(self.rows) - 1, depth, name))

    def head(self, tag: int, name: int, sign: int, depth: int) -> None:
        """Note a title or label that heads the innermost section, and a label right before a title."""
        if not self.stack:
            return
        row, above, kind = self.stack[-1]
        if name == LABEL:
            self._label(tag, sign, depth)
            return
        is_heading = sign == START and depth == above + 1 + (kind == BOXED_TEXT and depth == above + 2)
        if not is_heading or (kind == TITLE_GROUP and self.rows[row].name == "title-group"):
            return
        self.headings[tag] = row
        near = bool(self.labels) and 0 < tag - self.labels[-1][1] <= NEAR
        if near and self.headings.get(self.labels[-1][0]) == row:
            self.joined.append((self.labels[-1][1], tag))

    def _label(self, tag: int, sign: int, depth: int) -> None:
        row, above, kind = self.stack[-1]
        if sign == START and depth == above + 1 and kind in LABELLED:
            self.headings[tag] = row
            self.pending.append((tag, depth))
        elif sign == END and self.pending and depth == self.pending[-1][1] - 1:
            self.labels.append((self.pending.pop()[0], tag))


def _blanking(tags: Tags, in_reference: Mask) -> Mask:
    """Tell which tags leave a blank: those of what is left out, and between two fields of a reference."""
    blanking: Mask = BLANKING[tags.name] & (tags.sign != START)
    adjacent = (tags.sign[1:] == START) & (tags.sign[:-1] == END) & (tags.start[1:] == tags.end[:-1])
    field = ~STYLE[tags.name]
    blanking[1:] |= adjacent & field[1:] & field[:-1] & in_reference[1:]
    return blanking


def _arrange(parting: Mask, kept: Places, moved: list[Float]) -> tuple[Places, Places]:
    """Give the block that each gap belongs to, and the kept gaps in the order of the clean text.

    What stands in something moved has blocks of its own, so that the paragraph around goes on behind it.
    """
    if not moved:
        return np.cumsum(parting), kept
    level, gap_level = np.zeros(len(parting), dtype=np.int8), np.zeros(len(parting), dtype=np.int8)
    for one in moved:
        level[one.opening : one.closing + 1] += 1
        gap_level[one.opening : one.closing] += 1
    block = np.zeros(len(parting), dtype=np.int64)
    for depth in range(int(level.max()) + 1):
        rows = gap_level == depth
        block[rows] = np.cumsum(parting & (level == depth))[rows] + depth * len(parting)
    rank = np.empty(len(parting), dtype=np.int64)
    rank[spread(len(parting), moved)] = np.arange(len(parting))
    return block, kept[np.argsort(rank[kept], kind="stable")]
