from etl.kernels import Bytes, Keys, Places, Units

def candidates(
    codes: Units, latin: Bytes, classes: Bytes, signs: Bytes, places: Places, romans: Keys
) -> tuple[Places, Places]: ...
def split(
    codes: Units,
    latin: Bytes,
    classes: Bytes,
    signs: Bytes,
    marks: Places,
    ends: Places,
    starts: Places,
    stops: Places,
) -> tuple[Places, Places]: ...
