"""The registry of readers: which reader takes a file, by its suffix."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from etl.errors import RefusedSource
from etl.readers import jats, plain
from etl.readers.batch import Article, Batch, Documents

COMPRESSED = ".gz"
# The largest text of one source, in bytes: many times that of the longest article.
LARGEST = 64_000_000


class Reader(NamedTuple):
    """A format: its name in ``documents.source_format``, how a file is parsed, how articles are read.

    ``parse`` takes the name of a source and its bytes and gives the articles in it, or raises RefusedSource. ``read``
    takes what is known of documents and an article for each, together ``batch_length`` code points or little more:
    enough for the fixed cost of a batch to vanish, few enough for memory to stay flat.
    """

    format: str
    parse: Callable[[str, bytes], list[Article]]
    read: Callable[[Documents, list[Article]], Batch]
    batch_length: int


PLAIN = Reader(plain.FORMAT, plain.parse, plain.read, 3_000_000)
# More than half of it is markup and never becomes text.
JATS = Reader(jats.FORMAT, jats.parse, jats.read, 4_000_000)
READERS = {".txt": PLAIN, ".xml": JATS, ".nxml": JATS}
SUFFIXES = (*READERS, *(suffix + COMPRESSED for suffix in (".xml", ".nxml")))


# The same name is asked for a few times in a row.
@lru_cache(maxsize=1)
def suffix_of(name: str) -> str:
    """Give the suffix that decides on the reader of a file, as it is spelled; nothing where no reader takes it."""
    lower = name.lower()
    for suffix in SUFFIXES:  # none of which ends in another
        if lower.endswith(suffix):
            return name[-len(suffix) :]
    return ""


def reader_of(name: str) -> Reader:
    """Give the reader of a file that one of them takes."""
    return READERS[suffix_of(name).lower().removesuffix(COMPRESSED)]


def parse(name: str, content: bytes) -> list[Article]:
    """Parse the bytes of a source, compressed or not; RefusedSource says why it is not read."""
    return reader_of(name).parse(name, expand(name, content))


def expand(name: str, content: bytes) -> bytes:
    """Undo the compression that the name of a file states."""
    if not name.lower().endswith(COMPRESSED):
        return content
    pieces, size = [], 0
    while content:
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            pieces.append(stream.decompress(content, LARGEST - size + 1))
        except zlib.error as error:
            message = f"{name}: the file is no gzip or is damaged; get it again."
            raise RefusedSource("damaged_archive", message) from error
        size += len(pieces[-1])
        if size > LARGEST:
            raise RefusedSource("too_large", f"{name}: it holds over {LARGEST:,} bytes, as no article does; split it.")
        if not stream.eof:
            raise RefusedSource("damaged_archive", f"{name}: the gzip file ends too early; get it again.")
        content = stream.unused_data.lstrip(b"\0")
    return b"".join(pieces)
