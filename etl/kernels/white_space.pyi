from etl.kernels import Bytes, Codes, Mask, Places

def runs(
    classes: Bytes,
    latin: Bytes,
    codes: Codes,
    beyond: int,
    space: int,
    edge: int,
    line_ends: Bytes,
    pair: bytes,
) -> tuple[Places, Places, Places, Bytes, Bytes, Mask, Mask]: ...
