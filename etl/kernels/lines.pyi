from etl.kernels import Bytes, Keys, Mask, Places, Units

def at_edges(
    latin: Bytes,
    codes: Units,
    classes: Bytes,
    start: Places,
    end: Places,
    deep: int,
    longest: int,
    signs: dict[str, int],
) -> tuple[Places, Places, Places, Places, Keys, Mask]: ...
