"""Fuzz the plain reader and the pipeline with atheris, outside of CI: CONTRIBUTING says how."""

import sys
import tempfile
from itertools import chain
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
with atheris.instrument_imports(include=["etl"]):
    from laws.test_odd_pages import hold
    from laws.texts import PIECES

    from etl.decode import NO_INK, decode
    from etl.errors import RefusedSource

PARAGRAPH = "\n\n"


def read(content: bytes) -> None:
    """Hold the laws against any bytes: what is no text of UTF-8 is refused, and what can be read of it is cleaned."""
    try:
        text = decode("d0.txt", content)
    except RefusedSource:
        text = content.decode("utf-8", "ignore").replace("\0", "")
    if not NO_INK.fullmatch(text):
        hold(text)


def write_hints(folder: Path) -> list[str]:
    """Write what to begin with: the paragraphs of the seeds, the odd pieces of the laws and a dictionary of those."""
    pages = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    (folder / "seeds").mkdir()
    for number, text in enumerate(chain(PIECES, *(page.split(PARAGRAPH) for page in pages))):
        (folder / "seeds" / str(number)).write_bytes(text.encode())
    words = ("".join(f"\\x{byte:02x}" for byte in piece.encode()) for piece in PIECES)
    (folder / "words").write_text("".join(f'"{word}"\n' for word in words), "ascii")
    return [str(folder / "seeds"), f"-dict={folder / 'words'}"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        atheris.Setup([*sys.argv, *write_hints(Path(folder))], read)
        atheris.Fuzz()
