"""Articles in a JATS file: where each stands, and what its front matter says of it."""

import re
from html import unescape

from etl.errors import RefusedSource, without_words
from etl.readers import xmlfile
from etl.readers.batch import Article

PREFIX = r"(?:[\w.-]+:)?"
# Without a prefix, as nearly everywhere, the pattern begins with letters and is found much faster.
OPENING, CLOSING = re.compile(r"<article(?=[\s>/])"), re.compile(r"</article\s*>")
PREFIXED = re.compile(r"<[\w.-]+:article(?=[\s>/])"), re.compile(r"</[\w.-]+:article\s*>")
# What stands before an article that is all of its file, as nearly everywhere.
PROLOG = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^\[>]*>\s*)?(?=<article[\s>])")
END = "</article>"
ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
PART = re.compile(rf"<{PREFIX}(?:front|body)[\s>/]")
FRONT_END = re.compile(rf"</{PREFIX}front\s*>|<{PREFIX}(?:body|back)[\s>]")
LITERAL = xmlfile.LITERAL
TAG = re.compile(r"<[^>]*>")
FOOTNOTE_MARK = re.compile(rf"<{PREFIX}xref\b[^>]*>.*?</{PREFIX}xref\s*>", re.DOTALL)
ATTRIBUTE = r"""\s{}\s*=\s*["']([^"']+)["']"""
ARTICLE_TYPE, LANGUAGE = re.compile(ATTRIBUTE.format("article-type")), re.compile(ATTRIBUTE.format("xml:lang"))
KIND = re.compile(ATTRIBUTE.format("pub-id-type"))
CONTRIB_TYPE = re.compile(ATTRIBUTE.format("contrib-type"))
BCP47 = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
DOI, PMID, PMCID = re.compile(r"10\.[0-9]{4,9}/\S+"), re.compile(r"[0-9]{1,8}"), re.compile(r"(?:PMC)?([0-9]+)")
CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<terms>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>[1-4]\.[0-9])|"
    r"(?P<zero>publicdomain/zero/1\.0))",
    re.IGNORECASE,
)
PROSE = re.compile(
    r"Creative Commons Attribution(?P<nc>[ -]?Non-?Commercial)?(?:[ -]?(?P<nd>No-?Deriv\w*)|[ -]?(?P<sa>Share-?Alike))?"
    r"(?: \([^)]*\))?(?: International| Unported)?(?: Public)?(?: Licen[cs]e)?,? (?:\([^)]*\) )?(?:version )?"
    r"(?P<version>[1-4]\.0)",
    re.IGNORECASE,
)
CC0 = re.compile(r"\bCC0\b|Creative Commons (?:CC0|Zero)", re.IGNORECASE)


def element(name: str) -> re.Pattern[str]:
    """Give a pattern for an element that does not hold another of its name: attributes, content."""
    end = rf"/{PREFIX}{name}\s*>"
    # From one `<` to the next: several times as fast as `.*?`, which tries each character.
    return re.compile(rf"<{PREFIX}{name}((?:\s[^>]*)?)(?<!/)>([^<]*+(?:<(?!{end})[^<]*+)*+)<{end}")


META, TITLE_GROUP, TITLE = element("article-meta"), element("title-group"), element("article-title")
JOURNAL, JOURNAL_ID, ARTICLE_ID = element("journal-title"), element("journal-id"), element("article-id")
PUB_DATE, YEAR_ELEMENT, CONTRIB = element("pub-date"), element("year"), element("contrib")
SURNAME, GIVEN, COLLAB = element("surname"), element("given-names"), element("collab")
STRING_NAME, LICENSE, PERMISSIONS = element("string-name"), element("license"), element("permissions")


def parse(name: str, content: bytes) -> list[Article]:
    """Find the articles in the bytes of an XML file.

    Raises RefusedSource where the file holds no JATS article or is no well-formed XML.
    """
    text, encoding = xmlfile.decode(name, content)
    opening, closing = (OPENING, CLOSING) if OPENING.search(text) else PREFIXED
    if not opening.search(text) or not PART.search(text):
        root = ROOT.search(text)
        found = f"its root element is <{root[1]}>" if root else "it is no XML"
        message = f"{name}: {found}, and no JATS article with front or body is in it; take the file away."
        raise RefusedSource("not_jats", message)
    entities = xmlfile.check(name, text, encoding, content)
    spans = _spans(text, opening, closing)
    articles = [Article(_known(text, *span, entities), text, *span, encoding, entities) for span in spans]
    kept = [article for article in articles if article.known["title"] or _has_words(article)]
    if not kept:
        raise without_words(name)
    return kept


def _spans(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> list[tuple[int, int]]:
    """Give the spans of the article elements; one in a comment or CDATA is none."""
    prolog, end = PROLOG.match(text), text.rfind(END) + len(END)
    if prolog and not text[end:].strip():
        return [(prolog.end(), end)]
    hidden = [match.span() for match in LITERAL.finditer(text)] if "<!--" in text or "<![CDATA[" in text else []

    def shown(match: re.Match[str]) -> bool:
        return not any(start <= match.start() < end for start, end in hidden)

    openings = [match.start() for match in opening.finditer(text) if shown(match)]
    closings = [match.end() for match in closing.finditer(text) if shown(match)]
    pairs = zip(openings, closings, strict=False)
    return [(start, end) for start, end in pairs if PART.search(text, start, end)]


def _has_words(article: Article) -> bool:
    start = article.text.find("<", article.start + 1)
    body = re.search(rf"<{PREFIX}(?:abstract|body|back)[\s>]", article.text[start : article.end])
    return body is not None and bool(plain(article.text[start + body.start() : article.end], article.entities))


def _known(text: str, start: int, end: int, entities: xmlfile.Entities) -> dict[str, str | None]:
    """Give what the start tag and the front matter of an article say."""
    head = text[start : text.index(">", start) + 1]
    stop = FRONT_END.search(text, start, end)
    front = text[start : stop.start() if stop else end]
    meta = match[2] if (match := META.search(front)) else front
    group = TITLE_GROUP.search(meta)
    title = TITLE.search(group[2]) if group else None
    journal = JOURNAL.search(front) or JOURNAL_ID.search(front)
    years = [year[0] for date in PUB_DATE.finditer(meta) if (year := YEAR.search(_first(YEAR_ELEMENT, date[2]) or ""))]
    language = LANGUAGE.search(head)
    article_type = ARTICLE_TYPE.search(head)
    licence, licence_text = _licence(meta, entities)
    return {
        "title": plain(FOOTNOTE_MARK.sub("", title[2]), entities) or plain(title[2], entities) if title else None,
        "authors": "; ".join(_authors(meta, entities)) or None,
        "journal": plain(journal[2], entities) if journal else None,
        "year": min(years, default=None),
        "article_type": article_type[1] if article_type else None,
        **_identifiers(meta),
        "license": licence,
        "license_text": licence_text,
        "language": language[1] if language and BCP47.fullmatch(language[1]) else None,
    }


def plain(xml: str, entities: xmlfile.Entities) -> str | None:
    """Give the text of a piece of XML without tags, white space squeezed; None where there is none."""
    text = TAG.sub("", LITERAL.sub("", xml))
    for name, value in entities.items():
        text = text.replace(f"&{name};", value)
    return " ".join(unescape(text).split()) or None


def _first(pattern: re.Pattern[str], xml: str) -> str | None:
    match = pattern.search(xml)
    return match[2] if match else None


def _identifiers(meta: str) -> dict[str, str | None]:
    found: dict[str, str] = {}
    for attributes, content in ARTICLE_ID.findall(meta):
        kind = KIND.search(attributes)
        found.setdefault(kind[1].lower() if kind else "", unescape(TAG.sub("", content)).strip())
    doi, pmid = DOI.fullmatch(found.get("doi", "")), PMID.fullmatch(found.get("pmid", ""))
    pmcid = PMCID.fullmatch(found.get("pmcid") or found.get("pmc") or "")
    return {
        "doi": doi[0] if doi else None,
        "pmid": pmid[0] if pmid else None,
        "pmcid": f"PMC{pmcid[1]}" if pmcid else None,
    }


def _authors(meta: str, entities: xmlfile.Entities) -> list[str]:
    authors = []
    for attributes, content in CONTRIB.findall(meta):
        kind = CONTRIB_TYPE.search(attributes)
        if kind and kind[1].lower() not in ("author", "collab"):
            continue
        parts = [_first(SURNAME, content), _first(GIVEN, content)]
        whole = " ".join(part for part in parts if part) or _first(COLLAB, content) or _first(STRING_NAME, content)
        if whole and (name := plain(whole, entities)):
            authors.append(name)
    return authors


def _licence(meta: str, entities: xmlfile.Entities) -> tuple[str | None, str | None]:
    """Give the SPDX identifier that a link or the words of a licence decide, and the words."""
    match = LICENSE.search(meta) or PERMISSIONS.search(meta)
    if match is None:
        return None, None
    words = plain(match[2], entities)
    link = CREATIVE_COMMONS.search(match[0])
    if link:
        return "CC0-1.0" if link["zero"] else f"CC-{link['terms'].upper()}-{link['version']}", words
    prose = PROSE.search(words or "")
    if prose:
        terms = "".join(f"-{key.upper()}" for key in ("nc", "nd", "sa") if prose[key])
        return f"CC-BY{terms}-{prose['version']}", words
    return "CC0-1.0" if words and CC0.search(words) else None, words
