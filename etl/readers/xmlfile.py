"""Bytes of an XML file to its characters: its encoding, its well-formedness, its entities, or the reason why not."""

import codecs
import re
import string
import sys
from html.entities import html5
from xml.parsers import expat

import numpy as np

from etl.errors import RefusedSource
from etl.kernels import wellformed

DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
HEAD = 400
# Encodings that are read, by the name that Python's codec has.
ENCODINGS = {
    "utf-8": "utf-8", "ascii": "us-ascii", "iso8859-1": "iso-8859-1", "iso8859-2": "iso-8859-2",
    "iso8859-15": "iso-8859-15", "cp1250": "windows-1250", "cp1252": "windows-1252",
}  # fmt: skip
WIDE = {"utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
ENTITY = re.compile(r"&([^#;\s&<>]+);")
DECLARATION = re.compile(r"""<!ENTITY\s+([^\s%]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
CHARACTER = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")
LITERAL = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
# As libxml2; no article comes near.
DEEPEST = 256
# No character has so many digits; half a character is none.
LONGEST_CODE, SURROGATES = 8, range(0xD800, 0xE000)
# A head as nearly all files have one, up to the root: no DTD inside, not said to stand alone.
PLAIN_HEAD = re.compile(
    rb"""(?:\xEF\xBB\xBF)?
    (?:<\?xml[ ]version=(?P<q>["'])1\.0(?P=q)(?:[ ]encoding=(?P<r>["'])[A-Za-z][A-Za-z0-9._-]*(?P=r))?
        (?:[ ]standalone=["']no["'])?[ ]?\?>)?
    [ \t\r\n]*(?:<!DOCTYPE[ ][A-Za-z-]+[ \t\r\n]+(?:SYSTEM|PUBLIC[ \t\r\n]+"[A-Za-z0-9 \r\n'()+,./:=?;!*\#@$_%-]*")
    [ \t\r\n]+"[ !\#-~]*"[ \t\r\n]*>)?[ \t\r\n]*""",
    re.VERBOSE,
)
# Kinds of bytes: of names, of white space, and those of text that are no sign of XML nor begin U+FFFE and U+FFFF.
OPENS_NAME, NAME, WHITE, TEXT = 1, 2, 4, 8
LETTERS, FURTHER, BLANKS, SIGNS = string.ascii_letters + "_", string.digits + ".:-", " \t\r\n", b"<&]\xef"
KINDS = np.zeros(256, dtype=np.uint8)
KINDS[[*map(ord, LETTERS)]] |= OPENS_NAME
KINDS[[*map(ord, LETTERS + FURTHER)]] |= NAME
KINDS[[*map(ord, BLANKS)]] |= WHITE | TEXT
KINDS[ord(" ") :] |= TEXT
KINDS[[*SIGNS]] = 0
Entities = dict[str, str]


def decode(name: str, content: bytes) -> tuple[str, str]:
    """Decode by the byte order mark, else as the XML declaration says, else as UTF-8; touch nothing.

    Raises RefusedSource where the bytes are not what is declared.
    """
    if not content or content.isspace():
        raise RefusedSource("empty_file", f"{name}: the file is empty; put an article into it or take it away.")
    encoding = _encoding(name, content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        rule = "not_utf8" if encoding == "utf-8" else "wrong_encoding"
        said = encoding.upper() if encoding == "utf-8" else f"{encoding}, as it declares"
        message = f"{name}: byte {error.start} in line {line} is not {said}; save the file in its true encoding."
        raise RefusedSource(rule, message) from error
    # In bytes it is found sooner, but those of UTF-16 hold many.
    has_nul = "\0" in text if encoding in WIDE else b"\0" in content
    if has_nul:
        raise RefusedSource("nul_byte", f"{name}: it holds a NUL, which is no character of XML; save it again.")
    return text, encoding


def _encoding(name: str, content: bytes) -> str:
    match = DECLARED.match(content.removeprefix(codecs.BOM_UTF8)[:HEAD])
    declared = match[1].decode("ascii") if match else None
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise RefusedSource("wrong_encoding", f"{name}: the file is UTF-32; save it as UTF-8.")
    if content.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    if content.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return "utf-16-be"
    if declared is None:
        return "utf-8"
    try:
        known = ENCODINGS.get(codecs.lookup(declared).name)
    except LookupError:
        known = None
    if known is None:
        reason = f"it declares the encoding {declared}, which it is not in or which is not read"
        raise RefusedSource("wrong_encoding", f"{name}: {reason}; save it as UTF-8.")
    if known != "utf-8" and not content.isascii() and _is_utf8(content):
        raise RefusedSource("wrong_encoding", f"{name}: it declares {declared} but is UTF-8; mend its first line.")
    return known


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def check(name: str, text: str, encoding: str, content: bytes) -> Entities:
    """Make sure that a text is well-formed XML that needs nothing from outside; give the entities it declares.

    No DTD and no external entity is read. Raises RefusedSource with line and reason.
    """
    head = PLAIN_HEAD.match(content) if encoding == "utf-8" else None
    is_plain, has_names = wellformed.judge(content, head.end(), KINDS, DEEPEST) if head else (False, False)
    if not is_plain:
        _parse(name, text, encoding, content)
    return {} if is_plain and not has_names else _entities(name, text)


def _parse(name: str, text: str, encoding: str, content: bytes) -> None:
    """Let a parser judge what is not well-formed at a glance."""
    _check_depth(name, content if encoding == "utf-8" else text.encode("latin-1", "replace"))
    parser = expat.ParserCreate("utf-8")
    # So an entity of a DTD that we do not read is no error here: our own table knows it, or it is refused by name.
    parser.UseForeignDTD(True)
    try:
        # Of UTF-8, the bytes as they are: that saves encoding them again.
        parser.Parse(content if encoding == "utf-8" else text.removeprefix("\ufeff"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        message = f"{name}: line {error.lineno} is not well-formed XML ({reason}); get the file again or mend it."
        raise RefusedSource("not_well_formed", message) from error


def resolve(entity: str, known: Entities) -> str | None:
    """Give the characters that an entity or character reference such as ``&#945;`` stands for; None if unknown."""
    match = CHARACTER.fullmatch(entity)
    if match:
        digits = (match[1] or match[2]).lstrip("0")[:LONGEST_CODE] or "0"
        code = int(digits, 16 if match[1] else 10)
        return chr(code) if 0 < code <= sys.maxunicode and code not in SURROGATES else None
    return known.get(entity[1:-1]) or html5.get(entity[1:])


def declared(text: str) -> Entities:
    """Give the entities that a text declares with plain characters as their value."""
    found: Entities = {}
    for entity, double, single in DECLARATION.findall(LITERAL.sub("", text)) if "<!ENTITY" in text else ():
        value = CHARACTER.sub(lambda match: resolve(match[0], {}) or "", double or single)
        if value and "&" not in value and "<" not in value:
            found.setdefault(entity, value)
    return found


def _entities(name: str, text: str) -> Entities:
    """Give the entities that a text declares; RefusedSource where one is used that nobody knows."""
    known = declared(text)
    if "&" not in text:
        return known
    unknown = {entity for entity in ENTITY.findall(text) if f"{entity};" not in html5 and entity not in known}
    if unknown and (unknown := unknown.intersection(ENTITY.findall(LITERAL.sub("", text)))):
        first = min(unknown)
        line = text.count("\n", 0, text.index(f"&{first};")) + 1
        reason = f"the entity &{first}; in line {line} is not among the names of HTML, and no DTD is read"
        raise RefusedSource("unknown_entity", f"{name}: {reason}; write the character instead.")
    return known


def _check_depth(name: str, content: bytes) -> None:
    """Refuse what is nested deeper than any article; ``content`` has the tags of the text, in single bytes."""
    latin = np.frombuffer(content + b" ", dtype=np.uint8)
    start = np.flatnonzero(latin == ord("<"))
    if len(start) <= DEEPEST:
        return
    signs = np.where(latin[start + 1] == ord("/"), -1, 1)
    depth = np.cumsum(signs)
    if depth.max() <= DEEPEST:
        return
    # Empty elements counted as open ones so far.
    closers = np.flatnonzero(latin == ord(">"))
    end = closers[np.minimum(np.searchsorted(closers, start), len(closers) - 1)] if len(closers) else start
    follows = latin[start + 1]
    signs[(latin[end - 1] == ord("/")) | (follows == ord("!")) | (follows == ord("?"))] = 0
    depth = np.cumsum(signs)
    if depth.max() > DEEPEST:
        line = content.count(b"\n", 0, int(start[np.argmax(depth > DEEPEST)])) + 1
        message = f"{name}: line {line} is nested over {DEEPEST} levels deep, as no article is; mend the file."
        raise RefusedSource("too_deep", message)
