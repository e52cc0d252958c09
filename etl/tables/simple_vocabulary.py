"""A vocabulary in one CSV file: a name a row, with its synonyms in one cell."""

from pathlib import Path

import polars as pl

from etl.csvfile import read_columns
from etl.errors import TableFileError
from etl.schema import load
from etl.tables.vocabulary import CONDITION, THERAPY, ancestors, empty, term_ids
from etl.text.fold import fold_readably

COLUMNS = ["label", "synonyms"]
SEPARATOR = "|"
SHORTEST = 2
ROOT = "imtx:therapy"
SOURCE, LICENCE = "own vocabulary", "LicenseRef-unknown"


def build(path: Path) -> dict[str, pl.DataFrame]:
    """Read therapies from the columns label and synonyms (parted by `|`); other columns are not read.

    A key is made of the label; labels that give the same key are one concept, with the names of both. All stand below
    one root. TableFileError tells row and column of a label without a letter or digit, and of a name too short to find.
    """
    rows = read_columns(path, COLUMNS, others=True)
    rows = rows.with_columns(therapy_id=_keys(path, rows["label"]))
    names = _names(rows)
    _refuse_short(path, names)
    concepts = _concepts(rows)
    frames = {table: empty(table) for kind in (THERAPY, CONDITION) for table in kind.tables}
    edges = concepts.select("therapy_id", "parent_id").drop_nulls()
    frames |= {
        "therapies": concepts,
        "therapy_terms": _terms(names),
        "therapy_ancestors": ancestors(path, THERAPY, concepts, edges),
    }
    return {table: frame.sort(load(table).primary_key) for table, frame in frames.items()}


def _keys(path: Path, labels: pl.Series) -> pl.Series:
    folded = pl.Series(fold_readably(labels.fill_null("").to_list()), dtype=pl.String)
    slugs = folded.str.replace_all("[^a-z0-9]+", "-").str.strip_chars("-")
    if (slugs == "").any():
        row = (slugs == "").arg_max() or 0
        remedy = "write the name of a therapy, or take the row away"
        raise TableFileError(path, f"row {row + 2}, column label", "it has no letter and no digit", remedy)
    return "imtx:" + slugs


def _concepts(rows: pl.DataFrame) -> pl.DataFrame:
    root = pl.DataFrame({"therapy_id": [ROOT], "label": ["therapy"], "parent_id": [None]})
    below = rows.filter(pl.col("therapy_id") != ROOT).select("therapy_id", "label", parent_id=pl.lit(ROOT))
    return (
        pl.concat([root, below], how="vertical_relaxed")
        .unique("therapy_id", keep="first", maintain_order=True)
        .with_columns(
            therapy_class=pl.lit("therapy"),
            definition=pl.lit(None, pl.String),
            source=pl.lit(SOURCE),
            license=pl.lit(LICENCE),
        )
        .select(load("therapies").columns)
    )


def _names(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the names of concepts with their rows in the file and their sorts; between two signs may be nothing."""
    rows = rows.with_row_index("row", offset=2)
    labels = rows.select("row", "therapy_id", term="label", kind=pl.lit("label"))
    synonyms = rows.select("row", "therapy_id", term=pl.col("synonyms").str.split(SEPARATOR), kind=pl.lit("synonym"))
    names = pl.concat([labels, synonyms.explode("term")]).with_columns(pl.col("term").str.strip_chars())
    return names.filter(pl.col("term").str.len_chars() > 0)


def _refuse_short(path: Path, names: pl.DataFrame) -> None:
    """Refuse a name of a single character, and one without a letter or digit: no text is searched for them."""
    short = (pl.col("term").str.len_chars() < SHORTEST) | ~pl.col("term").str.contains(r"[^\W_]")
    for row, kind, term in names.filter(short).select("row", "kind", "term").head(1).iter_rows():
        place = f"row {row}, column {kind if kind == 'label' else 'synonyms'}"
        remedy = "write a name of two characters or more, with a letter or digit, or take it away"
        raise TableFileError(path, place, f"{term!r} is too short to be searched for", remedy)


def _terms(names: pl.DataFrame) -> pl.DataFrame:
    return (
        names.with_columns(term_id=term_ids(names.drop("row")))
        .unique("term_id", keep="first", maintain_order=True)
        .with_columns(
            case_sensitive=pl.lit(value=False),
            requires_context=pl.lit(value=False),
            source=pl.lit(SOURCE),
            license=pl.lit(LICENCE),
        )
        .select(load("therapy_terms").columns)
    )
