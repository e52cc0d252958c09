"""Words that tell whether a sentence denies, doubts or contrasts what it names, after ConText (2009) and its heirs."""

import re
from typing import Final, NamedTuple

NEGATED, HEDGED, CONTRASTED, PSEUDO, STOP = range(5)
FORWARD, BACKWARD, PREFIX, SUFFIX, NOWHERE = range(5)


class Cue(NamedTuple):
    """What a cue says, and of which side."""

    says: int
    side: int


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.replace("\n", " ").split(",") if phrase.strip()]


_FOUND: Final = (
    "given, used, administered, received, performed, recommended, indicated, offered, approved, initiated, started, "
    "seen, observed, detected, found, present, available, possible, required, necessary, needed, identified, evident, "
    "an option, considered, developed, reported, diagnosed, confirmed, noted, included, undertaken, attempted"
)
_NOT: Final = "was not, were not, is not, are not, has not been, have not been, had not been, could not be, cannot be"
_DOUBTED: Final = "excluded, ruled out"
_IS: Final = "is, are, was, were, remains, remain, is still, are still, remains largely"
_OPEN: Final = "unclear, unknown, uncertain, controversial, debated, disputed, unproven, to be seen, to be determined"
# What does not act upon a condition or by a therapy does not deny it: it cannot prevent malaria.
_UNABLE: Final = ("not", "cannot", "failed to", "fails to", "fail to", "unable to")
_ACTS: Final = _phrases(
    "affect, change, alter, kill, prevent, inhibit, suppress, eradicate, eliminate, reduce, slow, delay, worsen, block,"
    " respond to"
)
_TURNS: Final = (
    "move, moves, moved, moving, shift, shifts, shifted, shifting, turn, turns, turned, turning, switch, switched,"
    " switching, transition, trend"
)
# "for" and "in" belong to the word before them, and no aim begins with them.
_NO_AIMS: Final = "risk for, result in, results in, resulted in"
# What is not used for these is not denied itself.
_STUDIES: Final = (
    "testing, studying, evaluating, assessing, comparing, examining, investigating, measuring, monitoring, developing,"
    " optimizing, identifying, predicting, understanding, modelling, modeling, selecting"
)
LISTS: Final = {
    Cue(NEGATED, FORWARD): """
        no, not, without, absence of, lack of, lacks, lacked, lacking, never, denies, denied, neither, nor, failed to,
        fails to, fail to, ineligible for, avoid, avoids, avoided, avoiding, avoidance of, negative for, free of,
        free from, ruled out, rules out, excluded, excludes, refused, refuses, declined, withheld, withhold,
        cannot, no evidence of, in the absence of, didn t, doesn t, don t, wasn t, weren t, unable to, no history of,
        no sign of, no signs of, exclusion of, unsuitable for, unfit for, no longer, not involved with,
        excluding
        """,
    Cue(NEGATED, BACKWARD): ", ".join(f"{no} {done}" for no in _phrases(_NOT) for done in _phrases(_FOUND))
    + """, not given, not used, not administered, not performed, not observed, not detected, not seen, not found,
        was ruled out, were ruled out, been ruled out, was excluded, were excluded, was absent, were absent, is absent,
        are absent, absent, was withheld, were withheld, was refused, was declined, were declined, is contraindicated,
        was contraindicated, contraindicated, was avoided, were avoided, should be avoided, never given, never used,
        was unavailable, is unavailable, was omitted, were omitted""",
    Cue(NEGATED, PREFIX): "non",
    Cue(NEGATED, SUFFIX): "free, naive, negative, untreated, sparing",
    Cue(HEDGED, FORWARD): """
        may, might, could, possible, possibly, probable, probably, potential, potentially, suspected, suspicion of,
        suspicious for, suggest, suggests, suggested, suggesting, suggestive of, appear, appears, appeared, seem, seems,
        seemed, likely, unlikely, presumably, presumed, perhaps, putative, hypothesized, hypothesised, hypothesize,
        hypothesise, whether, uncertain, unclear, thought to, believed to, assumed, speculate, speculated,
        cannot exclude, can not exclude, could not exclude, cannot rule out, questionable, not known if, unknown if,
        concern for, consistent with possible, conceivably, we propose, proposed to, expected to, imply, implies,
        implied, implying, probability that, possibility that, possibility of, hypothesis that, speculation that
        """,
    Cue(HEDGED, BACKWARD): ", ".join(
        [f"{no} {done}" for no in ("cannot be", "can not be", "could not be", "not be") for done in _phrases(_DOUBTED)]
        + [f"{now} {unsure}" for now in _phrases(_IS) for unsure in _phrases(_OPEN)]
    )
    + """, may, might, could, appears to, appear to, appeared to, seems to, seem to, seemed to, is suspected,
        was suspected, were suspected, suspected, is likely, are likely, was likely, likely, is unlikely, unlikely,
        is possible, are possible, remains possible,
        has the potential, have the potential, has potential, have potential, is thought to, are thought to,
        is believed to, are believed to, is presumed, was presumed, probably, possibly, potentially, presumably,
        not been ruled out, not ruled out, not been excluded, remains to be, remain to be, is expected to,
        are expected to, is hypothesized to""",
    Cue(CONTRASTED, FORWARD): """
        unlike, instead of, rather than, in contrast to, in contrast with, as opposed to, in place of, contrary to,
        in lieu of, in contradistinction to, by contrast with
        """
    + "".join(f", {turn} away from" for turn in _phrases(_TURNS)),
    Cue(PSEUDO, NOWHERE): """
        not only, not just, not merely, not simply, not solely, not exclusively, not all, not every, not everyone,
        not always, not necessarily, not limited to, not restricted to, not uncommon, not uncommonly, not unusual,
        not infrequent, not infrequently, not to mention, not until, not without, not yet, not surprisingly,
        no increase, no change, no changes, no difference, no differences, no significant difference,
        no significant differences, no significant change, no significant changes, no significant increase,
        no statistically significant difference, no statistically significant differences, no doubt, no matter,
        no less, no fewer, no more than, no later than, not more than, not less than, without difficulty, without doubt,
        nothing but, whether or not, or not, if not, potential role of, the potential of, action potential,
        evoked potential, not different, did not differ, do not differ, does not differ, more likely, less likely,
        most likely, likelihood, as possible, may not only, last but not least, not because, number no, month of may,
        not significantly different, no worse than, not inferior to, not worse than, not responding to,
        not responded to, could not only, no wonder, no exception, not the first, not the only, not the same, no more,
        not as, not so
        """
    + "".join(f", {no} {act}" for no in _UNABLE for act in _ACTS)
    + f", {_NO_AIMS}",
    Cue(STOP, NOWHERE): """
        but, but also, however, although, though, except, except for, whereas, while, despite, in spite of, yet,
        because, since, nevertheless, nonetheless, unless, apart from, aside from, other than, followed by, and then,
        which, who, leading to, resulting in, due to, secondary to, was, were, is, are, had, has, have, when, then,
        until, patients with, patients who, among, still, so that, thus, therefore, hence, only, alone,
        that, before, after, during
        """
    + "".join(f", for {study}" for study in _phrases(_STUDIES)),
}
# Behind these begins what is denied's place or aim, which for a condition is no longer denied: no drug for melanoma.
AIMS: Final = ("for", "in", "on", "against", "of patients", "by")
# Behind these, by so few words from the start of one to the next, patients are those that have what is denied.
EXCLUSIONS: Final = ("excluded", "excludes", "excluding", "exclusion of")
FEW_WORDS: Final = 3
# Nouns that the name of a condition describes, folded; what is denied of them says nothing of the condition.
NOUNS: Final = (
    "types?|subtypes?|growth|progression|excision|resections?|removal|markers?|models?|tissues?|samples?|sites?"
    "|sizes?|grades?|stages?|treatments?|therap(?:y|ies)|drugs?|vaccines?|screening|research|control|trials?"
)
DESCRIBED: Final = re.compile(f" (?:{NOUNS}) ".encode())
CUES: Final = {
    f"{phrase}": [cue for cue, text in LISTS.items() if phrase in _phrases(text)]
    for phrases in LISTS.values()
    for phrase in _phrases(phrases)
}
# Words between a cue and what it says something of.
REACH: Final = {NEGATED: 6, HEDGED: 10, CONTRASTED: 6}
BACKWARD_REACH: Final = 5
# Cues whose scope runs on over the commas of a list: no surgery, chemotherapy or radiation.
LISTING: Final = frozenset(
    _phrases("no, without, neither, nor, absence of, lack of, free of, negative for, denies, denied")
)
