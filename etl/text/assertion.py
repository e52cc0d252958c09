"""Assertion: whether the sentence of a mention denies, doubts or contrasts it, and by which words."""

from functools import cache
from itertools import chain
from typing import Final, NamedTuple, Self

import numpy as np

from etl.text import chars, cues
from etl.text.chars import Mask, Places, Text, ranges
from etl.text.cues import BACKWARD, CONTRASTED, FORWARD, HEDGED, NEGATED, NOWHERE, PREFIX, PSEUDO, STOP, SUFFIX
from etl.text.phrases import Folded, Phrases
from etl.text.spans import leftmost_longest

# The hyphens and short dashes that join words; an em dash parts them.
HYPHENS: Final = tuple(map(ord, "-\u2010\u2011\u2012\u2013"))
# No cue reaches over more words, its own counted.
FURTHEST: Final = 24
NAMES: Final = {NEGATED: "negated", HEDGED: "hedged", CONTRASTED: "contrasted"}


class Mentions(NamedTuple):
    """Spans of mentions and of their sentences.

    Of what has aims, conditions, none is denied that a denied thing is for or in, or that describes it.
    """

    start: Places
    end: Places
    sentence_start: Places
    sentence_end: Places
    has_aims: Mask


class Told(NamedTuple):
    """Which mentions something is told of, and the spans of the cues; one that is absent is empty, at the mention."""

    told: Mask
    start: Places
    end: Places


class Sentences(NamedTuple):
    """Sentences of a text: their folded words, the text, where each begins, and where the words begin."""

    words: Folded
    text: Text
    place: Places
    begins: Places

    def between(self, first: Places, last: Places) -> Places:
        """Count the words that begin between two places, the last one excluded."""
        counted: Places = np.searchsorted(self.begins, last) - np.searchsorted(self.begins, first)
        return counted


class Found(NamedTuple):
    """What cues say in reading order: the spans of the cues among the sentences, and the number of each phrase."""

    start: Places
    end: Places
    phrase: Places
    says: Places
    side: Places


class Pairs(NamedTuple):
    """Mentions, each with something that a cue of its sentence may say of it, and the span that parts the two."""

    mention: Places
    cue: Places
    sentence: Places
    first: Places
    last: Places

    def take(self, rows: Mask | Places) -> Self:
        """Give some of the pairs."""
        return type(self)(*(column[rows] for column in self))


def judge(text: Text, words: Folded, mentions: Mentions) -> dict[str, Told]:
    """Tell of each mention whether it is negated, hedged or contrasted, with the spans of the nearest cues.

    ``words`` is the folded text.
    """
    place, first, number = np.unique(mentions.sentence_start, return_index=True, return_inverse=True)
    words = words.within(place, mentions.sentence_end[first])
    sentences = Sentences(words, text, place, words.start[words.length > 0])
    found, stops, aims = _search(sentences)
    pairs = _pairs(mentions, number, sentences, found)
    for ends, concerned in ((stops, None), (aims, mentions.has_aims)):
        free = np.searchsorted(ends, pairs.first) == np.searchsorted(ends, pairs.last)
        pairs = pairs.take(free if concerned is None else free | ~concerned[pairs.mention])
    pairs = pairs.take(~_is_described(pairs, mentions, sentences, found))
    nearest = _nearest(pairs, sentences, found)
    says = found.says[nearest.cue]
    return {name: _told(nearest.take(says == sort), found, mentions.start) for sort, name in NAMES.items()}


class _Phrases(NamedTuple):
    """The phrases of cues and aims made ready: what finds them; of each phrase what is told, and where that begins."""

    ready: Phrases
    numbers: dict[str, int]
    first: Places
    says: Places
    side: Places

    def tell(self, phrase: Places, says: int) -> Mask:
        """Tell which phrases first of all say something."""
        told: Mask = self.says[self.first[phrase]] == says
        return told

    def are(self, phrase: Places, *phrases: str) -> Mask:
        """Tell which phrases are some given ones."""
        among = np.zeros(len(self.numbers), dtype=bool)
        among[[self.numbers[one] for one in phrases]] = True
        return among[phrase]


@cache
def _phrases() -> _Phrases:
    said = dict(cues.CUES) | {aim: [cues.Cue(STOP, NOWHERE)] for aim in cues.AIMS}
    first = np.cumsum([0, *map(len, said.values())])
    says, side = np.array(list(chain.from_iterable(said.values()))).T
    return _Phrases(Phrases(list(said)), {phrase: number for number, phrase in enumerate(said)}, first, says, side)


def _search(sentences: Sentences) -> tuple[Found, Places, Places]:
    """Give the cues of sentences, the places that end any scope, and those where an aim begins."""
    phrases = _phrases()
    start, end, phrase = phrases.ready.find(sentences.words)
    is_aim = phrases.are(phrase, *cues.AIMS)
    longest = leftmost_longest(start, end)
    aims = start[longest[is_aim[longest]]]
    cue = np.flatnonzero(~is_aim)
    cue = cue[leftmost_longest(start[cue], end[cue])]
    stops, pseudo = (phrases.tell(phrase[cue], says) for says in (STOP, PSEUDO))
    ending = stops & ~_are_excluded(sentences, start[cue], phrase[cue])
    latin = sentences.text.latin
    signs = np.flatnonzero((latin == ord(";")) | (latin == ord(":")))
    left = cue[~(stops | pseudo)]
    count = phrases.first[phrase[left] + 1] - phrases.first[phrase[left]]
    said, cue_of = ranges(phrases.first[phrase[left]], count), np.repeat(left, count)
    found = Found(start[cue_of], end[cue_of], phrase[cue_of], phrases.says[said], phrases.side[said])
    return found, np.sort(np.concatenate([start[cue[ending]], signs])), aims


def _are_excluded(sentences: Sentences, start: Places, phrase: Places) -> Mask:
    """Tell which cues are patients that a study excludes, as in `excluded 12 patients with`: they end no scope."""
    near = np.diff(np.searchsorted(sentences.begins, start), prepend=0) <= cues.FEW_WORDS
    behind = np.append(False, _phrases().are(phrase, *cues.EXCLUSIONS)[:-1])
    excluded: Mask = near & behind & _phrases().are(phrase, "patients with")
    return excluded


def _pairs(mentions: Mentions, number: Places, sentences: Sentences, found: Found) -> Pairs:
    """Pair each mention with what each cue of its sentence may say of it.

    So few words part the two that the cue may reach the mention: linear in the text.
    """
    start, end = mentions.start, mentions.end
    word_of = np.searchsorted(sentences.begins, found.start)
    near = np.searchsorted(word_of, np.searchsorted(sentences.begins, start) - FURTHEST)
    count = np.searchsorted(word_of, np.searchsorted(sentences.begins, end) + FURTHEST, side="right") - near
    mention, cue = np.repeat(np.arange(len(start)), count), ranges(near, count)
    ahead = np.isin(found.side[cue], (FORWARD, PREFIX))
    first = np.where(ahead, found.end[cue], end[mention])
    last = np.where(ahead, start[mention], found.start[cue])
    sentence = number[mention]
    same = np.searchsorted(sentences.place, found.start, side="right")[cue] - 1 == sentence
    return Pairs(mention, cue, sentence, first, last).take(same & (first <= last))


def _nearest(pairs: Pairs, sentences: Sentences, found: Found) -> Pairs:
    """Give the nearest cue of each sort that reaches a mention."""
    says, side = found.says[pairs.cue], found.side[pairs.cue]
    reach = np.array([cues.REACH[NEGATED], cues.REACH[HEDGED], cues.REACH[CONTRASTED]])[says]
    near = sentences.between(pairs.first, pairs.last) <= np.where(side == BACKWARD, cues.BACKWARD_REACH, reach)
    joined = (pairs.last - pairs.first == 1) & np.isin(sentences.text.codes[pairs.first], HYPHENS)
    near &= joined | ~np.isin(side, (PREFIX, SUFFIX))
    near &= ~_is_behind_comma(pairs, sentences, found) & ~_is_subject(pairs, sentences, found)
    pairs, says = pairs.take(near), says[near]
    order = np.lexsort((pairs.cue, pairs.last - pairs.first, says, pairs.mention))
    _, first = np.unique((pairs.mention * len(NAMES) + says)[order], return_index=True)
    return pairs.take(order[first])


def _is_described(pairs: Pairs, mentions: Mentions, sentences: Sentences, found: Found) -> Mask:
    """Tell where a cue denies the noun behind a mention, not the mention: `no tumor-specific drug`."""
    ahead = (found.side[pairs.cue] == FORWARD) & (found.says[pairs.cue] != HEDGED)
    rows = np.flatnonzero(ahead & mentions.has_aims[pairs.mention])
    end = mentions.end[pairs.mention[rows]]
    noun = [cues.DESCRIBED.match(sentences.words.text, place) is not None for place in end.tolist()]
    described = np.zeros(len(ahead), dtype=bool)
    text = sentences.text
    goes_on = text.classes[np.minimum(end + 1, len(text) - 1)] >= chars.LOWER
    described[rows] = np.isin(text.codes[end], HYPHENS) & goes_on | np.array(noun, dtype=bool)
    return described


def _is_behind_comma(pairs: Pairs, sentences: Sentences, found: Found) -> Mask:
    """Tell where a comma ends the scope: of all cues but those that lists follow, and of these where they open.

    `No surgery, chemotherapy or radiation` denies three, `Without surgery, chemotherapy is given` one.
    """
    commas = np.flatnonzero(sentences.text.latin == ord(","))
    phrase = found.phrase[pairs.cue]
    opens = found.start[pairs.cue] <= sentences.place[pairs.sentence]
    stopped = ~_phrases().are(phrase, *cues.LISTING) | opens & ~_phrases().are(phrase, "no")
    behind: Mask = stopped & (np.searchsorted(commas, pairs.first) < np.searchsorted(commas, pairs.last))
    return behind


def _is_subject(pairs: Pairs, sentences: Sentences, found: Found) -> Mask:
    """Tell where `neither .. nor` opens a clause: then what is said of the mention is denied, not the mention."""
    phrase = found.phrase[pairs.cue]
    place = sentences.place[pairs.sentence]
    subject = _phrases().are(phrase, "neither") & (sentences.between(place, found.start[pairs.cue]) == 0)
    nor = np.flatnonzero(_phrases().are(phrase, "nor"))
    subject[nor] = [sentences.words.text.startswith(b"neither ", start) for start in place[nor].tolist()]
    is_subject: Mask = subject
    return is_subject


def _told(nearest: Pairs, found: Found, starts: Places) -> Told:
    """Tell one sort of cue of each mention."""
    told, start, end = np.zeros(len(starts), dtype=bool), starts.copy(), starts.copy()
    told[nearest.mention] = True
    start[nearest.mention] = found.start[nearest.cue]
    end[nearest.mention] = found.end[nearest.cue]
    return Told(told, start, end)
