"""Assertion: whether the sentence of a mention denies, doubts or contrasts it, and by which words."""

from functools import cache
from itertools import chain
from typing import Final, NamedTuple

import daachorse
import numpy as np
import polars as pl

from etl.text import cues
from etl.text.align import ranges
from etl.text.chars import Bytes, Mask, Places, Text
from etl.text.cues import BACKWARD, CONTRASTED, FORWARD, HEDGED, NEGATED, PREFIX, PSEUDO, STOP, SUFFIX
from etl.text.spans import leftmost_longest

END_OF_SCOPE: Final = b";:"
HYPHENS: Final = (ord("-"), 0xFF)  # the dashes stand beyond Latin-1
# No cue reaches over more words, its own counted.
FURTHEST: Final = 24
NAMES: Final = {NEGATED: "negated", HEDGED: "hedged", CONTRASTED: "contrasted"}


class Sentences(NamedTuple):
    """Sentences side by side, a blank around each: folded, in Latin-1, and where each begins here and in the text."""

    words: bytes
    latin: Bytes
    place: Places
    start: Places


class Found(NamedTuple):
    """Cues in reading order: their spans among the sentences, and what each says, a row of ``_says``."""

    start: Places
    end: Places
    cue: Places


def judge(text: Text, words: bytes, mentions: pl.DataFrame, *, aims: bool) -> pl.DataFrame:
    """Tell of each mention whether it is negated, hedged or contrasted, with the spans of the nearest cues.

    ``mentions`` has start and end, and those of their sentences as sentence_start and sentence_end; ``words`` is the
    folded text. With ``aims``, what a denied thing is for or in is not denied, nor is what describes it. An absent cue
    has an empty span at the mention's start.
    """
    sentences, number = _beside_each_other(text, words, mentions)
    shift = sentences.place[number] - sentences.start[number]
    start, end = mentions["start"].to_numpy() + shift, mentions["end"].to_numpy() + shift
    found, stops = _search(sentences, aims=aims)
    own = pl.DataFrame({"mention": np.arange(len(start)), "sentence": number, "start": start, "end": end})
    pairs = _pairs(own, sentences, found)
    nearest = _nearest(_without_described(pairs, sentences) if aims else pairs, sentences, stops)
    return _columns(mentions, nearest, shift)


@cache
def _automaton() -> tuple[daachorse.DoubleArrayAhoCorasick, tuple[tuple[cues.Cue, ...], ...], tuple[bool, ...]]:
    """Give the automaton of the cues, what each pattern says, and whether it is an aim."""
    phrases = dict(cues.CUES) | {aim: [cues.Cue(STOP, cues.NOWHERE)] for aim in cues.AIMS}
    patterns = [f" {phrase} ".encode("ascii") for phrase in phrases]
    says = tuple(tuple(said) for said in phrases.values())
    return daachorse.DoubleArrayAhoCorasick(patterns), says, tuple(phrase in cues.AIMS for phrase in phrases)


def _beside_each_other(text: Text, words: bytes, mentions: pl.DataFrame) -> tuple[Sentences, Places]:
    """Put the sentences of mentions side by side, and give the number of each mention's."""
    start, first, number = np.unique(mentions["sentence_start"].to_numpy(), return_index=True, return_inverse=True)
    end = mentions["sentence_end"].to_numpy()[first]
    spans = list(zip(start.tolist(), end.tolist(), strict=True))
    latin = text.latin.tobytes()
    folded, raw = (b" ".join([b"", *(whole[a:b] for a, b in spans), b""]) for whole in (words, latin))
    place = np.cumsum(np.concatenate([[1], end - start + 1]))[:-1]
    return Sentences(folded, np.frombuffer(raw, dtype=np.uint8), place, start), number


def _search(sentences: Sentences, *, aims: bool) -> tuple[Found, Places]:
    """Give the cues of sentences, and the places that end a scope."""
    automaton, says, is_aim = _automaton()
    hits = automaton.find_overlapping(sentences.words)
    table = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits)).reshape(-1, 3)
    table = table[aims | ~np.array(is_aim)[table[:, 2]]]
    start, end, cue = table[:, 0] + 1, table[:, 1] - 1, table[:, 2]
    longest = leftmost_longest(start, end)
    start, end, cue = start[longest], end[longest], cue[longest]
    stops = np.array([said[0].says == STOP for said in says])[cue]
    signs = np.flatnonzero(np.isin(sentences.latin, list(END_OF_SCOPE)))
    pseudo = np.array([said[0].says == PSEUDO for said in says])[cue]
    cues_left = ~(stops | pseudo)
    return Found(start[cues_left], end[cues_left], cue[cues_left]), np.sort(np.concatenate([start[stops], signs]))


def _pairs(own: pl.DataFrame, sentences: Sentences, found: Found) -> pl.DataFrame:
    """Pair each mention with what each cue of its sentence may say of it."""
    _, says, _ = _automaton()
    listing = [number for number, phrase in enumerate(cues.CUES) if phrase in cues.LISTING]
    no = list(cues.CUES).index("no")
    rows = [(number, cue, *said) for number, cue in enumerate(found.cue.tolist()) for said in says[cue]]
    said = pl.DataFrame(rows, schema=["number", "cue", "says", "side"], orient="row").cast(pl.Int64)
    number = said["number"].to_numpy()
    cue = said.with_columns(
        listing=pl.col("cue").is_in(listing),
        no=pl.col("cue") == no,
        cue_start=pl.Series(found.start[number], dtype=pl.Int64),
        cue_end=pl.Series(found.end[number], dtype=pl.Int64),
        sentence=pl.Series(np.searchsorted(sentences.place, found.start[number], side="right") - 1, dtype=pl.Int64),
    )
    near = _in_reach(own, cue, sentences.words)
    both = pl.concat([own[near["own"]], cue[near["cue"]].rename({"sentence": "cue_sentence"})], how="horizontal")
    return both.filter(
        pl.col("sentence") == pl.col("cue_sentence"),
        pl.when(pl.col("side").is_in([FORWARD, PREFIX]))
        .then(pl.col("cue_end") <= pl.col("start"))
        .otherwise(pl.col("cue_start") >= pl.col("end")),
    )


def _without_described(pairs: pl.DataFrame, sentences: Sentences) -> pl.DataFrame:
    """Leave out pairs whose cue denies the noun behind a mention: `no tumor-specific drug` and `no tumor growth`."""
    rows = np.flatnonzero((pairs["side"].to_numpy() == FORWARD) & (pairs["says"].to_numpy() != HEDGED))
    ends = pairs["end"].to_numpy()[rows]
    noun = [cues.DESCRIBED.match(sentences.words, end) is not None for end in ends.tolist()]
    described = rows[np.isin(sentences.latin[ends], HYPHENS) | np.array(noun, dtype=bool)]
    return pairs.filter(~pl.int_range(pl.len()).is_in(described.tolist()))


def _in_reach(own: pl.DataFrame, cue: pl.DataFrame, words: bytes) -> dict[str, Places]:
    """Give rows of mentions and of sorted cues that so few words part that a cue may reach: linear in the text."""
    blank = np.frombuffer(words, dtype=np.uint8) == ord(" ")
    number = np.cumsum(blank[:-1] & ~blank[1:])
    starts, ends = (np.append(number, number[-1:])[own[name].to_numpy()] for name in ("start", "end"))
    cue_word = np.append(number, number[-1:])[cue["cue_start"].to_numpy()]
    first = np.searchsorted(cue_word, starts - FURTHEST)
    count = np.searchsorted(cue_word, ends + FURTHEST, side="right") - first
    return {"own": np.repeat(np.arange(len(own)), count), "cue": ranges(first, count)}


def _nearest(pairs: pl.DataFrame, sentences: Sentences, stops: Places) -> pl.DataFrame:
    """Give the nearest cue of each sort that reaches a mention."""
    side, says, cue_start = (pairs[name].to_numpy() for name in ("side", "says", "cue_start"))
    ahead = np.isin(side, (FORWARD, PREFIX))
    first = np.where(ahead, pairs["cue_end"].to_numpy(), pairs["end"].to_numpy())
    last = np.where(ahead, pairs["start"].to_numpy(), cue_start)
    between = _words_between(sentences.words, first, last)
    reach = np.array([cues.REACH[NEGATED], cues.REACH[HEDGED], cues.REACH[CONTRASTED]])[says]
    near = between <= np.where(side == BACKWARD, cues.BACKWARD_REACH, reach)
    affix = np.isin(side, (PREFIX, SUFFIX))
    near &= ~affix | (last - first == 1) & np.isin(sentences.latin[first], HYPHENS)
    near &= np.searchsorted(stops, first) == np.searchsorted(stops, last)
    near &= ~_behind_comma(sentences, pairs, first, last)
    near &= ~_is_subject(sentences, pairs)
    kept = pairs.with_columns(between=pl.Series(last - first)).filter(pl.Series(near))
    return kept.sort("mention", "says", "between", "cue_start").unique(
        ["mention", "says"], keep="first", maintain_order=True
    )


def _words_between(words: bytes, first: Places, last: Places) -> Places:
    """Count the words that begin between two places, the last one excluded."""
    blank = np.frombuffer(words, dtype=np.uint8) == ord(" ")
    begins = np.flatnonzero(blank[:-1] & ~blank[1:]) + 1
    counted: Places = np.searchsorted(begins, last) - np.searchsorted(begins, first)
    return counted


def _behind_comma(sentences: Sentences, pairs: pl.DataFrame, first: Places, last: Places) -> Mask:
    """Tell where a comma ends the scope: of all cues but those that lists follow, and of these where they open.

    `No surgery, chemotherapy or radiation` denies three, `Without surgery, chemotherapy is given` one.
    """
    commas = np.flatnonzero(sentences.latin == ord(","))
    opens = pairs["cue_start"].to_numpy() <= sentences.place[pairs["sentence"].to_numpy()]
    stopped = ~pairs["listing"].to_numpy() | opens & ~pairs["no"].to_numpy()
    behind: Mask = stopped & (np.searchsorted(commas, first) < np.searchsorted(commas, last))
    return behind


def _is_subject(sentences: Sentences, pairs: pl.DataFrame) -> Mask:
    """Tell where `neither .. nor` opens a clause: then what is said of the mention is denied, not the mention."""
    start = pairs["cue_start"].to_numpy()
    place = sentences.place[pairs["sentence"].to_numpy()]
    ink = np.flatnonzero(np.frombuffer(sentences.words, dtype=np.uint8) != ord(" "))
    opens = np.searchsorted(ink, place) == np.searchsorted(ink, start)
    heads, tokens = ([sentences.words[a : a + 8] for a in places.tolist()] for places in (place, start))
    subject = [
        (token[:7] == b"neither" and first) or (token[:4] == b"nor " and head == b"neither ")
        for token, head, first in zip(tokens, heads, opens.tolist(), strict=True)
    ]
    return np.array(subject, dtype=bool)


def _columns(mentions: pl.DataFrame, nearest: pl.DataFrame, shift: Places) -> pl.DataFrame:
    """Spread the cues over columns, one row a mention, with places in the text."""
    own = mentions.select("start")
    columns: dict[str, pl.Series] = {}
    for says, name in NAMES.items():
        cue = nearest.filter(pl.col("says") == says)
        row = cue["mention"].to_numpy()
        told = np.zeros(len(own), dtype=bool)
        told[row] = True
        columns[name] = pl.Series(told)
        for side in ("start", "end"):
            place = own["start"].to_numpy().copy()
            place[row] = cue[f"cue_{side}"].to_numpy() - shift[row]
            columns[f"{name}_{side}"] = pl.Series(place)
    return pl.DataFrame(columns)
