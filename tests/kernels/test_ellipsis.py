"""Names that share their last word with a name behind, held equal to the rule in regular expressions."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.text import ellipsis, fold
from etl.text.chars import Text
from etl.text.phrases import Folded
from etl.text.spans import Spans

CONJUNCTION = re.compile(r"(?:,? (?:and|or|and/or|as well as)|,|/) ?\Z")
WORD = re.compile(r"[^\s,;:()\[\]\0]+\Z")
TERMS = [
    "radio therapy", "beta radio therapy", "chemotherapy", "radiotherapy", "x beta therapy", "xray therapy", "therapy",
    "x radio", "a b x therapy", "q a b x therapy", f"{'x' * 55} therapy",
]  # fmt: skip
MATCH = re.compile(r"\b(?:radio therapy|chemotherapy|cold|x radio)\b")


def heads(match, is_joined):
    """What a name before a match may end with."""
    words = match.split(" ")
    if len(words) > 1:
        return [" " + " ".join(words[number:]) for number in range(1, len(words))]
    return [match[number:] for number in range(1, len(match) - ellipsis.SHORTEST_ENDING + 1) if is_joined]


def name(text, folded, limit, end, match):
    """The longest name that ends at a place, None where there is none."""
    best, last, endings = None, end, heads(match, is_joined=text[end - 1] in fold.JOINTS)
    for _ in range(ellipsis.MOST_WORDS):
        run = WORD.search(text[limit:last])
        letters = [at for at in range(limit + run.start(), last) if folded[at] != " "] if run else []
        if not letters:
            return best
        own = folded[letters[0] : end].rstrip(" ")
        rows = [TERMS.index(own + shared) for shared in endings if own + shared in TERMS]
        best = (letters[0], end, rows[0]) if rows else best
        last = letters[0] - 1
        if last < limit or text[last] != " ":
            return best
    return best


def simple(text, folded, matches):
    for before, (start, end, row) in zip([(0, 0, 0), *matches], matches, strict=False):
        place, limit = start, max(before[1], start - ellipsis.REACH)
        for _ in range(ellipsis.MOST_NAMES):
            link = CONJUNCTION.search(text[limit:place])
            found = (
                name(text, folded, limit, limit + link.start(), folded[start:end]) if link and link.start() else None
            )
            if found is None:
                break
            if found[2] != row:
                yield found
            place = found[0]


NAMES = st.sampled_from(
    [*TERMS, "beta", "x beta", "xray", "x", "chemo", "chemo-", "radio-", "cold", "(beta", "'beta", "b"]
)
LINKS = st.sampled_from(
    [" and ", ", ", ", and ", " or ", "/", " and/or ", " as well as ", ", as well as ", ",", " ", "\0"]
)
TEXTS = st.lists(st.tuples(NAMES, LINKS), max_size=8).map(lambda parts: f"\0{''.join(map(''.join, parts))}\0")


def found_in(text):
    """What is found in a text, and what the simple rule finds."""
    whole = Text(text)
    words = Folded.of(whole)
    folded = words.text.tobytes().decode()
    matches = [(*match.span(), TERMS.index(match[0]) if match[0] in TERMS else -1) for match in MATCH.finditer(folded)]
    rows = {term: row for row, term in enumerate(TERMS)}
    found = ellipsis.find(whole, words, Spans.of(matches).take(np.arange(len(matches))), rows)
    columns = zip(*(column.tolist() for column in found), strict=True)
    return sorted(columns), sorted(simple(text, folded, matches))


# What chance seldom makes: each is one step from another result.
CLOSE_CASES = [
    "q a b x and radio therapy", "xray, xray, xray, xray, xray and radio therapy", "radio\u2010 and chemotherapy",
    f"{'x' * 56} and radio therapy", "x(beta and radio therapy", "cold, beta and radio therapy", "xray/radio therapy",
    "xray as well as radio therapy", "xray, and radio therapy", "x radio and radio therapy",
]  # fmt: skip


@pytest.mark.parametrize("text", CLOSE_CASES)
def test_close_cases_are_those_of_the_simple_rule(text):
    found, expected = found_in(f"\0{text}\0")
    assert found == expected


@settings(max_examples=500)
@given(TEXTS)
def test_names_are_those_of_the_simple_rule(text):
    found, expected = found_in(text)
    assert found == expected


@given(TEXTS, TEXTS)
def test_no_name_depends_on_the_document_beside_it(one, other):
    size = len(one) - 1
    behind = [(start + size, end + size, row) for start, end, row in found_in(other)[0]]
    assert found_in(one[:-1] + other)[0] == found_in(one)[0] + behind


def test_nothing_is_found_where_nothing_is_named():
    empty = np.zeros(0, dtype=np.int64)
    whole = Text("\0\0")
    assert not len(ellipsis.find(whole, Folded.of(whole), Spans(empty, empty, empty), {}).start)
