"""From clean texts to tables: every published table, and what it is made from."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl.readers.batch import Batch
from etl.tables import citations, documents, issues, references, repairs, sections, sentences, therapies
from etl.tables import therapy_mentions as mentions
from etl.text.terms import Matcher


class Vocabulary(NamedTuple):
    """The tables of the vocabulary, and its terms made ready for matching."""

    therapies: pl.DataFrame
    terms: pl.DataFrame
    xrefs: pl.DataFrame
    matcher: Matcher

    def tables(self) -> dict[str, pl.DataFrame]:
        """Give the tables that are the same whatever the texts say."""
        return {"therapies": self.therapies, "therapy_terms": self.terms, "therapy_xrefs": self.xrefs}


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read the vocabulary of a folder; TableFileError tells where one of its files is malformed."""
    concepts = therapies.build(folder)
    terms = therapies.build_terms(folder, concepts)
    return Vocabulary(concepts, terms, therapies.build_xrefs(folder, concepts), Matcher(terms))


def build(batch: Batch, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """Make the tables of a batch of documents, rows in reading order."""
    section = sections.build(batch)
    sentence = sentences.build(batch, section)
    entry = references.entries(batch)
    cited = references.cited(batch, sentence, entry)
    reference = references.build(cited, entry)
    return {
        "documents": documents.build(batch),
        "sections": section,
        "sentences": sentence,
        "references": reference,
        "citations": citations.build(cited, reference),
        "therapy_mentions": mentions.build(batch, sentence, vocabulary.terms, vocabulary.matcher),
        "repairs": repairs.build(batch),
        "issues": issues.build(batch),
    }
