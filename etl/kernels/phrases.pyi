import numpy as np
import numpy.typing as npt

from etl.kernels import Bytes, Codes, Keys, Numbers, Places, Units

ANY: int
JOINT: int
TAIL: int

def cut(table: Bytes, codes: Units, blank: int) -> tuple[Bytes, Places]: ...
def table(folded: Bytes, start: Places, first: Places) -> tuple[Keys, Codes, Numbers, Numbers]: ...
def find(
    folded: Bytes,
    start: Places,
    first: Places,
    last: Places,
    spelled: Bytes,
    edge: Places,
    openings: Keys,
    states: Codes,
    whole: Numbers,
) -> tuple[Places, Numbers]: ...
def longest(
    codes: Units,
    joints: Bytes,
    start: Places,
    phrase: Numbers,
    shorter: Numbers,
    edge: Places,
    wanted: Bytes,
    needs: Bytes,
) -> tuple[Places, Numbers]: ...
def endings(
    folded: Bytes,
    start: Places,
    following: npt.NDArray[np.int16],
    ending: npt.NDArray[np.int16],
    tails: Bytes,
    shortest: int,
) -> tuple[Places, Places]: ...
