"""What a release says of itself: name, version, date, licences, contributors."""

import datetime as dt
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.errors import TableFileError, UsageError

FILE = "release.toml"
KEYS = {"name", "title", "description", "version", "date", "licenses", "contributors", "sources", "keywords"}
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
VERSION = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")


@dataclass(frozen=True)
class Release:
    """The head of a data package; lists hold the tables of ``release.toml`` as they are."""

    name: str
    title: str | None = None
    description: str | None = None
    version: str = "0.0.0"
    date: dt.date | None = None
    keywords: list[str] = field(default_factory=list)
    licenses: list[dict[str, str]] = field(default_factory=list)
    contributors: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, str]] = field(default_factory=list)

    @property
    def licence(self) -> str:
        """The names of the licences in one string, or ``unknown``."""
        return " OR ".join(entry["name"] for entry in self.licenses if "name" in entry) or "unknown"

    @property
    def created(self) -> str | None:
        """The time of SOURCE_DATE_EPOCH, else the date of the release, as RFC 3339; never the clock."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch is None:
            return f"{self.date.isoformat()}T00:00:00Z" if self.date else None
        if not epoch.isdecimal():
            raise UsageError(f"SOURCE_DATE_EPOCH: {epoch!r} is not a number of seconds; set it to one or unset it.")
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (OverflowError, ValueError) as error:
            raise UsageError(
                f"SOURCE_DATE_EPOCH: {epoch} lies behind the year 9999; set it to an earlier one."
            ) from error


def read(places: list[Path]) -> Release:
    """Read the first ``release.toml`` of the source folders; without one the release has the name of the first source.

    Raises TableFileError where the file is malformed.
    """
    for place in places:
        path = place / FILE
        if place.is_dir() and path.exists():
            return _from_file(path, _name_of(places[0]))
    return Release(_name_of(places[0]))


def _from_file(path: Path, fallback: str) -> Release:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableFileError(path, "", f"it is not TOML ({error})", "mend it as toml.io describes") from error
    except OSError as error:
        raise TableFileError(path, "", f"it cannot be read ({error.strerror})", "check the file") from error
    unknown = sorted(values.keys() - KEYS)
    if unknown:
        raise TableFileError(path, f"key {unknown[0]}", "it is unknown", f"use only {', '.join(sorted(KEYS))}")
    checks = (
        ("name", _matches(NAME, values.get("name", fallback)), "lower-case letters, digits, dots and hyphens"),
        ("version", _matches(VERSION, values.get("version", "0.0.0")), "three numbers such as 1.0.0"),
        ("date", type(values.get("date", dt.date.min)) is dt.date, "a date such as 2026-11-21, without quotes"),
        ("title", isinstance(values.get("title", ""), str), "a text in quotes"),
        ("description", isinstance(values.get("description", ""), str), "a text in quotes"),
        ("keywords", _is_list(values.get("keywords", []), str), 'a list such as ["cancer"]'),
    )
    for key, holds, wanted in checks:
        if not holds:
            raise TableFileError(path, f"key {key}", f"{values.get(key)!r} will not do", f"write {wanted}")
    for key in ("licenses", "contributors", "sources"):
        entries = values.get(key, [])
        if not _is_list(entries, dict):
            raise TableFileError(path, f"key {key}", "it is no list of tables", f"write [[{key}]] before each")
        if not all(isinstance(value, str) or _is_list(value, str) for entry in entries for value in entry.values()):
            raise TableFileError(path, f"key {key}", "a value is no text", "write texts in quotes, or lists of them")
    if not all("name" in entry or "path" in entry for entry in values.get("licenses", [])):
        raise TableFileError(path, "key licenses", "a licence has neither name nor path", 'write name = "CC-BY-4.0"')
    return Release(**{"name": fallback, **values})


def _name_of(place: Path) -> str:
    first = place.resolve()
    stem = first.name if first.is_dir() else first.stem
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "release"


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_list(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(entry, kind) for entry in value)
