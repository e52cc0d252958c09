from etl.kernels import Bytes, Keys, Places, Units

class Words:
    def __init__(self, *sets: Keys) -> None: ...

def hold(
    codes: Units, latin: Bytes, classes: Bytes, signs: Bytes, marks: Places, words: Places, known: Words
) -> Bytes: ...
