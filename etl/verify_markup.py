"""The proof for XML: the slice of a row, tags stripped, entities resolved and repairs applied, is its text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from etl.check import Problem
from etl.readers import jats_names, xmlfile

MOVED = "moved_block"
CDATA, CDATA_END = "<![CDATA[", "]]>"
# Titles and labels may stand in a line; a paragraph or caption never does.
PARTING = {*jats_names.BLOCKS} - {"article-title", "subtitle", "label"}
WIDE = {*jats_names.LEFT_OUT, *jats_names.BLANKS}
STYLES = {*jats_names.STYLES}
MARKUP = re.compile(
    r"""<!\[CDATA\[(?P<literal>.*?)\]\]> | <!--.*?--> | <\?.*?\?>
      | <(?P<closing>/?)(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:[^>"']|"[^"]*"|'[^']*')*>
      | (?P<entity>&[^;]*;)""",
    re.VERBOSE | re.DOTALL,
)

# An element of which nothing is left, with its content.
LEFT_OUT = re.compile(
    rf"<(?P<prefix>(?:[\w.-]+:)?)(?P<name>{'|'.join((*jats_names.LEFT_OUT, *jats_names.LEFT_OUT_INLINE))})"
    r"(?:\s(?:[^>]*[^/>])?)?>.*?</(?P=prefix)(?P=name)\s*>",
    re.DOTALL,
)


class Repair(NamedTuple):
    """A repair: its span in the source and what stands there instead."""

    start: int
    end: int
    after: str


class Article(NamedTuple):
    """A decoded XML file, the clean text made from an article in it, and the repairs made on the way."""

    source: str
    text: str
    repairs: pl.DataFrame


def verify_spans(table: str, spans: pl.DataFrame, article: Article) -> Iterator[Problem]:
    """Compare the text of each row with its slice of the source, and with the column that repeats it."""
    source, text, mended = article.source, article.text, _repairs(article.repairs)
    declared = xmlfile.declared(source)
    literal = [match.span() for match in MARKUP.finditer(source) if match["literal"]] if CDATA in source else []
    places = spans.select("key", "start", "end", "source_start", "source_end").iter_rows()
    said = spans["words"].to_list() if "words" in spans.columns else [None] * spans.height
    for (key, start, end, source_start, source_end), words in zip(places, said, strict=True):
        own = squeeze(text[start:end])
        inside = 0 <= start <= end <= len(text) and 0 <= source_start <= source_end <= len(source)
        xml = _closed(_mend(source, source_start, source_end, mended), source_start, source_end, literal)
        if table == "sections":
            good = own.startswith(squeeze(words or "")) and _is_section(own, xml, declared)
        else:
            in_reference = table == "references" and words is not None
            good = own == strip(xml, declared, in_reference=in_reference) and (words is None or squeeze(words) == own)
        if not (inside and good):
            yield Problem(table, "slice", f"{table} {key}: its spans in text and source, or its words, differ")


def strip(xml: str, declared: xmlfile.Entities, *, in_reference: bool) -> str:
    """Take the tags out of a piece of XML, resolve its entities and squeeze its white space.

    A tag that parts blocks counts as a blank; in a reference, so does what lies between the end of one field and the
    start of the next.
    """
    pieces: list[str] = []
    last, field_end = 0, -1
    for match in MARKUP.finditer(xml):
        pieces.append(xml[last : match.start()])
        name, is_end = match["name"], bool(match["closing"])
        if match["literal"] is not None:
            pieces.append(match["literal"])
        elif match["entity"] is not None:
            pieces.append(xmlfile.resolve(match["entity"], declared) or match["entity"])
        elif name in WIDE or (not in_reference and name in PARTING):
            pieces.append(" ")
        elif name is not None and in_reference and name not in STYLES:
            pieces.append(" " if field_end == match.start() and not is_end else "")
            field_end = match.end() if is_end else -1
        last = match.end()
    return squeeze("".join([*pieces, xml[last:]]))


def squeeze(text: str) -> str:
    """Make each run of white space one blank, none at the ends."""
    return " ".join(text.split())


def _repairs(repairs: pl.DataFrame) -> list[Repair]:
    """Give the repairs by place in the source, outer ones first; what was moved is left out of a slice."""
    columns = repairs.select("source_start", "source_end", "after", "rule").iter_rows()
    rows = [Repair(start, end, " " if rule == MOVED else after or "") for start, end, after, rule in columns]
    return sorted(rows, key=lambda repair: (repair.start, -repair.end))


def _mend(source: str, start: int, end: int, repairs: list[Repair]) -> str:
    pieces, last = [], start
    for repair in repairs:
        if repair.start >= last and repair.end <= end:
            pieces += [source[last : repair.start], repair.after]
            last = repair.end
    return "".join([*pieces, source[last:end]])


def _closed(xml: str, start: int, end: int, literal: list[tuple[int, int]]) -> str:
    """Put the marks of CDATA around a slice that begins or ends in the middle of it."""
    before = any(first < start < last for first, last in literal)
    behind = any(first < end < last for first, last in literal)
    return (CDATA if before else "") + xml + (CDATA_END if behind else "")


def _is_section(text: str, xml: str, declared: xmlfile.Entities) -> bool:
    """Tell whether a section begins with the first run of its slice, and holds the last; white space does not count.

    What lies between may be out of scope, and the last block in the source may have one behind it that was moved.
    """
    xml = LEFT_OUT.sub(" ", xml)
    parts = [match.span() for match in MARKUP.finditer(xml) if match["name"] in PARTING | WIDE]
    runs = xml[: parts[0][0]] if parts else xml, xml[parts[-1][1] :] if parts else xml
    first, last = (strip(run, declared, in_reference=False).replace(" ", "") for run in runs)
    own = text.replace(" ", "")
    return own.startswith(first) and last in own and bool(last)
