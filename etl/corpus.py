"""A whole build: sources in batches through the pipeline, tables to disk, the release into place."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from etl import package, pipeline, release, resources, schema, sources
from etl.errors import NothingToBuild
from etl.intake import Intake
from etl.parquet import Writer
from etl.tables import issues, keys


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
        scratch = stage.parent / "archives"
        scratch.mkdir()
        plan = sources.plan(places, scratch)
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
    unplanned = issues.of_sources(plan.refused)
    doubts = [unplanned]
    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(Writer(schema.load(table), stage / package.table_path(table), licence))
            for table in schema.TABLES
        }
        for table, frame in vocabulary.tables.items():
            writers[table].append(keys.of_frame(frame, table))
        intake, planned = Intake(), len(plan.sources)
        for batch in intake.batches(_forgotten(plan.sources)):
            for table, rows in pipeline.build(batch, vocabulary).items():
                if table == "issues":
                    doubts.append(rows)
                else:
                    writers[table].append(rows)
            del batch, rows  # before the next one is read
            progress(intake.done, planned)
        progress(planned, planned)
        unread = intake.refusals()
        writers["issues"].append(issues.in_order([*doubts, unread]))
    refused = issues.in_order([unplanned, unread])["message"].to_pylist()
    return {table: writer.rows for table, writer in writers.items()}, refused


def _forgotten(planned: list[sources.Source]) -> Iterator[sources.Source]:
    """Give the sources one by one, and keep none that was given."""
    planned.reverse()
    while planned:
        yield planned.pop()


def _nothing_built(refused: list[str]) -> str:
    if len(refused) == 1:
        return f"nothing was built: {refused[0]}"
    return f"nothing was built, all {len(refused)} sources were refused; the first: {refused[0]}"
