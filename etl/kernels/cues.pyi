from etl.kernels import Bytes, Places

AHEAD: int
JOINED: int
BEFORE_COMMA: int
OF_NOUNS: int

def nearest(
    folded: Bytes,
    latin: Bytes,
    start: Places,
    end: Places,
    sentence_start: Places,
    sentence_end: Places,
    described: Bytes,
    stops: Places,
    cue_start: Places,
    cue_end: Places,
    says: Bytes,
    traits: Bytes,
    reach: Places,
    sorts: int,
) -> Places: ...
