"""Bulk packages: the articles in a .tar.gz are unpacked to scratch space, as sources like any other."""

import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from etl.errors import RefusedSource
from etl.readers.registry import LARGEST, suffix_of

SUFFIXES = (".tar.gz", ".tgz")
DAMAGED = (tarfile.TarError, EOFError, OSError, zlib.error)


class Unpacked(NamedTuple):
    """The members of an archive by name, where each is now, and those that were refused: name, rule, message."""

    members: list[tuple[str, Path]]
    refused: list[tuple[str, str, str]]


def is_archive(name: str) -> bool:
    """Tell whether a file is an archive, by its name."""
    return name.lower().endswith(SUFFIXES)


def unpack(archive: Path, name: str, scratch: Path) -> Unpacked:
    """Unpack the files that a reader takes into a folder of their own below ``scratch``.

    Nothing is written under a name of the archive, so that no member can lead out of the folder. Raises RefusedSource
    where the archive is damaged or holds more than there is room for.
    """
    unpacked = Unpacked([], [])
    try:
        _check_size(archive, name, scratch)
        folder = scratch / str(len(list(scratch.iterdir())))
        folder.mkdir()
        with tarfile.open(archive, "r|gz") as stream:
            for number, member in enumerate(_members(stream)):
                reason = _unsafe(member)
                if reason is not None:
                    message = f"{name}/{member.name}: the member {reason}; pack the archive again without it."
                    unpacked.refused.append((member.name, "unsafe_member", message))
                elif member.isfile() and suffix_of(member.name):
                    place = folder / f"{number}{suffix_of(member.name)}"
                    content = stream.extractfile(member)
                    if content is not None:
                        with place.open("wb") as file:
                            shutil.copyfileobj(content, file)
                        unpacked.members.append((member.name.removeprefix("./"), place))
    except DAMAGED as error:
        raise RefusedSource("damaged_archive", f"{name}: the archive is damaged or cut off; get it again.") from error
    return unpacked


def _members(stream: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Give the members one by one; the list that the library keeps of them would grow with the archive."""
    while (member := stream.next()) is not None:
        yield member
        stream.members = []  # type: ignore[attr-defined]


def _check_size(archive: Path, name: str, scratch: Path) -> None:
    """Refuse an archive before anything is written, if a member or all of them are too large."""
    room = shutil.disk_usage(scratch).free
    total = 0
    with tarfile.open(archive, "r|gz") as stream:
        for member in _members(stream):
            total += member.size if suffix_of(member.name) else 0
            if total > room:
                raise RefusedSource("too_large", f"{name}: it holds more than there is room for; build it elsewhere.")
            if member.size > LARGEST and suffix_of(member.name):
                message = f"{name}/{member.name}: it holds over {LARGEST:,} bytes, as no article does; split it."
                raise RefusedSource("too_large", message)


def _unsafe(member: tarfile.TarInfo) -> str | None:
    """Tell why a member is not read: its name leads out of the archive, or it is a link or device."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts:
        return "has a path that leads out of the archive"
    if member.issym() or member.islnk():
        return "is a link"
    return None if member.isfile() or member.isdir() else "is a device or pipe"
