"""Ends of sentences in any characters, against the rules told simply."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from text.simple_sentences import Simple

from etl.text import sentences
from etl.text.chars import BOUNDARY, Text

SIGNS = ".?!:;,()[]-= \"'*\u2019\u201d\u2026\u3002\u2013\u00b2\u0660"
LETTERS = "aAbJ1I2v\u00e9\u00c9\u0391\u03b2\u4e2d\u05d0\u0301\uffff\U0001f600\U0001d400\ufffd"
WORDS = ["al", "Fig", "etc", "The", "U.S.", "e.g.", "p53", "vitamin C", "[12]", ". ", ". A", ".5 T", "1. "]
texts = st.lists(st.sampled_from([*SIGNS, *LETTERS, *WORDS]), min_size=1, max_size=40).map("".join)


@given(st.lists(texts.map(lambda text: " ".join(text.split())).filter(bool), min_size=1, max_size=3))
def test_sentences_of_any_characters_are_those_of_the_simple_rules(blocks):
    text = Text(BOUNDARY + BOUNDARY.join(blocks) + BOUNDARY)
    ends = np.cumsum([len(block) + 1 for block in blocks])
    starts = ends - [len(block) for block in blocks]
    expected = [
        (start + place, start + end)
        for start, block in zip(starts, blocks, strict=True)
        for place, end in Simple(block).spans()
    ]
    found = sentences.find(text, starts, ends)
    assert list(zip(*(places.tolist() for places in found), strict=True)) == expected
