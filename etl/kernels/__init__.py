"""Compiled loops over whole buffers: arrays in, arrays out; what a rule is and why stands with the callers."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

# Flags, hashes, and the few code points that are no text.
Codes: TypeAlias = npt.NDArray[np.uint32]
Labels: TypeAlias = npt.NDArray[np.uint16]
# Code points as a string holds them, in as many bytes as the widest of them needs.
Units: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.int32]
Signs: TypeAlias = npt.NDArray[np.int8]
# As wide as an index: the tables of names are looked up in many times.
Names: TypeAlias = npt.NDArray[np.intp]
Keys: TypeAlias = npt.NDArray[np.uint64]
Weights: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
