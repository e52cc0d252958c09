"""The command line: help, exit codes, what goes to stdout and what to stderr."""

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec

import click
import pytest
from click.testing import CliRunner

from etl import __version__, resources
from etl.cli import SETTINGS, main

GOOD = b"Introduction\n\nImmunotherapy works [1].\n"
COMMANDS = sorted(main.commands)


def run(*words):
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def python(*words, cwd):
    return subprocess.run([sys.executable, *words], cwd=cwd, capture_output=True, text=True, check=False)


def tree(place):
    return {str(path.relative_to(place)): path.read_bytes() for path in (place, *place.rglob("*")) if path.is_file()}


@pytest.fixture
def papers(tmp_path):
    """A folder with one good text; the tests work in the folder above it."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "one.txt").write_bytes(GOOD)
    return folder


@pytest.fixture
def release(papers, tmp_path):
    """The release of the good text."""
    assert run("build", papers, "--out", tmp_path / "out", "--quiet").exit_code == 0
    return tmp_path / "out"


@pytest.fixture
def broken(release):
    """A release whose sentences are missing."""
    (release / "data" / "sentences.parquet").unlink()
    return release


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself(command, option):
    result = run(command, option)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: main {command} ")
    assert main.commands[command].get_short_help_str(80) in " ".join(result.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_has_a_help_text(command):
    options = [option for option in main.commands[command].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_program_lists_its_commands_and_exit_codes():
    result = run("--help")
    assert [name for name in COMMANDS if f"\n  {name} " not in result.stdout] == []
    assert "Exit codes: 0 fine, 1 findings" in result.stdout


def test_the_version_is_that_of_the_package():
    assert run("--version").stdout == f"immunotables, version {__version__}\n"


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)], ids=lambda words: "".join(words) or "etl")
def test_help_loads_no_heavy_library(words, tmp_path):
    done = python("-X", "importtime", "-m", "etl", *words, "--help", cwd=tmp_path)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert "click" in loaded
    assert loaded & {"polars", "pyarrow", "numpy", "pandas", "frictionless"} == set()


THREADS, POOL = "__import__('polars').thread_pool_size()", "__import__('pyarrow').default_memory_pool().backend_name"


def said_at_exit(of_build, folder):
    """Build the papers of a folder, and give what an expression says in the same process at its end."""
    at_exit = f"import atexit; atexit.register(lambda: print({of_build}))"
    code = f"{at_exit}; from etl.cli import main; main(['build', 'papers', '--out', 'release', '--quiet'])"
    return python("-c", code, cwd=folder).stdout.strip()


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("asked", "of_build", "said"),
    [
        ({}, THREADS, "1"),
        ({"POLARS_MAX_THREADS": "2"}, THREADS, "2"),
        ({}, POOL, "system"),
        ({"ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}, POOL, "mimalloc"),
    ],
)
def test_a_build_takes_one_thread_and_the_memory_of_the_system_unless_the_user_asks_for_others(
    asked, of_build, said, tmp_path, monkeypatch
):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert said_at_exit(of_build, tmp_path) == said


@pytest.mark.usefixtures("papers")
def test_a_build_loads_no_pandas(tmp_path):
    assert find_spec("pandas") is not None
    assert said_at_exit("'pandas' in __import__('sys').modules", tmp_path) == "False"


def test_a_good_build_exits_with_0_and_says_on_stderr_what_it_made(papers, tmp_path):
    result = run("build", papers, "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"{tmp_path / 'out'}: documents 1, ")
    assert re.search(r", sentences 1, .*, therapy_terms [0-9]{2},[0-9]{3}, ", result.stderr)
    assert result.stderr.count("\n") == 1


def test_a_build_with_a_refused_source_exits_with_1_and_names_it_on_stderr(papers, tmp_path):
    (papers / "two.txt").write_bytes(b"")
    result = run("build", papers, "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "etl: two.txt: the file is empty" in result.stderr
    assert "documents 1" in result.stderr


def test_a_build_of_nothing_readable_exits_with_3(tmp_path):
    (tmp_path / "one.txt").write_bytes(b"")
    result = run("build", tmp_path / "one.txt", "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (3, "")
    assert not (tmp_path / "out").exists()


def test_a_broken_installation_exits_with_4(papers, tmp_path, monkeypatch):
    monkeypatch.setitem(resources.PLACES, "vocabulary", (tmp_path / "nowhere",))
    result = run("build", papers, "--out", tmp_path / "out")
    assert result.exit_code == 4
    assert result.stderr.startswith("etl: ")
    assert "install immunotables again" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "papers"], "--out is missing"),
        (["build", "--out", "out"], "SOURCE is missing"),
        (["build"], "name SOURCE and --out, or run in a checkout"),
        (["build", "nowhere", "--out", "out"], "nowhere: there is no such file or folder"),
        (["build", "papers", "--out", "out", "--jobs", "0"], "--jobs"),
        (["build", "papers", "--out", "out", "--fast"], "--fast"),
        (["validate", "papers"], "it holds no datapackage.json"),
        (["validate", "nowhere"], "it is no folder"),
        (["validate"], "it holds no datapackage.json"),
        (["verify", "papers/one.txt"], "it is no folder"),
        (["build", "", "--out", "out"], "a SOURCE is empty"),
        (["describe", "papers"], "it holds no datapackage.json"),
        (["publish"], "publish"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_with_2_and_says_what_is_wrong(words, said, papers, monkeypatch):
    monkeypatch.chdir(papers.parent)
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted(path.name for path in papers.parent.iterdir()) == ["papers"]


def test_without_source_outside_a_checkout_the_module_says_so(tmp_path):
    done = python("-m", "etl", "build", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "etl: there is no folder seeds here; name SOURCE and --out, or run in a checkout.\n"
    assert list(tmp_path.iterdir()) == []


def test_without_source_a_folder_of_the_user_is_not_taken_for_a_checkout(papers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    papers.rename("seeds")
    result = run("build")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it holds seeds/one.txt, which is not part of a release of ours" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_without_source_a_checkout_builds_its_own_release(root, tmp_path):
    for name in ("etl", "schemas", "seeds"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    done = python("-m", "etl", "build", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert run("build", tmp_path / "seeds", "--out", tmp_path / "out").exit_code == 0
    for made in ("datapackage.json", "data", "schemas"):
        assert tree(tmp_path / made) == tree(tmp_path / "out" / made)


def test_quiet_is_silent(papers, tmp_path):
    result = run("build", papers, "--out", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_quiet_still_prints_errors(papers, tmp_path):
    (papers / "two.txt").write_bytes(b"")
    result = run("build", papers, "--out", tmp_path / "out", "--quiet")
    assert result.stderr.splitlines() == ["etl: two.txt: the file is empty; put a text into it or take it away."]


def test_a_valid_release_exits_with_0_and_leaves_stdout_empty(release):
    result = run("validate", release)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{release}: valid\n"


def test_frictionless_is_asked_of_a_small_release(papers, tmp_path):
    (tmp_path / "own.csv").write_text("label,synonyms\nimmunotherapy,\n")
    run("build", papers, "--out", tmp_path / "out", "--vocabulary", tmp_path / "own.csv")
    assert run("validate", tmp_path / "out").stderr == f"{tmp_path / 'out'}: valid, frictionless agrees\n"


def test_an_invalid_release_exits_with_1_and_lists_its_problems_on_stdout(broken):
    result = run("validate", broken)
    assert result.exit_code == 1
    assert result.stdout.startswith("data/sentences.parquet: the file is not there; build the release again\n")
    assert result.stderr == f"problems: {len(result.stdout.splitlines())}\n"


def test_validate_as_json_is_one_document_and_nothing_else(broken):
    result = run("validate", broken, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert (report["schema_version"], report["valid"]) == (1, False)
    assert {tuple(problem) for problem in report["problems"]} == {("table", "rule", "message")}
    assert report["problems"][0]["rule"] == "exists"


def test_verify_finds_the_sources_that_it_is_told_of(release, papers):
    result = run("verify", release, "--sources", papers)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{release}: every row stands in its source\n"


def test_verify_without_the_sources_exits_with_1(release, tmp_path):
    result = run("verify", release, "--sources", tmp_path)
    assert result.exit_code == 1
    assert result.stdout.startswith("one.txt: the file is not there")
    assert result.stderr == "problems: 1\n"


def test_verify_as_json_is_one_document_and_nothing_else(release, papers):
    result = run("verify", release, "--sources", papers, "--json")
    assert json.loads(result.stdout) == {"schema_version": 1, "valid": True, "problems": []}
    assert (result.exit_code, result.stderr) == (0, "")


def test_describe_shows_tables_columns_and_first_rows_on_stdout(release):
    result = run("describe", release)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("papers 0.0.0\n\ndocuments: 1 rows. ")
    assert ["surface", "string", "Immunotherapy"] in [line.split() for line in result.stdout.splitlines()]


def test_describe_as_json_is_one_document_and_nothing_else(release):
    result = run("describe", release, "--json")
    described = json.loads(result.stdout)
    assert (result.exit_code, result.stderr, described["schema_version"]) == (0, "", 1)
    documents = described["tables"][0]
    assert (documents["name"], documents["rows"], documents["first_rows"][0]["document_id"]) == ("documents", 1, "one")
    assert documents["columns"][-1] == {"name": "char_count", "type": "int32"}


def test_describe_of_a_release_without_a_table_exits_with_2(broken):
    result = run("describe", broken)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "sentences.parquet: the file is not there; build the release again." in result.stderr
