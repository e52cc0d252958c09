"""Runs of white space against the rule over single characters."""

from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import white_space
from etl.text import chars, layout
from etl.text.chars import Text

PIECES = [" ", "  ", "\n", "\r\n", "\r", "\f", "\t", "\x85", "\u00a0", "\u2028", "\u2029", "\u3000", "\0"]
PIECES += ["\0 a", "a \0b", "a", "B ", "7", "\u00ff", "\u03b1", "\U0001d6fc", "-\n ", "\n x"]
LINES = dict.fromkeys("\n\r\x85\u2028", 1) | dict.fromkeys("\f\u2029", 2)


def line_ends(string, place):
    """Line ends that a character stands for; a return before a line feed is none of its own."""
    return 0 if string[place : place + 2] == "\r\n" else LINES.get(string[place], 0)


def by_hand(string):
    found, place = [], 0
    while place < len(string):
        start = place
        while string[place].isspace():
            place += 1
        at_edge = "\0" in (string[start - 1], string[place])
        if start < place and (at_edge or string[start:place] != " "):
            indented = place - start > 1 and string[place - 1] == " " and line_ends(string, place - 2) > 0
            lines = sum(line_ends(string, one) for one in range(start, place))
            beside = [min(ord(string[one]), chars.BEYOND) for one in (start - 1, place)]
            found.append((start, place, lines, *beside, at_edge, indented))
        place += 1
    return found


def by_kernel(string):
    text = Text(string)
    columns = white_space.runs(
        text.classes, text.latin, text.codes, chars.BEYOND, chars.SPACE, chars.EDGE, layout.LINES, layout.LINE_END_PAIR
    )
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_runs_are_those_found_character_by_character(string):
    assert by_kernel(f"\0{string}\0") == by_hand(f"\0{string}\0")


def test_a_text_without_documents_has_no_runs():
    assert by_kernel("") == by_kernel("\0") == by_kernel("\0\0") == []
