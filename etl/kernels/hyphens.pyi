from etl.kernels import Bytes, Keys, Places, Units

NO_HYPHEN: int
SUSPENDED: int
LETTER: int
ACRONYM: int
CAPITAL: int
BETWEEN_WORDS: int

def look(
    codes: Units, starts: Places, ends: Places, context: int, brackets: Bytes, conjunctions: Keys, joining: Keys
) -> tuple[Bytes, Bytes, Places, Places, Places, Places]: ...
