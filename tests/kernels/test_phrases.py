"""Words, phrases and endings in folded text, held equal to plain searches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import phrases
from etl.text import fold, stems
from etl.text.chars import Text
from etl.text.phrases import Folded, Phrases

ANY_TEXT = st.text(st.sampled_from("abZ \n\0.-\u00e9\u03b1\u4e2d\U0001d6fc") | st.characters(), max_size=40)
# Words of every length about the eight letters that tell words; an empty one makes two blanks.
WORD = st.sampled_from(["", "a", "a", "ab", "babcdefgh", "cbabcdefgh", "abcdefghabcdefgha"])
PHRASE = st.lists(WORD, min_size=1, max_size=5).map(" ".join).filter(str.strip)
WORDS = st.lists(WORD, max_size=14)
# Of names that differ in a number alone; slots that a look-up may go through (numbers drawn at random leave 50 to 85).
NUMBERS, MOST_SLOTS = range(10_000, 30_000), 150


def plain_search(names, words, text):
    """The phrases that words stand for, as (place, number), where `text` begins with the first of them."""
    found, place = set(), 0
    for row, word in enumerate(words):
        for number, name in enumerate(names):
            size = name.count(" ") + 1
            if row + size <= len(words) and words[row : row + size] == name.split(" "):
                found.add((text + place, number))
        place += len(word) + 1
    return found


def with_shorter(own, hits):
    """All phrases that begin at hits, each with the shorter ones that it begins with."""
    for place, phrase in zip(hits.start.tolist(), hits.phrase.tolist(), strict=True):
        number = phrase
        while number >= 0:
            yield place, number
            number = int(own.shorter[number])


@given(ANY_TEXT)
def test_words_are_what_blanks_part(text):
    words = Folded.of(Text(text))
    folded = words.text.tobytes()
    assert folded == bytes(fold.words_table()[[ord(char) for char in text]].tolist())
    plain = folded.split(b" ")
    start = [sum(len(word) + 1 for word in plain[:row]) for row in range(len(plain) + 1)]
    assert words.start.tolist() == [*start, start[-1] + 1, start[-1] + 2]


@given(st.lists(PHRASE, unique=True), st.lists(WORDS, min_size=1, max_size=3))
def test_phrases_are_those_of_a_plain_search_in_each_span(names, spans):
    own = Phrases(names)
    words = Folded.known(" ".join(" ".join(span) for span in spans if span).encode())
    expected, edges, place = set(), [], 0
    for span in filter(None, spans):
        expected |= plain_search(names, span, place)
        edges.append((place, place + len(" ".join(span)) + 1))
        place = edges[-1][1]
    hits = own.find(words, *np.array(edges, dtype=np.int64).reshape(-1, 2).T.copy())
    assert hits.start.tolist() == sorted(set(hits.start.tolist()))
    assert sorted(with_shorter(own, hits)) == sorted(expected)


def is_met(need, char):
    return need in {"?", char} or (need == "-" and char in fold.JOINTS)


@given(st.lists(st.sampled_from(["a", "b", "a b", "b a", "a b a", "a b a b", "ab", "ab a"]), unique=True), st.data())
def test_the_longest_wanted_phrases_are_kept_from_the_left(names, data):
    own = Phrases(names)
    text = Text(" ".join(data.draw(st.lists(st.sampled_from(["a", "a", "b", "b", "ab", "A"]), max_size=12))))
    wanted = np.array(data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names))), dtype=np.bool_)
    spelled = " ".join([*names, ""])
    needed = data.draw(st.lists(st.sampled_from("?????aA-"), min_size=len(spelled), max_size=len(spelled)))
    kinds = {"?": phrases.ANY, "-": phrases.JOINT}
    needs = np.array([kinds.get(need, ord(need)) for need in needed], dtype=np.uint8)
    words = Folded.of(text)
    kept = own.longest(text, own.find(words, np.array([0]), np.array([len(text) + 1])), wanted, needs[: own.edge[-1]])
    expected, place, folded = [], 0, words.text.tobytes().decode()
    while place < len(text):
        fits = [
            (len(name), number)
            for number, name in enumerate(names)
            if wanted[number]
            and f" {folded} ".startswith(f" {name} ", place)
            and all(map(is_met, needed[own.edge[number] :], text.string[place : place + len(name)]))
        ]
        if fits:
            expected.append((place, place + max(fits)[0], max(fits)[1]))
        place += max(fits)[0] if fits else 1
    assert list(zip(*(column.tolist() for column in kept), strict=True)) == expected


ENDINGS = st.lists(st.text("ab", min_size=3, max_size=5), unique=True)


@given(ENDINGS, st.data())
def test_words_are_known_by_their_longest_ending(endings, data):
    word = st.text("abc", max_size=5), st.sampled_from([*endings, "aa", ""]), st.sampled_from(["", "s"])
    text = " ".join(map("".join, data.draw(st.lists(st.tuples(*word), max_size=8))))
    found = stems.Endings(endings).find(Folded.known(text.encode()))
    expected, place = [], 0
    for word in text.split(" "):
        known = [row for row, end in enumerate(endings) if word.endswith((end, f"{end}s"))]
        if known and len(word) >= stems.SHORTEST:
            expected.append((place, place + len(word), max(known, key=lambda row: len(endings[row]))))
        place += len(word) + 1
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


def test_more_is_found_than_there_is_room_for_at_first():
    words = Folded.known(b"xxxumab " * 10_000)
    hits = Phrases(["xxxumab"]).find(words, np.array([0]), np.array([80_000]))
    assert hits.start.tolist() == stems.Endings(["umab"]).find(words).start.tolist() == [*range(0, 80_000, 8)]


@pytest.mark.parametrize("spelled", ["nsc{0}", "cell line hela{0}", "{1}umab", "{0}{1} a"])
def test_names_that_differ_at_one_end_have_slots_apart(spelled):
    names = [spelled.format(number, "".join(chr(49 + ord(digit)) for digit in str(number))) for number in NUMBERS]
    size = 1 + names[0].count(" ")
    first = np.arange(0, size * len(names) + 1, size)
    states = phrases.table(*Folded.known(" ".join(names).encode()), first)[1]
    assert np.diff(np.flatnonzero(states == 0)).max() < MOST_SLOTS
