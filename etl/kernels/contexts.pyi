from etl.kernels import Bytes, Keys, Mask, Places

JOINT: int
LAST_BUT_ONE: int
LAST: int
BEGINNING: int

JOINED: int
OWNED: int
MEASURED: int
NAMED: int
AFFIX: int
SMALL_WORD: int

def table(words: Keys, flags: Bytes) -> Bytes: ...
def beside(latin: Bytes, start: Places, end: Places, kinds: Bytes, words: Bytes, reach: int) -> Bytes: ...
def flags(latin: Bytes, places: Places, words: Bytes) -> Bytes: ...
def elsewhere(start: Places, concept: Places, kept: Bytes, edges: Places, concepts: int) -> Mask: ...
