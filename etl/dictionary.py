"""The data dictionary, rendered from the schemas."""

from collections.abc import Iterable

from etl.schema import Field, Schema

HEAD = """# Data dictionary

Generated from `schemas/` by `etl build`; edit the schemas, not this page.

`start` and `end` are half-open and count Unicode code points of `documents.text`; `source_start` and `source_end` count
code points of the decoded source file. Absent text is null. Rows stand in reading order, the vocabulary by key.

| table | rows | one row is |
|---|---:|---|
"""


def render(schemas: dict[str, Schema], rows: dict[str, int]) -> str:
    """Give the page in Markdown: an overview with row counts, then a table of columns for each table."""
    overview = [f"| [{name}](#{name}) | {rows[name]:,} | {schema.description} |\n" for name, schema in schemas.items()]
    return HEAD + "".join(overview) + "".join(map(_table, schemas.values()))


def _table(schema: Schema) -> str:
    keys = [f"Key: {_codes(schema.primary_key)}."]
    keys += [f"{_codes(key.fields)} → `{key.table}`." for key in schema.foreign_keys]
    lines = [
        f"\n## {schema.name}\n",
        f"{schema.description}\n",
        f"{' '.join(keys)}\n",
        "| column | type | description | constraints | example |",
        "|---|---|---|---|---|",
        *map(_row, schema.fields),
    ]
    return "\n".join(lines) + "\n"


def _row(field: Field) -> str:
    description = f"{field.description} Unit: {field.unit}." if field.unit else field.description
    cells = (f"`{field.name}`", field.type, description, _constraints(field), f"`{field.example}`")
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _constraints(field: Field) -> str:
    said = ["required" if field.required else "may be null"]
    for name, bound in field.constraints.items():
        if name == "enum":
            said.append(f"one of {_codes(bound)}")
        elif name == "unique":
            said.append("unique")
        elif name != "required":
            said.append(f"{name} `{bound}`")
    return ", ".join(said)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
