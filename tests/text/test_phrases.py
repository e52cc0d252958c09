"""Phrases in folded text: all of them, whatever they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from etl.text.phrases import Folded, Phrases

# Words of every length about the eight letters that are looked at in one step; an empty one makes two blanks.
WORD = st.sampled_from(["", "", "a", "ab", "abcdefgh", "abcdefghi", "abcdefghj", "abcdefghabcdefgha"])
PHRASE = st.lists(WORD, min_size=1, max_size=4).map(" ".join).filter(str.strip)


def plain_search(phrases, text):
    padded = f" {text} "
    return {
        (start, start + len(phrase), number)
        for number, phrase in enumerate(phrases)
        for start in range(len(text) + 1)
        if padded.startswith(f" {phrase} ", start)
    }


@given(st.lists(PHRASE, unique=True), st.lists(WORD, max_size=12).map(" ".join))
def test_hits_are_those_of_a_plain_search(phrases, text):
    hits = Phrases(phrases).find(Folded.of(text.encode()))
    found = list(zip(*(column.tolist() for column in hits), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == plain_search(phrases, text)
