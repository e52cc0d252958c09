"""What many tests share: where things are, and a build of small texts."""

import os
from functools import cache
from pathlib import Path

import hypothesis
import polars as pl
import pytest

from etl import corpus, pipeline, resources

# No timed tests. The quick profile draws the same examples each time, so that a run tells of the change alone; the
# thorough one, `HYPOTHESIS_PROFILE=thorough pytest tests/laws`, draws anew.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=100, derandomize=True)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=5000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
FACTS = ROOT.parent / "shared" / "vocabulary"


@pytest.fixture(scope="session", autouse=True)
def vocabulary_is_read_once():
    """Read the built-in vocabulary once for all builds of this process; one of a test's own is read each time."""
    own, read = resources.folder("vocabulary"), pipeline.read_vocabulary
    known = cache(lambda: read(own))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "read_vocabulary", lambda place: known() if place == own else read(place))
        yield


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def gold():
    """The folder of independent gold; a test that needs it is skipped where it is missing."""
    if not GOLD.is_dir():
        pytest.skip("the gold is not here")
    return GOLD


@pytest.fixture(scope="session")
def facts():
    """The folder of reference names and identifiers; a test that needs it is skipped where it is missing."""
    if not FACTS.is_dir():
        pytest.skip("the reference tables are not here")
    return FACTS


@pytest.fixture(scope="session")
def tables():
    """The tables of the committed release."""
    return {path.stem: pl.read_parquet(path) for path in (ROOT / "data").glob("*.parquet")}


@pytest.fixture
def build(tmp_path):
    """Build files, given as name to content, and return the folder of the release and what was built."""

    def run(files, out="out"):
        folder = tmp_path / "texts"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        built = corpus.build([folder], tmp_path / out, lambda *_: None)
        return tmp_path / out, built

    return run
