"""Words and marks that may have lost a blank against the plain rule over strings."""

import re

from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import glue as kernel
from etl.text import glue, words
from etl.text.chars import DIGIT, LETTER, LOWER, OTHER, UPPER, Text, class_table
from etl.text.words import Table

PIECES = [
    "a",
    "ab",
    "The",
    "DNA",
    "cell",
    "X",
    "2",
    "19",
    "is",
    "\u00e9",
    "\u00c9",
    "\u00ff",
    "\u03b1",
    "\u0391",
    "\u4e2d",
]
PIECES += [
    "\U0001d6fc",
    "e\u0301",
    "\u00b2",
    "-",
    "-",
    " ",
    ",",
    ";",
    ".",
    "_",
    "@",
    "/",
    "\n",
    "\0",
    "tumorCells",
    "9is",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda parts: f"\0{''.join(parts)}\0")
LIMITS = SHORTEST, LONGEST = 2, 7


def classes_of(string):
    return [int(class_table()[ord(char)]) for char in string]


def is_free(string, start, end):
    dotted = string[end] == "." and classes_of(string[end + 1])[0] >= LOWER
    return string[start - 1] not in "_@/.-" and string[end] not in "_@/-" and not dotted


def plain_rule(string, start, end):
    """What may be glued in a word."""
    first, *behind = classes_of(string[start:end])
    if OTHER in behind:
        capital_inside = (LOWER, UPPER) in zip([first, *behind], behind, strict=False)
        return kernel.HYPHENED if capital_inside and is_free(string, start, end) else kernel.WHOLE
    if first == DIGIT:
        return kernel.BEHIND_NUMBER if LOWER in behind and {LOWER, DIGIT}.issuperset(behind) else kernel.WHOLE
    if DIGIT in behind or not SHORTEST <= end - start <= LONGEST or not is_free(string, start, end):
        return kernel.WHOLE
    return kernel.INNER_CAPITAL if {LOWER, UPPER}.issubset(behind) else kernel.OF_LETTERS


@given(TEXTS)
def test_words_may_be_glued_as_the_plain_rule_says(string):
    text = Text(string)
    found = words.find_others(text, Table(words.keys_of_strings([])), 1)
    spans = list(zip(found.start.tolist(), found.end.tolist(), strict=True))
    told = kernel.kinds(text.latin, text.classes, *found[1:3], *LIMITS, glue.ODD_BEFORE, glue.ODD_AFTER)
    assert told.tolist() == [plain_rule(string, start, end) for start, end in spans]


@given(TEXTS)
def test_signs_between_letters_are_found(string):
    text = Text(string)
    places = [match.start() for match in re.finditer("[,;]", string)]
    expected = [place for place in places if all(LOWER <= c <= LETTER for c in text.classes[[place - 1, place + 1]])]
    assert kernel.between_letters(text.latin, text.classes, *b",;").tolist() == expected


def test_more_signs_are_found_than_there_is_room_for_at_first():
    text = Text("\0" + "a,a;" * 3000 + "a\0")
    assert kernel.between_letters(text.latin, text.classes, *b",;").tolist() == list(range(2, 12_002, 2))


def test_a_text_without_documents_has_no_signs_between_letters():
    for string in ("", "\0", "\0\0"):
        assert not len(kernel.between_letters(Text(string).latin, Text(string).classes, *b",;"))
