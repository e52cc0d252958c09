from etl.kernels import Bytes, Codes, Keys, Labels, Places, Units

LABEL: int
STATISTIC: int
DOUBT: int
SCALE: int
UNIT: int

def plain(
    codes: Units,
    latin: Bytes,
    classes: Bytes,
    starts: Places,
    ends: Places,
    dashes: Codes,
    words: Keys,
    kinds: Bytes,
    widest: int,
    reach: int,
) -> tuple[Places, Places, Places, Places, Labels, Bytes, Places]: ...
