"""The one writer of Parquet: rows become a file that explains itself."""

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from etl import __version__
from etl.errors import SchemaError
from etl.schema import Schema, arrow_schema

# Few enough rows for what waits to be written to stay small beside a batch.
ROW_GROUP = 20_000
# A document's text is some 20 KB: few enough to read a group without the others, enough for a text to pack well.
ROW_GROUPS = {"documents": 250}
ZSTD_LEVEL = 3
# Bytes of a column before compression: the sentences of a row group in one page are a tenth smaller than in several.
PAGE_SIZE = 8_000_000
# Columns of places rise in most tables: differences are smaller, and written in less time. They are packed to their
# bits: zstd behind them makes a release of 28 JATS articles .1 % smaller, one of 1,000 synthetic texts .5 %.
PLACES = ("start", "end")
# Keys of these tables hardly repeat, or in long runs: zstd writes them smaller and faster than a dictionary does.
PER_DOCUMENT = frozenset({"documents", "sections", "sentences", "references"})


class Writer:
    """Write the rows of one table, in order, to one Parquet file.

    Row groups have a fixed number of rows, however many are appended at once: the bytes depend on the rows alone.
    Raises SchemaError if rows differ from the schema in columns, types or nulls.
    """

    def __init__(self, schema: Schema, path: Path, licence: str) -> None:
        self.schema = schema
        self.rows = 0
        self._row_group = ROW_GROUPS.get(schema.name, ROW_GROUP)
        self._arrow = arrow_schema(schema, _footer(schema, licence))
        self._pending: list[pa.Table] = []
        places = [name for name in self._arrow.names if name.endswith(PLACES)]
        self._writer = pq.ParquetWriter(
            path,
            self._arrow,
            compression={name: "none" if name in places else "zstd" for name in self._arrow.names},
            compression_level={name: ZSTD_LEVEL for name in self._arrow.names if name not in places},
            use_dictionary=_repetitive(schema),
            column_encoding=dict.fromkeys(places, "DELTA_BINARY_PACKED"),
            data_page_size=PAGE_SIZE,
            write_page_index=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush(whole_groups_only=False)
        self._writer.close()

    def append(self, rows: pa.RecordBatch | pa.Table) -> None:
        """Add rows behind those already given."""
        if not rows.schema.equals(self._arrow):
            raise SchemaError(self.schema.name, f"its columns are {_shown(rows.schema)}, not {_shown(self._arrow)}")
        nulls = [f.name for f in self.schema.fields if f.required and rows[f.name].null_count]
        if nulls:
            raise SchemaError(self.schema.name, f"required columns hold nulls: {', '.join(nulls)}")
        table = pa.Table.from_batches([rows]) if isinstance(rows, pa.RecordBatch) else rows
        self._pending.append(table)
        self.rows += table.num_rows
        if sum(map(len, self._pending)) >= self._row_group:
            self._flush(whole_groups_only=True)

    def _flush(self, *, whole_groups_only: bool) -> None:
        if not self._pending:
            return
        rows = pa.concat_tables(self._pending)
        self._pending = []
        for start in range(0, len(rows), self._row_group):
            group = rows.slice(start, self._row_group)
            if whole_groups_only and len(group) < self._row_group:
                self._pending = [group]
            else:
                # One chunk: where a chunk ends, a page of the file would end, too.
                self._writer.write_table(group.combine_chunks(), row_group_size=self._row_group)


def _shown(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name}: {field.type}{'' if field.nullable else ' not null'}" for field in schema)


def _repetitive(schema: Schema) -> list[str]:
    """Name the columns worth a dictionary: closed vocabularies, booleans aside, and keys of the vocabulary's tables."""
    keys = {name for key in schema.foreign_keys if key.table not in PER_DOCUMENT for name in key.fields}
    return [f.name for f in schema.fields if f.name in keys or "enum" in f.constraints]


def _footer(schema: Schema, licence: str) -> dict[str, str]:
    return {
        "table": schema.name,
        "description": schema.description,
        "primary_key": ",".join(schema.primary_key),
        "license": licence,
        "schema_version": schema.version,
        "software": f"immunotables {__version__}",
    }
