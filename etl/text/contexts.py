"""What stands beside a term: words that make it part of another name, lists, and treatment."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Self

import numpy as np

from etl.text import tokens
from etl.text.chars import BEYOND, Mask, Places, Text

# Characters beside a term that are looked at.
REACH: Final = 40
# Letters by which the words of a rule are looked for before the rule is; their bits in a word, and those of small ones.
OPENING: Final = 3
FIRST_LETTERS, LOWER_CASE = np.uint64((1 << 8 * OPENING) - 1), np.uint64(0x202020)
_HYPHEN: Final = r"[\u2010-\u2014-]"
_JOINT: Final = r"[ \u00a0\u2010-\u2014-]"


# What the rules for what ends before a term begin with, so that most places are passed by at once.
_OPENINGS: Final = "[-ABCDFIJSaptPT]"


class Context(NamedTuple):
    """What ends before, and what begins behind a term that is then part of another name; how its words may begin."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    openings: tokens.Packed

    @classmethod
    def of(cls, before: str, words: str, bodies: str) -> Self:
        """Make it from rules; words stand behind a blank or a hyphen in any case, bodies behind a blank."""
        first = {rule[:OPENING].lower() for rule in f"{words}|{bodies}".split("|")}
        behind = re.compile(rf"{_JOINT}(?i:{words})\b| (?:{bodies})\b")
        return cls(re.compile(f"(?={_OPENINGS})(?:{before})"), behind, tokens.pack(" ".join(first)))


_PLACES: Final = (
    r"(?:Department|Dept\.?|Division|Institute|School|Faculty|Journal|Annals|Archives|College|Board) "
    r"(?:of|for) (?:the |[A-Z]\w+ and )?\Z"
)
# Of each character in Latin-1, where BEYOND may be any: whether such a name may begin with it.
_WORKPLACE_BEGINS: Final = np.isin(np.arange(256), [*b"DISFJACB", BEYOND])
_TARGET: Final = np.frombuffer(b"target of "[::-1], dtype=np.uint8)
_BODIES: Final = (
    r"Institutes?|Society|Centers?|Centres?|Registry|Genome|Council|Network|Foundation|Association|Campaign|Program"
    r"|Research|Control Cent\w*|Control Program\w*|Cooperative|Group|Agency|Hospital|Atlas|Journal"
)
THERAPY: Final = Context.of(
    rf"(?i:(?<!\w)(?:anti|pseudo){_HYPHEN}\Z|target of \Z)|-[NOS]-\Z|{_PLACES}",
    r"receptors?|genes?|mrnas?|promoters?|transporters?|synthas\w+|synthetas\w+|reductas\w+|dehydrogenas\w+"
    r"|deaminas\w+|kinas\w+|oxidas\w+|hydroxylas\w+|transferas\w+|phosphotransferas\w+|acetyltransferas\w+"
    r"|polymeras\w+|resistants?|resistance genes?|resistance cassettes?|selection cassettes?|cassettes?|selectable"
    r"|binding|producing|secreting|degrading|like|susceptible|sensitive|insensitive|regulated",
    _BODIES,
)
CONDITION: Final = Context.of(
    _PLACES,
    r"necrosis factors?|suppressors?|virus|viruses|like|resistant|free survival|viral oncogenes?|antigens?"
    r"|[a-z] antigens?",
    _BODIES,
)
# What ends before a term in a name, a blank behind it; and the last two letters of adjectives: -ic, -al, -ive.
_SMALL_WORDS: Final = tokens.pack("of for the and") | LOWER_CASE
_ADJECTIVE_ENDS: Final = tuple(np.isin(np.arange(256), [*letters, BEYOND]) for letters in (b"iavIAV", b"cleCLE"))
_JOINTS: Final = np.isin(np.arange(256), [*b" -\xa0", BEYOND])
# A virus that infects is the disease again.
INFECTION: Final = re.compile(r"(?i).viruse?s?(?: \(\w+\))?[ -](?:infect|diseas|hepatit|pneumon|reactivat)")
# Of what the body makes itself.
ENDOGENOUS: Final = re.compile(
    rf"(?i){_JOINT}(?:(?:serum|plasma|protein|blood) )?(?:levels?|expression|production|secretion|concentrations?"
    r"|signal(?:l)?ing|release|synthesis|responses?)\b"
)
# A word for drugs that is an adjective here: a property of something.
ADJECTIVE: Final = re.compile(r"(?i)[\w-]+(?:ic|al|ive)")
PROPERTY: Final = re.compile(
    r"(?i) (?:\w+ )?(?:capacit|activit|effects?|propert|hormone|secretion|action|potential|resistance|efficacy)"
)
_LIST: Final = re.compile(
    r"(?i)(?:, ?|,? ?(?:and|or|and/or|plus|with|followed by|as well as|versus|vs\.?) | ?[/+] ?)(?:\w+ )?"
)
# A dose; so much in a millilitre is a solution.
_AMOUNT: Final = r"[\d.,]*\d ?(?:[mk\u00b5\u03bc]?g|mcg|IU|units?|mmol|mEq)\b(?!/[md]?[lL]\b)(?:/\w+)*"
# "Given insulin" opens a clause as "because of insulin" does.
_GIVING: Final = (
    r"(?:receiv|administ|co-?administ|infus|inject|ingest|prescrib|supplementation)\w*"
    r"|(?-i:giv(?:en|es|ing)|gave|tak(?:e|en|es|ing)|took)"
)
_ROUTES: Final = r"intravenous|oral|subcutaneous|intramuscular|intraperitoneal|intranasal|topical|inhaled|concomitant"
TREATED: Final = re.compile(
    rf"(?i)\b(?:treat\w*(?: \w+){{0,2}} (?:with|by|using) (?:\w+ ){{0,2}}|treat\w* (?:with )?"
    rf"|(?:{_GIVING}) (?:(?:with|of) )?(?:\w+ )?|(?:{_ROUTES}) |{_AMOUNT} (?:of )?)\Z"
)
TREATMENT: Final = re.compile(
    r"(?i)[ -](?:treat|therap|supplement|infusion|injection|administ|monotherap|tablet|capsule)"
    rf"| \(?{_AMOUNT}| (?:(?:was|were|is|are|should be|should not be|must not be) )?(?:given|administered|prescribed)\b"
)


def are_other_names(text: Text, start: Places, end: Places, context: Context, endogenous: Mask) -> Mask:
    """Tell which terms are part of another name, given which the body makes itself."""
    told = _are_named_before(text, start, context)
    near = np.flatnonzero(_JOINTS[text.latin[end]])
    opening = near[_may_open(text, end[near] + 1, context)]
    told[opening] |= _tell(context.behind.match, text, end[opening], end[opening] + REACH)
    owners = near[_ADJECTIVE_ENDS[0][text.latin[end[near] - 2]] & _ADJECTIVE_ENDS[1][text.latin[end[near] - 1]]]
    owners = owners[_tell(PROPERTY.match, text, end[owners], end[owners] + REACH)]
    told[owners] |= _tell(ADJECTIVE.fullmatch, text, start[owners], end[owners])
    rows = np.flatnonzero(told)
    told[rows] = ~_tell(INFECTION.match, text, end[rows], end[rows] + REACH)
    made = near[endogenous[near]]
    told[made] |= _tell(ENDOGENOUS.match, text, end[made], end[made] + REACH)
    return told


def _may_open(text: Text, place: Places, context: Context) -> Mask:
    """Tell at which places a word begins as one of a context may; one letter may stand before `antigen`."""
    word = tokens.behind(text, place)
    first = (word.letters | LOWER_CASE) & FIRST_LETTERS
    may: Mask = tokens.among(first, context.openings) | (word.length == 1)
    return may


def _are_named_before(text: Text, start: Places, context: Context) -> Mask:
    """Tell which terms stand behind words that make them part of a name; few have a hyphen or a small word there."""
    last = text.latin[start - 1]
    told = (last == ord("-")) | (last == BEYOND)
    spaced = np.flatnonzero(last == ord(" "))
    small = spaced[tokens.among(tokens.before(text, start[spaced] - 1).letters | LOWER_CASE, _SMALL_WORDS)]
    told[small] = _may_end_in_name(text, start[small])
    near = start[told]
    told[told] = _tell(context.before.search, text, np.maximum(near - REACH, 0), near)
    named: Mask = told
    return named


def _may_end_in_name(text: Text, place: Places) -> Mask:
    """Tell before which places a word may begin as places of work do, or stand `target of`."""
    before = text.latin[np.maximum(place[:, None] - np.arange(1, REACH + 1), 0)]
    target = np.all(before[:, : len(_TARGET)] | ord(" ") == _TARGET, axis=1)
    may: Mask = _WORKPLACE_BEGINS[before].any(axis=1) | target
    return may


def are_listed_or_treated(text: Text, start: Places, end: Places, rows: Places) -> Mask:
    """Tell which of the spans ``rows`` stand in a list with another one, or beside a word of treatment.

    The spans are sorted and do not overlap.
    """
    own_start, own_end = start[rows], end[rows]
    told = _tell(TREATED.search, text, np.maximum(own_start - REACH, 0), own_start)
    told |= _tell(TREATMENT.match, text, own_end, own_end + REACH)
    others = np.delete(np.arange(len(start)), rows)
    for first, last in (
        (_last_end(end, others, own_start), own_start),
        (own_end, _next_start(start, others, own_end)),
    ):
        near = np.flatnonzero((first >= 0) & (last - first > 0) & (last - first < REACH // 2))
        told[near] |= _tell(_LIST.fullmatch, text, first[near], last[near])
    return told


def _tell(rule: Callable[[str, int, int], object], text: Text, start: Places, end: Places) -> Mask:
    """Tell in which spans of a text a regular expression fits."""
    spans = zip(start.tolist(), end.tolist(), strict=True)
    return np.fromiter((rule(text.string, *span) is not None for span in spans), dtype=np.bool_, count=len(start))


def _last_end(end: Places, others: Places, place: Places) -> Places:
    before = np.append(end[others], -1)
    return before[np.searchsorted(end[others], place, side="right") - 1]


def _next_start(start: Places, others: Places, place: Places) -> Places:
    behind = np.append(start[others], -1)
    return behind[np.searchsorted(start[others], place)]
