"""What stands beside a term: words that make it part of another name, lists, and treatment."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Self

import numpy as np

from etl.kernels import contexts as kernel
from etl.text.chars import BEYOND, Bytes, Mask, Places, Text

# Characters beside a term that are looked at.
REACH: Final = 40
# Letters by which the words of a rule are looked for before the rule is.
OPENING: Final = 4
_HYPHEN: Final = r"[\u2010-\u2014-]"
_JOINT: Final = r"[ \u00a0\u2010-\u2014-]"
_WORKPLACES: Final = r"Department|Dept\.?|Division|Institute|School|Faculty|Journal|Annals|Archives|College|Board"
_PLACES: Final = rf"(?:{_WORKPLACES}) (?:of|for) (?:the |[A-Z]\w+ and )?\Z"
_PROPERTIES: Final = "capacit|activit|effects?|propert|hormone|secretion|action|potential|resistance|efficacy"
_FLUIDS: Final = "serum|plasma|protein|blood"
_MEASURES: Final = (
    "levels?|expression|production|secretion|concentrations?|signal(?:l)?ing|release|synthesis|responses?"
)
# What the last characters before a term are where one of the rules fits: before its hyphen, and its blank included.
_BEFORE: Final = {
    kernel.AFFIX: "ti|do|-n|-o|-s",
    kernel.SMALL_WORD: " of |for |the |and ",
    kernel.NAMED: f"{_WORKPLACES}|target",
}
# Of each character in Latin-1, where BEYOND may be any, what it may be.
_OF_KIND: Final = {
    kernel.JOINT: (*b" -\xa0", BEYOND),
    kernel.LAST_BUT_ONE: (*b"iavIAV", BEYOND),  # -ic, -al, -ive
    kernel.LAST: (*b"cleCLE", BEYOND),
    kernel.BEGINNING: tuple(b"ABCDFIJStT"),
}
_KINDS: Final = np.array([sum(kind for kind in _OF_KIND if code in _OF_KIND[kind]) for code in range(256)], np.uint8)


def words_table(rules: dict[int, str]) -> Bytes:
    """Give the table of the letters by which words of rules are known, each with the flag of its rule."""
    openings = [(rule[:OPENING].lower().encode(), flag) for flag in rules for rule in rules[flag].split("|")]
    words = np.array([int.from_bytes(opening, "little") for opening, _ in openings], dtype=np.uint64)
    return kernel.table(words, np.array([flag for _, flag in openings], dtype=np.uint8))


class Context(NamedTuple):
    """What ends before, and what begins behind a term that is then part of another name; how its words may begin."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    words: Bytes

    @classmethod
    def of(cls, before: str, words: str, bodies: str) -> Self:
        """Make it from rules; words stand behind a blank or a hyphen in any case, bodies behind a blank."""
        behind = re.compile(rf"{_JOINT}(?i:{words})\b| (?:{bodies})\b")
        rules = {
            kernel.JOINED: f"{words}|{bodies}",
            kernel.OWNED: _PROPERTIES,
            kernel.MEASURED: f"{_FLUIDS}|{_MEASURES}",
        }
        return cls(re.compile(before), behind, words_table(_BEFORE | rules))


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
# A virus that infects is the disease again.
INFECTION: Final = re.compile(r"(?i).viruse?s?(?: \(\w+\))?[ -](?:infect|diseas|hepatit|pneumon|reactivat)")
# Of what the body makes itself.
ENDOGENOUS: Final = re.compile(rf"(?i){_JOINT}(?:(?:{_FLUIDS}) )?(?:{_MEASURES})\b")
# A word for drugs that is an adjective here: a property of something.
ADJECTIVE: Final = re.compile(r"(?i)[\w-]+(?:ic|al|ive)")
PROPERTY: Final = re.compile(rf"(?i) (?:\w+ )?(?:{_PROPERTIES})")
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
    beside, told = kernel.beside(text.latin, start, end, _KINDS, context.words, REACH), np.zeros(len(start), np.bool_)
    named, joined, owners = (np.flatnonzero(beside & flag) for flag in (kernel.NAMED, kernel.JOINED, kernel.OWNED))
    told[named] = _tell(context.before.search, text, np.maximum(start[named] - REACH, 0), start[named])
    told[joined] |= _tell(context.behind.match, text, end[joined], end[joined] + REACH)
    owners = owners[_tell(PROPERTY.match, text, end[owners], end[owners] + REACH)]
    told[owners] |= _tell(ADJECTIVE.fullmatch, text, start[owners], end[owners])
    rows = np.flatnonzero(told)
    told[rows] = ~_tell(INFECTION.match, text, end[rows], end[rows] + REACH)
    made = np.flatnonzero(((beside & kernel.MEASURED) > 0) & endogenous)
    told[made] |= _tell(ENDOGENOUS.match, text, end[made], end[made] + REACH)
    return told


def are_named_elsewhere(text: Text, start: Places, concept: Places, kept: Mask) -> Mask:
    """Tell which terms, in reading order, have the concept of one that is kept in their document."""
    return kernel.elsewhere(start, concept, kept.view(np.uint8), text.edges, int(concept.max(initial=0)) + 1)


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
