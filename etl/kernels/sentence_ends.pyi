from etl.kernels import Bytes, Codes, Keys, Places

def candidates(
    codes: Codes, latin: Bytes, classes: Bytes, signs: Bytes, places: Places, romans: Keys
) -> tuple[Places, Places]: ...
def split(
    codes: Codes,
    latin: Bytes,
    classes: Bytes,
    signs: Bytes,
    marks: Places,
    ends: Places,
    starts: Places,
    stops: Places,
) -> tuple[Places, Places]: ...
