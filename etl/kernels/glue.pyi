from etl.kernels import Bytes, Places

WHOLE: int
OF_LETTERS: int
INNER_CAPITAL: int
HYPHENED: int
BEHIND_NUMBER: int

def kinds(
    latin: Bytes,
    classes: Bytes,
    start: Places,
    end: Places,
    shortest: int,
    longest: int,
    odd_before: Bytes,
    odd_behind: Bytes,
) -> Bytes: ...
def between_letters(latin: Bytes, classes: Bytes, sign: int, other: int) -> Places: ...
