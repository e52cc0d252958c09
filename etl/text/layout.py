"""The white space of a page: which line ends are wraps, broken words, page breaks, paragraphs, headings."""

import re
from typing import NamedTuple

import numpy as np

from etl.kernels import headings as kernel
from etl.kernels import strings, white_space
from etl.text import align, chars, headings, hyphens, tokens
from etl.text.align import BLANK, NOTHING, PARTED, Edits, Note
from etl.text.chars import BEYOND, Bytes, Classes, Mask, Places, Text


def _table(signs: str) -> Bytes:
    """Tell which characters in Latin-1 form are among some signs, or may be if the form does not tell them."""
    table = np.zeros(256, dtype=np.uint8)
    table[Text(signs).latin] = 1
    return table


# Line ends that make a blank line.
BLANK_LINE = 2
# The share of lines that page breaks may begin; pages have some 50 lines, or 15 where lines are short.
MOST_PAGES = 0.1
HYPHENS, SOFT_HYPHEN = "-\u2010", "\u00ad"
MAY_BE_HYPHEN = _table(HYPHENS).view(np.bool_)
# A heading on a line is short; longer lines are not looked at one by one.
LONGEST_NAME = 50
NAMES = [name.capitalize() for name in headings.KINDS]
BEGINNINGS = kernel.Beginnings(
    first=_table("".join(name[0] for name in NAMES) + "IVX0123456789\u0660"),
    roman=_table("IVX"),
    marks=_table("".join(NAMES) + "\u2019"),
    names=tokens.pack(" ".join({name[:3] for name in NAMES})),
    longest_name=LONGEST_NAME,
    longest=headings.LONGEST,
)
# Characters looked at on each side of a line end.
CONTEXT = 120
# How many line ends a character counts for, none behind the table; a pair counts as its second.
LINES = np.zeros(0x202A, dtype=np.uint8)
LINES[[ord("\n"), ord("\r"), 0x85, 0x2028]] = 1
LINES[[ord("\f"), 0x2029]] = BLANK_LINE
LINE_END_PAIR = b"\r\n"

TERMINAL = re.compile(
    r"""[.!?:]                              # a terminal mark
        [)\]"'\u2019\u201d\u00bb]*          # closing brackets and quotes
        (?:\s*\[[\d\s,;\u2010-\u2014\u2212-]+\])*   # a citation behind the mark
        \Z""",
    re.VERBOSE,
)
MAY_END, IS_TERMINAL = (_table(signs).view(np.bool_) for signs in (".!?:)]\"'\u2019\u201d\u00bb", ".!?"))
OPEN_END = re.compile(r"(?:[,;(\[-]|\b(?:a|an|and|at|by|for|from|in|is|of|on|or|that|the|to|was|were|with))\Z")
PAGE_JOIN = Note("page_join", "no terminal mark before, a lower-case letter after", "strong")


class Runs(NamedTuple):
    """Runs of white space that are more than one plain blank, in reading order."""

    start: Places
    end: Places
    lines: Places  # line ends inside; a form feed or a paragraph separator counts as two
    before: Bytes  # the Latin-1 form of the character before
    behind: Bytes  # and behind
    at_edge: Mask  # at the start or end of a document
    page: Mask  # the next line starts with exactly one blank: a form feed that was lost


class Lines(NamedTuple):
    """Lines that may be headings, in order, and the rows of the runs above and below each; -1 where there is none."""

    start: Places
    end: Places
    above: Places
    below: Places
    told: Bytes  # what it may be, and whether a line ends right above


class Changes(NamedTuple):
    """What each run becomes, and the row of its note; -1 for plain white space."""

    after: Places
    note: Places
    notes: list[Note]

    def put(self, rows: Places, becomes: int, notes: list[Note]) -> None:
        """Say what runs become, and why each does."""
        number, differing = align.numbered(notes)
        self.after[rows], self.note[rows] = becomes, len(self.notes) + number
        self.notes.extend(differing)


def edits(text: Text, classes: Classes, furniture: list[int]) -> Edits:
    """Give the edits that turn each run of white space of a batch into one blank, one blank line, or nothing.

    ``classes`` are those of the text, or count more characters as white space, such as those of lines that are the
    ``furniture`` of a page and begin at these places.
    """
    runs = find_runs(text, classes)
    lines = find_lines(text, classes, runs)
    heading_before, heading_after = beside_headings(text, runs, lines)
    whole = (runs.lines >= BLANK_LINE) | heading_before | heading_after
    free = ~(runs.at_edge | heading_before | heading_after)
    after = np.where(runs.at_edge, NOTHING, np.where(whole, PARTED, BLANK))
    changes = Changes(after, np.full(len(after), -1), [])
    joins = _page_joins(text, classes, runs, free)
    changes.put(joins, BLANK, [PAGE_JOIN] * len(joins))
    whole[joins] = False
    across = _across_pages(text, classes, runs, furniture)
    joined = _judge_hyphens(text, classes, runs, free & (~whole | across), changes)
    soft = np.flatnonzero(free & (text.latin[runs.start] == ord(SOFT_HYPHEN)))
    changes.after[soft[(runs.lines[soft] == 1) | (runs.end[soft] - runs.start[soft] == 1)]] = NOTHING
    blanks = np.array(_behind_run_in_headings(text, runs, lines, changes), dtype=np.int64)
    parts = Edits(blanks, blanks + 1, np.full(len(blanks), PARTED), np.full(len(blanks), -1), [])
    return Edits(runs.start - joined, runs.end, *changes).with_more(parts)


def find_runs(text: Text, classes: Classes) -> Runs:
    """Find the runs of white space that are not one blank between two words."""
    lines = (LINES, LINE_END_PAIR)
    runs = Runs(*white_space.runs(classes, text.latin, text.codes, BEYOND, chars.SPACE, chars.EDGE, *lines))
    return runs._replace(page=_lost_form_feeds(text, runs))


def _lost_form_feeds(text: Text, runs: Runs) -> Mask:
    """Tell which lines that begin with one blank begin a page: where many of a document do, it is an indent."""
    rows = np.flatnonzero(runs.page & (runs.lines == 1))
    document = text.document_at(runs.start[rows])
    pages = np.bincount(document, minlength=len(text.edges))[document]
    lines = np.diff(np.searchsorted(runs.start[runs.lines > 0], text.edges))[document]
    page = np.zeros(len(runs.start), dtype=bool)
    page[rows] = (pages <= 1) | (pages <= MOST_PAGES * lines)
    return page


def find_lines(text: Text, classes: Classes, runs: Runs) -> Lines:
    """Find the lines that may be or begin with a heading: as a section name begins, or with a number and a capital.

    A line that runs on into the next one, which begins with a small letter, is no whole heading.
    """
    known = kernel.Runs(*runs[:3], runs.at_edge.view(np.uint8))
    return Lines(*kernel.lines(text.latin, classes, text.edges, known, BEGINNINGS))


def beside_headings(text: Text, runs: Runs, lines: Lines) -> tuple[Mask, Mask]:
    """Tell which runs stand right behind a line that is a heading, and which right before one.

    A section name need not have a blank line around it, but the line before must not run on into it, nor it into the
    next one. A numbered title needs a blank line or another heading before it.
    """
    before, after = np.zeros(len(runs.start) + 1, dtype=bool), np.zeros(len(runs.start) + 1, dtype=bool)
    rows = np.flatnonzero(lines.told & kernel.WHOLE)
    for start, end, above, below, told in zip(*(column[rows].tolist() for column in lines), strict=True):
        line = text.string[start:end]
        named = headings.named_kind(line) is not None
        follows = told & kernel.FOLLOWS and not before[above]
        goes_on = follows and (not named or _runs_on(text.string, int(runs.start[above])))
        if not goes_on and (named or headings.is_numbered(line)):
            after[above] = before[below] = True
    return before[:-1], after[:-1]


def _behind_run_in_headings(text: Text, runs: Runs, lines: Lines, changes: Changes) -> list[int]:
    """Part run-in headings, such as ``Methods: We``, from their text, and give the single blanks that do it.

    They open a block, or a line behind a finished sentence.
    """
    rows = np.flatnonzero(lines.told & kernel.RUN_IN)
    above = lines.above[rows]
    opens = above < 0
    above = above[~opens]
    finished = (runs.lines[above] == 1) & IS_TERMINAL[runs.before[above]]
    opens[~opens] = finished | (changes.after[above] == PARTED) | runs.at_edge[above]
    blanks: list[int] = []
    reach = 0  # a name behind a name was found with it
    for start in lines.start[rows[opens]].tolist():
        end = headings.end_of_run_in(text.string, start) if start >= reach else 0
        if end and not _is_inside(runs, end):
            _part(runs, changes, int(np.searchsorted(runs.end, start)), start)
        while end and not _is_inside(runs, end):
            run = int(np.searchsorted(runs.start, end))
            parted = _part(runs, changes, run, end)
            blanks += [] if parted else [end]
            reach = int(runs.end[run]) if parted else end + 1
            end = headings.end_of_run_in(text.string, reach)
    return blanks


def _is_inside(runs: Runs, place: int) -> bool:
    """Tell whether a place lies inside a run: the furniture of a page may look like a heading."""
    row = int(np.searchsorted(runs.start, place)) - 1
    return row >= 0 and int(runs.end[row]) > place


def _part(runs: Runs, changes: Changes, run: int, place: int) -> bool:
    """Make a run a blank line if it begins or ends at a place."""
    there = run < len(runs.start) and place in {int(runs.start[run]), int(runs.end[run])}
    if there and not runs.at_edge[run]:
        changes.after[run] = PARTED
    return there


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether the text before a place ends with a terminal mark, closers and citations behind it aside."""
    return TERMINAL.search(text, max(0, end - CONTEXT), end) is not None


def _runs_on(text: str, end: int) -> bool:
    return OPEN_END.search(text, max(0, end - CONTEXT), end) is not None


def _page_joins(text: Text, classes: Classes, runs: Runs, free: Mask) -> Places:
    """Find page breaks inside a paragraph: no terminal mark before, a lower-case start after."""
    rows = np.flatnonzero(free & ((runs.lines >= BLANK_LINE) | runs.page))
    rows = rows[classes[runs.end[rows]] == chars.LOWER]
    starts = runs.start[rows]
    joins = ~MAY_END[runs.before[rows]]
    for row in np.flatnonzero(~joins).tolist():
        joins[row] = not ends_sentence(text.string, int(starts[row]))
    found: Places = rows[joins]
    return found


def _across_pages(text: Text, classes: Classes, runs: Runs, furniture: list[int]) -> Mask:
    """Tell which runs hold the end of a page and lead to a small letter."""
    places = np.concatenate([text.places_of("\f"), np.array(furniture, dtype=np.int64)])
    rows = np.searchsorted(runs.end, places, side="right")
    across = np.zeros(len(runs.start), dtype=bool)
    across[rows] = classes[runs.end[rows]] == chars.LOWER
    return across


def _judge_hyphens(text: Text, classes: Classes, runs: Runs, broken: Mask, changes: Changes) -> Mask:
    """Note what becomes of hyphens before a line end, and tell of which runs the hyphen goes, too."""
    rows = np.flatnonzero(broken & MAY_BE_HYPHEN[runs.before])
    rows = rows[runs.lines[rows] > 0]
    rows = rows[np.isin(text.codes[runs.start[rows] - 1], strings.units(HYPHENS))]
    rows = rows[(classes[runs.start[rows] - 2] >= chars.LOWER) & (classes[runs.end[rows]] >= chars.LOWER)]
    decisions = hyphens.judge(text, runs.start[rows], runs.end[rows])
    notes = [decision for decision in decisions if decision]
    changes.put(rows[[decision is not None for decision in decisions]], NOTHING, notes)
    joined = np.zeros(len(broken), dtype=bool)
    joined[rows] = [decision is not None and decision.rule == hyphens.JOINED for decision in decisions]
    return joined
