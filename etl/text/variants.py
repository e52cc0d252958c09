"""Variants of terms: the spellings, joints, Greek letters and numbers in which a name is printed."""

from typing import Final

import polars as pl

from etl.text.fold import GREEK_NAMES, SIGN, fold_all

# American and British spelling of parts of words; what gives no English word does not occur in texts either.
SPELLINGS: Final = dict(
    pair.split(":")
    for pair in """
    tumor:tumour color:colour emia:aemia emic:aemic hemo:haemo hema:haema hemi:haemi edema:oedema esoph:oesoph
    pediatric:paediatric orthoped:orthopaed gynec:gynaec estro:oestro estra:oestra rrhe:rrhoe fecal:faecal feces:faeces
    fetal:foetal fetus:foetus celiac:coeliac cecal:caecal cecum:caecum pnea:pnoea anesth:anaesth etiolog:aetiolog
    cesarean:caesarean leuko:leuco sulf:sulph fiber:fibre center:centre goiter:goitre ization:isation izing:ising
    ized:ised homeo:homoeo caliber:calibre titer:titre hemorrh:haemorrh
    """.split()
)
_GREEK: Final = {name: chr(number) for number, name in enumerate(GREEK_NAMES, start=1)}
# The INN has `alfa` for alpha. Names shorter than four letters mean other things, too.
_NAMED: Final = {f" {name} ": f" {letter} " for name, letter in _GREEK.items() if len(name) > 3} | {  # noqa: PLR2004
    " alfa ": f" {_GREEK['alpha']} "
}
_ANY_GREEK: Final = "[\x01-\x18]"
_NUMERALS: Final = {f" type {digit} ": f" type {roman} " for digit, roman in (("1", "i"), ("2", "ii"), ("3", "iii"))}
# What a hyphen, a blank or nothing stands behind.
_PREFIXES: Final = "anti|bio|chemo|immuno|intra|micro|multi|neo|non|photo|post|pre|radio|thermo"
_JOINTS: Final = (
    (r"\b([A-Za-z]{1,5}) (\d+[a-zA-Z]?)\b", "$1$2"),
    (r"\b([A-Za-z]{2,5})(\d+[a-zA-Z]?)\b", "$1 $2"),
    (rf"\b({_PREFIXES})([a-z]{{5}})", "$1 $2"),
    (rf"\b({_PREFIXES}) ([a-z]{{4}})", "$1$2"),
    (r"\b(?i:car t)\b", "CART"),
    (rf"([a-z])\{SIGN}s\b", "$1"),
    (rf"([a-z])\{SIGN}s\b", "${1}s"),
)
_EPONYM: Final = r"^[A-Z][a-z]+ (?:disease|syndrome|lymphoma|sarcoma|tumor|thyroiditis|anemia|arteritis|granulomatosis)"


def forms(terms: pl.DataFrame) -> pl.DataFrame:
    """Give the folded forms of terms, as ``row`` of the term, ``form`` and ``cased``; likelier forms stand before.

    ``terms`` has the columns term and case_sensitive. Where case counts, forms have their capitals.
    """
    names = terms["term"].to_list()
    cased = terms["case_sensitive"]
    folded = pl.Series(fold_all(names, lower=False), dtype=pl.String)
    form = pl.select(pl.when(cased).then(folded).otherwise(folded.str.to_lowercase())).to_series()
    frame = pl.DataFrame({"row": pl.int_range(len(names), eager=True), "form": form, "cased": cased})
    eponyms = frame.filter(terms["term"].str.contains(_EPONYM)).with_columns(_replace(r"^(\w+)", rf"${{1}}{SIGN}s"))
    return pluralised(joined(greek(spelled(pl.concat([frame, eponyms])))))


def spelled(frame: pl.DataFrame) -> pl.DataFrame:
    """Add forms in the other spelling of English, and with the other numerals of types."""
    british = pl.col("form").str.replace_many(SPELLINGS)
    american = pl.col("form").str.replace_many({ours: other for other, ours in SPELLINGS.items()})
    return _with(frame, british, american, _padded(_NUMERALS), _padded({b: a for a, b in _NUMERALS.items()}))


def greek(frame: pl.DataFrame) -> pl.DataFrame:
    """Add forms that have the letter for its name, the name for the letter, with a blank before it or none."""
    lettered = _with(frame, _padded(_NAMED))
    some = lettered.filter(pl.col("form").str.contains(_ANY_GREEK))
    apart = _replace(rf"(\w)({_ANY_GREEK})", "$1 $2")
    together = _replace(rf"(\w) ({_ANY_GREEK})", "$1$2")
    named = _with(some, apart, together).with_columns(
        pl.col("form").str.replace_many({letter: name for name, letter in _GREEK.items()})
    )
    return pl.concat([lettered, _with(some, apart, together), named]).unique(maintain_order=True)


def joined(frame: pl.DataFrame) -> pl.DataFrame:
    """Add forms with and without a blank before numbers and behind prefixes, and without the s of a genitive."""
    return _with(frame, *(_replace(pattern, into) for pattern, into in _JOINTS))


def pluralised(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the plural of the last word, and of the word before `of` or `in`."""
    head = _replace(r"^(\w[\w ]*?[a-rt-z]) (of|in) ", "${1}s $2 ")
    return _with(frame, plural(pl.col("form")), head)


def plural(form: pl.Expr) -> pl.Expr:
    """Give the regular plural of the last word of folded forms; of `-sis` the Greek one, of capitals that in s."""
    return (
        pl.when(form.str.contains(r"[^aeiou]y$"))
        .then(form.str.replace("y$", "ies"))
        .when(form.str.ends_with("sis"))
        .then(form.str.replace("sis$", "ses"))
        .when(form.str.contains(r"(?:[sxz]|[cs]h)$"))
        .then(form + "es")
        .otherwise(form + "s")
    )


def _with(frame: pl.DataFrame, *rewrites: pl.Expr) -> pl.DataFrame:
    """Add the rows that each rewrite changes, behind all others."""
    changed = frame.with_columns(rewrite.alias(str(number)) for number, rewrite in enumerate(rewrites))
    added = [
        changed.filter(pl.col(str(number)) != pl.col("form")).select("row", "cased", form=str(number))
        for number in range(len(rewrites))
    ]
    return pl.concat([frame, *(rows.select(frame.columns) for rows in added)])


def _replace(pattern: str, into: str) -> pl.Expr:
    return pl.col("form").str.replace_all(pattern, into)


def _padded(words: dict[str, str]) -> pl.Expr:
    return pl.format(" {} ", "form").str.replace_many(words).str.strip_chars(" ")
