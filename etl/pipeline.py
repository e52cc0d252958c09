"""From clean texts to tables: every published table, and what it is made from."""

from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from etl.readers.batch import Batch
from etl.tables import (
    abbreviations,
    citations,
    documents,
    issues,
    mentions,
    names,
    references,
    repairs,
    sections,
    sentences,
    simple_vocabulary,
)
from etl.tables import vocabulary as concepts


class Vocabulary(NamedTuple):
    """The tables of the vocabulary, and its terms made ready for matching."""

    tables: dict[str, pl.DataFrame]
    lexicon: names.Lexicon


def read_vocabulary(place: Path) -> Vocabulary:
    """Read the vocabulary of a folder, or of one file in the simple form.

    TableFileError tells where a file is malformed.
    """
    tables = concepts.read(place) if place.is_dir() else simple_vocabulary.build(place)
    return Vocabulary(tables, names.lexicon(tables))


def build(batch: Batch, vocabulary: Vocabulary) -> dict[str, pa.RecordBatch]:
    """Make the tables of a batch of documents, rows in reading order."""
    section = sections.build(batch)
    found = sentences.find(batch)
    sentence = sentences.build(batch, section, found)
    reference, cited = references.build(batch, found)
    named = names.find(batch, found, vocabulary.lexicon.matcher)
    return {
        "documents": documents.build(batch),
        "sections": section,
        "sentences": sentence,
        "references": reference,
        "citations": citations.build(batch, sentence, reference, cited),
        **mentions.build(batch, sentence, named, vocabulary.lexicon),
        "abbreviations": abbreviations.build(batch, sentence, named),
        "repairs": repairs.build(batch),
        "issues": issues.build(batch),
    }
