"""Lines that may be headings against the plain rule over strings, which loses no section name."""

from itertools import pairwise, product

from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import headings as kernel
from etl.text import headings, layout
from etl.text.chars import BEYOND, DIGIT, EDGE, LETTER, LOWER, SPACE, UPPER, Text, class_table

PIECES = [
    "Methods",
    "METHODS",
    "Results",
    "Authors\u2019 contributions",
    "Aims",
    "Me",
    "The cell",
    "IV. ",
    "X",
    "2.1 ",
    "3",
]
PIECES += [
    "\u0662 ",
    "\u0410bc",
    "\u4e2d",
    "\U0001d6fc",
    "\u00e9",
    "m",
    ": We",
    ". We",
    ". w",
    ":",
    ".",
    ",",
    "&",
    " ",
    "  ",
]
PIECES += ["\n", "\n", "\r\n", "\n\n", "\f", " \n", "\0", "\0 ", "\u2028", "a" * 60, "Methods" + " " * 70, "1" * 85]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map(lambda parts: f"\0{''.join(parts)}\0")
STARTS = {name[:3] for name in headings.KINDS}
IN_NAMES = set("".join(headings.KINDS).upper() + "\u2019")


def kind(char):
    return int(class_table()[ord(char)])


def begins(text, start, end):
    """Whether a line begins as a heading does."""
    line = text[start:end]
    if kind(line[0]) == DIGIT:
        near = text[start : min(start + headings.LONGEST, len(text) - 1)]
        behind = next((char for char in near if kind(char) not in {DIGIT, SPACE} and char != "."), None)
        return behind is None or kind(behind) == UPPER or ord(behind) >= BEYOND
    return (line[0].isupper() and line[:3].lower() in STARTS) or (line[0] in "IVX" and line[1:2] in {*"IVX."} - {""})


def runs_in(text, start):
    """Whether white space stands behind a colon or point, and that behind a number and what a name may hold."""
    while kind(text[start]) == DIGIT or text[start] == ".":
        start += 1
    while kind(text[start]) == SPACE:
        start += 1
    last = min(start + headings.LONGEST, len(text) - 1)
    while start < last and (
        LOWER <= kind(text[start]) <= LETTER or kind(text[start]) == SPACE or may_be_named(text[start])
    ):
        start += 1
    return text[start] in ":." and kind(text[start + 1]) == SPACE


def may_be_named(char):
    return ord(char) >= 0xFF or char in IN_NAMES


def told(string, line, above, below):
    """What a line may be."""
    start, end = line
    most = headings.LONGEST if kind(string[start]) == DIGIT else layout.LONGEST_NAME
    goes_on = below is not None and below.lines == 1 and not below.at_edge and kind(string[below.end]) == LOWER
    follows = above is not None and above.lines == 1 and not above.at_edge
    whole, run_in = end - start <= most and not goes_on, runs_in(string, start)
    return whole * kernel.WHOLE | run_in * kernel.RUN_IN | follows * kernel.FOLLOWS


def all_lines(text, runs):
    """The span of each line, the rows of the runs above and below, -1 for none, and what it may be."""
    rows = [layout.Runs(*row) for row in zip(*(column.tolist() for column in runs), strict=True)]
    for first, last in pairwise(text.edges.tolist()):
        inside = [row for row, run in enumerate(rows) if first < run.start < last and (run.lines or run.at_edge)]
        opens = [-1] if kind(text.string[first + 1]) != SPACE else []
        for above, below in pairwise([*opens, *inside, -1]):
            start = rows[above].end if above >= 0 else first + 1
            end = rows[below].start if below >= 0 else last
            beside = (rows[row] if row >= 0 else None for row in (above, below))
            if start < end:
                yield start, end, above, below, told(text.string, (start, end), *beside)


def plain_rule(text, runs):
    lines = [line for line in all_lines(text, runs) if begins(text.string, *line[:2])]
    return [line for line in lines if line[-1] & (kernel.WHOLE | kernel.RUN_IN)]


@given(TEXTS)
def test_lines_are_those_of_the_plain_rule(string):
    text = Text(string)
    runs = layout.find_runs(text, text.classes)
    found = layout.find_lines(text, text.classes, runs)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == plain_rule(text, runs)


@given(TEXTS)
@example("\0The cell\n\n2.1 Methods\n\n3Results\n2 . 2 Aims\n\n2.1 \u0410bcd\0")
def test_no_numbered_heading_is_lost(string):
    text = Text(string)
    runs = layout.find_runs(text, text.classes)
    found = set(layout.find_lines(text, text.classes, runs).start.tolist())
    for start, end, _, _, may_be in all_lines(text, runs):
        line = string[start:end]
        if kind(line[0]) == DIGIT and may_be & kernel.WHOLE:
            assert start in found or not (headings.named_kind(line) or headings.is_numbered(line))


@given(TEXTS)
@example(f"\0 2{' ' * 90}Methods: We\0")
def test_no_run_in_name_is_lost(string):
    text = Text(string)
    runs = layout.find_runs(text, text.classes)
    found = layout.find_lines(text, text.classes, runs)
    starts = [edge + 1 for edge in text.edges[:-1].tolist() if text.classes[edge + 1] not in {EDGE, SPACE}]
    starts += runs.end[(runs.lines > 0) | runs.at_edge].tolist()
    named = {start for start in starts if headings.end_of_run_in(string, start)}
    assert named <= set(found.start[found.told & kernel.RUN_IN > 0].tolist())


def test_lines_of_any_length_are_those_of_the_plain_rule():
    for start, end in product(("Methods", "3", "3 M"), ("", ": We", " We.\nThe")):
        for size in range(35, 85):
            test_lines_are_those_of_the_plain_rule.hypothesis.inner_test(f"\0{start}{'m' * size}{end}\0")


def test_a_text_without_documents_has_no_lines():
    for string in ("", "\0", "\0\0"):
        text = Text(string)
        assert not len(layout.find_lines(text, text.classes, layout.find_runs(text, text.classes)).start)
