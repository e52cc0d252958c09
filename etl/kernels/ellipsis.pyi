from etl.kernels import Bytes, Places, Units

def names(
    codes: Units,
    latin: Bytes,
    classes: Bytes,
    folded: Bytes,
    start: Places,
    end: Places,
    asked: Places,
    places: Places,
    joints: Bytes,
    spelled: Bytes,
    edges: Places,
    parting: Bytes,
    most_words: int,
    reach: int,
) -> tuple[Places, Places, Places, Places]: ...
