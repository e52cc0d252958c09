from etl.kernels import Bytes, Places

CAPITAL: int
CLOSING: int
PARTING: int
ENDING: int
SPACE: int
ANY: int

def may_define(
    latin: Bytes, bracket: Places, kinds: Bytes, plain: Bytes, longest: int, more_words: int, reach: int
) -> Bytes: ...
