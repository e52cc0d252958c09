from typing import TypeVar

from etl.kernels import Bytes, Places, Units

_Units = TypeVar("_Units", bound=Units)

def replace(values: _Units, start: Places, end: Places, after: Places, new: Bytes, bounds: Places) -> _Units: ...
def source_places(
    places: Places, back: int, start: Places, end: Places, source_end: Places, inside: Places
) -> Places: ...
