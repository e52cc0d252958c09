"""Citations: each reference at each marker that cites it."""

import numpy as np
import polars as pl

from etl.readers.batch import Batch
from etl.tables.keys import Strings, conform
from etl.tables.references import Cited


def build(batch: Batch, sentences: pl.DataFrame, references: pl.DataFrame, cited: Cited) -> pl.DataFrame:
    """Give one row a reference a marker, in reading order, then in the order of the references."""
    starts, ends = (batch.anchors[name].to_numpy() for name in ("start", "end"))
    order = np.lexsort((references["ordinal"].to_numpy()[cited.reference], starts[cited.anchor]))
    anchor, sentence, reference = (rows[order] for rows in cited)
    markers = batch.text.strings(starts[anchor], ends[anchor]).alias("marker")
    located = batch.locate(batch.anchors[anchor].hstack([markers]), citation_id="c").with_columns(
        sentence_id=sentences["sentence_id"][sentence],
        section_id=sentences["section_id"][sentence],
        reference_id=references["reference_id"][reference],
        label=pl.coalesce(references["label"][reference], "label"),
    )
    # The key of a reference without that of its document.
    local = Strings.of(located["reference_id"])
    document = Strings.of(located["document_id"])
    local = local._replace(starts=local.starts + document.ends - document.starts + 1)
    key = Strings.of(located["citation_id"]).joined(".", local)
    return conform(located.with_columns(citation_id=key), "citations")
