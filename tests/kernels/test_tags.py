"""Tags and entities: the kernel against a regular expression that takes one piece of XML after the other."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.kernels import strings, tags

NAMES = ["p", "sec", "inline-supplementary-material", "title", "x"]
PIECE = re.compile(
    r"""(?P<hidden><!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(?P<literal>.*?)\]\]>|(?P<entity>&)
    |<(?P<closing>/?)(?P<name>[^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*?(?P<empty>/?)>""",
    re.VERBOSE | re.DOTALL,
)
WORDS = ["a", " ", "\n", "\0", "\u03b1", "\U0001d6fc", "]]>", "--", "?>", "/", "'", '"', "&amp;", "&#65;"]
TAGS = [
    *("<p>", "</p>", "<p\n>", "<p/>", "<p />", "</p >", '<sec id="a>b" x=\'"/>\'>', "<mml:x>", "</a:b:title>", "<px>"),
    *("<unknown-element-name-that-is-long/>", "<inline-supplementary-material>", "<inline-supplementary-materials>"),
    *("<!---->", "<!-- <p> & -->", "<!-- - -> -->", "<?p?>", "<? a > b ?>", "<\u03b1>"),
    *("<![CDATA[]]>", "<![CDATA[<p>&amp;]]>", "<![CDATA[]]]]>", "<![CDATA[ ]] > ]>]]>"),
]


def oracle(source):
    """Rows of tags (start, end, name, sign, whether CDATA follows), and of entities (place, tag before)."""
    rows, entities = [], []
    for piece in PIECE.finditer(source):
        start, end = piece.span()
        if piece["entity"]:
            entities.append((start, len(rows) - 1))
        elif piece["hidden"]:
            rows.append((start, end, 0, 0, False))
        elif piece["literal"] is not None:
            rows += [(start, start + 9, 0, 0, True), (end - 3, end, 0, 0, False)]
        else:
            name = piece["name"].rpartition(":")[2]
            number = NAMES.index(name) + 1 if name in NAMES else 0
            rows.append((start, end, number, -1 if piece["closing"] else not piece["empty"], False))
    return rows, entities


def scan(source):
    letters = np.frombuffer("".join(NAMES).encode(), dtype=np.uint8)
    offsets = np.cumsum([0, 0, *map(len, NAMES)])
    *columns, entities, gaps = tags.scan(strings.units(source), letters, offsets, tags.slots(letters, offsets, 8))
    return list(zip(*(column.tolist() for column in columns), strict=True)), list(
        zip(entities.tolist(), gaps.tolist(), strict=True)
    )


@given(st.lists(st.sampled_from(WORDS + TAGS)).map("".join))
def test_tags_and_entities_are_those_that_a_pattern_finds(text):
    assert scan(f"\0{text}\0") == oracle(f"\0{text}\0")


@given(st.text(alphabet="<>/!?-[]CDAT&;'\" pa:\0\u03b1"))
def test_what_is_no_xml_is_read_without_harm(text):
    source = f"\0{text}\0"
    places = [place for start, end, *_ in scan(source)[0] for place in (start, end)]
    assert places == sorted(places)
    assert places[-1:] <= [len(source) - 1]


@pytest.mark.parametrize("source", ["", "<p>", "\0<p>", "<p>\0"])
def test_a_source_has_boundaries(source):
    with pytest.raises(ValueError, match="NUL"):
        scan(source)
