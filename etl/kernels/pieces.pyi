from etl.kernels import Bytes, Codes, Counts, Places, Units

def join(
    source: Units,
    starts: Places,
    ends: Places,
    leads: Counts,
    documents: Places,
    letters: Codes,
    offsets: Places,
    classes: Bytes,
    space: int,
) -> tuple[Codes, Places, Places, Places, Places, Places, Places, Places, Places, Places]: ...
