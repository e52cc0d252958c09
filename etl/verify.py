"""The proof: every row of a release is found again in the characters of its source file."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import polars as pl

from etl import archives, package, verify_markup
from etl.check import Problem
from etl.errors import UsageError
from etl.kernels import strings
from etl.readers import jats, registry
from etl.text import chars
from etl.text.chars import Mask, Places, Text

# The tables whose rows are spans: the beginning of the names of their places, and the column that repeats what stands
# there, or how it begins.
MENTIONED = {"": "surface", "negation_cue_": "negation_cue", "hedge_cue_": "hedge_cue"}
SPANS: dict[str, dict[str, str | None]] = {
    "sections": {"": "heading"},
    "sentences": {"": "text"},
    "references": {"": "raw_text"},
    "citations": {"": "marker"},
    "therapy_mentions": {**MENTIONED},
    "condition_mentions": {**MENTIONED},
    "abbreviations": {"": "short_form", "long_": "long_form"},
    "issues": {"": None},
}
OFFSETS = ("start", "end", "source_start", "source_end")
SOURCES = "seeds"
MOVED = "moved_block"
NO_REPAIRS = pl.DataFrame(
    schema=dict.fromkeys(OFFSETS, pl.Int32()) | dict.fromkeys(("before", "after", "rule"), pl.String())
)


class Sources(NamedTuple):
    """Folders of sources, and the archives in them that are unpacked so far, below a folder of our own."""

    folders: list[Path]
    scratch: Path
    unpacked: dict[Path, dict[str, Path]]

    def places(self, name: str) -> Iterator[Path]:
        """Give the files of some name; one that leads out of its folder is none."""
        for folder in self.folders:
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                yield path
            for parent in path.relative_to(folder).parents:
                if archives.is_archive(parent.name) and (folder / parent).is_file():
                    member = self._members(folder / parent).get(path.relative_to(folder / parent).as_posix())
                    if member is not None:
                        yield member

    def _members(self, archive: Path) -> dict[str, Path]:
        if archive not in self.unpacked:
            self.unpacked[archive] = dict(archives.unpack(archive, archive.name, self.scratch).members[::-1])
        return self.unpacked[archive]


class Squeezed(NamedTuple):
    """A text with each run of white space made one blank, and where each of its former places went."""

    text: str
    places: Places


class Both(NamedTuple):
    """The clean text of a document, and where each place of it and of its source stands once both are squeezed."""

    text: str
    clean: Places
    source: Places  # of a character that begins at a place
    source_end: Places  # of a character that ends at a place
    has_moved: bool


def verify(folder: Path, source_folders: list[Path]) -> list[Problem]:
    """Check the hashes of sources and tables, and every row and document against the source files.

    For each document: the source with its repairs applied is the clean text, white space aside; each repair stands
    where it says; each span covers the same characters in both, and its own column repeats them. Raises UsageError
    where no source folder is known, PackageError where the folder holds no release.
    """
    descriptor = package.read_descriptor(folder)
    paths = {resource["name"]: folder / resource["path"] for resource in descriptor["resources"]}
    problems = [
        Problem(resource["name"], "hash", f"{resource['path']}: missing, or not the file that datapackage.json names")
        for resource in descriptor["resources"]
        if not paths[resource["name"]].exists() or package.hash_of(paths[resource["name"]]) != resource.get("hash")
    ]
    folders = source_folders or _own_sources(folder)
    for place in folders:
        if not place.is_dir():
            raise UsageError(f"{place}: there is no such folder of sources; check --sources.")
    try:
        tables = {table: pl.read_parquet(paths[table]) for table in ("documents", *SPANS, "repairs")}
    except (pl.exceptions.PolarsError, OSError, KeyError):
        return problems
    with TemporaryDirectory() as scratch:
        problems += _verify_documents(tables, Sources(folders, Path(scratch), {}))
    return problems


def _verify_documents(tables: dict[str, pl.DataFrame], sources: Sources) -> Iterator[Problem]:
    rows = {table: frame.partition_by("document_id", as_dict=True) for table, frame in tables.items()}
    for document in tables["documents"].iter_rows(named=True):
        key = (document["document_id"],)
        own = {table: parts[key] for table, parts in rows.items() if key in parts}
        name = document["source_path"]
        source = _find_source(document, sources)
        if source is None:
            there = next(sources.places(name), None) is not None
            reason = "the file was changed since the build, its SHA-256 differs" if there else "the file is not there"
            message = f"{name}: {reason}; restore it, or name the folder of the sources with --sources"
            yield Problem("documents", "source", message)
            continue
        if document["char_count"] != len(document["text"]):
            yield Problem("documents", "char_count", f"{name}: char_count is not the length of its text")
        check = verify_article if document["source_format"] == jats.FORMAT else verify_document
        yield from check(name, source, document["text"], own)


def _own_sources(folder: Path) -> list[Path]:
    if (folder / SOURCES).is_dir():
        return [folder / SOURCES]
    raise UsageError(f"{folder}: it holds no sources; name their folder with --sources.")


def verify_document(name: str, source: str, text: str, own: dict[str, pl.DataFrame]) -> Iterator[Problem]:
    """Check the rows of one document, given by table, against its decoded source."""
    repairs = own.get("repairs", NO_REPAIRS)
    yield from _verify_repairs(name, source, text, repairs)
    is_moved = repairs["rule"] == MOVED
    mended, starts, ends = _apply(source, repairs.filter(~is_moved).sort("source_start", "source_end"))
    mended, starts, ends = _move(mended, starts, ends, text, repairs.filter(is_moved))
    clean, repaired = squeeze(text), squeeze(mended)
    if clean.text != repaired.text:
        at = next((i for i, (a, b) in enumerate(zip(clean.text, repaired.text, strict=False)) if a != b), 0)
        message = f"{name}: text and source part at {clean.text[max(0, at - 20) : at + 20]!r}"
        yield Problem("documents", "text", message)
        return
    if not is_moved.any():
        yield from _verify_places(name, text, mended, repairs)
    source_ends = np.where(ends > 0, repaired.places[np.maximum(ends - 1, 0)], -1)
    source_starts = np.where(starts < 0, -1, repaired.places[starts])
    both = Both(text, clean.places, source_starts, source_ends, bool(is_moved.any()))
    for table, spans in _spans_of(own):
        yield from _verify_spans(table, spans, both)


def _spans_of(own: dict[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give the spans of each table, its main one and those of cues and long forms: key, places, words."""
    for table, places in SPANS.items():
        # An issue about a whole file has the span 0 in both.
        whole = (table == "issues") & pl.all_horizontal(pl.col(name) == 0 for name in OFFSETS)
        for prefix, column in places.items() if table in own else ():
            offsets = [pl.col(prefix + name).alias(name) for name in OFFSETS]
            words = [pl.col(column).alias("words")] if column else []
            yield table, own[table].filter(~whole).select(pl.first().alias("key"), *offsets, *words)


def verify_article(name: str, source: str, text: str, own: dict[str, pl.DataFrame]) -> Iterator[Problem]:
    """Check the rows of one JATS article, given by table, against its decoded file, tags and all."""
    repairs = own.get("repairs", NO_REPAIRS)
    yield from _verify_repairs(name, source, text, repairs)
    article = verify_markup.Article(source, text, repairs)
    for table, spans in _spans_of(own):
        yield from verify_markup.verify_spans(table, spans, article)


def _find_source(document: dict[str, str], sources: Sources) -> str | None:
    """Give the decoded text of the source file of a document."""
    for path in sources.places(document["source_path"]):
        content = path.read_bytes()
        if sha256(content).hexdigest() == document["source_sha256"]:
            return registry.expand(document["source_path"], content).decode(document["encoding"])
    return None


def _verify_repairs(name: str, source: str, text: str, repairs: pl.DataFrame) -> Iterator[Problem]:
    for start, end, source_start, source_end, before, after in repairs.select(*OFFSETS, "before", "after").iter_rows():
        inside = 0 <= start <= end <= len(text) and 0 <= source_start <= source_end <= len(source)
        if not inside or source[source_start:source_end] != (before or "") or text[start:end] != (after or ""):
            message = (
                f"{name}: at source character {source_start} stands not {before!r}, or it did not become {after!r}"
            )
            yield Problem("repairs", "slice", message)


def _verify_places(name: str, text: str, mended: str, repairs: pl.DataFrame) -> Iterator[Problem]:
    """Check that as many characters stand before each repair in the text as in the mended source, white space aside."""
    start, source_start, source_end = (
        repairs[name].to_numpy().astype(np.int64) for name in ("start", "source_start", "source_end")
    )
    grown = repairs["after"].fill_null("").str.len_chars().to_numpy().astype(np.int64) - (source_end - source_start)
    place = source_start + np.cumsum(grown) - grown
    fits = (start >= 0) & (start <= len(text)) & (place >= 0) & (place <= len(mended))
    ink, mended_ink = (np.concatenate([[0], np.cumsum(~_white(whole))]) for whole in (text, mended))
    same = ink[np.where(fits, start, 0)] == mended_ink[np.where(fits, place, 0)]
    for row in np.flatnonzero(~(fits & same)).tolist():
        message = f"{name}: the repair at source character {source_start[row]} does not stand where it says in the text"
        yield Problem("repairs", "place", message)


def _apply(source: str, repairs: pl.DataFrame) -> tuple[str, Places, Places]:
    """Give the source with its repairs applied, and where a character that begins or ends at each of its places went.

    Inside of a repair neither is known (-1); what stands in its place begins where it begins and ends where it ends.
    """
    pieces, last = [], 0
    shifts, inside = np.zeros(len(source) + 1, dtype=np.int64), np.zeros(len(source) + 2, dtype=np.int64)
    for start, end, after in repairs.select("source_start", "source_end", "after").iter_rows():
        pieces += [source[last:start], after or ""]
        inside[start] += 1
        inside[end] -= 1
        shifts[end] += len(after or "") - (end - start)
        last = end
    places = np.arange(len(source) + 1) + np.cumsum(shifts)
    kept = np.cumsum(inside)[:-1] == 0
    starts = np.where(kept, places, -1)
    ends = np.where(np.concatenate([[False], kept[:-1]]), np.concatenate([[0], places[:-1] + 1]), -1)
    written = repairs.filter(pl.col("after").is_not_null(), pl.col("source_start") < pl.col("source_end"))
    size = written["after"].str.len_chars().to_numpy().astype(np.int64)
    source_start, source_end = (written[name].to_numpy() for name in ("source_start", "source_end"))
    starts[source_start], ends[source_end] = places[source_end] - size, places[source_end]
    return "".join([*pieces, source[last:]]), starts, ends


def _move(mended: str, starts: Places, ends: Places, text: str, moved: pl.DataFrame) -> tuple[str, Places, Places]:
    """Put what was moved where it stands in the text, behind as much ink, with a blank on both sides."""
    if moved.is_empty():
        return mended, starts, ends
    spans = [(int(starts[s]), int(ends[e])) for s, e in moved.select("source_start", "source_end").iter_rows()]
    stays = np.ones(len(mended), dtype=bool)
    for start, end in spans:
        stays[start:end] = False
    rest, ink = np.flatnonzero(stays), np.flatnonzero(stays & ~_white(mended))
    pieces, last, inserted = [], 0, 0
    before = np.concatenate([[0], np.cumsum(~_white(text))])
    for (start, end), place in sorted(zip(spans, moved["start"].to_list(), strict=True), key=lambda row: row[1]):
        behind = int(before[place]) - inserted
        cut = int(np.searchsorted(rest, ink[behind - 1])) + 1 if 0 < behind <= len(ink) else 0
        pieces += [rest[last:cut], np.array([-1]), np.arange(start, end), np.array([-1])]
        last, inserted = max(last, cut), inserted + int((~_white(mended[start:end])).sum())
    order = np.concatenate([*pieces, rest[last:]])
    codes = strings.units(f"{mended} ")
    place = np.full(len(mended) + 1, -1)
    place[order[order >= 0]] = np.flatnonzero(order >= 0)
    place[len(mended)] = len(order)
    new_starts = np.where(starts < 0, -1, place[starts])
    new_ends = np.where(ends > 0, place[np.maximum(ends - 1, 0)] + 1, -1)
    return strings.string(codes[order]), new_starts, new_ends


def squeeze(text: str) -> Squeezed:
    """Make each run of white space one blank, none at the ends, and tell where each place went; -1 if it is gone."""
    white = _white(text)
    first_white = white & ~np.concatenate([[True], white[:-1]])
    kept = ~white | first_white
    places = np.concatenate([[0], np.cumsum(kept)])
    places[:-1][~kept] = -1
    return Squeezed(" ".join(text.split()), places)


def _white(text: str) -> Mask:
    white: Mask = Text(text).classes == chars.SPACE
    return white


def _verify_spans(table: str, spans: pl.DataFrame, both: Both) -> Iterator[Problem]:
    """Compare both spans of each row in squeezed text: they must begin and end at the same characters."""
    start, end, source_start, source_end = (spans[name].to_numpy().astype(np.int64) for name in OFFSETS)
    empty, source_empty = start == end, source_start == source_end
    fits = (
        (start >= 0)
        & (start <= end)
        & (end < len(both.clean))
        & (source_start >= 0)
        & (source_start <= source_end)
        & (source_end < len(both.source))
    )
    start, end, source_start, source_end = (
        np.where(fits, places, 0) for places in (start, end, source_start, source_end)
    )
    same_start = (both.clean[start] == both.source[source_start]) & (both.clean[start] >= 0)
    # Edits at the edges lie outside: the end is measured behind the last character, not before the next one.
    last, source_last = both.clean[np.maximum(end - 1, 0)], both.source_end[source_end]
    # The last block of a section may have been moved there; in the source the section goes on to its last character.
    goes_on = (table == "sections") & both.has_moved & (both.clean[start] <= source_last) & (source_last <= last)
    same_end = (last == source_last) | goes_on
    good = fits & same_start & np.where(empty | source_empty, empty & source_empty, same_end)
    if "words" in spans.columns:
        good &= _say(table, Text(both.text).slices(start, end), spans["words"])
    for row in np.flatnonzero(~good).tolist():
        yield Problem(
            table, "slice", f"{table} {spans.row(row)[0]}: its spans in text and source, or its words, differ"
        )


def _say(table: str, words: list[str], said: pl.Series) -> Mask:
    """Tell which words are as a column says; a heading opens its section, a stub says nothing."""
    both = pl.DataFrame({"own": words, "said": said.fill_null("")}, schema={"own": pl.String, "said": pl.String})
    same = {
        "sections": pl.col("own").str.starts_with(pl.col("said")),
        "references": (pl.col("own").str.replace_all(r"\s+", " ") == pl.col("said")) | (pl.col("said") == ""),
    }.get(table, pl.col("own") == pl.col("said"))
    return both.select(same).to_series().to_numpy()
