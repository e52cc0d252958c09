"""The white space of a page: which line ends are wraps, broken words, page breaks, paragraphs, headings."""

import re
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text import chars, headings, hyphens
from etl.text.align import EDITS
from etl.text.chars import Classes, Mask, Places, Text

PARAGRAPH = "\n\n"
# Line ends that make a blank line.
BLANK_LINE = 2
# The share of lines that page breaks may begin; pages have some 50 lines, or 15 where lines are short.
MOST_PAGES = 0.1
HYPHENS = ("-", "\u2010")
# A heading on a line is short; longer lines are not looked at one by one.
LONGEST_NAME = 50
# The first two letters of section names, a capital and a small one, as one number.
LOWER_CASE = 0x20
NAME_PAIRS = np.unique([ord(name[0].upper()) << 8 | ord(name[1]) for name in headings.KINDS])
ROMAN = np.frombuffer(b"IVX", dtype=np.uint8)
# Characters looked at on each side of a line end.
CONTEXT = 120

TERMINAL = re.compile(
    r"""[.!?:]                              # a terminal mark
        [)\]"'\u2019\u201d\u00bb]*          # closing brackets and quotes
        (?:\s*\[[\d\s,;\u2010-\u2014\u2212-]+\])*   # a citation behind the mark
        \Z""",
    re.VERBOSE,
)
OPEN_END = re.compile(r"(?:[,;(\[-]|\b(?:a|an|and|at|by|for|from|in|is|of|on|or|that|the|to|was|were|with))\Z")
JOIN_EVIDENCE = "no terminal mark before, a lower-case letter after"


class Runs(NamedTuple):
    """Runs of white space that are more than one plain blank, in reading order."""

    start: Places
    end: Places
    lines: Places  # line ends inside; a form feed or a paragraph separator counts as two
    at_edge: Mask  # at the start or end of a document
    page: Mask  # the next line starts with exactly one blank: a form feed that was lost


class Notes(NamedTuple):
    """What each run becomes, and the rule that says so where it is more than white space."""

    after: list[str]
    rule: list[str | None]
    evidence: list[str | None]
    strength: list[str | None]

    def note(self, run: int, becomes: str, rule: str, evidence: str, strength: str) -> None:
        """Say what a run becomes."""
        self.after[run], self.rule[run], self.evidence[run], self.strength[run] = becomes, rule, evidence, strength


def edits(text: Text, classes: Classes) -> pl.DataFrame:
    """Give the edits that turn each run of white space of a batch into one blank, one blank line, or nothing.

    ``classes`` are those of the text, or count more characters as white space.
    """
    runs = find_runs(text, classes)
    heading_before, heading_after = beside_headings(text, classes, runs)
    whole = (runs.lines >= BLANK_LINE) | heading_before | heading_after
    free = ~(runs.at_edge | heading_before | heading_after)
    becomes = np.where(runs.at_edge, "", np.where(whole, PARAGRAPH, " "))
    nothing: list[str | None] = [None] * len(becomes)
    notes = Notes(becomes.tolist(), nothing, nothing.copy(), nothing.copy())
    joins = _page_joins(text.string, classes, runs, free)
    for run in joins:
        notes.note(run, " ", "page_join", JOIN_EVIDENCE, "strong")
    whole[joins] = False
    joined = _judge_hyphens(text, classes, runs, free & ~whole & (runs.lines > 0), notes)
    spans = {"source_start": runs.start - joined, "source_end": runs.end}
    frame = pl.DataFrame(spans | notes._asdict(), schema=EDITS)
    plain = pl.Series((runs.end - runs.start == 1) & (text.latin[runs.start] == ord(" ")))
    return frame.filter(~plain | (pl.col("after") != " "))


def find_runs(text: Text, classes: Classes) -> Runs:
    """Find the runs of white space that are not one blank between two words."""
    white = classes == chars.SPACE
    odd = white & (text.latin != ord(" "))
    odd[1:] |= white[1:] & white[:-1]
    odd[:-1] |= white[:-1] & white[1:]
    beside_edges = np.concatenate([text.edges[:-1] + 1, text.edges[1:] - 1])
    odd[beside_edges] = white[beside_edges]
    change = np.flatnonzero(odd[1:] != odd[:-1]) + 1
    start, end = change[::2], change[1::2]
    at_edge = (classes[start - 1] == chars.EDGE) | (classes[end] == chars.EDGE)
    breaks = _line_ends(text, np.flatnonzero(odd))
    lines = np.searchsorted(breaks, end) - np.searchsorted(breaks, start)
    page = (lines == 1) & (text.latin[end - 1] == ord(" ")) & np.isin(end - 2, breaks)
    page &= _rare(page, lines > 0, np.searchsorted(text.edges, start))
    return Runs(start, end, lines, at_edge, page)


def _rare(page: Mask, line: Mask, document: Places) -> Mask:
    """Tell which runs are of a document with few lines that begin with one blank; where many do, it is an indent."""
    if not len(document):
        return page
    pages, lines = np.bincount(document, page), np.bincount(document, line)
    rare: Mask = ((pages <= 1) | (pages <= MOST_PAGES * lines))[document]
    return rare


def beside_headings(text: Text, classes: Classes, runs: Runs) -> tuple[Mask, Mask]:
    """Tell which runs stand right behind a line that is a heading, and which right before one.

    A section name need not have a blank line around it, but the line before must not run on into it, nor it into the
    next one. A numbered title needs a blank line or another heading before it.
    """
    edges, string = text.edges, text.string
    breaks = np.flatnonzero((runs.lines > 0) | runs.at_edge)
    starts = np.unique(np.concatenate([runs.end[breaks], edges[:-1] + 1]))
    ends = np.unique(np.concatenate([runs.start[breaks], edges[1:]]))
    starts, ends = starts[classes[starts] != chars.EDGE], ends[classes[ends - 1] != chars.EDGE]
    starts, ends = starts[classes[starts] != chars.SPACE], ends[classes[ends - 1] != chars.SPACE]
    length, first = ends - starts, classes[starts]
    short = (length <= LONGEST_NAME) & _may_be_name(text, starts)
    short |= (length <= headings.LONGEST) & (first == chars.DIGIT)
    before, after = np.zeros(len(runs.start), dtype=bool), np.zeros(len(runs.start), dtype=bool)
    for start, end in zip(starts[short].tolist(), ends[short].tolist(), strict=True):
        named = headings.named_kind(string[start:end]) is not None
        if not named and not headings.is_numbered(string[start:end]):
            continue
        above, below = np.searchsorted(runs.end, start), np.searchsorted(runs.start, end)
        has_above = above < len(runs.end) and runs.end[above] == start
        has_below = below < len(runs.start) and runs.start[below] == end
        follows = has_above and runs.lines[above] == 1 and not runs.at_edge[above] and not before[above]
        if follows and (not named or _runs_on(string, int(runs.start[above]))):
            continue
        if has_below and runs.lines[below] == 1 and classes[runs.end[below]] == chars.LOWER:
            continue
        if has_above:
            after[above] = True
        if has_below:
            before[below] = True
    return before, after


def _may_be_name(text: Text, starts: Places) -> Mask:
    """Tell which lines begin as a section name does, or with a Roman number."""
    first, second = text.latin[starts], text.latin[starts + 1]
    pair = first.astype(np.int64) << 8 | (second | LOWER_CASE)
    names: Mask = np.isin(pair, NAME_PAIRS) | np.isin(first, ROMAN)
    return names


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether the text before a place ends with a terminal mark, closers and citations behind it aside."""
    return TERMINAL.search(text, max(0, end - CONTEXT), end) is not None


def _runs_on(text: str, end: int) -> bool:
    return OPEN_END.search(text, max(0, end - CONTEXT), end) is not None


def _page_joins(text: str, classes: Classes, runs: Runs, free: Mask) -> list[int]:
    """Find page breaks inside a paragraph: no terminal mark before, a lower-case start after."""
    candidates = free & ((runs.lines >= BLANK_LINE) | runs.page) & (classes[runs.end] == chars.LOWER)
    return [run for run in np.flatnonzero(candidates).tolist() if not ends_sentence(text, int(runs.start[run]))]


def _judge_hyphens(text: Text, classes: Classes, runs: Runs, broken: Mask, notes: Notes) -> Mask:
    """Note what becomes of hyphens before a line end, and tell of which runs the hyphen goes, too."""
    alphanumeric = (classes[runs.start - 2] >= chars.LOWER) & (classes[runs.end] >= chars.LOWER)
    hyphened = np.isin(text.codes[runs.start - 1], [ord(hyphen) for hyphen in HYPHENS])
    candidates = np.flatnonzero(broken & hyphened & alphanumeric)
    joined = np.zeros(len(broken), dtype=bool)
    decisions = hyphens.judge(text, runs.start[candidates], runs.end[candidates])
    for run, decision in zip(candidates.tolist(), decisions, strict=True):
        if decision.rule is not None:
            notes.note(run, "", decision.rule, decision.evidence, decision.strength)
            joined[run] = decision.rule == "hyphen_joined"
    return joined


def _line_ends(text: Text, white: Places) -> Places:
    """Give the places of line ends in white space; one that parts pages or paragraphs stands there twice."""
    codes = text.codes[white]
    lone_return = (codes == ord("\r")) & (text.latin[white + 1] != ord("\n"))
    single = (codes == ord("\n")) | lone_return | np.isin(codes, (0x85, 0x2028))
    double = np.isin(codes, (ord("\f"), 0x2029))
    return np.repeat(white, single + 2 * double)
