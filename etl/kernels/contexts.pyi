from etl.kernels import Bytes, Keys, Mask, Places

JOINT: int
LAST_BUT_ONE: int
LAST: int
BEGINNING: int

NAMED: int
JOINED: int
OWNING: int
MEASURED: int

class Words:
    def __init__(self, *sets: Keys) -> None: ...

def beside(latin: Bytes, start: Places, end: Places, kinds: Bytes, words: Words, reach: int) -> Bytes: ...
def elsewhere(start: Places, concept: Places, kept: Bytes, edges: Places, concepts: int) -> Mask: ...
