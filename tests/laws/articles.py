"""JATS articles to hold the laws against: elements put together by hypothesis, all well-formed."""

from hypothesis import strategies as st
from laws.texts import columns_of, in_widths, tables_of

from etl.readers import jats
from etl.readers.batch import KNOWN, METADATA

WORDS = [
    *("cells", "Immunotherapy", "CAR-T", "The", "We", "checkpoint inhibitors", "e.g.", "et al.", "(", ")", "\u03b1"),
    *("\U0001d6fc", "e\u0301", ". ", ".", "? ", " ", "\n   ", "\t", "\u00a0", "\r\n", "&amp;", "&lt;", "&#945;"),
    *(
        "&#x2009;",
        "&nbsp;",
        "&Beta;",
        "&#10;",
        "<![CDATA[a < b &amp; c]]>",
        "<![CDATA[ ]]>",
        "<!-- a <p> -->",
        "<?x y?>",
    ),
    *(
        "p > 0.05",
        "<break/>",
        "<italic>in vivo</italic>",
        "<sup>2</sup>",
        "<bold> a</bold>",
        '<named-content a="x>y"/>',
    ),
    *("<inline-formula><mml:math><mml:mi>x</mml:mi></mml:math></inline-formula>", "<tex-math>\\alpha</tex-math>"),
    *('<inline-graphic xlink:href="a"/>', "<ext-link>www.x.org</ext-link>", "'", '"'),
]
XREFS = [
    '[<xref ref-type="bibr" rid="r1">1</xref>]',
    '[<xref ref-type="bibr" rid="r1">1</xref>\u2013<xref ref-type="bibr" rid="r3">3</xref>]',
    '<sup><xref rid="r2" ref-type="bibr">2</xref>,<xref rid="r3" ref-type="bibr">3</xref></sup>',
    '<xref ref-type="bibr" rid="r1 r2">1, 2</xref>',
    '<xref ref-type="bibr" rid="r1">1-3</xref>',
    '(<xref ref-type="bibr" rid="r2">Smith, 2000</xref>)',
    '<xref ref-type="bibr" rid="nowhere">9</xref>',
    '<xref ref-type="bibr" rid="r1"/>',
    '<xref ref-type="fig" rid="f1">Figure 1</xref>',
]
line = st.lists(st.sampled_from(WORDS) | st.sampled_from(XREFS), max_size=8).map("".join)


def wrap(name, content, attributes=""):
    return f"<{name}{attributes}>{content}</{name}>"


paragraph = line.map(lambda text: wrap("p", text))
caption = st.tuples(line, st.lists(paragraph, max_size=2)).map(
    lambda parts: wrap("caption", wrap("title", parts[0]) + "".join(parts[1]))
)
figure = caption.map(lambda text: wrap("fig", f"<label>Figure 1</label>{text}<graphic/>"))
table = caption.map(
    lambda text: wrap(
        "table-wrap", f"{text}<table><tr><td>12</td></tr></table><table-wrap-foot><p>n.s.</p></table-wrap-foot>"
    )
)
bullets = st.lists(paragraph, min_size=1, max_size=2).map(
    lambda items: wrap("list", "".join(wrap("list-item", item) for item in items))
)
note = paragraph.map(lambda text: wrap("fn", f"<label>*</label>{text}"))
formula = st.just("<disp-formula><mml:math><mml:mi>E</mml:mi></mml:math></disp-formula>")
inner = figure | table | bullets | note | formula
busy = st.lists(line | inner, max_size=5).map(lambda parts: wrap("p", "".join(parts)))
block = paragraph | busy | figure | table | bullets
section = st.recursive(
    block,
    lambda inside: st.tuples(
        st.sampled_from(["", "<title>Methods</title>", "<label>2.1</label><title>Mice &amp; men</title>", "<title/>"]),
        st.lists(inside, max_size=3),
        st.sampled_from(["", ' sec-type="materials|methods"', " sec-type='x'"]),
    ).map(lambda parts: wrap("sec", parts[0] + "".join(parts[1]), parts[2])),
    max_leaves=6,
)
FIRST = (
    '<ref id="r1"><label>1</label><mixed-citation><name><surname>Smith</surname>, <given-names>J</given-names></name>. '
    "<article-title>On <italic>mice</italic></article-title>. <source>J Test</source> <year>2001</year>;"
    "<volume>1</volume>:<fpage>2</fpage>-<lpage>3</lpage></mixed-citation></ref>"
)
SECOND = (
    '<ref id="r2"><element-citation><person-group person-group-type="author"><name><surname>Doe</surname>'
    "<given-names>A</given-names></name></person-group><article-title>T</article-title><source>S</source>"
    '<year>2000</year><pub-id pub-id-type="doi">10.1000/x&amp;y</pub-id></element-citation></ref>'
)
REFERENCES = [FIRST, SECOND, '<ref id="r3"><citation>Plain words, 1999.</citation></ref>']


def whole(parts):
    title, abstract, body, lead = parts
    front = "<front><article-meta><title-group>" + wrap("article-title", f"A title {title}")
    front += "</title-group>" + wrap("abstract", "".join(abstract)) + "</article-meta></front>"
    back = f"<back><ack><p>Thanks.</p></ack><ref-list><title>References</title>{''.join(REFERENCES)}</ref-list></back>"
    return f'{lead}<article xmlns:mml="m" xmlns:xlink="l">{front}{wrap("body", "".join(body))}{back}</article>\n'


HEADS = ["", '<?xml version="1.0" encoding="UTF-8"?>\r\n', "\ufeff<!DOCTYPE article SYSTEM 'a.dtd'>\n"]
articles = st.tuples(line, st.lists(section, max_size=2), st.lists(section, max_size=4), st.sampled_from(HEADS)).map(
    whole
)
batches = in_widths(articles)


def read(*texts):
    rows = []
    parsed = []
    for number, text in enumerate(texts):
        (article,) = jats.parse(f"d{number}.xml", text.encode())
        parsed.append(article)
        identity = {"document_id": f"d{number}", "source_path": f"d{number}.xml", "source_format": "jats"}
        known = {name: article.known.get(name) for name in METADATA}
        rows.append(dict.fromkeys(KNOWN) | known | identity | {"source_sha256": "0" * 64, "encoding": "utf-8"})
    return jats.read(columns_of(rows), parsed)


def build(*texts):
    """Make the tables of articles that become the documents d0, d1 and so on."""
    return tables_of(read(*texts))
