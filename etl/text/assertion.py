"""Assertion: whether the sentence of a mention denies, doubts or contrasts it, and by which words."""

from functools import cache
from typing import Final, NamedTuple, Self

import numpy as np

from etl.kernels import Numbers
from etl.kernels import contexts as beside
from etl.kernels import cues as kernel
from etl.text import chars, contexts, cues
from etl.text.chars import Bytes, Mask, Places, Text, ranges
from etl.text.cues import BACKWARD, CONTRASTED, FORWARD, HEDGED, NEGATED, NOWHERE, PREFIX, PSEUDO, STOP, SUFFIX, Cue
from etl.text.phrases import Folded, Phrases

# The hyphens and short dashes that join words; an em dash parts them.
HYPHENS: Final = tuple(map(ord, "-\u2010\u2011\u2012\u2013"))
NEITHER: Final = b"neither "
# How nouns begin that are described.
_NOUNS: Final = contexts.words_table({1: cues.NOUNS})
NAMES: Final = {NEGATED: "negated", HEDGED: "hedged", CONTRASTED: "contrasted"}


class Mentions(NamedTuple):
    """Spans of mentions, and the rows of their sentences; those with aims, sorted, stand behind the others, sorted.

    Of what has aims, conditions, none is denied that a denied thing is for or in, or that describes it.
    """

    start: Places
    end: Places
    sentence: Places
    has_aims: Mask

    def take(self, rows: slice) -> Self:
        """Give some of the mentions."""
        return type(self)(self.start[rows], self.end[rows], self.sentence[rows], self.has_aims[rows])


class Told(NamedTuple):
    """Which mentions something is told of, and the spans of the cues; one that is absent is empty, at the mention."""

    told: Mask
    start: Places
    end: Places


class Sentences(NamedTuple):
    """Sentences of a text, in reading order, and the folded words of the text."""

    text: Text
    words: Folded
    start: Places
    end: Places

    def at(self, places: Places) -> Places:
        """Give the row of the sentence that holds each place."""
        return np.searchsorted(self.start, places, side="right") - 1


class Found(NamedTuple):
    """What cues say in reading order: the spans of the cues, what of it is particular, and the words it may reach."""

    start: Places
    end: Places
    says: Bytes
    traits: Bytes
    reach: Places


def judge(sentences: Sentences, mentions: Mentions) -> dict[str, Told]:
    """Tell of each mention whether it is negated, hedged or contrasted, with the spans of the nearest cues."""
    has_mention = np.zeros(len(sentences.start), dtype=bool)
    has_mention[mentions.sentence] = True
    searched = sentences._replace(start=sentences.start[has_mention], end=sentences.end[has_mention])
    found, stops, aims = _search(searched)
    first = len(mentions.start) - int(mentions.has_aims.sum())
    parts = (slice(first), stops), (slice(first, None), np.sort(np.append(stops, aims)))
    nearest = np.hstack([_nearest(sentences, mentions.take(rows), ends, found) for rows, ends in parts])
    return {name: _told(nearest[sort], found, mentions.start) for sort, name in NAMES.items()}


class _Phrases(NamedTuple):
    """The phrases of cues and aims made ready: what finds them, their numbers, and what each says, of which side.

    What a phrase says, of which side, how far, and what is particular about it stand in rows from ``first`` on.
    """

    ready: Phrases
    numbers: dict[str, int]
    first: Places
    says: Bytes
    side: Bytes
    traits: Bytes
    reach: Places

    def tell(self, phrase: Numbers, says: int) -> Mask:
        """Tell which phrases first of all say something."""
        told: Mask = self.says[self.first[phrase]] == says
        return told

    def are(self, phrase: Numbers, *phrases: str) -> Mask:
        """Tell which phrases are some given ones."""
        among = np.zeros(len(self.numbers), dtype=bool)
        among[[self.numbers[one] for one in phrases]] = True
        return among[phrase]


@cache
def _phrases() -> _Phrases:
    said = dict(cues.CUES) | {aim: [Cue(STOP, NOWHERE)] for aim in cues.AIMS}
    first = np.cumsum([0, *map(len, said.values())])
    rows = [(cue, phrase) for phrase, of_phrase in said.items() for cue in of_phrase]
    says, side, traits = np.array([(*cue, _traits(cue, phrase)) for cue, phrase in rows], dtype=np.uint8).T.copy()
    reach = np.array([cues.BACKWARD_REACH if cue.side == BACKWARD else cues.REACH.get(cue.says, 0) for cue, _ in rows])
    numbers = {phrase: number for number, phrase in enumerate(said)}
    return _Phrases(Phrases(list(said)), numbers, first, says, side, traits, reach)


def _traits(cue: Cue, phrase: str) -> int:
    """Give what is particular about a cue as flags.

    Lists go on behind some: `No surgery, chemotherapy or radiation` denies three.
    """
    ahead = kernel.AHEAD if cue.side in {FORWARD, PREFIX} else 0
    joined = kernel.JOINED if cue.side in {PREFIX, SUFFIX} else 0
    of_nouns = kernel.OF_NOUNS if cue.side == FORWARD and cue.says != HEDGED else 0
    return ahead | joined | of_nouns | (0 if phrase in cues.LISTING else kernel.BEFORE_COMMA)


def _search(sentences: Sentences) -> tuple[Found, Places, Places]:
    """Give the cues of sentences, the places of those that end any scope, and the places where an aim begins."""
    phrases, (text, words, *spans) = _phrases(), sentences
    hits = phrases.ready.find(words, *spans)
    anything = phrases.ready.anything
    every = np.arange(len(phrases.numbers), dtype=np.int32)
    is_aim = phrases.are(every, *cues.AIMS)
    start, _, phrase = phrases.ready.longest(text, hits, every >= 0, anything)
    aims = start[is_aim[phrase]]
    start, end, phrase = phrases.ready.longest(text, hits, ~is_aim, anything)
    stops, pseudo = (phrases.tell(phrase, says) for says in (STOP, PSEUDO))
    ending = stops.copy()
    ending[_excluded(sentences, start, phrase)] = False
    left = np.flatnonzero(~(stops | pseudo))
    return _found(sentences, start[left], end[left], phrase[left]), start[ending], aims


def _nearest(sentences: Sentences, mentions: Mentions, ends: Places, found: Found) -> Places:
    """Give the row of the nearest cue of each sort that reaches each mention; behind ``ends`` no scope goes on."""
    (text, words, *bounds), (start, end, sentence, has_aims) = sentences, mentions
    described = has_aims.copy()
    described[has_aims] = _are_described(text, words, end[has_aims])
    first, last = (places[sentence] for places in bounds)
    told = described.view(np.uint8)
    return kernel.nearest(words.text, text.latin, start, end, first, last, told, ends, *found, len(NAMES))


def _found(sentences: Sentences, start: Places, end: Places, phrase: Numbers) -> Found:
    """Give all that cues say, but of none that is a subject, and of an affix only what a hyphen joins it to."""
    phrases, text, sentence = _phrases(), sentences.text, sentences.at(start)
    count = phrases.first[phrase + 1] - phrases.first[phrase]
    count[_subjects(sentences, start, phrase, sentence)] = 0
    said, cue = ranges(phrases.first[phrase], count), np.repeat(np.arange(len(start)), count)
    side, traits = phrases.side[said], phrases.traits[said]
    # `Without surgery, chemotherapy is given` denies one.
    opens = (start == sentences.start[sentence]) & ~phrases.are(phrase, "no")
    traits[opens[cue]] |= kernel.BEFORE_COMMA
    hyphen = np.where(side == PREFIX, end[cue], start[cue] - 1)
    kept = ((side != PREFIX) & (side != SUFFIX)) | _are_hyphens(text, hyphen)
    said, cue = said[kept], cue[kept]
    return Found(start[cue], end[cue], phrases.says[said], traits[kept], phrases.reach[said])


def _excluded(sentences: Sentences, start: Places, phrase: Numbers) -> Places:
    """Give the rows of cues that are patients that a study excludes, as in `excluded 12 patients with`.

    They end no scope.
    """
    row = np.flatnonzero(_phrases().are(phrase, "patients with"))
    row = row[row > 0]
    row = row[_phrases().are(phrase[row - 1], *cues.EXCLUSIONS)]
    row = row[sentences.at(start[row - 1]) == sentences.at(start[row])]
    spans = zip(start[row - 1].tolist(), start[row].tolist(), strict=True)
    between = [len(sentences.words.text[first:last].tobytes().split()) for first, last in spans]
    near: Places = row[np.array(between, dtype=np.int64) <= cues.FEW_WORDS]
    return near


def _subjects(sentences: Sentences, start: Places, phrase: Numbers, sentence: Places) -> Places:
    """Give the rows of `neither .. nor` that open a clause: what is said of the mention is denied, not the mention."""
    folded, opening = sentences.words.text, sentences.start[sentence]
    is_first = np.diff(sentence, prepend=-1) > 0
    neither = np.flatnonzero(_phrases().are(phrase, "neither") & is_first)
    spans = zip(opening[neither].tolist(), start[neither].tolist(), strict=True)
    neither = neither[[not folded[first:last].tobytes().strip() for first, last in spans]]
    nor = np.flatnonzero(_phrases().are(phrase, "nor"))
    nor = nor[[folded[first : first + len(NEITHER)].tobytes() == NEITHER for first in opening[nor].tolist()]]
    return np.append(neither, nor)


def _are_described(text: Text, words: Folded, end: Places) -> Mask:
    """Tell behind which mentions a noun stands of which all is denied: `no tumor-specific drug`."""
    described = _are_hyphens(text, end) & (text.classes.take(end + 1, mode="clip") >= chars.LOWER)
    rows = np.flatnonzero(beside.flags(words.text, end + 1, _NOUNS))
    nouns = [cues.DESCRIBED.match(words.text.data, place) is not None for place in end[rows].tolist()]
    described[rows] |= np.array(nouns, dtype=bool)
    return described


def _are_hyphens(text: Text, places: Places) -> Mask:
    """Tell at which places a hyphen stands."""
    latin = text.latin[places]
    are: Mask = latin == HYPHENS[0]
    rows = np.flatnonzero(latin == chars.BEYOND)
    are[rows] = np.isin(text.codes[places[rows]], HYPHENS)
    return are


def _told(nearest: Places, found: Found, starts: Places) -> Told:
    """Tell one sort of cue of each mention; -1 for none."""
    told = nearest >= 0
    start, end = np.append(found.start, 0)[nearest], np.append(found.end, 0)[nearest]
    return Told(told, np.where(told, start, starts), np.where(told, end, starts))
