"""The alignment against a per-character map, the simple form of the same thing."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from etl.text import align
from etl.text.chars import Text


@st.composite
def edited(draw):
    """A text and sorted edits of it that keep a character between each two."""
    source = draw(st.text("abc \u03b1\U0001d6fc", min_size=1, max_size=30))
    rows, place = [], 0
    while place < len(source):
        start = place + draw(st.integers(0, 5))
        end = start + draw(st.integers(0, 3))
        if end > len(source):
            break
        rows.append((start, end, draw(st.sampled_from(["", " ", "\n\n", "fi"]))))
        place = end + 1
    edits = pl.DataFrame(
        rows, schema={name: align.EDITS[name] for name in ("source_start", "source_end", "after")}, orient="row"
    )
    return source, edits.with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in ("rule", "evidence", "strength")
    )


def by_hand(source, edits):
    """The clean text with the source span of each of its characters."""
    clean, origin, last = [], [], 0
    for start, end, after in edits.select("source_start", "source_end", "after").iter_rows():
        for place in range(last, start):
            clean.append(source[place])
            origin.append((place, place + 1))
        clean += after
        origin += [(start, end)] * len(after)
        last = end
    clean += source[last:]
    origin += [(place, place + 1) for place in range(last, len(source))]
    return "".join(clean), origin


@given(edited())
def test_edits_give_the_text_and_the_places_of_a_map_by_hand(case):
    source, edits = case
    text, alignment = align.apply(Text(source), edits)
    clean, origin = by_hand(source, edits)
    places = np.arange(len(clean))
    assert text.string == clean
    assert align.source_starts(alignment, places).tolist() == [start for start, _ in origin]
    assert align.source_ends(alignment, places + 1).tolist() == [end for _, end in origin]


@given(edited(), st.data())
def test_composed_edits_do_what_both_did(case, data):
    source, first = case
    text, alignment = align.apply(Text(source), first)
    middle, _ = by_hand(source, first)
    own = {place for start, end in zip(alignment.start, alignment.end, strict=True) for place in range(start, end + 1)}
    free = [place for place in range(1, len(middle)) if place not in own] or [None]
    places = sorted(set(data.draw(st.lists(st.sampled_from(free), max_size=4))) - {None})
    columns = {"source_start": places, "source_end": places, "after": [" "] * len(places)}
    second = pl.DataFrame(
        columns | dict.fromkeys(("rule", "evidence", "strength"), [None] * len(places)), schema=align.EDITS
    )
    twice, _ = align.apply(text, second)
    once, _ = align.apply(Text(source), align.compose(first, alignment, second))
    assert once.string == twice.string


def test_a_blank_put_in_where_a_hyphen_was_dropped_is_one_edit():
    source = "a-\nb"
    row = {
        "source_start": [1],
        "source_end": [3],
        "after": [""],
        "rule": ["x"],
        "evidence": ["x"],
        "strength": ["weak"],
    }
    first = pl.DataFrame(row, schema=align.EDITS)
    text, alignment = align.apply(Text(source), first)
    second = first.with_columns(source_end=pl.lit(1, pl.Int64), after=pl.lit(" "), rule=pl.lit("y"))
    both = align.compose(first, alignment, second)
    assert both.select("source_start", "source_end", "after", "rule").rows() == [(1, 3, " ", "y")]
    assert align.apply(Text(source), both)[0].string == "a b"
    assert text.string == "ab"
