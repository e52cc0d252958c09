"""Texts to hold the laws against: pieces of odd pages, put together by hypothesis."""

from functools import cache

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st

from etl import pipeline, resources
from etl.decode import NO_INK
from etl.readers import plain
from etl.readers.batch import KNOWN, Article

PIECES = [
    *("cells", "immunotherapy", "checkpoint inhibitors", "CAR-T", "of", "in", "recent", "years", "The", "We", "T"),
    *(
        "\n",
        "\n\n",
        " \n\n",
        "\n ",
        "\n  ",
        "\r\n",
        "\r",
        "\f",
        "\n\f",
        "\t",
        "  ",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\x0b",
    ),
    *("-\n", "-\n ", "-\n\n", "\u2010\n", "antigen-\npresenting", "combi-\nnation", "pre- and\npost-", "- "),
    *(".", ". ", "?", "!", ".)", ",", ", ", ",immunotherapy", ";", ":", "e.g.", "et al.", "Fig. 2", "(", ")", "\u201d"),
    *("[1]", "[2,3]", "[4-6]", " [7].", "[1\n]", "[0, 1]", "F[1,2]", "[1-250]", "[", "]"),
    *("(1)", "(2, 3)", ",1,2 ", ".3 ", "Smith et al. (2004)", "(Li and Wu, 2001; Ma 2004a)", "[7]-[9]", "[1a,b]"),
    *("[1] Smith J. Cells. 2019.", "2. Li W. In recent years. J Cell. 2020;1:2-3.", "\n3. ", "Wu X, 2001. "),
    *(
        "Introduction",
        "Introduction\n",
        "Materials and\nMethods",
        "2.1 Results",
        "METHODS\n",
        "References\n",
        "1. Results\n",
    ),
    *(
        "\n\fHead 1\n",
        "\nHead 2\n\f",
        "\n3\n\f",
        "\n4\n\f",
        "Methods: We",
        "Results. The ",
        "T-Cell Therapy of Patients\n\n",
    ),
    *(
        "0.9is for",
        "2and",
        "theGraph",
        "thePD",
        "theuseofmice",
        "Universityof",
        "SchoolofLaw",
        "im\u00admune",
        "\u00ad\n",
    ),
    *("Inrecentyears", "ofimmunotherapy", "inrecent", "recentyears", "ofcells", "In recent years", "of immunotherapy"),
    *(
        "\ufeff",
        "\u03b1",
        "\u03b2-cells",
        "\u00b5",
        "\U0001d6fc",
        "e\u0301",
        "\u0301",
        "\U0001f9ec",
        "\u05d0\u05d1",
        "\u4e2d",
    ),
    *(
        "\x01",
        "\x1c",
        "\x85",
        "_",
        "-",
        "'",
        "\u00ad",
        "\ufb01",
        "www.x.org/a-\nb",
        "10.1000/x-\ny",
        "x",
        "A",
        "7",
        "3-\n4",
    ),
]
# Lists of lists: a flat list of pieces is short on average, however long it may be.
run = st.lists(st.sampled_from(PIECES) | st.sampled_from([" ", "\n"]), max_size=12).map("".join)
pieces = st.lists(run, min_size=1, max_size=12).map("".join)
anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=60)
texts = (pieces | anything).filter(lambda text: not NO_INK.fullmatch(text))
# Documents that are built in one go: this takes hardly longer than one alone, so that a law sees as many pages in a
# quarter of the builds. A failure shrinks to the one page that breaks it.
LARGEST_BATCH = 8
# The last code point of a batch decides how many bytes each takes; nearly all real batches take two.
LAST = st.sampled_from([0xFF, 0xFFFF, 0x10FFFF])


def up_to(pages, last):
    """Leave characters beyond a last one out of pages, and pages without ink that are left."""
    kept = ["".join(char for char in page if ord(char) <= last) for page in pages]
    return [page for page in kept if not NO_INK.fullmatch(page)]


def in_widths(pages):
    """Draw lists of pages, a third of them in one, two and four bytes a character each."""
    lists = st.lists(pages, min_size=1, max_size=LARGEST_BATCH)
    return st.builds(up_to, lists, LAST).filter(bool)


batches = in_widths(texts)
in_batches = settings(max_examples=settings.default.max_examples // 4)


@cache
def vocabulary():
    return pipeline.read_vocabulary(resources.folder("vocabulary"))


def read(*texts):
    rows = [dict.fromkeys(KNOWN) | {"document_id": f"d{n}", "source_path": f"d{n}.txt"} for n in range(len(texts))]
    constants = {"source_format": "text", "source_sha256": "0" * 64, "encoding": "utf-8"}
    return plain.read(
        columns_of([row | constants for row in rows]),
        [Article({}, text, 0, len(text), "utf-8") for text in texts],
    )


def columns_of(rows):
    """Give what is known of documents as readers take it."""
    return {name: [row[name] for row in rows] for name in KNOWN}


def build(*texts):
    """Make the tables of texts that become the documents d0, d1 and so on."""
    return tables_of(read(*texts))


def tables_of(batch):
    """Make the tables of a batch as frames."""
    tables = pipeline.build(batch, vocabulary())
    for rows in tables.values():
        rows.validate(full=True)
    return {name: pl.from_arrow(rows) for name, rows in tables.items()}


def keyed(texts):
    """Give each text under the key of its document."""
    return {f"d{number}": text for number, text in enumerate(texts)}


def of_document(tables, key):
    """Give the rows of one document alone."""
    return {name: frame.filter(pl.col("document_id") == key) for name, frame in tables.items()}
