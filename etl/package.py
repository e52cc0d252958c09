"""A release on disk: its descriptor, and how it replaces an older one as a whole."""

import json
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from etl import __version__, dictionary, resources, schema
from etl.errors import OutputError, PackageError
from etl.release import Release

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
SOFTWARE = "immunotables"
DICTIONARY = "data/README.md"


def table_path(table: str) -> str:
    """Give the path of a table inside a release."""
    return f"data/{table}.parquet"


def read_descriptor(folder: Path) -> dict[str, Any]:
    """Read the descriptor of a release; PackageError where there is none or it is not ours."""
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text("utf-8"))
    except OSError as error:
        reason = f"it holds no {DESCRIPTOR}" if folder.is_dir() else "it is no folder"
        raise PackageError(folder, reason, "name the folder of a release") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise PackageError(path, f"it is not JSON ({error})", "build the release again") from error
    if (
        not isinstance(descriptor, dict)
        or not isinstance(descriptor.get("resources"), list)
        or not descriptor["resources"]
    ):
        raise PackageError(path, "it lists no resources", "build the release again")
    for number, resource in enumerate(descriptor["resources"]):
        if not isinstance(resource, dict) or not all(
            _is_inner(resource.get(key)) for key in ("name", "path", "schema")
        ):
            reason = f"resource {number} lacks name, path or schema, or one leads out of the release"
            raise PackageError(path, reason, "build the release again")
    return descriptor


def _is_inner(name: object) -> bool:
    """Tell whether a path stays below the folder that it is relative to."""
    return isinstance(name, str) and not Path(name).is_absolute() and ".." not in Path(name).parts


def finish(stage: Path, release: Release, rows: dict[str, int], vocabulary: Path) -> None:
    """Write what stands beside the tables of a staged release: schemas, data dictionary and, last, the descriptor."""
    (stage / "schemas").mkdir()
    for table in schema.TABLES:
        shutil.copyfile(resources.folder("schemas") / f"{table}.json", stage / "schemas" / f"{table}.json")
    (stage / DICTIONARY).write_text(dictionary.render(schema.load_all(), rows), "utf-8", newline="\n")
    descriptor = describe(stage, release, rows, vocabulary)
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (stage / DESCRIPTOR).write_text(text, "utf-8", newline="\n")


def describe(stage: Path, release: Release, rows: dict[str, int], vocabulary: Path) -> dict[str, Any]:
    """Give the Data Package 2.0 descriptor of staged tables."""
    head = {
        "title": release.title,
        "description": release.description,
        "version": release.version,
        "created": release.created,
        "keywords": release.keywords,
        "licenses": release.licenses,
        "contributors": release.contributors,
        "sources": release.sources,
    }
    return {
        "$schema": PROFILE,
        "name": release.name,
        **{key: value for key, value in head.items() if value},
        "provenance": provenance(vocabulary),
        "resources": [_resource(stage, table, rows[table]) for table in schema.TABLES],
    }


def provenance(vocabulary: Path) -> dict[str, str]:
    """Name what a release was made with: the program, its schemas and vocabulary by hash, and the libraries."""
    digest = sha256()
    for path in sorted(vocabulary.glob("*.csv")) if vocabulary.is_dir() else [vocabulary]:
        digest.update(path.read_bytes())
    return {
        "software": f"{SOFTWARE} {__version__}",
        "schemas": f"sha256:{schema.fingerprint()}",
        "vocabulary": f"sha256:{digest.hexdigest()}",
        "pyarrow": version("pyarrow"),
        "polars": version("polars"),
        "symspellpy": version("symspellpy"),
    }


def hash_of(path: Path) -> str:
    """Give the hash of a file as a descriptor writes it."""
    with path.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


def _resource(stage: Path, table: str, rows: int) -> dict[str, Any]:
    described = schema.load(table)
    return {
        "name": table,
        "type": "table",
        "title": described.title,
        "description": described.description,
        "path": table_path(table),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": hash_of(stage / table_path(table)),
        "rows": rows,
        "schema": f"schemas/{table}.json",
    }


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a folder to build a release in, and put it in the place of ``out`` when all went well.

    The folder is swapped as a whole, except where it is the checkout, a mount point, or holds the working directory:
    there its files are replaced one by one, the descriptor last. When a build fails, ``out`` is as it was. Raises
    OutputError, before anything is built, where ``out`` cannot be written or holds what is not ours.
    """
    out = out.resolve()
    refuse_foreign(out)
    in_place = is_checkout(out) or out.is_mount() or Path.cwd().is_relative_to(out)
    new_folders = [folder for folder in (out, *out.parents) if not folder.exists()]
    parent = out if in_place else out.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=f".{out.name or 'release'}.building-", dir=parent))
        stage = work / "release"
        (stage / "data").mkdir(parents=True)
    except OSError as error:
        reason = f"it cannot be written ({error.strerror})"
        raise OutputError(out, reason, "choose a folder that you may write") from error
    try:
        yield stage
        with _uninterrupted():
            if in_place:
                _replace_files(stage, out)
            else:
                # Once more: a file that came while the release was built must not go with the older one.
                refuse_foreign(out)
                _swap(stage, out, work / "old")
    finally:
        with _uninterrupted():
            if out.exists() or not (work / "old").exists():
                shutil.rmtree(work, ignore_errors=True)
            for folder in new_folders:
                with suppress(OSError):
                    folder.rmdir()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no interrupt from the keyboard end a step of a moment in its middle."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python interrupts the main thread alone
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def is_checkout(folder: Path) -> bool:
    """Tell whether a folder is a checkout of the project; OutputError if it is not the one that this program is from.

    A program installed elsewhere has its own schemas and vocabulary, and would mix them with those of the checkout.
    """
    project = folder / "pyproject.toml"
    if not project.exists() or f'name = "{SOFTWARE}"' not in project.read_text("utf-8"):
        return False
    if folder != resources.CHECKOUT.resolve():
        remedy = "run `pip install -e .` in it, or choose another --out"
        raise OutputError(folder, "it is a checkout, but the program that runs is installed elsewhere", remedy)
    return True


def refuse_foreign(out: Path) -> None:
    """Raise OutputError where a folder holds a file that no release of ours put there."""
    if not out.exists() or is_checkout(out):
        return
    if not out.is_dir():
        raise OutputError(out, "it is a file, not a folder", "choose a folder")
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if not _is_filled_folder(path)}
    if not files:
        return
    foreign = sorted(files - _files_of(out))
    if foreign:
        reason = f"it holds {foreign[0]}, which is not part of a release of ours"
        raise OutputError(out, reason, "move it away or choose an empty folder")


def _is_filled_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and any(path.iterdir())


def _files_of(out: Path) -> set[str]:
    """Name the files that the release in a folder consists of; none where it holds no release of ours."""
    try:
        descriptor = read_descriptor(out)
    except PackageError:
        return set()
    if not str(descriptor.get("provenance", {}).get("software", "")).startswith(SOFTWARE):
        return set()
    listed = {str(resource.get(key)) for resource in descriptor["resources"] for key in ("path", "schema")}
    return {DESCRIPTOR, DICTIONARY, *listed}


def _swap(stage: Path, out: Path, old: Path) -> None:
    """Put a staged release in the place of ``out``; what stood there goes to ``old``, and back if anything fails."""
    if out.exists():
        out.rename(old)
    try:
        stage.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise


def _replace_files(stage: Path, out: Path) -> None:
    """Move the files of a staged release into place, and take away those that only the older one had."""
    before = _files_of(out)
    keep_schemas = (out / "schemas").exists() and (out / "schemas").samefile(resources.folder("schemas"))
    staged = sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
    staged = [name for name in staged if not (keep_schemas and name.startswith("schemas/"))]
    for name in sorted(staged, key=lambda name: name == DESCRIPTOR):
        (out / name).parent.mkdir(exist_ok=True)
        (stage / name).replace(out / name)
    for name in before - set(staged):
        if not (keep_schemas and name.startswith("schemas/")):
            (out / name).unlink(missing_ok=True)
