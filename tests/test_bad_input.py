"""What people really hand in: each bad source, catalogue or folder gives one sentence, and harms nothing else."""

import os
import re
import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest
from click.testing import CliRunner

from etl import pipeline
from etl.cli import main

# Half of the time of a small build is spent on its vocabulary, which is the same in all tests.
read_vocabulary = cache(pipeline.read_vocabulary)
GOOD = b"Introduction\n\nImmunotherapy works [1].\n"
RANDOM = b"".join(sha256(bytes([number])).digest() for number in range(125))
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
LATIN_1 = os.fsdecode(b"caf\xe9.txt")
NEW_LINE = "one\ntwo.txt"

# What a file holds, and the words that reason and remedy must have.
REFUSED = {
    "an empty file": (b"", "empty", "put a text into it"),
    "white space": (b" \n\t\r\n\f", "only white space", "put a text into it"),
    "a byte order mark": (b"\xef\xbb\xbf\n", "only white space", "put a text into it"),
    "a NUL in a text": (GOOD * 9 + b"\0" + GOOD, f"byte {len(GOOD) * 9} is NUL", "take it out"),
    "NULs alone": (b"\0" * 100, "binary", "extract its text"),
    "Latin-1": (b"Introduction\nthe caf\xe9 works\n", "byte 20 in line 2 is not UTF-8", "save the file as UTF-8"),
    "a cut off character": (GOOD + b"\xe2\x82", "is not UTF-8", "save the file as UTF-8"),
    "a surrogate": (GOOD + b"\xed\xa0\x80", "is not UTF-8", "save the file as UTF-8"),
    "UTF-16 with a mark": (GOOD.decode().encode("utf-16"), "UTF-16", "save it as UTF-8"),
    "UTF-16, little end first": (GOOD.decode().encode("utf-16-le"), "UTF-16", "save it as UTF-8"),
    "UTF-16, big end first": (GOOD.decode().encode("utf-16-be"), "UTF-16", "save it as UTF-8"),
    "UTF-16 of Chinese with a mark": ("免疫療法".encode("utf-16"), "UTF-16", "save it as UTF-8"),
    "UTF-32 with a mark": (GOOD.decode().encode("utf-32"), "UTF-32", "save it as UTF-8"),
    "UTF-32, big end first": (b"\0\0\xfe\xff" + GOOD.decode().encode("utf-32-be"), "UTF-32", "save it as UTF-8"),
    "a PNG": (PNG, "binary", "extract its text"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + RANDOM, "binary", "extract its text"),
    "random bytes": (RANDOM, "binary", "extract its text"),
    "a broken link": (Path("nowhere.txt"), "cannot be read (No such file or directory)", "check that it is there"),
    "a link to itself": (Path("bad.txt"), "cannot be read", "check"),
    "a device that fails": (Path("/proc/self/mem"), "cannot be read (Input/output error)", "readable"),
}
by_kind = pytest.mark.parametrize(("content", "reason", "remedy"), REFUSED.values(), ids=REFUSED)


class Case(NamedTuple):
    """A call of build that fails or finds: the files beside it, its words, its exit code and the words it prints."""

    files: dict
    words: tuple
    exit_code: int
    said: tuple


def steered(file, content, *said):
    """A folder with a good text and a file that steers the build."""
    return Case({"papers/one.txt": GOOD, f"papers/{file}": content}, ("papers", "--out", "out"), 2, (file, *said))


def catalogue(content, *said):
    return steered("sources.csv", content, *said)


def head(content, *said):
    return steered("release.toml", b'name = "mine"\n' + content, *said)


OUT = ("papers", "--out", "out")
CASES = {
    "a missing path": Case({}, ("nowhere", "--out", "out"), 2, ("nowhere:", "no such file", "check the path")),
    "a missing path beside a good one": Case(
        {"papers/one.txt": GOOD}, ("papers", "nowhere.txt", "--out", "out"), 2, ("nowhere.txt:", "no such file")
    ),
    "a path below a file": Case({"one.txt": GOOD}, ("one.txt/two.txt", "--out", "out"), 2, ("one.txt/two.txt:",)),
    "a folder without texts": Case({"papers/notes.md": GOOD}, OUT, 3, ("papers:", "holds no .txt file", "name a")),
    "a folder of hidden texts": Case({"papers/.one.txt": GOOD, "papers/.git/one.txt": GOOD}, OUT, 3, ("papers:",)),
    "a folder without texts and with a name in Latin-1": Case(
        {os.fsdecode(b"caf\xe9/notes.md"): GOOD}, (os.fsdecode(b"caf\xe9"), "--out", "out"), 3, ("holds no .txt file",)
    ),
    "an unsupported suffix": Case(
        {"paper.pdf": GOOD}, ("paper.pdf", "--out", "out"), 3, ("paper.pdf:", "only .txt", "extract the text")
    ),
    "no suffix": Case({"paper": GOOD}, ("paper", "--out", "out"), 3, ("paper:", "only .txt", "extract the text")),
    "a control character in a name": Case(
        {f"papers/{NEW_LINE}": GOOD}, OUT, 3, ("one\\ntwo.txt:", "control character", "rename")
    ),
    "a name that is not UTF-8": Case({f"papers/{LATIN_1}": GOOD}, OUT, 3, ("caf\\xe9.txt:", "not UTF-8", "rename")),
    "two empty files": Case({"papers/one.txt": b"", "papers/two.txt": b""}, OUT, 3, ("all 2 sources", "one.txt:")),
    "out is a file": Case(
        {"papers/one.txt": GOOD, "file": b"mine"},
        ("papers", "--out", "file"),
        2,
        ("file:", "is a file, not a folder", "choose a folder"),
    ),
    "out below a file": Case(
        {"papers/one.txt": GOOD, "file": b"mine"},
        ("papers", "--out", "file/out"),
        2,
        ("file/out:", "cannot be written", "choose a folder"),
    ),
    "out that cannot be made": Case(
        {"papers/one.txt": GOOD}, ("papers", "--out", "/proc/new/out"), 2, ("/proc/new/out:", "cannot be written")
    ),
    "out is a folder of the user": Case(
        {"papers/one.txt": GOOD, "mine/photo.jpg": PNG},
        ("papers", "--out", "mine"),
        2,
        ("mine:", "it holds photo.jpg", "move it away"),
    ),
    "out is the folder of the sources": Case(
        {"papers/one.txt": GOOD}, ("papers", "--out", "papers"), 2, ("papers:", "it holds one.txt", "move it away")
    ),
    "out is the data package of someone else": Case(
        {"papers/one.txt": GOOD, "mine/datapackage.json": b'{"resources": []}'},
        ("papers", "--out", "mine"),
        2,
        ("mine:", "it holds datapackage.json", "choose an empty folder"),
    ),
    "out is a release and a file of the user": Case(
        {"papers/one.txt": GOOD, "out/notes.md": b"mine"}, OUT, 2, ("out:", "it holds notes.md", "move it away")
    ),
    "nothing readable for a folder in new folders": Case(
        {"papers/one.txt": b""}, ("papers", "--out", "new/deep/out"), 3, ("one.txt: the file is empty",)
    ),
    "a wrong hash": Case(
        {"papers/one.txt": GOOD, "papers/sources.csv": b"path,sha256\none.txt," + b"0" * 64 + b"\n"},
        OUT,
        3,
        ("one.txt:", "SHA-256 is not the one in sources.csv", "restore the file"),
    ),
    "a catalogue of a missing file alone": Case(
        {"papers/sources.csv": b"path\nlost.txt\n"}, OUT, 3, ("lost.txt:", "sources.csv names it", "put it back")
    ),
    "a catalogue that is empty": catalogue(b"", "row 1", "'path' is missing", "add it"),
    "a catalogue with a column of its own": catalogue(b"path,colour\n", "row 1", "'colour' is unknown", "use only"),
    "a catalogue with a column twice": catalogue(b"path,doi,doi\n", "row 1", "'doi' is unknown or double", "use only"),
    "a ragged catalogue": catalogue(b"path,doi\none.txt\n", "row 2", "has 1 cells, the header 2", "add or take away"),
    "a catalogue in Latin-1": catalogue(b"path,title\none.txt,caf\xe9\n", "byte 22", "not UTF-8", "save the file"),
    "a catalogue with an open quote": catalogue(b'path\n"one.txt\n', "not CSV", "quote cells"),
    "a catalogue row without path": catalogue(b"path,doi\n,10.1000/1\n", "row 2", "path is empty", "name a file"),
    "a catalogue with a bad DOI": catalogue(
        b"path,doi\none.txt,https://doi.org/10.1000/1\n", "row 2, column doi", "pattern", "expected: Digital object"
    ),
    "a catalogue that names a file twice": catalogue(
        b"path,title\none.txt,One\none.txt,Two\n", "row 3", "one.txt", "twice"
    ),
    "a catalogue that is a folder": Case(
        {"papers/one.txt": GOOD, "papers/sources.csv/two.md": b""}, OUT, 2, ("sources.csv", "cannot be read", "check")
    ),
    "a head that is not TOML": head(b"title: mine\n", "not TOML", "mend it"),
    "a head in Latin-1": head(b'title = "caf\xe9"\n', "not TOML", "mend it"),
    "a head with a key of its own": head(b'colour = "red"\n', "key colour", "unknown", "use only"),
    "a head with a number as name": steered("release.toml", b"name = 3\n", "key name", "write lower-case letters"),
    "a licence without name": steered("release.toml", b'[[licenses]]\ntitle = "x"\n', "key licenses", "write name"),
    "a head with a short version": head(b'version = "1.0"\n', "key version", "'1.0'", "such as 1.0.0"),
    "a head with a quoted date": head(b'date = "2026-11-21"\n', "key date", "without quotes"),
    "a head with a time of day": head(b"date = 2026-11-21T10:00:00\n", "key date", "write a date"),
    "a head with a licence as text": head(b'licenses = "MIT"\n', "key licenses", "[[licenses]]"),
    "a head with a licence as number": head(b"licenses = 5\n", "key licenses", "[[licenses]]"),
    "a head with a licence without name": head(b"[[licenses]]\nname = 5\n", "key licenses", "write"),
    "a head with a title that is no text": head(b"title = 5\n", "key title", "write"),
    "a head with keywords that are no list": head(b'keywords = "cancer"\n', "key keywords", "write"),
    "a head with a date in a source": head(b"[[sources]]\ntitle = 2026-11-21\n", "key sources", "write"),
    "a head that is a folder": Case(
        {"papers/one.txt": GOOD, "papers/release.toml/two.md": b""}, OUT, 2, ("release.toml", "cannot be read")
    ),
}


def write(files):
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.symlink_to(content)
        else:
            path.write_bytes(content)


def run(*words):
    """Build, and make sure that all that is printed are sentences on stderr."""
    result = CliRunner().invoke(main, ["build", *words, "--quiet"])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result


def only_sentence(result):
    (line,) = result.stderr.splitlines()
    assert line.startswith("etl: ")
    assert re.findall(r"[.!?](?=\s|$)", line) == ["."]
    assert line.endswith(".")
    return line


def rows(table, out="out"):
    return pl.read_parquet(Path(out, "data", f"{table}.parquet"))


def tree():
    """Every path below the working directory, with what it holds."""
    paths = sorted(Path().rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() and not path.is_symlink() else None for path in paths}


@pytest.fixture(autouse=True)
def working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(pipeline, "read_vocabulary", read_vocabulary)


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    """A release of one other text."""
    place = tmp_path_factory.mktemp("older")
    (place / "zero.txt").write_bytes(b"Discussion\n\nChemotherapy works [2].\n")
    assert run(str(place / "zero.txt"), "--out", str(place / "out")).exit_code == 0
    return place / "out"


@by_kind
def test_a_bad_file_alone_gives_one_sentence_and_no_release(content, reason, remedy):
    write({"papers/bad.txt": content})
    before = tree()
    result = run(*OUT)
    assert result.exit_code == 3
    line = only_sentence(result)
    assert "nothing was built: bad.txt: " in line
    assert reason in line
    assert remedy in line
    assert tree() == before


@by_kind
def test_a_good_file_beside_a_bad_one_is_published_and_the_bad_one_is_an_issue(content, reason, remedy):
    write({"papers/bad.txt": content, "papers/one.txt": GOOD})
    result = run(*OUT)
    assert result.exit_code == 1
    line = only_sentence(result)
    assert reason in line
    assert remedy in line
    assert rows("documents")["source_path"].to_list() == ["one.txt"]
    (issue,) = rows("issues").iter_rows(named=True)
    assert f"etl: {issue['message']}" == line
    assert (issue["source_path"], issue["severity"], issue["document_id"]) == ("bad.txt", "error", None)
    assert (issue["start"], issue["end"], issue["source_start"], issue["source_end"]) == (0, 0, 0, 0)
    assert sorted(path.name for path in Path().iterdir()) == ["out", "papers"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_call_that_fails_gives_one_sentence_and_leaves_an_older_release_as_it_was(case, older):
    shutil.copytree(older, "out")
    write(case.files)
    before = tree()
    result = run(*case.words)
    assert result.exit_code == case.exit_code
    line = only_sentence(result)
    assert [words for words in case.said if words not in line] == []
    assert tree() == before


@pytest.mark.parametrize(
    ("files", "words", "published", "refused", "said"),
    [
        ({"a/one.txt": GOOD, "b/one.txt": GOOD}, ("a", "b"), "one.txt", "one.txt", "document_id one is already"),
        (
            {"a/one.txt": GOOD, "b/one.txt": GOOD},
            ("a/one.txt", "b/one.txt"),
            "one.txt",
            "one.txt",
            "document_id one is already",
        ),
        (
            {"a/one.txt": GOOD, "b/one.txt": GOOD, "c/one.txt": GOOD},
            ("a", "b", "c"),
            "one.txt",
            "one.txt",
            "document_id one is already",
        ),
        ({"a/x/one.txt": GOOD, "b/x/one.txt": GOOD}, ("a", "b"), "x/one.txt", "x/one.txt", "document_id x/one is"),
        ({"a/one.txt": GOOD, "a/one.TXT": GOOD}, ("a",), "one.TXT", "one.txt", "already that of one.TXT"),
        ({"a/one.txt": GOOD, "a/paper.pdf": PNG}, ("a", "a/paper.pdf"), "one.txt", "paper.pdf", "only .txt"),
        ({"a/one.txt": GOOD, "b/notes.md": GOOD}, ("a", "b"), "one.txt", "b", "holds no .txt file"),
        ({"a/one.txt": GOOD, f"a/{LATIN_1}": GOOD}, ("a",), "one.txt", "caf\\xe9.txt", "not UTF-8"),
        ({"a/one.txt": GOOD, f"a/{NEW_LINE}": GOOD}, ("a",), "one.txt", "one\\ntwo.txt", "control character"),
        (
            {"a/one.txt": GOOD, "a/sources.csv": b"path\nlost.txt\none.txt\n"},
            ("a",),
            "one.txt",
            "lost.txt",
            "sources.csv names it",
        ),
        (
            {"a/one.txt": GOOD, "a/two.txt": GOOD, "a/sources.csv": b"path,sha256\ntwo.txt," + b"0" * 64 + b"\n"},
            ("a",),
            "one.txt",
            "two.txt",
            "SHA-256",
        ),
    ],
    ids=[
        "one id in two folders",
        "two files of one name",
        "one id in three folders",
        "one id in two folders below others",
        "a suffix in small and large letters",
        "an unsupported suffix",
        "a folder without texts",
        "a name that is not UTF-8",
        "a control character in a name",
        "a catalogue of a missing file",
        "a wrong hash",
    ],
)
def test_what_is_refused_is_an_issue_and_the_rest_is_published(files, words, published, refused, said):
    write(files)
    result = run(*words, "--out", "out")
    assert result.exit_code == 1
    line = only_sentence(result)
    assert said in line
    assert line.startswith(f"etl: {refused}: ")
    assert rows("documents")["source_path"].to_list() == [published]
    assert rows("issues").select("source_path", "severity", "message").rows() == [(refused, "error", line[5:])]


@pytest.mark.parametrize(
    "words",
    [("papers", "papers"), ("papers", "papers/one.txt"), ("papers/one.txt", "papers"), ("papers", "link"), ("more",)],
    ids=["a folder twice", "a folder and its file", "a file and its folder", "a link to a folder", "a link to a file"],
)
def test_a_file_reached_twice_counts_once_and_keeps_its_catalogue(words):
    write({"papers/one.txt": GOOD, "papers/sources.csv": b"path,title\none.txt,One\n", "link": Path("papers")})
    write({"more/one.txt": GOOD, "more/sources.csv": b"path,title\none.txt,One\n", "more/two.txt": Path("one.txt")})
    result = run(*words, "--out", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert rows("documents").select("source_path", "title").rows() == [("one.txt", "One")]
    assert rows("issues").is_empty()


def test_a_good_build_replaces_the_older_release(older):
    shutil.copytree(older, "out")
    write({"papers/one.txt": GOOD})
    assert run(*OUT).exit_code == 0
    assert rows("documents")["document_id"].to_list() == ["one"]
    assert sorted(path.name for path in Path().iterdir()) == ["out", "papers"]


@pytest.mark.parametrize("epoch", ["", "today", "-1", "1.5", "²", "9" * 20, "253402300800"])
def test_a_bad_source_date_epoch_gives_one_sentence(epoch, older, monkeypatch):
    shutil.copytree(older, "out")
    write({"papers/one.txt": GOOD})
    before = tree()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = run(*OUT)
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in only_sentence(result)
    assert tree() == before
