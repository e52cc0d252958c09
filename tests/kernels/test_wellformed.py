"""What is judged well-formed at a glance: expat, which knows all of XML, never says otherwise."""

from xml.parsers import expat

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.kernels import wellformed
from etl.readers.xmlfile import DEEPEST, KINDS, PLAIN_HEAD

PLAIN = [
    *("words", " \t\r\n", "]", "]]", ">", "-", '"', "'", "\u00e9\u03b1\ufffd\U0001d6fc\uf8ff", "&amp;", "&quot;"),
    *("&#65;", "&#x1D6FC;", "&#xfffd;", "<i/>", "<i />", "<i></i>", "<i>x</i >", '<i a="1" b = \'"\'\n/>'),
    *("<m:i m:a='&lt;>'>x</m:i>", "<!---->", "<!-- - & ]]> -->", "<![CDATA[]]>", "<![CDATA[ & ]] > ]]]>", "<?pi?>"),
    *("<?pi x ? > y?>",),
]
NAMED = ["&nbsp;", "&Beta;"]
BROKEN = [
    *(
        "<",
        "&",
        "]]>",
        "</i>",
        "<i>",
        "<i><b></i></b>",
        "<i a=1/>",
        "<i a/>",
        '<i a=""b=""/>',
        '<i a="" a=""/>',
        "<1/>",
    ),
    *('<i a="<"/>', '<i a="&"/>', "&;", "&a", "&#;", "&#0;", "&#xD800;", "&#xFFFE;", "&#x110000;", "&#99999999999;"),
    *("<!-- -- -->", "<!--->", "<!-->", "<!--", "<![CDATA[", "<?", "<??>", "<?xml?>", "<?XML x?>", "<?pi", "<?p<?>"),
    *(
        "<!DOCTYPE i>",
        "\ufffe",
        "\uffff",
        "<!--\uffff-->",
        "\x01",
        "\x0b",
        "<i a='\x02'/>",
        "</i",
        "<i",
        "<i/",
        "&a b;",
    ),
    *(
        "< i/>",
        "<i / >",
        "</ i>",
        "<:i/>",
        "<-/>",
        "&-;",
        "<i a='&b;'/>",
        "<\u03b1/>",
        "<i \u03b1=''/>",
        "<i\x0ba=''/>",
    ),
]


BEHIND = st.sampled_from(["", "\n", "<!-- -->", "x", "<b/>"])


def judge(text):
    return wellformed.judge(text.encode(), 0, KINDS, DEEPEST)


def is_well_formed(text):
    parser = expat.ParserCreate("utf-8")
    parser.UseForeignDTD(True)
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError:
        return False
    return True


@given(st.lists(st.sampled_from(PLAIN + NAMED)).map("".join))
def test_what_nearly_all_files_hold_is_plain(content):
    assert judge(f"<a>{content}</a>\n") == (True, any(entity in content for entity in NAMED))
    assert is_well_formed(f"<a>{content}</a>\n")


@pytest.mark.parametrize("piece", PLAIN)
def test_each_form_is_plain(piece):
    assert judge(f"<a>{piece}</a>") == (True, False)


@pytest.mark.parametrize("piece", BROKEN)
def test_what_is_broken_is_not_plain(piece):
    assert judge(f"<a>{piece}</a>")[0] is False


@given(st.lists(st.sampled_from(PLAIN + NAMED + BROKEN)).map("".join), BEHIND)
@example("", "</a>")
def test_what_is_plain_is_well_formed(content, behind):
    for text in (f"<a>{content}</a>{behind}", content + behind):
        assert not judge(text)[0] or is_well_formed(text)


@given(st.text(alphabet="<>/!?-[]CDAT&;#x'\"= a\0\u03b1\uffff"))
def test_what_is_no_xml_is_judged_without_harm(text):
    assert not judge(text)[0] or is_well_formed(text)


@pytest.mark.parametrize(("depth", "is_plain"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_nothing_nested_too_deep_is_plain(depth, is_plain):
    assert judge("<a>" * depth + "</a>" * depth) == (is_plain, False)


def test_seventeen_attributes_are_left_to_a_parser():
    names = [f"a{number}='x'" for number in range(17)]
    assert judge(f"<a {' '.join(names[:16])}/>") == (True, False)
    assert judge(f"<a {' '.join(names)}/>") == (False, False)


@pytest.mark.parametrize(("place", "kinds"), [(-1, KINDS), (5, KINDS), (0, KINDS[1:]), (0, np.ones(256, np.uint8))])
def test_places_and_tables_must_fit(place, kinds):
    with pytest.raises(ValueError, match="table"):
        wellformed.judge(b"<a/>", place, kinds, DEEPEST)


HEADS = [
    *("", "\n ", "\ufeff", '<?xml version="1.0"?>\n', "<?xml version='1.0' encoding='UTF-8' standalone=\"no\" ?>"),
    *(
        '<!DOCTYPE article SYSTEM "a.dtd">',
        '\n<!DOCTYPE article\n PUBLIC "-//NLM//DTD (Z39.96) v1.2//EN" "http://a/b#c">',
    ),
]
ODD_HEADS = [
    *('<?xml version="1.1"?>', '<?xml version="1.0" standalone="yes"?>', "<?xml?>", "\x0c", "x", "<!-- -->", "<?pi?>"),
    *('<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a PUBLIC "\u03b1" "b">', '<!DOCTYPE a "b">', "<!DOCTYPE a"),
]


@pytest.mark.parametrize("head", HEADS)
def test_plain_heads_are_known(head):
    assert PLAIN_HEAD.fullmatch(head.encode())


@given(st.lists(st.sampled_from(HEADS + ODD_HEADS), max_size=3).map("".join))
def test_a_plain_head_is_well_formed(head):
    assert not PLAIN_HEAD.fullmatch(head.encode()) or is_well_formed(f"{head}<a/>")
