from etl.kernels import Bytes, Keys, Places

WHOLE: int
RUN_IN: int
FOLLOWS: int

class Beginnings:
    def __init__(
        self, first: Bytes, roman: Bytes, marks: Bytes, names: Keys, longest_name: int, longest: int
    ) -> None: ...

class Runs:
    def __init__(self, start: Places, end: Places, lines: Places, at_edge: Bytes) -> None: ...

def lines(
    latin: Bytes, classes: Bytes, edges: Places, runs: Runs, known: Beginnings
) -> tuple[Places, Places, Places, Places, Bytes]: ...
