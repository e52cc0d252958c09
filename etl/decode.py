"""Bytes of a plain-text file to its characters, or the reason why not."""

import re

from etl.errors import RefusedSource

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
SAMPLE = 8192
# Byte order marks and soft hyphens are as little as white space.
NO_INK = re.compile(r"[\s\ufeff\u00ad]*")
# A text has no control bytes but those of white space; random bytes have 10 % of them.
MOST_CONTROL_BYTES, FEW_CONTROL_BYTES = 0.02, 3
CONTROL_BYTES = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
# In UTF-16 every second byte of Latin text is NUL.
LEAST_NULS = 0.3


def decode(name: str, content: bytes) -> str:
    """Decode UTF-8 and touch nothing, neither line ends nor a byte order mark.

    Raises RefusedSource with a rule and one sentence for anything that is not text in UTF-8.
    """
    if not content:
        raise RefusedSource("empty_file", f"{name}: the file is empty; put a text into it or take it away.")
    place = content.find(0)
    if content.startswith(UTF16_MARKS) or (place >= 0 and _has_utf16_nulls(content[:SAMPLE])):
        raise RefusedSource("utf16", f"{name}: the file is UTF-16 or UTF-32; save it as UTF-8.")
    sample = content[:SAMPLE]
    control = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    if control > max(FEW_CONTROL_BYTES, MOST_CONTROL_BYTES * len(sample)):
        raise RefusedSource("binary_file", f"{name}: the file is binary, not text; extract its text first.")
    if place >= 0:
        raise RefusedSource("nul_byte", f"{name}: byte {place} is NUL; take it out or extract the text again.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where = f"byte {error.start} in line {line}"
        raise RefusedSource("not_utf8", f"{name}: {where} is not UTF-8; save the file as UTF-8.") from error
    if NO_INK.fullmatch(text):
        raise RefusedSource("empty_file", f"{name}: the file holds only white space; put a text into it.")
    return text


def _has_utf16_nulls(sample: bytes) -> bool:
    """Tell whether every second byte of a sample is often NUL, and those between are not."""
    shares = sorted(half.count(0) / max(1, len(half)) for half in (sample[::2], sample[1::2]))
    return sample.count(0) > 1 and shares[1] >= LEAST_NULS and shares[0] < LEAST_NULS / 3
