"""README does what it says: its snippets run, its tables and figures are those of the release."""

import json
import re
import subprocess
import sys

import pytest
import yaml

from etl import schema
from etl.readers.batch import METADATA
from etl.release import KEYS
from etl.sources import CATALOGUE_COLUMNS


def blocks(root, language):
    return re.findall(rf"^```{language}\n(.*?)^```", (root / "README.md").read_text(), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(4))
def test_each_python_snippet_prints_an_answer(root, number):
    snippet = blocks(root, "python")[number]
    run = subprocess.run([sys.executable, "-c", snippet], cwd=root, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    expected = ("immunotherapy", "CAR-T", "autoimmune disease", "Inrecentyears,immunotherapy")[number]
    assert expected in run.stdout


def test_there_are_no_other_python_snippets(root):
    assert len(blocks(root, "python")) == 4


def test_the_shell_commands_run_in_an_empty_folder(root, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "one.txt").write_text("Introduction\nImmunotherapy works [1].\n")
    commands = [line.partition("#")[0] for line in blocks(root, "sh")[1].splitlines()]
    for command in commands:
        words = [sys.executable, "-m", *command.split()]
        run = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
    assert len(commands) == 4


def test_the_table_of_tables_is_that_of_the_release(root):
    text = (root / "README.md").read_text()
    stated = re.findall(r"^\| \[(\w+)\]\(data/README.md#\w+\) \| ([\d,]+) \|", text, re.MULTILINE)
    resources = json.loads((root / "datapackage.json").read_text())["resources"]
    assert stated == [(resource["name"], f"{resource['rows']:,}") for resource in resources]
    assert [name for name, _ in stated] == list(schema.TABLES)


def test_the_columns_and_keys_of_the_steering_files_are_named(root):
    text = " ".join((root / "README.md").read_text().split())
    assert [name for name in (*CATALOGUE_COLUMNS, *KEYS) if f"`{name}`" not in text] == []
    assert set(METADATA) < set(CATALOGUE_COLUMNS)


def test_the_workflow_in_readme_is_yaml_and_names_real_commands(root):
    (workflow,) = blocks(root, "yaml")
    steps = yaml.safe_load(workflow)["jobs"]["data"]["steps"]
    assert [step["run"] for step in steps if "etl" in step.get("run", "")] == [
        "etl build && etl validate && etl verify"
    ]


def test_ci_reads_the_set_up_commands_from_readme(root):
    set_up = blocks(root, "sh")[0].splitlines()
    assert [line.partition(" ")[0] for line in set_up] == ["python3", "python3"]
    assert set_up[0].endswith("etl build")
    assert set_up[1].endswith("pytest")
