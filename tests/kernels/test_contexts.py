"""What stands beside terms, held equal to the rules themselves at every term, and concepts to a look at all pairs."""

import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import contexts as kernel
from etl.text import contexts
from etl.text.chars import Text

BEFORE = ["anti-", "Pseudo\u2011", "1-N-", "-X-", "target of ", "Target of the ", "Department of ", "Dept. for the "]
BEFORE += [
    "School of Basic and ",
    "Institute for Pharmacology and ",
    "Annals of ",
    "Board for ",
    "state of ",
    "D of ",
    "Journal for X\u00e9\u4e2d and ",
    "",
]
TERMS = ["drug", "toxic", "ORAL", "dative\u0301", "non-topic", "\U0001d6fcl", "a"]
BEHIND = [
    " receptor",
    "-Genes",
    "\u2010like",
    "\u00a0resistance gene",
    " a antigens",
    "-b Antigen",
    " Institute",
    " group",
]
BEHIND += [
    " activity",
    " new Capacities",
    " x\u00b2_y effects",
    " infection",
    " virus infection",
    ".viruses (X) diseases",
    "",
]
BEHIND += [" level", " serum levels", "-Signaling", " protein", " gen", " necrosis factor", " Control Centre", "\u4e2d"]
PIECES = st.tuples(
    *map(st.sampled_from, (BEFORE, TERMS, BEHIND)), st.sampled_from([" ", ". ", "\n\n", "\0", "", " " * 40])
)


def laid_out(pieces):
    """The text of pieces, and the spans of their terms."""
    text, spans = "\0", []
    for before, term, behind, last in pieces:
        spans.append((len(text + before), len(text + before + term)))
        text += before + term + behind + last
    return Text(text + "\0"), *np.array(spans, dtype=np.int64).reshape(-1, 2).T.copy()


def plain(text, start, end, context, is_endogenous):
    """Tell whether a term is part of another name, by each rule."""
    reached = end + contexts.REACH
    before = context.before.search(text, max(start - contexts.REACH, 0), start)
    adjective = contexts.ADJECTIVE.fullmatch(text, start, end) and contexts.PROPERTY.match(text, end, reached)
    told = before or context.behind.match(text, end, reached) or adjective
    named = bool(told) and not contexts.INFECTION.match(text, end, reached)
    return named or (is_endogenous and contexts.ENDOGENOUS.match(text, end, reached) is not None)


@pytest.mark.parametrize("context", [contexts.THERAPY, contexts.CONDITION], ids=["therapy", "condition"])
@given(st.lists(PIECES, max_size=6), st.integers(0, 1))
@example([(before, "drug", behind, ". ") for before, behind in zip(BEFORE, BEHIND, strict=False)], 1)
def test_no_rule_is_passed_by(context, pieces, endogenous):
    text, start, end = laid_out(pieces)
    told = contexts.are_other_names(text, start, end, context, np.full(len(start), bool(endogenous)))
    spans = zip(start.tolist(), end.tolist(), strict=True)
    assert told.tolist() == [plain(text.string, *span, context, endogenous) for span in spans]


@pytest.mark.parametrize("rule", [contexts.THERAPY, contexts.CONDITION], ids=["therapy", "condition"])
def test_each_rule_has_a_sentence_that_it_tells(rule):
    """So that what is held equal above is not always false."""
    text = Text(f"\0{' '.join('drug' + behind for behind in BEHIND)}\0")
    start, end = (
        np.array([at(found) for found in re.finditer("drug", text.string)]) for at in (re.Match.start, re.Match.end)
    )
    assert contexts.are_other_names(text, start, end, rule, np.zeros(len(start), dtype=bool)).sum() > 2


@given(st.text("abCD\0 \u00e9\u4e2d", max_size=12), st.sets(st.text("abcd", min_size=4, max_size=4), max_size=6))
def test_known_letters_have_their_flags(text, known):
    """Others may have them, too, but seldom."""
    words = np.array([int.from_bytes(word.encode(), "little") for word in known], dtype=np.uint64)
    table = kernel.table(words, np.full(len(words), 2, dtype=np.uint8))
    latin, places = Text(text).latin, np.arange(-2, len(text) + 3)
    told = kernel.flags(latin, places, table) == 2
    for place, is_told in zip(places.tolist(), told.tolist(), strict=True):
        assert is_told or place < 0 or text[place : place + 4].lower() not in known
    assert np.count_nonzero(table) <= len(known)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 4), st.booleans()), max_size=20).map(sorted))
def test_a_concept_counts_in_its_document(rows):
    edges = np.array([0, 4, 9, 10, 31])
    start, concept, kept = (np.array([row[column] for row in rows], dtype=np.int64) for column in range(3))
    document = np.searchsorted(edges, start)
    named = set(zip(document[kept > 0].tolist(), concept[kept > 0].tolist(), strict=True))
    expected = [one in named for one in zip(document.tolist(), concept.tolist(), strict=True)]
    assert kernel.elsewhere(start, concept, kept.astype(np.uint8), edges, 5).tolist() == expected
