"""A whole build: sources in batches through the pipeline, tables to disk, the release into place."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl import package, pipeline, release, resources, schema, sources
from etl.decode import decode
from etl.errors import NothingToBuild, RefusedSource
from etl.parquet import Writer
from etl.readers import plain
from etl.readers.batch import DOCUMENTS, IDENTITY, METADATA, Batch
from etl.sources import Source
from etl.tables import issues

# Enough for the fixed cost of a batch to vanish, small enough for memory to stay flat.
BATCH_BYTES = 1_500_000
ENCODING = "utf-8"


class Built(NamedTuple):
    """What a build made: rows of each table, and the sentences about refused sources."""

    rows: dict[str, int]
    refused: list[str]


def build(
    places: list[Path], out: Path, progress: Callable[[int, int], None], vocabulary_place: Path | None = None
) -> Built:
    """Build a release of files and folders into ``out``; ``progress`` hears of sources done and in all.

    ``vocabulary_place`` is a folder or file with a vocabulary in place of the built-in one.

    Raises NothingToBuild where no source could be read, OutputError where ``out`` cannot be used, UsageError where the
    call or a steering file is wrong; an older release in ``out`` is then as it was.
    """
    head = release.read(places)
    vocabulary_place = vocabulary_place or resources.folder("vocabulary")
    with package.replacing(out) as stage, _no_search_for_cycles():
        plan = sources.plan(places)
        vocabulary = pipeline.read_vocabulary(vocabulary_place)
        rows, refused = _write_tables(stage, plan, vocabulary, head.licence, progress)
        if not rows["documents"]:
            raise NothingToBuild(_nothing_built(refused))
        package.finish(stage, head, rows, vocabulary_place)
    return Built(rows, refused)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep Python from searching its objects for cycles: batches leave none, and each search takes longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write_tables(
    stage: Path,
    plan: sources.Plan,
    vocabulary: pipeline.Vocabulary,
    licence: str,
    progress: Callable[[int, int], None],
) -> tuple[dict[str, int], list[str]]:
    doubts = [issues.of_sources(plan.refused)]
    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(Writer(schema.load(table), stage / package.table_path(table), licence))
            for table in schema.TABLES
        }
        for table, frame in vocabulary.tables.items():
            writers[table].append(frame)
        done = 0
        for group in _groups(plan.sources):
            batch, refused = read(group)
            doubts.append(issues.of_sources(refused))
            for table, frame in pipeline.build(batch, vocabulary).items() if batch else ():
                if table == "issues":
                    doubts.append(frame)
                else:
                    writers[table].append(frame)
            done += len(group)
            progress(done, len(plan.sources))
        doubt = pl.concat(doubts).sort(
            "source_path", "start", "end", descending=[False, False, True], maintain_order=True
        )
        writers["issues"].append(doubt)
    messages = doubt.filter(pl.col("severity") == "error")["message"].to_list()
    return {table: writer.rows for table, writer in writers.items()}, messages


def read(group: Iterable[Source]) -> tuple[Batch | None, pl.DataFrame]:
    """Read sources to one batch, none where all were refused, and a frame of the refused ones."""
    rows: list[dict[str, str | None]] = []
    texts: list[str] = []
    refused: list[tuple[str, str, str]] = []
    for source in group:
        try:
            text, digest = _read_source(source)
        except RefusedSource as refusal:
            refused.append((source.source_path, refusal.rule, str(refusal)))
            continue
        identity = (source.document_id, source.source_path, plain.FORMAT, digest, ENCODING)
        known = (source.catalogue.get(name) for name in METADATA)
        rows.append(dict(zip((*IDENTITY, *METADATA), (*identity, *known), strict=True)))
        texts.append(text)
    frame = pl.DataFrame(refused, schema=issues.REFUSED, orient="row")
    return plain.read(pl.DataFrame(rows, schema=DOCUMENTS), texts) if texts else None, frame


def _read_source(source: Source) -> tuple[str, str]:
    name = source.source_path
    if source.path.exists() and not source.path.is_file():
        message = f"{name}: it is a device, a pipe or a socket, not a file; take it away."
        raise RefusedSource("unreadable_file", message)
    try:
        content, digest = sources.read_bytes(source)
    except OSError as error:
        message = f"{name}: the file cannot be read ({error.strerror}); check that it is there and readable."
        raise RefusedSource("unreadable_file", message) from error
    stated = source.catalogue.get("sha256")
    if stated is not None and stated != digest:
        message = f"{name}: its SHA-256 is not the one in {sources.CATALOGUE}; restore the file or mend the row."
        raise RefusedSource("hash_mismatch", message)
    return decode(name, content), digest


def _groups(planned: list[Source]) -> Iterator[list[Source]]:
    """Cut the sources into batches by the size of their files."""
    group: list[Source] = []
    size = 0
    for source in planned:
        group.append(source)
        size += source.path.stat().st_size if source.path.exists() else 0
        if size >= BATCH_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _nothing_built(refused: list[str]) -> str:
    if len(refused) == 1:
        return f"nothing was built: {refused[0]}"
    return f"nothing was built, all {len(refused)} sources were refused; the first: {refused[0]}"
