from etl.kernels import Bytes, Codes, Keys, Places

class Words:
    def __init__(self, *sets: Keys) -> None: ...

def hold(
    codes: Codes, latin: Bytes, classes: Bytes, signs: Bytes, marks: Places, words: Places, known: Words
) -> Bytes: ...
