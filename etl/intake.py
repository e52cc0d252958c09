"""From sources to batches: each file is read and parsed, each article gets its identity, what is refused is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
import polars as pl
import pyarrow as pa

from etl import sources
from etl.errors import RefusedSource, without_words
from etl.readers import registry
from etl.readers.batch import IDENTITY, KNOWN, METADATA, Article, Batch
from etl.readers.registry import Reader
from etl.sources import Source
from etl.tables import issues


@dataclass
class Intake:
    """Reads sources in order; ``refused`` are rows of issues.REFUSED, ``done`` the sources that were opened.

    Of two documents with one id the first stands: ``taken`` tells the source of each.
    """

    done: int = 0
    refused: list[tuple[str, str, str, int]] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)

    def batches(self, planned: Iterable[Source]) -> Iterator[Batch]:
        """Give batches of articles of one format, in the order of the sources."""
        waiting = _Waiting()
        for source in planned:
            reader = registry.reader_of(source.source_path)
            if waiting.is_full or (waiting.articles and waiting.reader is not reader):
                yield from self._read(waiting)
                waiting = _Waiting()
            for row, article in self._articles(source):
                if waiting.is_full:
                    yield from self._read(waiting)
                    waiting = _Waiting()
                waiting.add(reader, row, article)
            self.done += 1
        if waiting.articles:
            yield from self._read(waiting)

    def _read(self, waiting: "_Waiting") -> Iterator[Batch]:
        """Read what waits, and refuse articles with nothing but what is left out."""
        batch = waiting.read()
        filled = (np.diff(batch.text.edges) > 1).tolist()
        if all(filled):
            waiting.articles.clear()
            yield batch
            return
        for row, article, is_filled in zip(waiting.rows, waiting.articles, filled, strict=True):
            if not is_filled:
                refusal = without_words(str(row["source_path"]))
                self.refused.append((str(row["source_path"]), refusal.rule, str(refusal), article.start))
        rest = _Waiting(waiting.reader, list(compress(waiting.rows, filled)), list(compress(waiting.articles, filled)))
        if rest.articles:
            yield rest.read()

    def refusals(self) -> pa.RecordBatch:
        """Give the rows of issues about what was refused."""
        frame = pl.DataFrame(self.refused, schema=issues.REFUSED, orient="row")
        return issues.of_sources(frame.unique(["source_path", "rule", "place"], keep="first", maintain_order=True))

    def _articles(self, source: Source) -> Iterator[tuple[dict[str, str | None], Article]]:
        try:
            content, digest = sources.read(source)
            articles = registry.parse(source.source_path, content)
        except RefusedSource as refusal:
            self.refused.append((source.source_path, refusal.rule, str(refusal), 0))
            return
        reader = registry.reader_of(source.source_path)
        for number, article in enumerate(articles, start=1):
            known = {name: source.catalogue.get(name) or article.known.get(name) for name in METADATA}
            key = article.known.get("pmcid") or source.stem + (f"#{number}" if number > 1 else "")
            if self._is_first(key, source.source_path, article):
                identity = (key, source.source_path, reader.format, digest, article.encoding)
                yield {**dict(zip(IDENTITY, identity, strict=True)), **known}, article

    def _is_first(self, key: str, source_path: str, article: Article) -> bool:
        first = self.taken.get(key)
        if first is None:
            self.taken[key] = source_path
            return True
        reason = f"document_id {key} is already that of {first}"
        message = f"{source_path}: {reason} from another place; rename one or build them apart."
        self.refused.append((source_path, "duplicate_document", message, article.start))
        return False


@dataclass
class _Waiting:
    """Articles of one format that become a batch together, and the length of their texts in code points."""

    reader: Reader = registry.PLAIN
    rows: list[dict[str, str | None]] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    length: int = 0

    @property
    def is_full(self) -> bool:
        """Whether no article should be added."""
        return self.length >= self.reader.batch_length

    def add(self, reader: Reader, row: dict[str, str | None], article: Article) -> None:
        """Let an article wait, all of one reader."""
        self.reader = reader
        self.rows.append(row)
        self.articles.append(article)
        self.length += article.end - article.start

    def read(self) -> Batch:
        """Read all that wait as one batch."""
        return self.reader.read({name: [row[name] for row in self.rows] for name in KNOWN}, self.articles)
