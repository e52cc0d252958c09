"""Captions that interrupt a paragraph: which blocks they are, and where they go."""

import re
from typing import NamedTuple

import numpy as np

from etl.text import chars, layout
from etl.text.chars import Mask, Text

CAPTION = re.compile(
    r"""(?:Supplement(?:ary|al)\ )?
        (?:Figure|FIGURE|Fig\.?|FIG\.?|Table|TABLE|Scheme|Box|Plate|Chart)\ ?
        S?\d{1,3}[A-Za-z]?(?:\.|:|\ ?\|)\ """,
    re.VERBOSE,
)
# Two letters that a caption begins with, as one number.
OPENINGS = np.array([ord(pair[0]) << 8 | ord(pair[1]) for pair in "Su Fi FI Ta TA Sc Bo Pl Ch".split()])


class Interrupted(NamedTuple):
    """A paragraph with captions in it: spans of its parts and of the captions, in reading order."""

    parts: list[tuple[int, int]]
    captions: list[tuple[int, int]]


class Blocks(NamedTuple):
    """The blocks of a batch: their spans, and what each may be."""

    text: Text
    spans: list[tuple[int, int]]
    is_caption: Mask
    goes_on: Mask  # begins with a small letter
    opens: Mask  # its document


def find(text: Text) -> list[Interrupted]:
    """Find the paragraphs whose parts captions stand between: no terminal mark before, a small letter behind."""
    blocks = _blocks(text)
    found: list[Interrupted] = []
    done = 0
    for caption in np.flatnonzero(blocks.is_caption & ~blocks.opens).tolist():
        if caption >= done and not blocks.is_caption[caption - 1]:
            whole, done = _follow(blocks, caption)
            found += [whole] if len(whole.parts) > 1 else []
    return found


def _blocks(text: Text) -> Blocks:
    start, end = text.blocks
    is_caption = np.isin(text.latin[start].astype(np.int64) << 8 | text.latin[start + 1], OPENINGS)
    for block in np.flatnonzero(is_caption).tolist():
        is_caption[block] = CAPTION.match(text.string, int(start[block]), int(end[block])) is not None
    opens = text.classes[start - 1] == chars.EDGE
    spans = list(zip(start.tolist(), end.tolist(), strict=True)) if is_caption.any() else []
    return Blocks(text, spans, is_caption, text.classes[start] == chars.LOWER, opens)


def _follow(blocks: Blocks, caption: int) -> tuple[Interrupted, int]:
    """Go on from the block before a caption while the paragraph does, and give the first block not looked at."""
    spans = blocks.spans
    whole = Interrupted([spans[caption - 1]], [])
    waiting: list[tuple[int, int]] = []
    block = caption
    while block < len(spans) and not blocks.opens[block]:
        if blocks.is_caption[block]:
            waiting.append(spans[block])
        elif waiting and blocks.goes_on[block] and not layout.ends_sentence(blocks.text.string, whole.parts[-1][1]):
            whole.parts.append(spans[block])
            whole.captions.extend(waiting)
            waiting = []
        else:
            break
        block += 1
    return whole, block
