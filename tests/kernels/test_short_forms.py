"""Short and long forms beside brackets, held equal to the rule in regular expressions."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.kernels import short_forms as kernel
from etl.text import abbreviations
from etl.text.abbreviations import INITIALS
from etl.text.chars import Text

# As in the module, but smaller, so that short texts come up to them.
SHORTEST, LONGEST, MORE_WORDS, REACH_OF_WORD, REACH = LIMITS = (2, 5, 3, 6, 14)
INK = r"[^\s()\[\];,\0]"
IN_BRACKETS = re.compile(rf"\(({INK}{{{SHORTEST},}}(?: {INK}+)?) ?[);,]")
BEFORE_BRACKET = re.compile(rf"(?<![^\s\0(\[/])[^\W_]{INK}{{1,{LONGEST - 1}}}(?= \Z)")
LONG_IN_BRACKETS = re.compile(r"[^()\[\];,\0\n]+(?=[);,])")
STOP = re.compile(r"[()\[\]\0\n]|[.?!;:] ")
WORD, WORD_BEFORE = re.compile(r"[^\s/\u2013-]+"), re.compile(r"[^\s/\u2013-]+[\s/\u2013-]+\Z")


@cache
def counts_as(char):
    small = char.lower()[0]
    return INITIALS.get(small, small)


def plain(text):
    return "".join(map(counts_as, text))


def long_form(window, short):
    """Where the long form begins that ends a window; None where there is none."""
    letters, text, place = [char for char in plain(short) if char.isalnum()], plain(window), len(window)
    for letter in reversed(letters):
        place = text.rfind(letter, 0, max(place, 0))
    while place > 0 and text[place - 1].isalnum():
        place = text.rfind(letters[0], 0, place)
    before = WORD_BEFORE.search(text[: max(place, 0)])
    if before and before[0][0] == letters[0] and len(WORD.findall(text[place:])) < len(letters):
        place = before.start()
    long = window[max(place, 0) :]
    words = long.split()
    fits = len(words) <= min(len(short) + MORE_WORDS, 2 * len(short)) and len(long) > len(short) and short not in words
    return place if place >= 0 and fits and words[0].lower() not in {"a", "of"} else None


def before_bracket(text, place):
    match = BEFORE_BRACKET.search(text, max(0, place - LONGEST - 1), place)
    ends = match and re.search(r"\A(?:.*[A-Z\u00c9]|.*[A-Z\u00c9](?:\d|s))\Z", match[0])
    long = LONG_IN_BRACKETS.match(text, place + 1, place + REACH)
    if ends and long and long[0][0].isalnum() and len(match[0].removesuffix("s")) >= SHORTEST:
        short, long_end = match[0].removesuffix("s"), long.start() + len(long[0].rstrip())
        if long_form(long[0].rstrip(), short) == 0:
            yield match.start(), match.start() + len(short), match.start() + len(short), long.start(), long_end


def in_bracket(text, place):
    match = IN_BRACKETS.match(text, place)
    token = match[1] if match else ""
    if len(token) <= LONGEST and any(char.isupper() for char in token) and token[0].isalnum():
        short = token[:-1] if token[-1] == "s" and token[-2].isupper() else token
        start = max(0, place - REACH_OF_WORD * min(len(short) + MORE_WORDS, 2 * len(short)))
        start += next((at for at, char in enumerate(text[start:place]) if char in " \0"), 0) if start else 0
        end = len(text[:place].rstrip())
        window = STOP.split(text[start:end])[-1].lstrip()
        begins = long_form(window, short)
        if begins is not None:
            yield place + 1, place + 1 + len(short), place + 1 + len(token), end - len(window) + begins, end


def simple(text):
    places = [place for place, char in enumerate(text) if char == "("]
    return [found for place in places for rule in (before_bracket, in_bracket) for found in rule(text, place)]


def found_in(text):
    whole = Text(text)
    known = abbreviations.characters(), abbreviations.JOINTS, abbreviations.tokens.pack("a of")
    return list(zip(*kernel.find(whole.codes, whole.latin, whole.places_of("("), *known, *LIMITS), strict=True))


WORDS = st.sampled_from(["a", "b", "ab", "bab", "A", "AB", "of", "b2"])
ODD = st.sampled_from(["'a", "c.", "\u03b1b", "\u00b5", "\u0130b", "\u212a", "\u4e2d", "\U0001d6fc", "\0", "(", "]"])
BETWEEN = st.sampled_from([" "] * 6 + ["-", "/", "\u2013", "\u00a0", ". ", "; "])
LONG = st.lists(st.tuples(WORDS | WORDS | WORDS | ODD, BETWEEN), min_size=1, max_size=6)
LONG = LONG.map(lambda words: "".join(map("".join, words))[:-1])
USUAL = st.sampled_from(["AB", "ABs", "AAB", "aB", "A b", "A-b", "AB2", "ABABA"])
SHORT = USUAL | st.sampled_from(["As", "A2s", "Abs", "ABABAs", "ABABAB", "'AB", "ab", "\u03b1B", "MB", "KA", "A\u4e2d"])
OPEN, CLOSE = st.sampled_from([" ("] * 4 + ["(", "\n("]), st.sampled_from([")"] * 4 + [" )", ";", ", ", " x)", "]"])
BEHIND = st.tuples(LONG, OPEN, SHORT, CLOSE).map("".join)
BEFORE = st.tuples(st.sampled_from([" ", " ", "/", "(", "x", ""]), SHORT, OPEN, LONG, CLOSE).map("".join)
TEXTS = st.lists(BEHIND | BEFORE | LONG, max_size=3).map(lambda parts: f"\0{''.join(parts)}\0")


# What chance seldom makes: each is one step from another result.
CLOSE_CASES = [
    "AB b (AB)", "of xa b (OB)", "ax of b (AB)", "ab bx (Abs)", "ab b (As)", "As (ab)", "A2s (a 2)", "x/AB (ab b)",
    "'/AB (ab b)", "xaaaaaaaaaaaaaaaaaaaaaaaa bbbb (AB)",
    "ABABA (ababa ab)", "ABABAB (abab ab ab)", "AB (abbbbbbbbbbb)", "AB (abbbbbbbbbbbb)", "x ab ab ab b a b (AAB)",
    "a. b (AB)", "a.b (AB)", "b a-b (AB)", "a a b (AAB)", "a\nb (AB)", "a b\n\n(AB)", "bbbbbbbbbbbbbbbbbbba b (AB)",
]  # fmt: skip


@pytest.mark.parametrize("text", CLOSE_CASES)
def test_close_cases_are_those_of_the_simple_rule(text):
    assert found_in(f"\0{text}\0") == simple(f"\0{text}\0")


@settings(max_examples=500)
@given(TEXTS)
def test_definitions_are_those_of_the_simple_rule(text):
    assert found_in(text) == simple(text)


@given(TEXTS, TEXTS)
def test_no_definition_depends_on_the_document_beside_it(one, other):
    size = len(one) - 1
    behind = [tuple(place + size for place in found) for found in found_in(other)]
    assert found_in(one[:-1] + other) == found_in(one) + behind
