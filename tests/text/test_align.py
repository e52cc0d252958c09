"""The alignment against a per-character map, the simple form of the same thing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.text import align
from etl.text.align import AFTER, BLANK, NOTHING, Edits, Note
from etl.text.chars import Text

texts = st.text("abc \u03b1\U0001d6fc", min_size=1, max_size=30)


def make(rows, *notes):
    start, end, after = np.array(rows, dtype=np.int64).reshape(-1, 3).T.copy()
    return Edits(start, end, after, np.arange(len(rows)) if notes else np.full(len(rows), -1), list(notes))


@st.composite
def edited(draw):
    """A text and edits of it that keep a character between each two."""
    source = draw(texts)
    rows, place = [], 0
    while place < len(source):
        start = place + draw(st.integers(0, 5))
        end = start + draw(st.integers(0, 3))
        if end > len(source):
            break
        rows.append((start, end, draw(st.integers(0, len(AFTER) - 1))))
        place = end + 1
    return source, make(rows)


def by_hand(source, edits):
    """The clean text with the source span of each of its characters."""
    clean, origin, last = [], [], 0
    for start, end, after in zip(*edits[:3], strict=True):
        for place in range(last, start):
            clean.append(source[place])
            origin.append((place, place + 1))
        clean += AFTER[after]
        origin += [(start, end)] * len(AFTER[after])
        last = end
    for place in range(last, len(source)):
        clean.append(source[place])
        origin.append((place, place + 1))
    return "".join(clean), origin


@given(edited())
def test_edits_give_the_text_and_the_places_of_a_map_by_hand(case):
    source, edits = case
    text, alignment = align.apply(Text(source), edits), align.align(edits)
    clean, origin = by_hand(source, edits)
    places = np.arange(len(clean))
    assert text.string == clean
    assert align.source_starts(alignment, places).tolist() == [start for start, _ in origin]
    assert align.source_ends(alignment, places + 1).tolist() == [end for _, end in origin]


@given(edited())
def test_a_text_knows_its_arrays_as_if_made_of_its_string(case):
    text = align.apply(Text(case[0]), case[1])
    for name in ("codes", "latin", "classes"):
        assert getattr(text, name).tolist() == getattr(Text(text.string), name).tolist()


@given(edited(), st.data())
def test_composed_edits_do_what_both_did(case, data):
    source, first = case
    text, alignment = align.apply(Text(source), first), align.align(first)
    own = {place for start, end in zip(*alignment[:2], strict=True) for place in range(start, end + 1)}
    free = [place for place in range(1, len(text)) if place not in own] or [None]
    places = sorted(set(data.draw(st.lists(st.sampled_from(free), max_size=4))) - {None})
    second = make([(place, place, BLANK) for place in places])
    once = align.apply(Text(source), align.compose(first, alignment, second))
    assert once.string == align.apply(text, second).string


def test_a_blank_put_in_where_a_hyphen_was_dropped_is_one_edit():
    joined, glued = Note("x", "x", "weak"), Note("y", "y", "weak")
    first, second = make([(1, 3, NOTHING)], joined), make([(1, 1, BLANK)], glued)
    both = align.compose(first, align.align(first), second)
    assert [column.tolist() for column in both[:3]] == [[1], [3], [BLANK]]
    assert [both.notes[note] for note in both.note] == [glued]
    assert align.apply(Text("a-\nb"), both).string == "a b"


def test_edits_put_among_others_keep_their_notes():
    first = make([(3, 4, BLANK), (8, 9, NOTHING)], "a", "b")
    both = first.with_more(make([(1, 2, BLANK), (5, 5, BLANK)], "c", "d"))
    assert both.start.tolist() == [1, 3, 5, 8]
    assert [both.notes[note] for note in both.note] == ["c", "a", "d", "b"]
