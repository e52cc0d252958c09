"""JATS and NLM articles: from XML to clean text, sections, references and citations, every place into the XML."""

import numpy as np
import polars as pl

from etl.kernels import Numbers, strings
from etl.readers import jats_articles, jats_citations, jats_references, jats_xrefs, joined, xmlfile
from etl.readers.batch import Article, Batch, Documents, Repairs
from etl.readers.jats_blocks import Found, Headings, build
from etl.readers.jats_names import NAME_OF, NAMES, NUMBER
from etl.readers.jats_outline import Outline, outline
from etl.readers.jats_places import Located
from etl.readers.jats_references import Bibliography
from etl.readers.jats_xrefs import Xrefs
from etl.readers.markup import Tags, scan
from etl.text.align import Note, numbered
from etl.text.blocks import Blocks
from etl.text.chars import BOUNDARY, Places

FORMAT = "jats"
parse = jats_articles.parse
EMPTY = -1
FAR = np.iinfo(np.int64).max
MOVED, LEFT = "stands in a paragraph that goes on behind it", "is no running text"


def read(documents: Documents, articles: list[Article]) -> Batch:
    """Read parsed articles, one a row of ``documents``; several of one file stand behind each other."""
    source, starts = _sources(articles)
    tags = scan(strings.units(source), NAMES)
    structure = outline(source, tags)
    located, block_gaps = _join(source, tags, structure, starts, articles)
    opener = _openers(located, block_gaps)
    xrefs = jats_xrefs.find_xrefs(located)
    entries, bibliography = _entries(located, opener, xrefs)
    anchors, notes = jats_citations.find(located.text, xrefs, bibliography)
    return Batch(
        text=located.text,
        source=source,
        origins=starts - np.array([article.start for article in articles], dtype=np.int64),
        documents=documents,
        styles=jats_xrefs.styles(located.text, xrefs, len(articles)),
        blocks=_blocks(located, opener, block_gaps),
        alignment=located.joined.alignment,
        repairs=_repairs(located, opener),
        anchors=anchors,
        entries=entries,
        notes=notes,
    )


def _sources(articles: list[Article]) -> tuple[str, Places]:
    """Give the texts of the articles with boundaries between, and where each begins."""
    texts = [article.text[article.start : article.end] for article in articles]
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    return BOUNDARY.join(["", *texts, ""]), np.cumsum(lengths) - lengths + 1


def _join(
    source: str, tags: Tags, structure: Outline, article_starts: Places, articles: list[Article]
) -> tuple[Located, Places]:
    """Make the clean text; give the gap that each block begins with, too."""
    gaps = structure.order
    # What is moved stays in its article.
    documents = np.searchsorted(np.maximum.accumulate(gaps), np.searchsorted(tags.start, article_starts))
    starts, ends = tags.end[gaps], np.append(tags.start, len(source))[gaps + 1]
    parts = joined.Pieces(starts, ends, _leads(structure, documents), [*joined.LEADS], documents)
    found = _entities(source, tags, gaps, article_starts, articles)
    own, parts = _with_entities(parts, found) if found else (np.arange(len(gaps)), parts)
    text = joined.join(strings.units(source), parts)
    places = np.full((2, len(tags.start)), EMPTY, dtype=np.int64)
    places[0, gaps], places[1, gaps] = text.place[own], text.before[own]
    block_gaps = gaps[np.searchsorted(own, text.block_piece)]
    return Located(source, tags, structure, text, *places), block_gaps


def _leads(structure: Outline, documents: Places) -> Numbers:
    """Give what stands before each kept gap: a blank line, a blank or nothing."""
    gaps = structure.order
    block, blanks = structure.block[gaps], structure.blanks[gaps]
    lead = np.full(len(gaps), joined.NOTHING, dtype=np.int32)
    lead[1:][blanks[1:] != blanks[:-1]] = joined.BLANK
    lead[1:][block[1:] != block[:-1]] = joined.BLOCK
    lead[documents[documents < len(gaps)]] = joined.BLOCK
    return lead


def _with_entities(parts: joined.Pieces, found: list[tuple[int, int, int, str]]) -> tuple[Places, joined.Pieces]:
    """Part pieces at the entities in them; give where each piece is now."""
    row, entity_start, entity_end, texts = (np.array(column) for column in zip(*sorted(found), strict=True))
    number = {text: lead for lead, text in enumerate(dict.fromkeys(texts.tolist()), start=len(parts.leads))}
    at = row + 1 + np.arange(len(row))
    own = np.delete(np.arange(len(parts.start) + len(row)), at)
    starts = np.insert(parts.start, row + 1, entity_end)
    ends = np.insert(parts.end, row + 1, parts.end[row])
    ends[at - 1] = entity_start
    lead = np.insert(parts.lead, row + 1, [number[text] for text in texts.tolist()])
    documents = np.append(own, len(starts))[parts.documents]
    return own, joined.Pieces(starts, ends, lead, [*parts.leads, *number], documents)


def _entities(
    source: str, tags: Tags, gaps: Places, article_starts: Places, articles: list[Article]
) -> list[tuple[int, int, int, str]]:
    """Give the entities in kept gaps: the rank of the gap, the span, the characters that each stands for."""
    rank = np.full(len(tags.start), EMPTY, dtype=np.int64)
    rank[gaps] = np.arange(len(gaps))
    starts, gap = tags.entities, tags.entity_gaps
    own = (gap >= 0) & (rank[gap] != EMPTY)
    known: dict[str, str] = {}
    rows = []
    for row, start in zip(rank[gap[own]].tolist(), starts[own].tolist(), strict=True):
        end = source.index(";", start) + 1
        entity = source[start:end]
        text = known.get(entity)
        if text is None:
            article = articles[int(np.searchsorted(article_starts, start, side="right")) - 1]
            text = xmlfile.resolve(entity, article.entities) or ""
            if not article.entities:
                known[entity] = text
        rows.append((row, start, end, text))
    return rows


def _openers(located: Located, block_gaps: Places) -> Places:
    """Give the tag that opened each block: the last one before it that parts blocks."""
    parting = np.flatnonzero(located.outline.parting)
    return parting[np.searchsorted(parting, block_gaps, side="right") - 1]


def _blocks(located: Located, opener: Places, block_gaps: Places) -> Blocks:
    sections, tags = located.outline.sections, located.tags
    starts, ends = located.joined.block_start, located.joined.block_end
    section = sections.at(block_gaps)
    headed = np.full(len(tags.start), EMPTY, dtype=np.int64)
    headed[[*sections.headings]] = [*sections.headings.values()]
    is_heading = (headed[opener] == section) & (section != EMPTY)
    document = located.text.document_at(starts)
    found = Found(document, section, is_heading, starts, ends, tags.start[opener])
    of_sections = [(int(tags.start[row.tag]), int(tags.end[row.tag])) for row in sections.rows]
    return build(Headings(located.source, located.text.string, sections.rows, of_sections, found))


def _entries(located: Located, opener: Places, xrefs: Xrefs) -> tuple[pl.DataFrame, Bibliography]:
    starts, ends = located.joined.block_start, located.joined.block_end
    rows = located.tags.name[opener] == NUMBER["ref"]
    return jats_references.find_entries(located, starts[rows], ends[rows], opener[rows], xrefs)


def _repairs(located: Located, opener: Places) -> Repairs:
    """Give what was moved and what was left out, in reading order."""
    moved, left_out = _moved(located, opener)
    left_out = _left_out(located, left_out)
    opening, closing, start, end = np.concatenate([moved, left_out]).T
    said = [("moved_block", MOVED)] * len(moved) + [("left_out", LEFT)] * len(left_out)
    names = [NAME_OF[name] for name in located.tags.name[opening].tolist()]
    told = [Note(rule, f"<{name}> {words}", "strong") for (rule, words), name in zip(said, names, strict=True)]
    note, notes = numbered(told)
    document, source = located.text.document_at(start), (located.tags.start[opening], located.tags.end[closing])
    order = np.lexsort((source[0], -end, start, document))
    document, start, end, source_start, source_end, note = (
        column[order] for column in (document, start, end, *source, note)
    )
    return Repairs(document, start, end, source_start, source_end, note, notes)


def _moved(located: Located, opener: Places) -> tuple[Places, Places]:
    """Give the tags and the clean span of what was moved, and the tags of what was left out."""
    starts, ends = located.joined.block_start, located.joined.block_end
    rows: list[tuple[int, int, int, int]] = []
    left_out = list(located.outline.left_out)
    for opening, closing, _ in located.outline.moved:
        own = np.flatnonzero((opener >= opening) & (opener <= closing))
        if len(own):
            rows.append((opening, closing, int(starts[own].min()), int(ends[own].max())))
        else:  # A footnote that is only a label leaves nothing to move.
            left_out.append((opening, closing))
    return np.array(rows, dtype=np.int64).reshape(-1, 4), np.array(left_out, dtype=np.int64).reshape(-1, 2)


def _left_out(located: Located, tags: Places) -> Places:
    """Give the tags and the clean span of what was left out; at an edge of a block nothing was interrupted."""
    start, end = located.gap_befores[tags[:, 1]], located.gap_places[tags[:, 1]]
    edges = np.append(np.stack([located.joined.block_start, located.joined.block_end], axis=1), FAR)
    at_edge = np.zeros(len(tags), dtype=np.bool_)
    for places in (start, end):
        at_edge |= edges[np.searchsorted(edges[:-1], places)] == places
    # Where nothing around is kept, there is no place for it.
    return np.column_stack([tags, start, end])[~at_edge & (start >= 0) & (end >= 0)]
