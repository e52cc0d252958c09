"""The rules of sentence ends told simply, one text at a time: the oracle for the fast form."""

import re

from etl.text import chars, full_stops, sentences, signs

WIDTH, LONGEST_WORD = 8, 24


def unpack(words):
    return {int(word).to_bytes(WIDTH, "little").rstrip(b"\0").decode() for word in words}


def among(sign):
    """A class of all characters that are such a sign."""
    return "[" + re.escape("".join(signs._SIGNS[sign])) + "]"


STARTERS = unpack(full_stops.STARTERS)
NEVER = unpack(full_stops.NEVER_LAST)
NEVER_DOTTED = unpack(full_stops.NEVER_LAST_DOTTED)
BEFORE_STARTER = unpack(full_stops.LAST_BEFORE_STARTER)
BEFORE_CAPITAL = unpack(full_stops.LAST_BEFORE_CAPITAL)
NOUNS = unpack(full_stops.CAPITAL_BELONGS)
MOLECULES = tuple(unpack(full_stops.MOLECULE_ENDINGS))

TERMINAL, CLOSER, OPENER, JOINER = map(among, (signs.TERMINAL, signs.CLOSER, signs.OPENER, signs.JOINER))
NUMBER, LISTED, SUPERSCRIPT = map(among, (signs.NUMBER, signs.LISTED, signs.SUPERSCRIPT))
MARK = re.compile(TERMINAL)
CLOSERS = re.compile(f"{CLOSER}{{0,3}}")
CITED = re.compile(rf" ?\[{LISTED}{{1,60}}+\]{TERMINAL}?")
RAISED = re.compile(f"(?={NUMBER}){SUPERSCRIPT}{{1,12}}+(?<={NUMBER})(?= )")
# On the shape of a text: A a capital, a a small letter, L another letter, 0 a digit, all else as it stands.
WORD = re.compile("[AaL0]*")
OPENERS = re.compile(f"{OPENER}{{0,2}}")
BEGIN = re.compile(f"""
    [AL0]
  | {among(signs.BULLET)}
  | a{{1,4}}+-?[A0] | a-a       # p53, miR-21, c-fos
  | a{{1,3}}+(?:,|[ ]=)         # bm, bone marrow
""", re.VERBOSE)  # fmt: skip
GREEK = re.compile("[\u0370-\u03ff]")
LETTER = re.compile("a(?![AaL0])")
ROMAN = re.compile(rf"(?:{'|'.join(sorted(unpack(sentences.ROMAN)))})(?![^\W_])")
BEHIND_LETTER = re.compile(r"\)|\. A")
BEHIND_OPENED_LETTER = re.compile(rf"\)|\. A|,| ?{JOINER}")
SIGNS = {chars.UPPER: "A", chars.LOWER: "a", chars.LETTER: "L", chars.DIGIT: "0"}


def shape_of(text):
    return "".join(SIGNS.get(int(chars.class_table()[ord(char)]), char) for char in text)


class Simple:
    """One block of running text."""

    def __init__(self, text):
        self.text, self.shape = f"\0{text}\0", shape_of(f"\0{text}\0")

    def spans(self):
        """The sentences, by their place in the block."""
        ends = {}
        for match in MARK.finditer(self.text):
            end = self.end_behind(match.start())
            if self.may_end(end) and not self.holds(match.start(), end + 1):
                ends[end] = match.start()
        starts = {1} | {end + 1 for end in ends}
        true = [end for end, mark in ends.items() if not self.enumerates(mark, starts)]
        return list(zip([0, *true], [end - 1 for end in [*true, len(self.text) - 1]], strict=True))

    def word_before(self, place):
        return self.text[place - len(WORD.match(self.shape[:place][::-1])[0]) : place]

    def end_behind(self, mark):
        end = CLOSERS.match(self.text, mark + 1).end()
        raised = RAISED.match(self.text, end)
        if raised and self.may_be_raised(mark, end) and self.shape[raised.end() + 1] == "A":
            end = raised.end()
        cited = CITED.match(self.text, end)
        moves = cited and (self.text[cited.end()] == "\0" or self.may_end(cited.end()))
        return cited.end() if moves else end

    def may_be_raised(self, mark, end):
        return self.shape[:mark].endswith("aaa") or end > mark + 1 or re.match(CLOSER, self.text[mark - 1])

    def may_end(self, end):
        return self.text[end] == " " and self.begins(end + 1)

    def begins(self, place):
        place = OPENERS.match(self.text, place).end()
        letter = ROMAN.match(self.text, place) or LETTER.match(self.shape, place)
        behind = BEHIND_OPENED_LETTER if self.text[place - 1] == "(" else BEHIND_LETTER
        is_listed = letter is not None and behind.match(self.shape, letter.end())
        return BEGIN.match(self.shape, place) or GREEK.match(self.text, place) or is_listed

    def holds(self, mark, word):
        if self.text[mark] != ".":
            return False
        before, capital, starter = self.word_before(mark), self.shape[word] == "A", self.is_starter(word)
        return (
            before in NEVER
            or (before in BEFORE_CAPITAL and not capital)
            or (before in BEFORE_STARTER and not starter)
            or self.has_points(mark, before, word)
            or (len(before) == 1 and not starter and self.is_initial(mark, word))
            or (len(before) <= 1 and self.is_number(mark, word))
        )

    def is_starter(self, word):
        found = self.text[word : WORD.match(self.shape, word).end()]
        is_name = found == "A" and (self.text[word + 1] == "." or self.shape[word + 2 : word + 3] == "A")
        return found[:WIDTH] in STARTERS and not is_name

    def has_points(self, mark, before, word):
        plain = re.match("Aa+", self.shape[word:])
        is_plain = plain is not None and len(plain[0]) >= min(WIDTH, len(WORD.match(self.shape, word)[0]))
        small = self.shape[mark - 1] == "a" and not is_plain
        return len(before) == 1 and self.text[mark - 2] == "." and (small or self.text[mark - 3 : mark] in NEVER_DOTTED)

    def is_initial(self, mark, word):
        front, opened = self.text[mark - 2], re.match(OPENER, self.text[word]) and self.shape[word + 1] != "0"
        joined = front == "." or (re.match(JOINER, front) and self.text[mark - 3] == ".")
        alone = front == "\0" or re.match(OPENER, front) or (front == " " and not self.belongs_to_term(mark - 2))
        return self.shape[mark - 1] == "A" and ((alone and word == mark + 2) or joined) and not opened

    def belongs_to_term(self, blank):
        word = self.word_before(blank)[-LONGEST_WORD:]
        is_noun = (word[-WIDTH:][:1].lower() + word[-WIDTH:][1:]) in NOUNS
        is_molecule = len(word) > 3 and word.endswith(MOLECULES) and shape_of(word[0]) == "a"
        return is_noun or is_molecule or self.shape[blank - 1] == "0"

    def is_number(self, mark, word):
        if self.shape[word + bool(re.match(OPENER, self.text[word]))] != "0":
            return False
        front = self.text[mark - 2]
        letter = (front == " " and self.shape[mark - 3] != "0") or re.match(OPENER, front)
        decimal = self.text[mark - 1] == " " and self.shape[mark - 2] == "0" and word == mark + 2
        return (self.shape[mark - 1] == "a" and letter) or decimal

    def enumerates(self, mark, starts):
        before = self.word_before(mark)
        start = mark - len(before)
        opens = start in starts or re.search("[^0][:;] $", self.shape[:start]) is not None
        is_short = len(before) == 1 or (len(before) == 2 and shape_of(before) == "00")
        return self.text[mark] == "." and opens and is_short
