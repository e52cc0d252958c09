"""The nearest cues of mentions, held equal to a search through all pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import cues
from etl.text.chars import Text
from etl.text.phrases import Folded

SORTS = 3
TRAITS = st.integers(0, 15)
# What a word is, and what stands behind it.
WORDS = st.lists(
    st.tuples(
        st.sampled_from(["mention", "cue", "cue", "both", "stop", "word", "word"]),
        st.sampled_from([" ", " ", " ", "-", ", ", "; ", ": ", " ", "  \u4e2d ", "END "]),
    ),
    max_size=20,
)


def laid_out(words):
    """The text of words, the spans of each sort of word, and those of the sentences."""
    text, spans, sentences, first = "\0", {"mention": [], "cue": [], "stop": [], "word": []}, [], 1
    for sort, behind in words:
        span = (len(text), len(text) + len(sort))
        for name in ("mention", "cue") if sort == "both" else (sort,):
            spans[name].append((span[0] + 2 * (sort == "both" and name == "mention"), span[1]))
        text += sort + behind.replace("END", ".")
        if behind == "END ":
            sentences.append((first, len(text) - 1))
            first = len(text)
    return text + "\0", spans, [*sentences, (first, len(text))]


def plain_nearest(text, row, stops, found):
    """The nearest cue of each sort."""
    (mention, bounds, described), best = row, {}
    for number, (start, end, says, traits, reach) in enumerate(found):
        first, last = (end, mention[0]) if traits & cues.AHEAD else (mention[1], start)
        between = text[first:last]
        begun = sum(char.isalnum() and not text[first + place - 1].isalnum() for place, char in enumerate(between))
        if (
            bounds[0] <= start < bounds[1]
            and first <= last
            and begun <= reach
            and not any(first <= stop < last for stop in stops)
            and not {";", ":"} & set(between)
            and not (traits & cues.JOINED and last - first != 1)
            and not (traits & cues.BEFORE_COMMA and "," in between)
            and not (traits & cues.OF_NOUNS and described)
            and (last - first, number) < best.get(says, (len(text), 0))
        ):
            best[says] = (last - first, number)
    return [best[says][1] if says in best else -1 for says in range(SORTS)]


def places(rows, column, dtype=np.int64):
    return np.array([row[column] for row in rows], dtype=dtype)


@given(WORDS, st.data())
def test_nearest_cues_are_those_of_all_pairs(words, data):
    text, spans, sentences = laid_out(words)
    said = st.lists(st.tuples(st.integers(0, SORTS - 1), TRAITS, st.integers(0, 4)), min_size=1, max_size=2)
    found = [(*span, *says) for span in spans["cue"] for says in data.draw(said)]
    mentions, stops = spans["mention"], places(spans["stop"], 0)
    bounds = [next(bound for bound in reversed(sentences) if bound[0] <= start) for start, _ in mentions]
    described = data.draw(st.lists(st.booleans(), min_size=len(mentions), max_size=len(mentions)))
    whole = Text(text)
    nearest = cues.nearest(
        Folded.of(whole).text,
        whole.latin,
        *(places(mentions, column) for column in (0, 1)),
        *(places(bounds, column) for column in (0, 1)),
        np.array(described, dtype=np.uint8),
        stops,
        *(places(found, column) for column in (0, 1)),
        *(places(found, column, np.uint8) for column in (2, 3)),
        places(found, 4),
        SORTS,
    )
    rows = zip(mentions, bounds, described, strict=True)
    assert nearest.T.tolist() == [plain_nearest(text, row, stops.tolist(), found) for row in rows]
