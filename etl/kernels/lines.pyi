from etl.kernels import Bytes, Codes, Keys, Mask, Places

def at_edges(
    latin: Bytes,
    codes: Codes,
    classes: Bytes,
    start: Places,
    end: Places,
    deep: int,
    longest: int,
    signs: dict[str, int],
) -> tuple[Places, Places, Places, Places, Keys, Mask]: ...
