"""Short forms of terms: where a text that defines one uses it again."""

import numpy as np
import polars as pl

from etl.text.chars import Places, Text
from etl.text.terms import SPANS


def linked(definitions: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Give the definitions whose long form ends a match of a term that covers it, with the row of the term."""
    end = matches["end"].to_numpy()
    place = np.minimum(np.searchsorted(end, definitions["long_end"].to_numpy()), max(len(end) - 1, 0))
    if not len(end):
        return definitions.clear().with_columns(row=pl.lit(0, dtype=pl.Int64))
    match = matches[place]
    covers = (match["end"] == definitions["long_end"]) & (match["start"] <= definitions["long_start"])
    return definitions.with_columns(row=match["row"]).filter(covers)


def find(text: Text, defined: pl.DataFrame) -> pl.DataFrame:
    """Give the places where documents use the short forms that they define, as ``start``, ``end`` and ``row``.

    Capitals count; a plural s may stand behind.
    """
    document = text.document_at(defined["start"].to_numpy())
    rows = zip(document.tolist(), defined["short_form"].to_list(), defined["row"].to_list(), strict=True)
    found = [
        (start, end, row)
        for number, short, row in dict.fromkeys(rows)
        for start, end in _uses(text, short, int(text.edges[number]), int(text.edges[number + 1]))
    ]
    return pl.DataFrame(found, schema=SPANS, orient="row")


def _uses(text: Text, short: str, first: int, last: int) -> list[tuple[int, int]]:
    string, size = text.string, len(short)
    spans, place = [], string.find(short, first, last)
    while place >= 0:
        end = place + size
        end += string[end] == "s" and not string[end + 1].isalnum()
        if not string[place - 1].isalnum() and not string[end].isalnum() and not _is_compound(string, place, end):
            spans.append((place, end))
        place = string.find(short, end, last)
    return spans


def _is_compound(string: str, start: int, end: int) -> bool:
    """Tell whether letters or digits are joined to a short form by a hyphen, as in PD-1 where PD is defined."""
    return (string[end] == "-" and string[end + 1].isdigit()) or (
        string[start - 1] == "-" and string[start - 2].isalnum()
    )


def documents_of(text: Text, frame: pl.DataFrame) -> Places:
    """Give the number of the document of each span."""
    return text.document_at(frame["start"].to_numpy())
