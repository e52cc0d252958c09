"""The plan of a build: which files become which documents, and what is known of them beforehand."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl import archives, csvfile
from etl.errors import RefusedSource, TableFileError, UsageError
from etl.readers.batch import METADATA
from etl.readers.registry import LARGEST, SUFFIXES, suffix_of
from etl.tables.issues import REFUSED

CATALOGUE = "sources.csv"
CATALOGUE_COLUMNS = ("path", "sha256", "source_note", *METADATA)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


Catalogue = dict[str, dict[str, str]]
# What no catalogue knows; all such sources share it.
UNKNOWN: dict[str, str] = {}


class Source(NamedTuple):
    """A file, its path below the source folder, and what the folder's catalogue says of it.

    There may be a million of them, so each is small.
    """

    path: str
    source_path: str
    catalogue: dict[str, str]

    @property
    def stem(self) -> str:
        """The path below the source folder without its suffix."""
        return self.source_path[: -len(suffix_of(self.source_path))]


class Plan(NamedTuple):
    """The sources in reading order, and the ones refused before they were opened."""

    sources: list[Source]
    refused: pl.DataFrame


def plan(places: Iterable[Path], scratch: Path) -> Plan:
    """List the files of the given files and folders by the bytes of their source path.

    Archives are unpacked below ``scratch``, a folder. A file reached twice counts once. Raises UsageError for a path
    that is not there, TableFileError for a malformed ``sources.csv``.
    """
    found: list[Source] = []
    refused: list[tuple[str, str, str, int]] = []
    for place in places:
        if place.is_dir():
            found += _in_folder(place, scratch, refused)
        elif archives.is_archive(place.name) and place.is_file():
            found += _in_archive(place, place.name, {}, scratch, refused)
        elif place.exists():
            found.append(Source(str(place), place.name, UNKNOWN))
        else:
            raise UsageError(f"{place}: there is no such file or folder; check the path.")
    # Of a file reached twice the one that a catalogue knows stands first.
    found.sort(key=lambda source: (os.fsencode(source.source_path), not source.catalogue))
    kept = list(_readable(found, refused))
    frame = pl.DataFrame(refused, schema=REFUSED, orient="row")
    return Plan(kept, frame.unique(["source_path", "rule"], keep="first", maintain_order=True))


def read(source: Source) -> tuple[bytes, str]:
    """Read a source and give its bytes with their SHA-256.

    Raises RefusedSource where it cannot be read, is larger than any article, or is not what the catalogue names.
    """
    name = source.source_path
    try:
        status = os.stat(source.path)
        if not stat.S_ISREG(status.st_mode):
            message = f"{name}: it is a device, a pipe or a socket, not a file; take it away."
            raise RefusedSource("unreadable_file", message)
        if status.st_size > LARGEST:
            raise RefusedSource("too_large", f"{name}: it holds over {LARGEST:,} bytes, as no article does; split it.")
        with open(source.path, "rb", buffering=0) as file:  # a buffer would be made for each and copied from
            content = file.read()
    except OSError as error:
        message = f"{name}: the file cannot be read ({error.strerror}); check that it is there and readable."
        raise RefusedSource("unreadable_file", message) from error
    digest = sha256(content).hexdigest()
    stated = source.catalogue.get("sha256")
    if stated is not None and stated != digest:
        message = f"{name}: its SHA-256 is not the one in {CATALOGUE}; restore the file or mend the row."
        raise RefusedSource("hash_mismatch", message)
    return content, digest


def _in_folder(folder: Path, scratch: Path, refused: list[tuple[str, str, str, int]]) -> list[Source]:
    """List the texts of a folder and below, hidden ones aside, with the rows of its catalogue."""
    catalogue = _catalogue(folder / CATALOGUE)
    sources = []

    def unreadable(error: OSError) -> None:
        name = _printable(Path(error.filename).relative_to(folder).as_posix())
        message = f"{name}: the folder cannot be read ({error.strerror}); check that you may read it."
        refused.append((name, "unreadable_file", message, 0))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = "".join(f"{part}/" for part in Path(parent).relative_to(folder).parts)
        for name in (name for name in files if not name.startswith(".")):
            path, source_path = os.path.join(parent, name), below + name
            if archives.is_archive(name):
                sources += _in_archive(Path(path), source_path, catalogue, scratch, refused)
            elif suffix_of(name):
                sources.append(Source(path, source_path, catalogue.pop(source_path, UNKNOWN)))
    if not sources and not catalogue:
        name = _printable(folder.name or str(folder))
        refused.append(
            (
                name,
                "no_sources",
                f"{name}: the folder holds no .txt file and no article in XML; name a folder that does.",
                0,
            )
        )
    for missing in map(_printable, catalogue):
        message = f"{missing}: {CATALOGUE} names it but the file is not there; put it back or take away the row."
        refused.append((missing, "missing_file", message, 0))
    return sources


def _in_archive(
    archive: Path, name: str, catalogue: Catalogue, scratch: Path, refused: list[tuple[str, str, str, int]]
) -> list[Source]:
    """Unpack an archive and list what is in it; what cannot be read is refused."""
    try:
        unpacked = archives.unpack(archive, name, scratch)
    except RefusedSource as refusal:
        refused.append((_printable(name), refusal.rule, str(refusal), 0))
        return []
    shown = [
        (_printable(f"{name}/{member}"), rule, _printable(message), 0) for member, rule, message in unpacked.refused
    ]
    refused.extend(shown)
    members = [(f"{name}/{member}", place) for member, place in unpacked.members]
    return [Source(str(place), path, catalogue.pop(path, UNKNOWN)) for path, place in members]


def _catalogue(path: Path) -> Catalogue:
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


def _readable(found: list[Source], refused: list[tuple[str, str, str, int]]) -> Iterator[Source]:
    """Leave out files of a format that no reader takes and names that cannot stand in a table."""
    seen: set[str] = set()
    real_folder = cache(os.path.realpath)
    for source in found:
        name, shown = source.source_path, _printable(source.source_path)
        if shown != name:
            message = f"{shown}: the file name holds a control character or is not UTF-8; rename the file."
            refused.append((shown, "bad_name", message, 0))
        elif not suffix_of(name):
            message = f"{name}: only {', '.join(SUFFIXES)} files are read; extract the text of the file first."
            refused.append((name, "unsupported_format", message, 0))
        elif (real := _real(source.path, real_folder)) not in seen:
            seen.add(real)
            yield source


def _real(path: str, real_folder: Callable[[str], str]) -> str:
    """Give the path of a file without symbolic links; ``real_folder`` remembers that of folders."""
    folder, name = os.path.split(path)
    return os.path.realpath(path) if os.path.islink(path) else os.path.join(real_folder(folder), name)


def _printable(name: str) -> str:
    """Give a name as it can stand in a table and on one line."""
    shown = os.fsencode(name).decode("utf-8", "backslashreplace")
    return CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), shown)
