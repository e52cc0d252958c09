from etl.kernels import Bytes, Mask, Places, Units

def runs(
    classes: Bytes,
    latin: Bytes,
    codes: Units,
    beyond: int,
    space: int,
    edge: int,
    line_ends: Bytes,
    pair: bytes,
) -> tuple[Places, Places, Places, Bytes, Bytes, Mask, Mask]: ...
