"""The laws of the data model, over every row of the release and of generated texts."""

import polars as pl
import pytest
from hypothesis import given
from laws.texts import batches, build, in_batches, keyed, of_document, read

from etl import rules, schema, verify

MENTIONS = ("therapy_mentions", "condition_mentions")
# The words of a span, by its table and the beginning of the names of its places.
WORDS = {("sentences", ""): "text", ("citations", ""): "marker"}
WORDS |= {("abbreviations", ""): "short_form", ("abbreviations", "long_"): "long_form"}
WORDS |= {(table, ""): "surface" for table in MENTIONS}
WORDS |= {(table, f"{cue}_"): cue for table in MENTIONS for cue in ("negation_cue", "hedge_cue")}
SPANS = ("sections", "sentences", "references", "citations", *MENTIONS, "abbreviations")
PLACES = [*((table, "") for table in SPANS), *(key for key in WORDS if key[1])]


def squeeze(text):
    return " ".join(text.split())


def mend(source, start, end, repairs):
    """The source slice with the repairs inside it applied, as a reader would by hand; what moved is left out."""
    pieces, last = [], start
    # A blank goes in front of what else begins at its place, and a block in front of what is inside of it.
    for edit_start, edit_end, after, rule, *_ in sorted(
        repairs, key=lambda edit: (edit[0], edit[0] < edit[1], -edit[1])
    ):
        inside = last <= edit_start and edit_end <= end and (edit_start, edit_end) not in ((start, start), (end, end))
        if inside and (rule != "moved_block" or (edit_start, edit_end) != (start, end)):
            pieces += [source[last:edit_start], " " if rule == "moved_block" else after or ""]
            last = edit_end
    return squeeze("".join([*pieces, source[last:end]]))


def without_moved(text, start, end, repairs):
    """The slice of the text without the blocks that were moved into it."""
    pieces, last = [], start
    for *_, rule, moved_start, moved_end in sorted(repairs, key=lambda edit: edit[4]):
        if (
            rule == "moved_block"
            and start <= moved_start
            and moved_end <= end
            and (moved_start, moved_end) != (start, end)
        ):
            pieces.append(text[last:moved_start])
            last = moved_end
    return squeeze(" ".join([*pieces, text[last:end]]))


def edits_of(tables):
    columns = tables["repairs"].select("document_id", "source_start", "source_end", "after", "rule", "start", "end")
    edits = {}
    for key, *edit in columns.iter_rows():
        edits.setdefault(key, []).append(edit)
    return edits


def check_slices(tables, sources):
    text = dict(tables["documents"].select("document_id", "text").iter_rows())
    edits = edits_of(tables)
    for table, prefix in PLACES:
        for row in tables[table].iter_rows(named=True):
            key, own = row["document_id"], edits.get(row["document_id"], [])
            start, end, source_start, source_end = (row[prefix + name] for name in verify.OFFSETS)
            words = text[key][start:end]
            if (table, prefix) in WORDS:
                assert words == (row[WORDS[table, prefix]] or "")
            if table == "references":
                assert row["raw_text"] == (None if row["is_stub"] else squeeze(words))
            assert without_moved(text[key], start, end, own) == mend(sources[key], source_start, source_end, own)
    for row in tables["repairs"].iter_rows(named=True):
        key = row["document_id"]
        assert sources[key][row["source_start"] : row["source_end"]] == (row["before"] or "")
        assert text[key][row["start"] : row["end"]] == (row["after"] or "")


def check_nothing_lost(tables, sources):
    edits = edits_of(tables)
    for key, text in tables["documents"].select("document_id", "text").iter_rows():
        own = edits.get(key, [])
        assert mend(sources[key], 0, len(sources[key]), own) == without_moved(text, 0, len(text), own)
        for source_start, source_end, _, rule, start, end in own:
            if rule == "moved_block":
                inner = [edit for edit in own if edit[3] != "moved_block"]
                assert mend(sources[key], source_start, source_end, inner) == squeeze(text[start:end])


def check_containment(tables):
    sentences, sections = (
        tables[name].select("document_id", f"{name[:-1]}_id", outer_start="start", outer_end="end")
        for name in ("sentences", "sections")
    )
    for inner, outer, key in (
        ("citations", sentences, "sentence_id"),
        *((table, sentences, "sentence_id") for table in (*MENTIONS, "abbreviations")),
        ("sentences", sections, "section_id"),
    ):
        joined = tables[inner].join(outer, on=["document_id", key], how="left")
        outside = (pl.col("start") < pl.col("outer_start")) | (pl.col("end") > pl.col("outer_end"))
        assert joined.filter(outside | pl.col("outer_start").is_null()).is_empty()
    ends = tables["documents"].select("document_id", "char_count")
    beyond = tables["sections"].join(ends, on="document_id").filter(pl.col("end") > pl.col("char_count"))
    assert beyond.is_empty()


def check_cues(tables):
    """A cue stands where its mention is told to be, and its empty span is the start of the mention."""
    for table in MENTIONS:
        for told, cue in (("negated", "negation_cue"), ("hedged", "hedge_cue")):
            has = pl.col(cue).is_not_null()
            at_start = (pl.col(f"{cue}_start") == pl.col("start")) & (pl.col(f"{cue}_end") == pl.col("start"))
            assert tables[table].filter(has != pl.col(told)).is_empty()
            assert tables[table].filter(~has & ~at_start).is_empty()


def check_no_overlap(tables):
    siblings = {
        "sections": ["document_id", "parent_section_id"],
        "sentences": ["document_id"],
        **{table: ["document_id"] for table in MENTIONS},
    }
    for table, group in siblings.items():
        before = pl.col("end").shift().over(group)
        assert tables[table].filter(pl.col("start") < before).is_empty()
    markers = tables["citations"].unique(["document_id", "start", "end"], maintain_order=True)
    assert markers.filter(pl.col("start") < pl.col("end").shift().over("document_id")).is_empty()


def check_schema(tables):
    keys = {name: schema.load(name) for name in tables}
    for name, frame in tables.items():
        assert dict(frame.schema) == schema.polars_types(keys[name])
        assert rules.findings(frame, keys[name]) == []
        for key in keys[name].foreign_keys:
            if key.table in tables:
                assert rules.foreign_key(frame, key, tables[key.table], name) is None


def check_order(tables):
    for name in SPANS:
        order = tables[name].select("document_id", "start").with_row_index()
        assert order["index"].to_list() == order.sort("document_id", "start", "index")["index"].to_list()


def check_coverage(tables):
    """Sentences hold every word that no heading and no list of references does."""
    for key, text in tables["documents"].select("document_id", "text").iter_rows():
        left = list(text)
        own = [tables[name].filter(pl.col("document_id") == key) for name in ("sections", "sentences")]
        for start, heading in own[0].select("start", "heading").iter_rows():
            left[start : start + len(heading or "")] = "".ljust(len(heading or ""))
        for start, end in own[0].filter(pl.col("kind") == "references").select("start", "end").iter_rows():
            left[start:end] = " " * (end - start)
        for start, end in own[1].select("start", "end").iter_rows():
            left[start:end] = " " * (end - start)
        assert "".join(left).strip() == ""


@in_batches
@given(batches)
def test_every_row_is_a_slice_of_text_and_mended_source(pages):
    check_slices(build(*pages), keyed(pages))


@in_batches
@given(batches)
def test_nothing_of_the_source_is_lost(pages):
    check_nothing_lost(build(*pages), keyed(pages))


@in_batches
@given(batches)
def test_rows_lie_in_one_another_and_do_not_overlap(pages):
    tables = build(*pages)
    check_containment(tables)
    check_cues(tables)
    check_no_overlap(tables)
    check_coverage(tables)


@in_batches
@given(batches)
def test_frames_are_what_their_schema_says(pages):
    tables = build(*pages)
    check_schema(tables)
    check_order(tables)


@in_batches
@given(batches)
def test_the_verifier_agrees(pages):
    tables = build(*pages)
    text = dict(tables["documents"].select("document_id", "text").iter_rows())
    told = {name: tables[name] for name in (*verify.SPANS, "repairs")}
    for number, (key, page) in enumerate(keyed(pages).items()):
        own = of_document(told, key)
        assert list(verify.verify_document(f"d{number}.txt", page, text[key], own)) == []


def check_locality(build, first, second, filler):
    together, alone = build(*first, *second), (build(*first), build(*(filler for _ in first), *second))
    for table, frame in together.items():
        key = pl.col("source_path" if table == "issues" else "document_id").str.extract(r"^d(\d+)").cast(pl.Int64)
        parts = (alone[0][table], alone[1][table].filter(key >= len(first)))
        assert frame.equals(pl.concat(parts))


@in_batches
@given(batches, batches)
def test_documents_do_not_know_each_other(first, second):
    check_locality(build, first, second, "x")


NEIGHBOURS = {
    "signs before a name behind signs": (".", "( ibuprofen"),
    "a name with two numbers before a number": ("We used IL-2,3", "1 of them."),
    "a word broken at the start": ("http://a.b", "re-\nsult is"),
    "a lone A at the end": ("It is vitamin. A", "B is"),
    "a sign of an address before a comma": ("_", "CT,est"),
    "a sign of a formula before a bracket": ("~", ": [7]"),
    "the name of a scale before a pair": ("mean", "5 [1, 3] x"),
    "the name of a scale behind a pair": ("cells of [1, 3]", "score"),
    "a digit behind a pair that begins": ("[1, 3] days 5", "x"),
    "a word before a raised number": ("ODS", ").3 cer,1"),
    "code points in one byte before some in four": (
        "It ran.\u00ff) We saw caf\u00e9 therapy (CT), p = 0.5 [1, 3]",
        "\U0001f600",
    ),
}


@pytest.mark.parametrize(("first", "second"), NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_a_page_does_not_know_the_one_beside_it(first, second):
    check_locality(build, [first], [second], "x")


@in_batches
@given(batches)
def test_cleaning_clean_text_changes_nothing(pages):
    clean = build(*pages)["documents"]["text"].to_list()
    again = build(*clean)
    assert again["documents"]["text"].to_list() == clean
    assert again["repairs"].is_empty()


@in_batches
@given(batches)
def test_clean_text_has_the_blocks_it_was_made_with(pages):
    once = build(*pages)
    twice = build(*once["documents"]["text"])
    for table in ("sections", "sentences", "citations", *MENTIONS):
        columns = [
            name
            for name in ("document_id", "start", "end", "kind", "level", "heading", "text", "surface", "label")
            if name in once[table].columns
        ]
        assert once[table].select(columns).equals(twice[table].select(columns))


@in_batches
@given(batches)
def test_the_clean_text_has_single_blanks_and_blank_lines(pages):
    for clean in read(*pages).text.string[1:-1].split("\0"):
        assert clean == "\n\n".join(" ".join(block.split()) for block in clean.split("\n\n"))
        assert "" not in clean.split("\n\n")


@pytest.fixture(scope="module")
def sources(root, tables):
    paths = tables["documents"].select("document_id", "source_path").iter_rows()
    return {key: (root / "seeds" / path).read_bytes().decode() for key, path in paths}


def test_the_release_keeps_all_laws(tables, sources):
    check_slices(tables, sources)
    check_nothing_lost(tables, sources)
    check_containment(tables)
    check_cues(tables)
    check_no_overlap(tables)
    check_schema(tables)
    check_order(tables)
    check_coverage(tables)
