"""The map between clean text and source: a short sorted list of edits."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.text.chars import Codes, Places, Text, codes_of, ranges

# An edit replaces source[source_start:source_end] by `after`. Without a rule it is plain white space.
EDITS = {
    "source_start": pl.Int64(),
    "source_end": pl.Int64(),
    "after": pl.String(),
    "rule": pl.String(),
    "evidence": pl.String(),
    "strength": pl.String(),
}


class Alignment(NamedTuple):
    """Spans of the edits in the clean text and in the source, in code points, sorted by place in the clean text.

    Behind an edit, up to the next one, the text is the source from ``source_end`` on. Where a block was moved, the
    edit before it leads to its place in the source, whatever lies between.
    """

    start: Places
    end: Places
    source_start: Places
    source_end: Places


def apply(source: Text, edits: pl.DataFrame) -> tuple[Text, Alignment]:
    """Carry out sorted, disjoint edits and give the clean text with its alignment."""
    alignment = align(edits)
    added = alignment.end - alignment.start
    codes = _replaced(source.codes, alignment.source_start, alignment.source_end, edits["after"], added)
    return Text.of(codes), alignment


def align(edits: pl.DataFrame) -> Alignment:
    """Give the alignment that sorted, disjoint edits make."""
    start, end = edits["source_start"].to_numpy(), edits["source_end"].to_numpy()
    added = edits["after"].str.len_chars().cast(pl.Int64).to_numpy()
    clean_end = end + np.cumsum(added - (end - start))
    return Alignment(clean_end - added, clean_end, start, end)


def insert(text: Text, insertions: pl.DataFrame) -> Text:
    """Put single characters into a text, where few are to be put."""
    places = insertions["source_start"].to_list()
    if not places:
        return text
    string = text.string
    pieces = [string[start:end] for start, end in zip([0, *places], [*places, len(string)], strict=True)]
    after = insertions["after"].to_list()
    string = "".join([pieces[0], *(new + piece for new, piece in zip(after, pieces[1:], strict=True))])
    new = Text("".join(after))
    return Text.known(
        string,
        codes=_inserted(text.codes, places, new.codes),
        latin=_inserted(text.latin, places, new.latin),
        classes=_inserted(text.classes, places, new.classes),
    )


def _inserted(values: np.ndarray, places: list[int], new: np.ndarray) -> np.ndarray:
    """Put new values into an array, one at each place; where places are few this is quicker than np.insert."""
    pieces = [values[: places[0]]]
    for number, (start, end) in enumerate(pairwise([*places, len(values)])):
        pieces += [new[number : number + 1], values[start:end]]
    return np.concatenate(pieces)


def _replaced(codes: Codes, start: Places, end: Places, after: pl.Series, added: Places) -> Codes:
    """Write over what is replaced, then take away what is left of it, then put in what is longer."""
    removed, new = end - start, codes_of("".join(after.to_list()))
    over = np.minimum(added, removed)
    first = np.cumsum(added) - added
    changed = codes.copy()
    changed[ranges(start, over)] = new[ranges(first, over)]
    kept = np.delete(changed, ranges(start + over, removed - over))
    more = added - over
    places = np.repeat(start + np.cumsum(over - removed) + removed, more)
    return np.insert(kept, places, new[ranges(first + over, more)]) if len(places) else kept


def source_starts(alignment: Alignment, places: Places) -> Places:
    """Give the source place of the clean character at each place; inside a replaced run it is the run's first."""
    inside, edit, source = _find(alignment, places)
    source[inside] = alignment.source_start[edit]
    return source


def source_ends(alignment: Alignment, places: Places) -> Places:
    """Give one past the source place of the clean character before each place; in a replaced run, the run's end."""
    inside, edit, source = _find(alignment, places - 1)
    source += 1
    source[inside] = alignment.source_end[edit]
    return source


def compose(first: pl.DataFrame, alignment: Alignment, second: pl.DataFrame) -> pl.DataFrame:
    """Give the edits of the source that do what ``first`` and then the insertions of ``second`` do.

    ``second`` counts places in the text that ``first`` made. An insertion where ``first`` deleted becomes one
    replacement under the rule of the insertion, so that no two edits share a place.
    """
    places = second["source_start"].to_numpy()
    at = source_starts(alignment, places)
    second = second.with_columns(source_start=pl.Series(at), source_end=pl.Series(at))
    deletions = first.filter(pl.col("after") == "", pl.col("source_start") < pl.col("source_end"))
    second = (
        second.join(
            deletions.select("source_end", deleted="source_start"), on="source_end", how="left", maintain_order="left"
        )
        .with_columns(source_start=pl.coalesce("deleted", "source_start"))
        .drop("deleted")
    )
    first = first.join(second, on=["source_start", "source_end"], how="anti", maintain_order="left")
    # An insertion stands before an edit that begins at its place.
    return second.merge_sorted(first, key="source_start", maintain_order=True)


def behind_insertions(spans: pl.DataFrame, insertions: pl.DataFrame) -> pl.DataFrame:
    """Move spans of a text to where they are once single characters were inserted outside of them."""
    places = insertions["source_start"].to_numpy()
    moved = np.searchsorted(places, spans["start"].to_numpy(), side="right")
    return spans.with_columns(pl.col("start", "end") + pl.Series(moved, dtype=pl.Int64))


def _find(alignment: Alignment, places: Places) -> tuple[Places, Places, Places]:
    """Give the rows of the clean places that lie inside an edit, the edit of each, and where all would lie outside."""
    behind = np.searchsorted(alignment.end, places, side="right")
    shifts = np.append(0, alignment.source_end - alignment.end)
    inside = np.flatnonzero(np.append(alignment.start, places.max(initial=0) + 1)[behind] <= places)
    return inside, behind[inside], places + shifts[behind]
