"""The kernels of words do what plain loops over characters do."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import words as kernel
from etl.text import chars, words
from etl.text.chars import BOUNDARY, Text
from etl.text.words import Asked, Table

# Letters of both cases within and beyond Latin-1, a combining mark, digits, signs, blanks, planes above the first.
CHARACTERS = "aAbzZàÀßÿŸ\u03b1\u0391\u0301é9½²-_.,\n \0\u212a中\U0001d49c\U00020000"
# Words and hyphens at the border between two blocks of 64 characters, too, and over it.
LEADS = st.sampled_from(["", "." * 50, "." * 62, "a" * 58, "a" * 62, "." * 61 + "a", "." * 62 + "-", "a-" * 60])
TEXTS = st.builds(
    lambda lead, text: f"\0{lead}{text}\0",
    LEADS,
    st.text(st.sampled_from(CHARACTERS) | st.sampled_from("aB-"), max_size=60),
)
WORDS = st.text(st.sampled_from("aAbBàÀ\u03b1ß9-\U0001d49c"), min_size=1, max_size=20)


def fold(word):
    """Make what differs in the case of Latin-1 letters alone the same; ß is none, and there are no signs."""
    return "".join(chr(ord(letter) | 0x20) if letter.isupper() and letter <= "ÿ" else letter for letter in word)


def all_words(text):
    return words.find_others(text, Table(np.zeros(0, dtype=np.uint64)), 1)


def is_letter(text, place):
    return chars.class_table()[ord(text[place])] >= chars.LOWER


def spans(text):
    """Give the span of each word: letters and digits, and hyphens between two of them."""
    inside = [
        is_letter(text, place)
        or (text[place] == "-" and is_letter(text, place - 1) and is_letter(text, (place + 1) % len(text)))
        for place in range(len(text))
    ]
    starts = [place for place in range(len(text)) if inside[place] and not inside[place - 1]]
    return [(start, next(end for end in range(start, len(text)) if not inside[end])) for start in starts]


def pairs(found):
    return list(zip(found.start.tolist(), found.end.tolist(), strict=True))


def table(held):
    return Table(words.keys_of_strings(held))


@given(TEXTS)
def test_words_are_letters_digits_and_hyphens_between_them(text):
    assert pairs(all_words(Text(text))) == spans(text)


@pytest.mark.parametrize("text", ["", "\0", "\0a\0", "\0-\0", "\0a-\0-b--c\0", f"\0{'a' * 8}\0", f"\0{'a' * 17}-b\0"])
def test_words_end_at_the_boundaries(text):
    assert pairs(all_words(Text(text))) == spans(text)


@given(TEXTS, st.lists(WORDS, max_size=5))
def test_a_table_parts_the_words_of_a_text(text, held):
    known = {fold(word) for word in held}
    others = [(start, end) for start, end in spans(text) if fold(text[start:end]) not in known]
    asked = words.of_strings(held, np.zeros(len(held), np.int64))
    assert pairs(words.find_others(Text(text), table(held), 1)) == others
    assert pairs(words.find_asked(Text(text), asked, 1)) == sorted(set(spans(text)) - set(others))
    longer = [(start, end) for start, end in others if end - start >= 3]
    assert pairs(words.find_others(Text(text), table(held), 3)) == longer


@given(st.lists(WORDS, max_size=30))
def test_two_words_have_one_key_where_they_differ_in_the_case_of_latin_letters_alone(spelled):
    keys = words.keys_of_strings(spelled).tolist()
    assert len(set(keys)) == len({fold(word) for word in spelled})
    assert len(set(zip(keys, map(fold, spelled), strict=True))) == len(set(keys))


def test_long_words_that_differ_in_two_letters_have_keys_of_their_own():
    letters = "abcdefghijklmnopqrstuvwxyz"
    spelled = [f"{'a' * 7}{first}{'a' * 7}{second}" for first in letters for second in letters]
    assert len(set(words.keys_of_strings(spelled).tolist())) == len(spelled)


@given(TEXTS)
@example("\0abcdefg abcdefg-h abcdefg.\0")
def test_a_word_has_the_same_key_wherever_it_stands(text):
    found = all_words(Text(text))
    assert found.key.tolist() == words.keys_of_strings(found.slices()).tolist()


@given(TEXTS, st.lists(st.tuples(WORDS, st.integers(0, 3)), max_size=10))
def test_words_are_counted_in_their_documents(text, asked):
    documents = text[1:].split(BOUNDARY)[:-1]
    times = [
        Counter(fold(document[start - 1 : end - 1]) for start, end in spans(f"\0{document}\0"))
        for document in documents
    ]
    spelled, document = [word for word, _ in asked], [number % len(documents) for _, number in asked]
    counted = words.count(all_words(Text(text)), words.of_strings(spelled, np.array(document, np.int64)))
    assert counted.tolist() == [times[number][fold(word)] for word, number in zip(spelled, document, strict=True)]


def test_a_word_that_is_asked_for_by_its_place_is_counted_in_its_own_document():
    found = all_words(Text("\0cell Cell\0cell\0"))
    assert found.asked().document.tolist() == [0, 0, 1]
    assert words.count(found, found.asked()).tolist() == [2, 2, 1]
    assert words.count(found, Asked(found.key[:0], found.start[:0])).tolist() == []


@given(st.lists(st.integers(1, 2**64 - 1), max_size=3000), st.lists(st.integers(1, 2**64 - 1), max_size=20))
def test_a_table_holds_what_was_put_into_it(held, others):
    keys = np.array([*held, *others], dtype=np.uint64)
    known = Table(keys[: len(held)])
    assert known.holds(keys).tolist() == [key in set(held) for key in keys.tolist()]
    numbers = known.find(keys[: len(held)]).tolist()
    assert len(set(numbers)) == len(set(held))
    assert all(0 <= number < len(known) for number in numbers)


def test_keys_that_share_a_slot_stand_in_the_next_ones_and_at_the_end_in_the_first_ones():
    slots, keys = np.zeros(4, dtype=np.uint64), np.array([2**64 - 1, 2**64 - 2, 2**64 - 3], dtype=np.uint64)
    kernel.put(slots, 62, keys)
    assert slots.tolist() == [2**64 - 2, 2**64 - 3, 0, 2**64 - 1]
    assert kernel.look_up(slots, 62, keys).tolist() == [3, 0, 1]
    assert kernel.look_up(slots, 62, np.array([2**64 - 4], dtype=np.uint64)).tolist() == [-1]


@given(st.lists(st.integers(1, 9), max_size=20))
def test_one_row_is_given_of_each_key(keys):
    rows, number = words.one_of_each(np.array(keys, dtype=np.uint64))
    assert sorted(keys[row] for row in rows) == sorted(set(keys))
    assert [keys[rows[place]] for place in number] == keys


def is_made_up(word, parts, longest):
    """Tell whether a word can be cut into parts."""
    return not word or any(
        word[:size] in parts and is_made_up(word[size:], parts, longest)
        for size in range(1, min(longest, len(word)) + 1)
    )


@given(
    st.lists(st.text("abA9\u03b1", min_size=1, max_size=12), max_size=8),
    st.lists(st.text("ab\u03b19", min_size=1, max_size=5), max_size=6),
    st.integers(1, 6),
)
def test_words_are_made_up_of_parts_no_longer_than_allowed(spelled, parts, longest):
    found = all_words(Text("\0" + " ".join(spelled) + "\0"))
    expected = [is_made_up(fold(word), {fold(part) for part in parts}, longest) for word in spelled]
    assert table(parts).makes_up(found, longest).tolist() == expected


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(1, 3))
def test_the_first_letters_of_a_word_have_the_key_of_a_word_of_their_own(spelled, size):
    spelled = [word.replace("-", "a") + "a" * size for word in spelled]
    found = all_words(Text("\0" + " ".join(spelled) + "\0"))
    assert found.first_letters(size).tolist() == words.keys_of_strings([word[:size] for word in spelled]).tolist()


def test_more_words_are_found_than_there_is_room_for_at_first():
    assert pairs(all_words(Text("\0" + "cell " * 10_000 + "\0"))) == [
        (start, start + 4) for start in range(1, 50_000, 5)
    ]


def best_parts(word, weights):
    """Try all cuts of a word into known ones, give those that weigh the most together, and how much that is."""
    best = ([], 0.0) if not word else ([], -math.inf)
    for begin in range(len(word)):
        rest, weight = best_parts(word[:begin], weights) if word[begin:] in weights else ([], -math.inf)
        if weight + weights.get(word[begin:], 0) > best[1]:
            best = ([*rest, word[begin:]], weight + weights[word[begin:]])
    return best


@given(
    st.text(st.sampled_from("abc"), max_size=9),
    st.lists(st.text(st.sampled_from("abc"), min_size=1, max_size=4), max_size=12, unique=True),
)
@example("aaa", ["a", "aa"])
@example("abcabcabca", ["abcabcabc", "a"])
def test_a_word_is_cut_into_the_parts_that_weigh_the_most(word, known):
    weights = {part: -1.0 - row % 3 for row, part in enumerate(known)}
    held = table(known)
    of_slots = np.full(len(held), -np.inf)
    of_slots[held.find(words.keys_of_strings(known))] = list(weights.values())
    assert held.parts(word, of_slots, 9) == best_parts(word, weights)[0]
    short = {part: weight for part, weight in weights.items() if len(part) <= 2}
    assert held.parts(word, of_slots, 2) == best_parts(word, short)[0]


def test_a_word_of_a_table_that_weighs_nothing_is_no_part():
    held = table(["a", "b"])
    weights = np.full(len(held), -1.0)
    weights[held.find(words.keys_of_strings(["b"]))] = -np.inf
    assert (held.parts("aa", weights, 9), held.parts("ab", weights, 9)) == (["a", "a"], [])


def test_a_table_of_pairs_holds_the_first_two_words_of_each_line():
    pairs = Table.of_pairs(b"in vivo 12\nof the 345\nso far 6")
    asked = ["in vivo", "of the", "so far", "in vivo 12", "vivo 12", "in", "of", "the 345\nso"]
    assert [pairs.holds_word(words) for words in asked] == [True] * 3 + [False] * 5


@given(st.lists(st.text(st.sampled_from("ab "), min_size=1), max_size=5), st.text(st.sampled_from("ab "), min_size=1))
def test_a_table_tells_of_one_word_what_it_tells_of_many(held, word):
    assert table(held).holds_word(word) == (word in held)
