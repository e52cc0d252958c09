from typing import TypeVar

from etl.kernels import Bytes, Codes, Places

_Units = TypeVar("_Units", Bytes, Codes)

def replace(values: _Units, start: Places, end: Places, after: Places, new: _Units, bounds: Places) -> _Units: ...
def source_places(
    places: Places, back: int, start: Places, end: Places, source_end: Places, inside: Places
) -> Places: ...
