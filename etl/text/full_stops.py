"""Which points belong to an abbreviation or an initial rather than to the end of a sentence."""

import numpy as np

from etl.text import chars, signs, tokens
from etl.text.chars import Mask, Places, Text
from etl.text.signs import is_char
from etl.text.tokens import Words

# Stand in front of what they belong to, so they never end a sentence.
NEVER_LAST = tokens.pack(
    """approx Approx ca cf Cf chap Chap Chaps eq Eq eqs Eqs eqn Eqn fig Fig figs Figs FIG FIGS incl pp ref Ref refs
    Refs Sect Sects sect sects tab Tab tabs Tabs vol Vol vols Vols vs Vs viz ver Ver Dr Drs Mr Mrs Ms Prof
    Profs St Mt"""
)
# The same, with points inside.
NEVER_LAST_DOTTED = tokens.pack("e.g E.g i.e I.e c.f")
# Stand in front of a name or number, or close a sentence when a word follows that begins many.
LAST_BEFORE_STARTER = tokens.pack(
    """chr Chr conc cv Co Corp Inc Ltd Jr Sr co dept Dept Univ Inst Natl Acad Sci Sc Proc Biol Chem Clin Exp Immunol
    Int Assoc Soc Ph ed eds Ed Eds no nos Nos No resp sp spp ssp subsp var str suppl Suppl ser Ser temp wt"""
)
# Close a sentence when any capital follows.
LAST_BEFORE_CAPITAL = tokens.pack("al etc Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
# Words that begin sentences and are hardly ever a family name or part of a name.
STARTERS = tokens.pack(
    """A Additionally After All Also Although Altogether Among An And Another As At Because Before Both But By
    Cells Collectively Consequently Consistent Conversely Despite Double During Each Either Finally First
    Following For From Further Furthermore Given Hence Here How However If Importantly In Indeed Instead
    Interestingly It Its Later Like Many Mice Moreover Most Neither Nevertheless No None Nonetheless Not Notably
    Of On One Only Other Our Overall Patients Recently Remarkably Results Samples Second Several Similar
    Similarly Since Some Strikingly Subsequently Such Surprisingly Taken Than That The Their Then There
    Therefore These They Third This Those Three Thus To Together Two Under Unlike Until Upon Using We What When
    Where Whereas Whether Which While With Within Without Yet"""
)
# Words that a lone capital belongs to, as in "vitamin C"; so do numbers ("37 C") and names of molecules ("cyclin D").
CAPITAL_BELONGS = tokens.pack_ends(
    """allele alpha anaphase animal antibody antigen appendix arm beta box buffer case category cell chain
    chromosome clade class clone cluster cohort column complex component compound delta domain donor element
    exon experiment factor family form fraction fragment gamma gene grade group groups haplotype helix hepatitis
    individual influenza isoform kappa lane level line lineage locus medium meiosis metaphase model motif mutant
    panel panels part patient peak peptide phase plan probe prophase receptor region sample scenario score
    sequence serogroup serotype set site stage step strain strand subgroup subject substance subtype subunit
    table telophase toxin treatment type types variant virus vitamin zone"""
)
MOLECULE_ENDINGS = tokens.pack("bin cin din ein lin min nin rin sin tin ine ase")
# What one number of eight letters is shifted by, so that the last three are left.
_LAST_THREE = np.uint64(8 * (tokens.WIDTH - 3))
_SMALL = np.uint64(ord("a") - ord("A"))
SHORTEST_MOLECULE = 4
LONGEST_WORD = 24


def hold(text: Text, mark: Places, word: Places) -> Mask:
    """Tell which terminal marks are the point of an abbreviation, an initial or a number, by the words around them.

    ``word`` is the place behind the blank.
    """
    before, behind = tokens.before(text, mark), tokens.behind(text, word)
    starter = _is_starter(text, word, behind)
    held = tokens.among(before.letters, NEVER_LAST) | _has_points(text, mark, before, behind)
    held |= tokens.among(before.letters, LAST_BEFORE_CAPITAL) & (text.classes[word] != chars.UPPER)
    held |= tokens.among(before.letters, LAST_BEFORE_STARTER) & ~starter
    one = np.flatnonzero(before.length <= 1)
    held[one] |= _is_initial(text, mark[one], word[one]) & ~starter[one] | _is_number(text, mark[one], word[one])
    held &= is_char(text, mark, ".")
    return held


def _is_starter(text: Text, word: Places, behind: Words) -> Mask:
    """Tell which words begin many sentences; an "A" with a point or another capital behind it is an initial."""
    end = word + behind.length
    name = is_char(text, end, ".") | (signs.at(text.classes, end + 1) == chars.UPPER)
    starter: Mask = tokens.among(behind.letters, STARTERS) & ~(name & (behind.length == 1))
    return starter


def _is_plain(behind: Words) -> Mask:
    """Tell which words are a capital and then small letters, as is no gene, drug code or acronym."""
    flags = behind.classes == chars.LOWER
    flags[:, 0] = behind.classes[:, 0] == chars.UPPER
    plain: Mask = (behind.length > 1) & (tokens.leading(flags) == behind.length)
    return plain


def _has_points(text: Text, mark: Places, before: Words, behind: Words) -> Mask:
    """Tell which marks end an abbreviation of small letters with points, as in ``i.v. LPS`` but not ``i.v. Blood``."""
    dotted = (before.length == 1) & is_char(text, mark - 2, ".")
    small = (before.classes[:, -1] == chars.LOWER) & ~_is_plain(behind)
    never = tokens.among(before.near >> _LAST_THREE, NEVER_LAST_DOTTED)
    has_points: Mask = dotted & (small | never)
    return has_points


def _is_initial(text: Text, mark: Places, word: Places) -> Mask:
    """Tell which lone capitals may be the initial of a name, rather than a symbol, a unit or a part of a term.

    An initial stands by itself or behind another one (``J.B.``, ``J.-P.``), and a name follows it, not a panel "(B)".
    """
    latin, classes, front = text.latin, text.classes, mark - 2
    blank = classes[front] == chars.SPACE
    alone = (classes[front] == chars.EDGE) | signs.match(text, front, signs.OPENER)
    alone[blank] = ~_belongs_to_term(text, front[blank])
    joined = latin[np.where(signs.match(text, front, signs.JOINER), front - 1, front)] == ord(".")
    opened = signs.match(text, word, signs.OPENER) & (classes[word + 1] != chars.DIGIT)
    initial: Mask = (classes[mark - 1] == chars.UPPER) & (alone & (word == mark + 2) | joined) & ~opened
    return initial


def _is_number(text: Text, mark: Places, word: Places) -> Mask:
    """Tell where a number follows that belongs to a lone small letter (``v. 9``) or that is a decimal with blanks."""
    classes, front = text.classes, mark - 2
    first = signs.skip(text, word, signs.OPENER, 1)
    letter = (classes[mark - 1] == chars.LOWER) & (classes[front] == chars.SPACE) & (classes[front - 1] != chars.DIGIT)
    letter |= (classes[mark - 1] == chars.LOWER) & signs.match(text, front, signs.OPENER)
    decimal = (classes[mark - 1] == chars.SPACE) & (classes[front] == chars.DIGIT) & (word == mark + 2)
    belongs: Mask = (classes[first] == chars.DIGIT) & (letter | decimal)
    return belongs


def _belongs_to_term(text: Text, blank: Places) -> Mask:
    """Tell before which blanks a number or a word stands that a lone capital belongs to."""
    front = tokens.before(text, blank)
    first = blank - front.length
    for _ in range(LONGEST_WORD - tokens.WIDTH):
        first = first - (text.classes[first - 1] >= chars.LOWER)
    is_molecule = tokens.among(front.near >> _LAST_THREE, MOLECULE_ENDINGS)
    is_molecule &= (text.classes[first] == chars.LOWER) & (blank - first >= SHORTEST_MOLECULE)
    is_noun = tokens.among(front.letters | _SMALL, CAPITAL_BELONGS)
    belongs: Mask = is_noun | is_molecule | (text.classes[blank - 1] == chars.DIGIT)
    return belongs
