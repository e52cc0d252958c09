"""The command line: parse, call one function, echo. It alone prints and exits."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from etl import __version__
from etl.errors import EtlError, UsageError

if TYPE_CHECKING:
    from etl.check import Problem
    from etl.curate import Finding

FINDINGS, UNUSABLE, INTERRUPTED = 1, 2, 130
SCHEMA_VERSION = 1
# A job is one thread: those of these libraries would wait for each other, and waiting takes time of the processor.
# Of the memory that Arrow has let go much would stay with Arrow; the allocator of the system gives it to all.
SETTINGS = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
P = ParamSpec("P")
RELEASE = click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document to stdout.")


def speaking(command: Callable[P, None]) -> Callable[P, None]:
    """Print our own errors as one sentence and exit with their code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except EtlError as error:
            click.echo(f"etl: {error}", err=True)
            sys.exit(error.exit_code)
        except OSError as error:
            place = error.filename or "a file"
            click.echo(f"etl: {place}: {error.strerror}; check the disk and what you may read and write.", err=True)
            sys.exit(UNUSABLE)
        except KeyboardInterrupt:
            click.echo("etl: interrupted; no release was written or changed.", err=True)
            sys.exit(INTERRUPTED)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="immunotables")
def main() -> None:
    """Turn biomedical articles into typed, validated Parquet tables.

    Exit codes: 0 fine, 1 findings or refused sources, 2 wrong call, 3 nothing could be read, 4 our own fault.
    """


@main.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the release; an older one in it is replaced.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Accepted; one process for now.")
@click.option("--vocabulary", type=click.Path(path_type=Path), help="Folder or CSV file of your own terms.")
@click.option("--quiet", is_flag=True, help="No progress and no summary; errors are still printed.")
@speaking
def build(sources: tuple[str, ...], out: Path | None, jobs: int, vocabulary: Path | None, *, quiet: bool) -> None:
    """Build a release from plain texts, JATS XML, archives of these, and folders.

    Without SOURCE, in a checkout: the release of the project itself, as `etl build seeds --out .`.
    """
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)  # read when a library is loaded, as it is now
    from etl import corpus

    del jobs
    if "" in sources:
        raise UsageError("a SOURCE is empty, as from a variable that is not set; name a file or folder.")
    if sources and out is None:
        raise UsageError("--out is missing; name the folder that the release goes to.")
    if not sources and out is not None:
        raise UsageError("SOURCE is missing; name files or folders to build from.")
    if not sources and not Path("seeds").is_dir():
        raise UsageError("there is no folder seeds here; name SOURCE and --out, or run in a checkout.")
    bar = progress_bar(shown=not quiet and sys.stderr.isatty())
    built = corpus.build([Path(source) for source in sources or ("seeds",)], out or Path(), bar, vocabulary)
    for message in built.refused:
        click.echo(f"etl: {message}", err=True)
    if not quiet:
        said = ", ".join(f"{table} {rows:,}" for table, rows in built.rows.items())
        click.echo(f"{out or Path()}: {said}", err=True)
    sys.exit(FINDINGS if built.refused else 0)


@main.command()
@RELEASE
@click.option("--witness", is_flag=True, help="Ask frictionless, too, whatever the size of the release.")
@AS_JSON
@speaking
def validate(folder: Path, *, witness: bool, as_json: bool) -> None:
    """Check that a release is what its schemas say.

    Files, hashes, row counts, types, constraints, keys and foreign keys. Of up to 20,000 rows the library frictionless
    is asked for a second opinion.
    """
    from etl import check

    problems = check.validate(folder)
    readable = not any(problem.rule in ("exists", "parquet") for problem in problems)
    asked = readable and (witness or check.row_count(folder) <= check.WITNESS_ROWS)
    problems += check.witness(folder) if asked else []
    report(problems, f"{folder}: valid" + (", frictionless agrees" if asked else ""), as_json=as_json)


@main.command()
@RELEASE
@click.option("--sources", multiple=True, type=click.Path(path_type=Path), help="Folder of the sources; repeatable.")
@AS_JSON
@speaking
def verify(folder: Path, sources: tuple[Path, ...], *, as_json: bool) -> None:
    """Prove that every row of a release stands in its source file."""
    from etl import verify

    problems = verify.verify(folder, list(sources))
    report(problems, f"{folder}: every row stands in its source", as_json=as_json)


@main.command()
@RELEASE
@AS_JSON
@speaking
def describe(folder: Path, *, as_json: bool) -> None:
    """Show the tables of a release: rows, columns, first rows."""
    from etl import describe

    described = describe.describe(folder)
    click.echo(dump(described) if as_json else describe.render(described))


@main.group()
def vocabulary() -> None:
    """Look after the names that texts are searched for."""


@vocabulary.command("check")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@AS_JSON
@speaking
def check_vocabulary(folder: Path | None, *, as_json: bool) -> None:
    """Find what to mend in a vocabulary.

    A finding a line, with file, row, column and reason: duplicates, orphans, cycles, names of two concepts, ordinary
    words, malformed identifiers, empty names. Without DIR the vocabulary of the program itself.
    """
    from etl import curate, resources

    folder = folder or resources.folder("vocabulary")
    problems = curate.check(folder)
    report(problems, f"{folder}: nothing to mend", as_json=as_json)


def progress_bar(*, shown: bool) -> Callable[[int, int], None]:
    """Give a function that shows how many sources are done, on one line of a terminal."""

    def show(done: int, of: int) -> None:
        if shown:
            click.echo(f"\r{done:,} of {of:,} sources", err=True, nl=done == of)

    return show


def report(problems: "Sequence[Problem | Finding]", fine: str, *, as_json: bool) -> None:
    """Print problems and exit with 1, or say that all is fine."""
    if as_json:
        click.echo(dump({"valid": not problems, "problems": [problem._asdict() for problem in problems]}))
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(f"problems: {len(problems)}" if problems else fine, err=True)
    sys.exit(FINDINGS if problems else 0)


def dump(content: dict[str, object]) -> str:
    """Give a JSON document with the version of its form."""
    return json.dumps({"schema_version": SCHEMA_VERSION} | content, indent=2, ensure_ascii=False)
