"""CPU per byte that each stage of a build takes on synthetic pages, start-up aside; CONTRIBUTING says how to run it."""

import random
import re
import shutil
import sys
import tempfile
import textwrap
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pyarrow as pa

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]
from etl import corpus, intake, pipeline  # noqa: E402
from etl.parquet import ZSTD_LEVEL, Writer  # noqa: E402
from etl.readers import plain  # noqa: E402

PAGES, ROUNDS, SEED = 300, 3, 3
LINES_A_PAGE, BROKEN = 50, 0.1
START, WHOLE = "vocabulary", "whole build"
# A stage counts without the stages that it calls; what is left of the whole is the rest.
CALLS = (
    ("read", intake.sources, "read"),
    ("read", intake.registry, "parse"),
    ("clean", plain, "clean"),
    ("citations", plain.citations, "find"),
    ("citations", plain.bibliography, "find"),
    ("blocks", plain, "find_blocks"),
    ("sentences", pipeline.sentences, "build"),
    ("mentions", pipeline.names, "find"),
    ("mentions", pipeline.mentions, "build"),
    ("mentions", pipeline.abbreviations, "build"),
    ("tables", pipeline, "build"),
    ("write", Writer, "_flush"),
    (START, pipeline, "read_vocabulary"),
    (WHOLE, corpus, "build"),
)
STAGES = (*dict.fromkeys(stage for stage, _, _ in CALLS if stage not in (START, WHOLE)), "rest", WHOLE)


def make_pages(folder: Path, count: int) -> None:
    """Write documents of paragraphs of the seeds, laid out anew: other wraps, broken words, page breaks, citations."""
    chance = random.Random(SEED)  # noqa: S311
    seeds = "\n\n".join(path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    paragraphs = [block for block in seeds.split("\n\n") if len(block) > LINES_A_PAGE]
    for number in range(count):
        width = chance.randint(48, 90)
        text = "\n\n".join(chance.choices(paragraphs, k=chance.randint(2, 30)))
        text = re.sub(r"\[[\d,]+\]", lambda _: f"[{chance.randint(1, 80)}]", text)
        lines = "\n\n".join(textwrap.fill(block, width) for block in text.split("\n\n"))
        broken = re.sub(
            r"\n([a-z]{3})(?=[a-z]{3})", lambda word: f" {word[1]}-\n" if chance.random() < BROKEN else word[0], lines
        ).split("\n")
        parts = [broken[start : start + LINES_A_PAGE] for start in range(0, len(broken), LINES_A_PAGE)]
        laid_out = "\f".join("\n".join([f"Running head {n}", *part, ""]) for n, part in enumerate(parts, 1))
        (folder / f"{number:05}.txt").write_text(laid_out, "utf-8")


def build(sources: Path) -> Counter[str]:
    """Build a release of a folder, and give the CPU seconds of each stage."""
    spent: Counter[str] = Counter()

    def timed(stage, function):
        def call(*args, **named):
            began, inside = time.process_time(), spent.total()
            try:
                return function(*args, **named)
            finally:
                spent[stage] += time.process_time() - began - (spent.total() - inside)

        return call

    with tempfile.TemporaryDirectory() as out, ExitStack() as stack:
        for stage, place, name in CALLS:
            stack.enter_context(mock.patch.object(place, name, timed(stage, getattr(place, name))))
        corpus.build([sources], Path(out) / "release", lambda *_: None)
    spent["rest"], spent[WHOLE] = spent[WHOLE], spent.total() - spent[START]
    return spent


def floor(sources: Path) -> float:
    """Read a folder, scan and compress each file once: CPU seconds of the least that a build could do."""
    began = time.process_time()
    table, codec = bytes(range(256)), pa.Codec("zstd", compression_level=ZSTD_LEVEL)
    for path in sorted(sources.rglob("*.txt")):
        codec.compress(path.read_bytes().translate(table))
    return time.process_time() - began


def best(sources: Path) -> Counter[str]:
    """Give the least time of each stage over some builds."""
    rounds = [build(sources) for _ in range(ROUNDS)]
    return Counter({stage: min(spent[stage] for spent in rounds) for stage in rounds[0]})


def main(sources: Path) -> None:
    """Print the best of some rounds, in nanoseconds a byte; the vocabulary and what one document takes are start-up."""
    files = sorted(sources.rglob("*.txt"))
    size = sum(path.stat().st_size for path in files[1:])
    with tempfile.TemporaryDirectory() as alone:
        shutil.copy(files[0], alone)
        start = best(Path(alone))
    spent = best(sources)
    start[START] = 0
    spent.subtract(start)
    least = min(floor(sources) for _ in range(ROUNDS))
    for stage in STAGES:
        print(f"{stage:14}{spent[stage] / size * 1e9:8.1f} ns/byte")  # noqa: T201
    print(f"{'floor':14}{least / size * 1e9:8.1f} ns/byte, {least / spent[WHOLE]:.2f} of the whole")  # noqa: T201
    print(f"{'start-up':14}{start[WHOLE] + spent[START]:8.2f} s; {size / 1e6:.1f} MB were measured")  # noqa: T201


if __name__ == "__main__":
    place = sys.argv[1] if len(sys.argv) > 1 else str(PAGES)
    with tempfile.TemporaryDirectory() as folder:
        if place.isdigit():
            make_pages(Path(folder), int(place))
        main(Path(folder if place.isdigit() else place))
