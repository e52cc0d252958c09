"""Which points belong to an abbreviation or an initial rather than to the end of a sentence."""

import numpy as np

from etl.kernels import full_stops
from etl.text import signs, tokens
from etl.text.chars import Mask, Places, Text

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
_WORDS = full_stops.Words(
    NEVER_LAST,
    NEVER_LAST_DOTTED,
    LAST_BEFORE_STARTER,
    LAST_BEFORE_CAPITAL,
    STARTERS,
    CAPITAL_BELONGS,
    MOLECULE_ENDINGS,
)


def hold(text: Text, mark: Places, word: Places) -> Mask:
    """Tell which terminal marks are the point of an abbreviation, an initial or a number, by the words around them.

    ``word`` is the place behind the blank.
    """
    return full_stops.hold(text.codes, text.latin, text.classes, signs.TABLE, mark, word, _WORDS).view(np.bool_)
