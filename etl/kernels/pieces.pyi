from etl.kernels import Bytes, Codes, Numbers, Places, Units

def join(
    source: Units,
    starts: Places,
    ends: Places,
    leads: Numbers,
    documents: Places,
    letters: Codes,
    offsets: Places,
    classes: Bytes,
    space: int,
) -> tuple[Codes, Places, Places, Places, Places, Places, Places, Places, Places, Places]: ...
