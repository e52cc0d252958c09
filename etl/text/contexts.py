"""What stands beside a term: words that make it part of another name, lists, and treatment."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from etl.text.chars import Mask, Places, Text

# Characters beside a term that are looked at.
REACH: Final = 40
_JOINT: Final = r"[ \u00a0\u2010-\u2014-]"


class Context(NamedTuple):
    """Regular expressions on what stands before and behind a term that is then part of another name."""

    before: str
    behind: str


_PLACES: Final = (
    r"(?:^|[^\w])(?:Department|Dept\.?|Division|Institute|School|Faculty|Journal|Annals|Archives|College|Board) "
    r"(?:of|for) (?:the |[A-Z]\w+ and )?$"
)
_BODIES: Final = (
    r"^ (?:Institutes?|Society|Cent(?:er|re)s?|Registry|Genome|Council|Network|Foundation|Association|Campaign|Program"
    r"|Research|Control (?:Cent|Program)\w*|Cooperative|Group|Agency|Hospital|Atlas|Journal)\b"
)
THERAPY: Final = Context(
    before=rf"(?i:(?:^|[^\w])(?:anti|pseudo)[\u2010-\u2014-]$|target of $)|-[NOS]-$|{_PLACES}",
    behind=(
        rf"(?i:^{_JOINT}(?:receptors?|genes?|mrnas?|promoters?|transporters?|synthas\w+|synthetas\w+|reductas\w+"
        r"|dehydrogenas\w+|deaminas\w+|kinas\w+|oxidas\w+|hydroxylas\w+|transferas\w+|polymeras\w+"
        r"|resistan(?:t|ce gene)s?"
        r"|binding|producing|secreting|degrading|like|susceptible|(?:in)?sensitive|regulated)\b)"
        rf"|{_BODIES}"
    ),
)
CONDITION: Final = Context(
    before=_PLACES,
    behind=(
        rf"(?i:^{_JOINT}(?:necrosis factors?|suppressors?|virus(?:es)?|like|resistant|free survival|viral oncogenes?)\b"
        rf"|^{_JOINT}[a-z]? ?antigens?\b)|{_BODIES}"
    ),
)
# A virus that infects is the disease again.
INFECTION: Final = r"(?i)^.viruse?s?(?: \(\w+\))?[ -](?:infect|diseas|hepatit|pneumon|reactivat)"
# Of what the body makes itself.
ENDOGENOUS: Final = (
    rf"(?i)^{_JOINT}(?:(?:serum|plasma|protein|blood) )?(?:levels?|expression|production|secretion|concentrations?"
    r"|signal(?:l)?ing|release|synthesis|responses?)\b"
)
# A word for drugs that is an adjective here: a property of something.
ADJECTIVE: Final = r"(?i)^[\w-]+(?:ic|al|ive)$"
PROPERTY: Final = (
    r"(?i)^ (?:\w+ )?(?:capacit|activit|effects?|propert|hormone|secretion|action|potential|resistance|efficacy)"
)
_LIST: Final = r"(?:, ?|,? ?(?:and|or|and/or|plus|with|followed by|as well as|versus|vs\.?) | ?[/+] ?)"
TREATED: Final = r"(?i)treat\w*(?: \w+){0,2} (?:with|by|using) (?:\w+ ){0,2}$|treat\w*(?: with)? $"
TREATMENT: Final = r"(?i)^ treat"


def beside(text: Text, start: Places, end: Places) -> tuple[pl.Series, pl.Series]:
    """Give the characters before and behind each span."""
    before = pl.Series("before", text.slices(np.maximum(start - REACH, 0), start), dtype=pl.String)
    return before, pl.Series("behind", text.slices(end, end + REACH), dtype=pl.String)


def are_other_names(text: Text, start: Places, end: Places, context: Context, endogenous: Mask) -> Mask:
    """Tell which terms are part of another name, given which the body makes itself."""
    before, behind = beside(text, start, end)
    named_before = before.str.contains(context.before).to_numpy()
    rows = np.flatnonzero(behind.str.contains(f"{context.behind}|{PROPERTY}|{ENDOGENOUS}").to_numpy() | named_before)
    behind = behind[rows]
    surface = pl.Series(text.slices(start[rows], end[rows]), dtype=pl.String)
    other = pl.Series(named_before[rows]) | behind.str.contains(context.behind)
    other |= surface.str.contains(ADJECTIVE) & behind.str.contains(PROPERTY)
    made = pl.Series(endogenous[rows]) & behind.str.contains(ENDOGENOUS)
    told = np.zeros(len(start), dtype=bool)
    told[rows] = (other & ~behind.str.contains(INFECTION) | made).to_numpy()
    return told


def are_listed_or_treated(text: Text, start: Places, end: Places, rows: Places) -> Mask:
    """Tell which of the spans ``rows`` stand in a list with another one, or beside a word of treatment.

    The spans are sorted and do not overlap.
    """
    before, behind = beside(text, start[rows], end[rows])
    told: Mask = (before.str.contains(TREATED) | behind.str.contains(TREATMENT)).to_numpy().copy()
    others = np.setdiff1d(np.arange(len(start)), rows)
    for first, last in (
        (_last_end(end, others, start[rows]), start[rows]),
        (end[rows], _next_start(start, others, end[rows])),
    ):
        near = np.flatnonzero((first >= 0) & (last - first > 0) & (last - first < REACH // 2))
        gaps = pl.Series(text.slices(first[near], last[near]), dtype=pl.String)
        told[near] |= gaps.str.contains(rf"(?i)^{_LIST}(?:\w+ )?$").to_numpy()
    return told


def _last_end(end: Places, others: Places, place: Places) -> Places:
    before = np.append(end[others], -1)
    return before[np.searchsorted(end[others], place, side="right") - 1]


def _next_start(start: Places, others: Places, place: Places) -> Places:
    behind = np.append(start[others], -1)
    return behind[np.searchsorted(start[others], place)]
