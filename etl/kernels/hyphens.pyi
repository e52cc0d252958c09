from etl.kernels import Bytes, Codes, Keys, Places

NO_HYPHEN: int
SUSPENDED: int
LETTER: int
ACRONYM: int
CAPITAL: int
BETWEEN_WORDS: int

def look(
    codes: Codes, starts: Places, ends: Places, context: int, brackets: Bytes, conjunctions: Keys, joining: Keys
) -> tuple[Bytes, Bytes, Places, Places, Places, Places]: ...
