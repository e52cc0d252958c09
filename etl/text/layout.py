"""The white space of a page: which line ends are wraps, broken words, page breaks, paragraphs, headings."""

import re
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text import chars, headings, hyphens
from etl.text.chars import Classes, Mask, Places, Text

PARAGRAPH = "\n\n"
# Line ends that make a blank line.
BLANK_LINE = 2
# The share of lines that page breaks may begin; pages have some 50 lines, or 15 where lines are short.
MOST_PAGES = 0.1
HYPHENS = ("-", "\u2010")
SOFT_HYPHEN = "\u00ad"
# A heading on a line is short; longer lines are not looked at one by one.
LONGEST_NAME = 50
# The first three letters of section names as one number, a capital and two in either case.
LOWER_CASE = 0x20
NAME_STARTS = np.unique([ord(name[0].upper()) << 16 | ord(name[1]) << 8 | ord(name[2]) for name in headings.KINDS])
ROMAN = np.frombuffer(b"IVX", dtype=np.uint8)
# Characters looked at on each side of a line end.
CONTEXT = 120
# How many line ends a character counts for; U+2028 and U+2029 are seen to apart.
LINES = np.zeros(256, dtype=np.int64)
LINES[[ord("\n"), ord("\r"), 0x85]] = 1
LINES[ord("\f")] = BLANK_LINE

TERMINAL = re.compile(
    r"""[.!?:]                              # a terminal mark
        [)\]"'\u2019\u201d\u00bb]*          # closing brackets and quotes
        (?:\s*\[[\d\s,;\u2010-\u2014\u2212-]+\])*   # a citation behind the mark
        \Z""",
    re.VERBOSE,
)
TERMINALS = np.frombuffer(b".!?", dtype=np.uint8)
OPEN_END = re.compile(r"(?:[,;(\[-]|\b(?:a|an|and|at|by|for|from|in|is|of|on|or|that|the|to|was|were|with))\Z")
JOIN_EVIDENCE = "no terminal mark before, a lower-case letter after"


# What a run of white space becomes.
NOTHING, BLANK, PARTED = range(3)
AFTER = pl.Series(["", " ", PARAGRAPH])


class Runs(NamedTuple):
    """Runs of white space that are more than one plain blank, in reading order."""

    start: Places
    end: Places
    lines: Places  # line ends inside; a form feed or a paragraph separator counts as two
    at_edge: Mask  # at the start or end of a document
    page: Mask  # the next line starts with exactly one blank: a form feed that was lost


class Notes(NamedTuple):
    """What each run becomes, and rule, evidence and strength of those that become it for more than white space."""

    after: Places
    noted: dict[int, tuple[str, str, str]]

    def note(self, run: int, becomes: int, rule: str, evidence: str, strength: str) -> None:
        """Say what a run becomes."""
        self.after[run], self.noted[run] = becomes, (rule, evidence, strength)


def edits(text: Text, classes: Classes, furniture: list[int]) -> pl.DataFrame:
    """Give the edits that turn each run of white space of a batch into one blank, one blank line, or nothing.

    ``classes`` are those of the text, or count more characters as white space, such as those of lines that are the
    ``furniture`` of a page and begin at these places.
    """
    runs = find_runs(text, classes)
    heading_before, heading_after = beside_headings(text, classes, runs)
    whole = (runs.lines >= BLANK_LINE) | heading_before | heading_after
    free = ~(runs.at_edge | heading_before | heading_after)
    notes = Notes(np.where(runs.at_edge, NOTHING, np.where(whole, PARTED, BLANK)), {})
    joins = _page_joins(text.string, classes, runs, free)
    for run in joins:
        notes.note(run, BLANK, "page_join", JOIN_EVIDENCE, "strong")
    whole[joins] = False
    across = _across_pages(text, runs, furniture) & (classes[runs.end] == chars.LOWER)
    joined = _judge_hyphens(text, classes, runs, free & (runs.lines > 0) & (~whole | across), notes)
    soft = (text.latin[runs.start] == ord(SOFT_HYPHEN)) & ((runs.lines == 1) | (runs.end - runs.start == 1))
    notes.after[soft & free] = NOTHING
    blanks = _behind_run_in_headings(text, classes, runs, notes)
    kept = (runs.end - runs.start > 1) | (text.latin[runs.start] != ord(" ")) | (notes.after != BLANK)
    return _frame(runs.start - joined, runs.end, notes, kept, np.array(blanks, dtype=np.int64))


def _frame(start: Places, end: Places, notes: Notes, kept: Mask, blanks: Places) -> pl.DataFrame:
    """Give the edits of the runs that are kept, and of single blanks that part blocks, in order."""
    start, end = np.append(start[kept], blanks), np.append(end[kept], blanks + 1)
    after = AFTER.gather(np.append(notes.after[kept], np.full(len(blanks), PARTED)))
    frame = pl.DataFrame({"source_start": start, "source_end": end, "after": after})
    rows: Places = (np.cumsum(kept) - 1)[list(notes.noted)]
    columns = zip(("rule", "evidence", "strength"), zip(*notes.noted.values(), strict=True), strict=False)
    nothing = pl.repeat(None, len(start), dtype=pl.String, eager=True)
    told = {name: nothing.clone().scatter(rows, list(values)) for name, values in columns}
    frame = frame.with_columns(told.get(name, nothing).alias(name) for name in ("rule", "evidence", "strength"))
    return frame.sort("source_start") if len(blanks) else frame


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
    lines = _count_lines(text, start, end)
    page = (lines == 1) & (text.latin[end - 1] == ord(" ")) & (_count_lines(text, end - 2, end - 1) == 1)
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
    string = text.string
    breaks = np.flatnonzero((runs.lines > 0) | runs.at_edge)
    starts = np.concatenate([runs.end[breaks], text.edges[:-1] + 1])
    starts = np.unique(starts[_may_begin_heading(text, classes, starts)])
    stops = np.append(runs.start[breaks], len(text))
    ends = np.minimum(stops[np.searchsorted(stops, starts)], text.edges[np.searchsorted(text.edges, starts)])
    short = ends - starts <= np.where(classes[starts] == chars.DIGIT, headings.LONGEST, LONGEST_NAME)
    before, after = np.zeros(len(runs.start), dtype=bool), np.zeros(len(runs.start), dtype=bool)
    starts, ends = starts[short], ends[short]
    runs_above, runs_below = np.searchsorted(runs.end, starts).tolist(), np.searchsorted(runs.start, ends).tolist()
    for start, end, above, below in zip(starts.tolist(), ends.tolist(), runs_above, runs_below, strict=True):
        named = headings.named_kind(string[start:end]) is not None
        if not named and not headings.is_numbered(string[start:end]):
            continue
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


def _behind_run_in_headings(text: Text, classes: Classes, runs: Runs, notes: Notes) -> list[int]:
    """Part run-in headings, such as ``Methods: We``, from their text, and give the single blanks that do it.

    They open a block, or a line behind a finished sentence.
    """
    opens = (notes.after == PARTED) | runs.at_edge
    behind = (runs.lines == 1) & np.isin(text.latin[runs.start - 1], TERMINALS)
    starts = np.concatenate([runs.end[opens | behind], text.edges[:-1] + 1])
    starts = np.unique(starts[_may_begin_heading(text, classes, np.minimum(starts, len(text) - 1))])
    blanks: list[int] = []
    reach = 0  # a name behind a name was found with it
    for start in starts.tolist():
        end = headings.end_of_run_in(text.string, start) if start >= reach else 0
        if end:
            _part(runs, notes, int(np.searchsorted(runs.end, start)), start)
        while end:
            run = int(np.searchsorted(runs.start, end))
            parted = _part(runs, notes, run, end)
            blanks += [] if parted else [end]
            reach = int(runs.end[run]) if parted else end + 1
            end = headings.end_of_run_in(text.string, reach)
    return blanks


def _part(runs: Runs, notes: Notes, run: int, place: int) -> bool:
    """Make a run a blank line if it begins or ends at a place."""
    there = run < len(runs.start) and place in {int(runs.start[run]), int(runs.end[run])}
    if there and not runs.at_edge[run]:
        notes.after[run] = PARTED
    return there


def _may_begin_heading(text: Text, classes: Classes, starts: Places) -> Mask:
    """Tell which lines begin as a section name does, or with a number, a Roman one too."""
    last = len(text) - 1
    first, *others = (text.latin[np.minimum(starts + step, last)].astype(np.int64) for step in range(3))
    second, third = (code | LOWER_CASE for code in others)
    named = np.isin(first << 16 | second << 8 | third, NAME_STARTS)
    roman = np.isin(first, ROMAN) & (np.isin(others[0], ROMAN) | (others[0] == ord(".")))
    begins: Mask = named | roman | (classes[starts] == chars.DIGIT)
    return begins


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether the text before a place ends with a terminal mark, closers and citations behind it aside."""
    return TERMINAL.search(text, max(0, end - CONTEXT), end) is not None


def _runs_on(text: str, end: int) -> bool:
    return OPEN_END.search(text, max(0, end - CONTEXT), end) is not None


def _page_joins(text: str, classes: Classes, runs: Runs, free: Mask) -> list[int]:
    """Find page breaks inside a paragraph: no terminal mark before, a lower-case start after."""
    candidates = free & ((runs.lines >= BLANK_LINE) | runs.page) & (classes[runs.end] == chars.LOWER)
    return [run for run in np.flatnonzero(candidates).tolist() if not ends_sentence(text, int(runs.start[run]))]


def _across_pages(text: Text, runs: Runs, furniture: list[int]) -> Mask:
    """Tell which runs hold the end of a page."""
    feeds = np.flatnonzero(text.latin == ord("\f"))
    places = np.sort(np.concatenate([feeds, np.array(furniture, dtype=np.int64)]))
    across: Mask = np.searchsorted(places, runs.start) < np.searchsorted(places, runs.end)
    return across


def _judge_hyphens(text: Text, classes: Classes, runs: Runs, broken: Mask, notes: Notes) -> Mask:
    """Note what becomes of hyphens before a line end, and tell of which runs the hyphen goes, too."""
    alphanumeric = (classes[runs.start - 2] >= chars.LOWER) & (classes[runs.end] >= chars.LOWER)
    hyphened = np.isin(text.codes[runs.start - 1], [ord(hyphen) for hyphen in HYPHENS])
    candidates = np.flatnonzero(broken & hyphened & alphanumeric)
    joined = np.zeros(len(broken), dtype=bool)
    decisions = hyphens.judge(text, runs.start[candidates], runs.end[candidates])
    for run, decision in zip(candidates.tolist(), decisions, strict=True):
        if decision.rule is not None:
            notes.note(run, NOTHING, decision.rule, decision.evidence, decision.strength)
            joined[run] = decision.rule == "hyphen_joined"
    return joined


def _count_lines(text: Text, start: Places, end: Places) -> Places:
    """Count the line ends in each run of white space; one that parts pages or paragraphs counts twice."""
    length = end - start
    places = chars.ranges(start, length)
    lines = LINES[text.latin[places]]
    returns = np.flatnonzero(text.latin[places] == ord("\r"))
    lines[returns] = text.latin[places[returns] + 1] != ord("\n")
    beyond = np.flatnonzero(text.latin[places] == chars.BEYOND)
    codes = text.codes[places[beyond]]
    lines[beyond] = (codes == ord("\u2028")) + 2 * (codes == ord("\u2029"))
    total = np.concatenate([[0], np.cumsum(lines)])
    last = np.cumsum(length)
    count: Places = total[last] - total[last - length]
    return count
