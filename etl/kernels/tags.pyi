from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from etl.kernels import Bytes, Names, Places, Signs, Units

Slots: TypeAlias = npt.NDArray[np.int16]

def slots(letters: Bytes, offsets: Places, count: int) -> Slots: ...
def scan(
    source: Units, letters: Bytes, offsets: Places, slots: Slots
) -> tuple[Places, Places, Names, Signs, Bytes, Places, Places]: ...
