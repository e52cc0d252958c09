"""Short forms of terms: where a text that defines one uses it again."""

import numpy as np

from etl.text.abbreviations import Definitions
from etl.text.chars import Text
from etl.text.spans import Spans


def linked(definitions: Definitions, matches: Spans) -> Spans:
    """Give the short forms whose long form ends a match of a term that covers it, with the row of the term."""
    match = np.searchsorted(matches.end, definitions.long_end)
    end, start = np.append(matches.end, -1)[match], np.append(matches.start, -1)[match]
    covered = np.flatnonzero((end == definitions.long_end) & (start <= definitions.long_start))
    return Spans(definitions.start[covered], definitions.end[covered], matches.row[match[covered]])


def find(text: Text, defined: Spans) -> Spans:
    """Give the places where documents use the short forms that they define.

    Capitals count; a plural s may stand behind.
    """
    document = text.document_at(defined.start)
    rows = zip(document.tolist(), text.slices(defined.start, defined.end), defined.row.tolist(), strict=True)
    return Spans.of(
        [
            (start, end, row)
            for number, short, row in dict.fromkeys(rows)
            for start, end in _uses(text, short, int(text.edges[number]), int(text.edges[number + 1]))
        ]
    )


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
