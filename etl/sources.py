"""The plan of a build: which files become which documents, and what is known of them beforehand."""

import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl import csvfile
from etl.errors import TableFileError, UsageError
from etl.readers.batch import METADATA
from etl.readers.plain import SUFFIXES
from etl.tables.issues import REFUSED

CATALOGUE = "sources.csv"
CATALOGUE_COLUMNS = ("path", "sha256", "source_note", *METADATA)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Source(NamedTuple):
    """A file, its path below the source folder, and what the folder's catalogue says of it."""

    path: Path
    source_path: str
    catalogue: dict[str, str]

    @property
    def document_id(self) -> str:
        """The path below the source folder without its suffix."""
        return self.source_path[: -len(self.path.suffix)]


class Plan(NamedTuple):
    """The sources in reading order, and the ones refused before they were opened."""

    sources: list[Source]
    refused: pl.DataFrame


def plan(places: Iterable[Path]) -> Plan:
    """List the files of the given files and folders by the bytes of their source path.

    A file reached twice counts once; of two with one document_id the first stands. Raises UsageError for a path that
    is not there, TableFileError for a malformed ``sources.csv``.
    """
    found: list[Source] = []
    refused: list[tuple[str, str, str]] = []
    for place in places:
        if place.is_dir():
            found += _in_folder(place, refused)
        elif place.exists():
            found.append(Source(place, place.name, {}))
        else:
            raise UsageError(f"{place}: there is no such file or folder; check the path.")
    # Of a file reached twice the one that a catalogue knows stands first.
    found.sort(key=lambda source: (os.fsencode(source.source_path), not source.catalogue))
    kept = list(_first_of_each(_readable(found, refused), refused))
    frame = pl.DataFrame(refused, schema=REFUSED, orient="row")
    return Plan(kept, frame.unique(["source_path", "rule"], keep="first", maintain_order=True))


def read_bytes(source: Source) -> tuple[bytes, str]:
    """Read a source and give its bytes with their SHA-256; OSError where it cannot be read."""
    content = source.path.read_bytes()
    return content, sha256(content).hexdigest()


def _in_folder(folder: Path, refused: list[tuple[str, str, str]]) -> list[Source]:
    """List the texts of a folder and below, hidden ones aside, with the rows of its catalogue."""
    catalogue = _catalogue(folder / CATALOGUE)
    sources = []

    def unreadable(error: OSError) -> None:
        name = _printable(Path(error.filename).relative_to(folder).as_posix())
        message = f"{name}: the folder cannot be read ({error.strerror}); check that you may read it."
        refused.append((name, "unreadable_file", message))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(parent, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("."):
                source_path = path.relative_to(folder).as_posix()
                sources.append(Source(path, source_path, catalogue.pop(source_path, {})))
    if not sources and not catalogue:
        name = _printable(folder.name or str(folder))
        refused.append((name, "no_sources", f"{name}: the folder holds no .txt file; name a folder that does."))
    for missing in map(_printable, catalogue):
        message = f"{missing}: {CATALOGUE} names it but the file is not there; put it back or take away the row."
        refused.append((missing, "missing_file", message))
    return sources


def _catalogue(path: Path) -> dict[str, dict[str, str]]:
    """Read what ``sources.csv`` says of each path; nothing where the file is not there."""
    if not path.exists():
        return {}
    rows = csvfile.read_rows(path, set(CATALOGUE_COLUMNS), {"path"})
    named: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if "path" not in row:
            raise TableFileError(path, f"row {number}", "the path is empty", "name a file below the folder")
        if row["path"] in named:
            raise TableFileError(path, f"row {number}", f"{row['path']} is named twice", "take one of its rows away")
        named.add(row["path"])
    columns = {name: [row.get(name) for row in rows] for name in METADATA}
    csvfile.check_columns(path, pl.DataFrame(columns, schema=dict.fromkeys(METADATA, pl.String())), "documents")
    return {row["path"]: row for row in rows}


def _readable(found: list[Source], refused: list[tuple[str, str, str]]) -> Iterator[Source]:
    """Leave out files of a format that no reader takes and names that cannot stand in a table."""
    seen: set[str] = set()
    for source in found:
        name, shown = source.source_path, _printable(source.source_path)
        if shown != name:
            message = f"{shown}: the file name holds a control character or is not UTF-8; rename the file."
            refused.append((shown, "bad_name", message))
        elif source.path.suffix.lower() not in SUFFIXES:
            message = f"{name}: only {', '.join(SUFFIXES)} files are read; extract the text of the file first."
            refused.append((name, "unsupported_format", message))
        elif (real := os.path.realpath(source.path)) not in seen:
            seen.add(real)
            yield source


def _printable(name: str) -> str:
    """Give a name as it can stand in a table and on one line."""
    shown = os.fsencode(name).decode("utf-8", "backslashreplace")
    return CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), shown)


def _first_of_each(found: Iterable[Source], refused: list[tuple[str, str, str]]) -> Iterator[Source]:
    taken: dict[str, Source] = {}
    for source in found:
        first = taken.setdefault(source.document_id, source)
        if first is source:
            yield source
        else:
            reason = f"document_id {source.document_id} is already that of {first.source_path}"
            message = f"{source.source_path}: {reason} from another place; rename one or build them apart."
            refused.append((source.source_path, "duplicate_document", message))
