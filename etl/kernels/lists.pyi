from etl.kernels import Bytes, Codes, Keys, Labels, Places

def plain(
    codes: Codes,
    latin: Bytes,
    starts: Places,
    ends: Places,
    dashes: Codes,
    words: Keys,
    words_of_pairs: Keys,
    widest: int,
) -> tuple[Places, Places, Places, Places, Labels, Bytes, Places]: ...
