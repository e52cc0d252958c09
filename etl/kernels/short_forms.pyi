from etl.kernels import Bytes, Codes, Keys, Places, Units

LETTER: int
CAPITAL: int
SPACE: int
OPENING: int
CLOSING: int
PARTING: int
ENDING: int

def find(
    codes: Units,
    latin: Bytes,
    bracket: Places,
    table: Codes,
    joints: Codes,
    never_first: Keys,
    shortest: int,
    longest: int,
    more_words: int,
    reach_of_word: int,
    reach: int,
) -> tuple[Places, Places, Places, Places, Places]: ...
