"""Element names of JATS and NLM, and what each means to the reader: one table, used by the proof, too."""

from etl.readers.markup import Vocabulary

# Elements that hold running text of their own.
TEXT = (
    "p", "title", "article-title", "subtitle", "term", "def-head", "term-head", "verse-line", "attrib", "preformat",
    "code", "speaker", "ref",
)  # fmt: skip
# The parts of an article that are in the text; of a title group only its titles are.
SCOPES = ("title-group", "abstract", "trans-abstract", "body", "back", "floats-group", "floats-wrap")
# Elements that part blocks.
BLOCKS = (
    "p", "title", "article-title", "subtitle", "label", "term", "def-head", "term-head", "verse-line", "attrib",
    "preformat", "code", "speaker", "ref", "sec", "list", "list-item", "def-list", "def-item", "def", "disp-quote",
    "verse-group", "speech", "statement", "boxed-text", "caption", "fig", "fig-group", "table-wrap", "table-wrap-group",
    "table-wrap-foot", "chem-struct-wrap", "fn", "fn-group", "abstract", "trans-abstract", "ack", "app", "app-group",
    "glossary", "notes", "bio", "ref-list", "title-group", "body", "back", "front", "front-stub", "floats-group",
    "floats-wrap", "sub-article", "response", "question", "answer",
)  # fmt: skip
# Elements that leave a blank, and what stands in them nothing.
LEFT_OUT = (
    "table", "disp-formula", "disp-formula-group", "supplementary-material", "media", "graphic", "array",
    "chem-struct", "permissions", "sec-meta", "alt-text", "long-desc", "object-id", "kwd-group", "processing-meta",
)  # fmt: skip
# The same in the middle of a line, where nothing is left.
LEFT_OUT_INLINE = (
    "tex-math", "inline-graphic", "index-term", "annotation", "annotation-xml", "private-char",
    "inline-supplementary-material",
)  # fmt: skip
# Elements that leave a blank themselves.
BLANKS = ("break", "hr")
# What may interrupt a paragraph, and is then moved behind it.
FLOATS = ("fig", "fig-group", "table-wrap", "table-wrap-group", "boxed-text", "fn", "chem-struct-wrap")
# Signs and styles inside a line; a reference puts no blank between them.
STYLES = (
    "italic", "bold", "sub", "sup", "sc", "underline", "overline", "strike", "roman", "sans-serif", "monospace",
    "styled-content", "named-content", "x",
)  # fmt: skip
CAPTIONS = ("fig", "fig-group", "table-wrap", "table-wrap-group", "chem-struct-wrap")
# Elements that are sections, and the kind that each is whatever its heading says; None: the heading decides.
SECTIONS: dict[str, str | None] = {
    **dict.fromkeys(CAPTIONS, "caption"),
    "title-group": "title",
    "abstract": "abstract",
    "trans-abstract": "abstract",
    "ref-list": "references",
    "ack": "acknowledgements",
    "sec": None,
    "app": None,
    "glossary": None,
    "notes": None,
    "fn-group": None,
    "bio": None,
    "boxed-text": None,
    "sub-article": None,
    "response": None,
}
# Where neither heading nor sec-type decides.
OTHERWISE = {"app": "appendix", "glossary": "abbreviations"}
# The values of sec-type that JATS and PMC recommend, first part where `|` joins two.
SEC_TYPES = {
    "intro": "introduction", "introduction": "introduction", "background": "background", "methods": "methods",
    "materials": "methods", "material": "methods", "subjects": "methods", "methodology": "methods",
    "results": "results", "findings": "results", "discussion": "discussion", "conclusions": "conclusion",
    "conclusion": "conclusion", "supplementary-material": "supplementary", "supplementary": "supplementary",
    "supporting-information": "supplementary", "data-availability": "data_availability",
    "coi-statement": "conflict_of_interest", "conflict": "conflict_of_interest", "funding": "funding",
    "funding-statement": "funding", "ethics-statement": "ethics", "ethics": "ethics", "ack": "acknowledgements",
    "acknowledgement": "acknowledgements", "acknowledgements": "acknowledgements",
    "author-contributions": "author_contributions", "contributions": "author_contributions",
    "abbreviations": "abbreviations", "objectives": "objectives", "appendix": "appendix", "references": "references",
    "ref-list": "references",
}  # fmt: skip
# Fields of a reference.
FIELDS = (
    "label", "article-title", "chapter-title", "part-title", "trans-title", "data-title", "source", "trans-source",
    "year", "volume", "fpage", "lpage", "page-range", "elocation-id", "pub-id", "article-id", "ext-link", "uri",
    "name", "string-name", "collab", "person-group", "object-id",
)  # fmt: skip
CITATIONS = ("mixed-citation", "element-citation", "nlm-citation", "citation")
# Known beside these, so that the common ones are told apart at once.
COMMON = (
    "article", "xref", "surname", "given-names",
    "month", "day", "issue", "comment", "etal", "publisher-name", "publisher-loc", "conf-name",
    "edition", "date", "suffix", "prefix", "note", "caption", "inline-formula", "alternatives", "math", "mi", "mo",
    "mn", "mrow", "msub", "msup", "mtext", "mfrac", "mstyle", "contrib", "contrib-group", "aff", "tr", "td", "th",
    "tbody", "thead", "col", "colgroup", "front", "back", "kwd", "citation-alternatives", "date-in-citation",
)  # fmt: skip

KNOWN = {*TEXT, *SCOPES, *BLOCKS, *LEFT_OUT, *LEFT_OUT_INLINE, *BLANKS, *STYLES, *FLOATS, *SECTIONS}
NAMES = Vocabulary(sorted({*KNOWN, *FIELDS, *CITATIONS, *COMMON}))
NUMBER = NAMES.number
NAME_OF = {number: name for name, number in NUMBER.items()}
