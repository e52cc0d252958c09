"""What can go wrong for a user, each error one sentence: file, place, reason, remedy.

EtlError
├── UsageError      exit 2: the call or a file beside the sources must be mended
│   ├── OutputError     --out cannot be used
│   ├── TableFileError  a CSV or TOML file that steers the build is malformed
│   └── PackageError    a folder holds no release, or a broken one
├── NothingToBuild  exit 3: no source could be read
├── RefusedSource   one source could not be read: caught, and a row in issues
└── OurFault        exit 4: rows broke their own schema
    └── SchemaError
"""

from pathlib import Path


class EtlError(Exception):
    """Base of all errors that the command line prints without a traceback."""

    exit_code = 4


class UsageError(EtlError):
    """Tell that the call itself cannot be carried out."""

    exit_code = 2


class OutputError(UsageError):
    """Tell that the output folder cannot be used."""

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{path}: {reason}; {remedy}.")


class TableFileError(UsageError):
    """Tell where a file that steers the build is malformed."""

    def __init__(self, path: Path, place: str, reason: str, remedy: str) -> None:
        where = f"{path}, {place}" if place else str(path)
        super().__init__(f"{where}: {reason}; {remedy}.")


class PackageError(UsageError):
    """Tell that a folder holds no release that can be read."""

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{path}: {reason}; {remedy}.")


class NothingToBuild(EtlError):
    """Tell that no source could be read; an older release stays as it is."""

    exit_code = 3


class RefusedSource(EtlError):
    """Tell why one source is not read: the rule, and a sentence that names file, reason and remedy."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def without_words(name: str) -> RefusedSource:
    """Give the refusal of a source with an article that nothing is left of."""
    return RefusedSource("empty_file", f"{name}: its article has neither title nor text; take the file away.")


class OurFault(EtlError):
    """Tell that the program broke one of its own promises."""

    exit_code = 4


class SchemaError(OurFault):
    """Tell how rows differ from their schema."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(f"table {table}: {reason}; this is a defect of immunotables, please report it.")
