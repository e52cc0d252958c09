"""Blocks of clean texts: headings and paragraphs."""

from typing import NamedTuple

import numpy as np

from etl.text.chars import Mask, Places


class Blocks(NamedTuple):
    """Headings and paragraphs of a batch in reading order, and of the headings what they are.

    A heading that is not there (text before the first one) has an empty span.
    """

    start: Places
    end: Places
    parent: Places  # row of the heading that a block stands under, -1 at the top
    heading: Places  # rows of the headings
    section_kind: list[str]
    level: list[int]  # 1 at the top
    key_place: Places  # place in the source that names the section, -1: where the heading begins

    @property
    def is_heading(self) -> Mask:
        """Whether a block is a heading; else it is a paragraph."""
        found = np.zeros(len(self.start), dtype=np.bool_)
        found[self.heading] = True
        return found

    @property
    def is_listed(self) -> Mask:
        """Whether a block stands right under a heading of kind references."""
        lists = np.zeros(len(self.start) + 1, dtype=np.bool_)  # the last one for the top
        lists[self.heading] = [kind == "references" for kind in self.section_kind]
        found: Mask = lists[self.parent]
        return found

    @property
    def running_text(self) -> Places:
        """The rows of the paragraphs outside of lists of references."""
        return np.flatnonzero(~(self.is_heading | self.is_listed))
