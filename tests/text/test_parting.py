"""How tokens part, and that all that may part are looked at."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text import glue, lexicon, parting, words
from etl.text.chars import Text
from etl.text.words import Table

PIECES = st.sampled_from(
    "the The and is with of was in cells tumor immune response patients therapy ab Beta DNA zz imab café".split()
)
TOKENS = st.lists(PIECES, min_size=1, max_size=4).map("".join).filter(lambda token: 5 <= len(token) <= 60)


def all_words(text):
    return words.find_others(text, Table(np.zeros(0, dtype=np.uint64)), 1)


def is_looked_at(token):
    return len(glue._candidates(glue.Unknown.of(Text(f"\0{token}\0"))).start) > 0


@given(TOKENS)
def test_a_token_that_parts_is_looked_at(token):
    assert parting.look(token) is None or is_looked_at(token)


@pytest.mark.parametrize("token", ["cells", "Abramson", "imatinib", "DNA-binding", "p53is"])
def test_known_words_names_and_what_is_not_of_letters_are_not_looked_at(token):
    assert not is_looked_at(token)


@pytest.mark.parametrize(
    ("token", "cuts"),
    [
        ("inrecentyears", (2, 8)),
        ("ofpatients", (2,)),
        ("theDNA", (3,)),
        ("immunotherapy", None),
        ("germline", None),
        ("cells", None),
    ],
)
def test_a_token_parts_where_words_of_the_list_make_it_up(token, cuts):
    found = parting.part(token)
    assert (found.cuts if found else None) == cuts


@pytest.mark.parametrize(
    "name",
    "contralateral methyltransferase hydroxyprogesterone psychostimulant anovulation Canis lateralis Landis orlistat"
    " artemisinin oncostatin bestatin propantheline labyrinthitis adrenalitis".split(),
)
def test_a_name_that_words_make_up_by_accident_does_not_part(name):
    found = parting.part(name)
    assert found is None or not found.cuts


def test_no_name_of_the_vocabulary_parts(root):
    tables = [pl.read_csv(root / "seeds" / "vocabulary" / f"{kind}_terms.csv") for kind in ("therapy", "condition")]
    names = {name for table in tables for term in table["term"] for name in term.split() if name.isalpha()}
    found = {name: parting.part(name) for name in names}
    assert len(names) > 10_000
    assert [name for name, parting in found.items() if parting and parting.cuts] == []


@pytest.mark.parametrize(
    ("first", "second", "often"),
    [("recent", "years", True), ("zoom", "range", True), ("abcs", "of", True), ("years", "recent", False)],
)
def test_pairs_of_the_list_stand_side_by_side(first, second, often):
    assert lexicon.side_by_side(first, second) == often


@given(st.lists(TOKENS, min_size=1, max_size=8))
def test_what_may_part_does_not_depend_on_its_neighbours(tokens):
    found = all_words(Text("\0" + " ".join(tokens) + "\0"))
    alone = [parting.may_part(all_words(Text(f"\0{token}\0"))).tolist() for token in found.slices()]
    assert [[may] for may in parting.may_part(found).tolist()] == alone
