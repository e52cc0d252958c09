"""The vocabulary: what is shipped, what a user may bring, and what is said of a bad one."""

import csv
import json
import re

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from etl import curate, pipeline, resources
from etl.cli import main
from etl.errors import TableFileError
from etl.tables.vocabulary import KINDS, THERAPY, ancestors
from etl.text import chars
from etl.text.terms import Matcher

CONCEPTS = "therapy_id,label,therapy_class,parent_id,definition,source,license\n"
TERMS = "therapy_id,term,kind,case_sensitive,requires_context,source,license\n"
XREFS = "subject_id,predicate_id,object_id,mapping_justification,source,license\n"
PARENTS = "therapy_id,parent_id\n"
ROOT = "imtx:root,root,therapy,,,mine,CC0-1.0\n"
GOOD = {
    "therapies.csv": CONCEPTS + ROOT + "imtx:a,alphamab,therapy,imtx:root,,mine,CC0-1.0\n",
    "therapy_terms.csv": TERMS + "imtx:a,alphamab,label,false,false,mine,CC0-1.0\n",
}


def concept(key, parent, label=None):
    return f"imtx:{key},{label or key},therapy,imtx:{parent},,mine,CC0-1.0\n"


def term(key, name, **flags):
    cells = {"kind": "synonym", "case_sensitive": "false", "requires_context": "false"} | flags
    return f"imtx:{key},{name},{','.join(cells.values())},mine,CC0-1.0\n"


def xref(key, target):
    return f"imtx:{key},skos:exactMatch,{target},semapv:ManualMappingCuration,mine,CC0-1.0\n"


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


# What a folder holds, and what is said of it: file, row and column, and what to do.
MALFORMED = {
    "no terms": ({"therapy_terms.csv": None}, "therapy_terms.csv: it cannot be read"),
    "no concepts": ({"therapies.csv": None}, "therapies.csv: it cannot be read"),
    "a missing column": ({"therapy_terms.csv": "therapy_id,term\n"}, "row 1: column 'case_sensitive' is missing; add"),
    "a short row": ({"therapies.csv": GOOD["therapies.csv"] + "imtx:b,b\n"}, "row 4: it has 2 cells, the header 7"),
    "an encoding fault": ({"therapy_terms.csv": TERMS.encode() + b"\xe9"}, "byte 68: it is not UTF-8; save"),
    "a double key": ({"therapies.csv": GOOD["therapies.csv"] + concept("a", "root", "b")}, "row 4, column therapy_id:"),
    "an unknown parent": ({"therapies.csv": CONCEPTS + ROOT + concept("a", "no")}, "row 3, column parent_id: 'imtx:no"),
    "a circle": (
        {"therapies.csv": CONCEPTS + ROOT + concept("a", "b") + concept("b", "a")},
        "therapies.csv, row 3, column parent_id: imtx:a is its own ancestor; take one",
    ),
    "a circle by a further parent": (
        {"therapy_parents.csv": PARENTS + "imtx:root,imtx:a\n"},
        "therapies.csv, row 2, column parent_id: imtx:root is its own ancestor; take one",
    ),
    "an unknown further parent": (
        {"therapy_parents.csv": PARENTS + "imtx:a,imtx:root\nimtx:a,imtx:no\n"},
        "therapy_parents.csv, row 3, column parent_id: 'imtx:no'",
    ),
    "a further parent of nothing": (
        {"therapy_parents.csv": PARENTS + ",imtx:root\n"},
        "therapy_parents.csv, row 2, column therapy_id: the cell is empty; name",
    ),
    "an empty term": ({"therapy_terms.csv": TERMS + term("a", "")}, "row 2, column term: null breaks the constraint"),
    "a term of signs": ({"therapy_terms.csv": TERMS + term("a", "(-)")}, "row 2, column term: '(-)' breaks"),
    "a term of nothing": ({"therapy_terms.csv": TERMS + term("b", "beta")}, "row 2, column therapy_id: 'imtx:b'"),
    "a flag that is none": (
        {"therapy_terms.csv": TERMS + term("a", "alphamab") + term("a", "A-1", case_sensitive="yes")},
        "therapy_terms.csv, row 3, column case_sensitive: 'yes' is neither true nor false; write",
    ),
    "a malformed identifier": ({"therapy_xrefs.csv": XREFS + xref("a", "MESH:D1")}, "row 2, column object_id: 'MESH"),
    "conditions without terms": ({"conditions.csv": ""}, "conditions.csv, row 1: column 'condition_class' is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "said"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_vocabulary_is_one_sentence_with_its_place_and_nothing_is_built(tmp_path, files, said):
    own = {name: content for name, content in (GOOD | files).items() if content is not None}
    (tmp_path / "one.txt").write_text("We gave alphamab.\n")
    words = ["build", tmp_path / "one.txt", "--out", tmp_path / "out", "--vocabulary", write(tmp_path / "own", own)]
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_with_concepts_and_terms_alone_is_a_vocabulary(tmp_path):
    tables = pipeline.read_vocabulary(write(tmp_path, GOOD)).tables
    rows = {table: frame.height for table, frame in tables.items() if frame.height}
    assert rows == {"therapies": 2, "therapy_terms": 1, "therapy_ancestors": 3}
    assert sorted(tables) == sorted(table for kind in KINDS for table in kind.tables)


def test_a_build_searches_for_the_terms_of_the_user(tmp_path):
    own = write(tmp_path / "own", GOOD)
    (tmp_path / "one.txt").write_text("We gave alphamab and nivolumab.\n")
    words = ["build", tmp_path / "one.txt", "--out", tmp_path / "out", "--vocabulary", own, "--quiet"]
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert (result.exit_code, result.output) == (0, "")
    assert pl.read_parquet(tmp_path / "out/data/therapy_mentions.parquet")["surface"].to_list() == ["alphamab"]
    assert CliRunner().invoke(main, ["validate", str(tmp_path / "out")]).exit_code == 0


SIMPLE = 'id,label,synonyms\n1,Alphamab,ALP-1|alpha antibody\n2,"beta, gamma",\n3,alphamab,Alpha\n'


def test_a_file_of_labels_and_synonyms_is_a_vocabulary(tmp_path):
    (tmp_path / "own.csv").write_text(SIMPLE)
    tables = pipeline.read_vocabulary(tmp_path / "own.csv").tables
    assert tables["therapies"]["therapy_id"].to_list() == ["imtx:alphamab", "imtx:beta-gamma", "imtx:therapy"]
    named = tables["therapy_terms"].select("therapy_id", "term", "kind").rows()
    assert sorted(named) == [
        ("imtx:alphamab", "ALP-1", "synonym"),
        ("imtx:alphamab", "Alpha", "synonym"),
        ("imtx:alphamab", "Alphamab", "label"),
        ("imtx:alphamab", "alpha antibody", "synonym"),
        ("imtx:beta-gamma", "beta, gamma", "label"),
    ]


@pytest.mark.parametrize(("row", "place"), [("A,beta", "row 3, column label"), ("beta,x1||...", "row 3, column syn")])
def test_a_simple_name_that_no_text_is_searched_for_is_told(tmp_path, row, place):
    (tmp_path / "own.csv").write_text(f"label,synonyms\nalphamab,\n{row}\n")
    with pytest.raises(TableFileError, match=place):
        pipeline.read_vocabulary(tmp_path / "own.csv")


def test_a_simple_row_without_a_name_is_told(tmp_path):
    (tmp_path / "own.csv").write_text("label,synonyms\nalphamab,\n...,beta\n")
    with pytest.raises(TableFileError, match=r"own.csv, row 3, column label: it has no letter and no digit; write"):
        pipeline.read_vocabulary(tmp_path / "own.csv")


FOUND = {
    "two names that fold alike": (
        {"therapy_terms.csv": TERMS + term("a", "alpha-mab") + term("a", "Alpha mab")},
        ["therapy_terms.csv, row 3, column term: 'Alpha mab' is also a name of the same concept; keep one"],
    ),
    "a name of two concepts": (
        {
            "therapies.csv": GOOD["therapies.csv"] + concept("b", "root"),
            "therapy_terms.csv": GOOD["therapy_terms.csv"] + term("b", "ALPHAMAB"),
        },
        ["therapy_terms.csv, row 3, column term: 'ALPHAMAB' is also a name of imtx:a; keep one"],
    ),
    "ordinary words": (
        {"therapy_terms.csv": TERMS + term("a", "Lead") + term("a", "ACT", case_sensitive="true")},
        ["therapy_terms.csv, row 2, column term: 'Lead' is an ordinary word; take it away"],
    ),
    "an orphan, a circle and a lost parent": (
        {
            "therapies.csv": GOOD["therapies.csv"] + "imtx:b,b,therapy,,,mine,CC0-1.0\n" + concept("c", "no"),
            "therapy_parents.csv": PARENTS + "imtx:root,imtx:a\n",
        },
        [
            "therapies.csv, row 5, column parent_id: 'imtx:no' is not a key in therapies.csv; mend it",
            "therapies.csv, row 4, column parent_id: 'imtx:b' has no parent; name",
            "therapies.csv, row 2, column parent_id: imtx:root is its own ancestor; take",
        ],
    ),
    "all malformed cells at once": (
        {
            "therapy_terms.csv": TERMS + term("a", "") + term("a", "..") + term("a", "x1", case_sensitive="no"),
            "therapy_xrefs.csv": XREFS + xref("a", "mesh:D1") + xref("a", "mesh:1") + xref("a", "mesh:D1"),
        },
        [
            "therapy_terms.csv, row 2, column term: an empty cell breaks the constraint required",
            "therapy_terms.csv, row 3, column term: '..' breaks the constraint pattern",
            "therapy_terms.csv, row 4, column case_sensitive: 'no' breaks the constraint boolean",
            "therapy_xrefs.csv, row 3, column object_id: 'mesh:1' breaks the constraint pattern",
            "therapy_xrefs.csv, row 4, column object_id: 'mesh:D1' is there twice; take one",
        ],
    ),
    "a file that is no table": (
        {"therapies.csv": b"\xff", "therapy_terms.csv": TERMS + term("a", "gold")},
        [
            "therapies.csv, byte 0: it is not UTF-8; save",
            "therapy_terms.csv, row 2, column term: 'gold' is an ordinary",
        ],
    ),
    "nothing": ({"therapies.csv": None, "therapy_terms.csv": None}, ["it holds no vocabulary; name a folder with"]),
    "a good one": ({}, []),
}


@pytest.mark.parametrize(("files", "said"), FOUND.values(), ids=FOUND)
def test_a_check_tells_each_finding_in_a_line(tmp_path, files, said):
    own = {name: content for name, content in (GOOD | files).items() if content is not None}
    result = CliRunner().invoke(main, ["vocabulary", "check", str(write(tmp_path / "own", own))])
    lines = result.stdout.splitlines()
    assert (len(lines), result.exit_code) == (len(said), 1 if said else 0)
    assert [words for words, line in zip(said, lines, strict=True) if words not in line] == []


def test_a_check_gives_json(tmp_path):
    own = write(tmp_path / "own", GOOD | {"therapy_terms.csv": TERMS + term("a", "gold")})
    said = json.loads(CliRunner().invoke(main, ["vocabulary", "check", str(own), "--json"]).stdout)
    assert [(row["file"], row["row"], row["column"]) for row in said["problems"]] == [("therapy_terms.csv", 2, "term")]


EDGES = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12)


def above(edges, start):
    """Give the distance of all that is above a concept, step by step."""
    found, step, distance = {start: 0}, {start}, 0
    while step:
        distance += 1
        step = {parent for child, parent in edges if child in step} - set(found)
        found |= dict.fromkeys(step, distance)
    return found


@given(EDGES)
def test_ancestors_are_those_of_a_plain_walk(edges):
    upward = {(str(child), str(parent)) for child, parent in edges if child > parent}
    concepts = pl.DataFrame({"therapy_id": [str(number) for number in range(8)]})
    frame = pl.DataFrame(sorted(upward), schema={"therapy_id": pl.String, "parent_id": pl.String}, orient="row")
    found = ancestors("here", THERAPY, concepts, frame).rows()
    expected = {(key, up, far) for key in concepts["therapy_id"] for up, far in above(upward, key).items()}
    assert (set(found), len(found)) == (expected, len(expected))


@given(EDGES.filter(lambda edges: any(child <= parent for child, parent in edges)))
def test_a_concept_is_never_its_own_ancestor(edges):
    keys = [str(number) for number in range(8)]
    pairs = {(str(child), str(parent)) for child, parent in edges}
    circles = [key for key in keys if any(key in above(pairs, up) for child, up in pairs if child == key)]
    frame = pl.DataFrame(sorted(pairs), schema={"therapy_id": pl.String, "parent_id": pl.String}, orient="row")
    concepts = pl.DataFrame({"therapy_id": keys})
    if circles:
        with pytest.raises(TableFileError, match="own ancestor"):
            ancestors("here", THERAPY, concepts, frame)
    else:
        assert ancestors("here", THERAPY, concepts, frame).height >= len(keys)


def test_the_shipped_vocabulary_has_nothing_to_mend():
    assert curate.check(resources.folder("vocabulary")) == []


def test_the_shipped_vocabulary_is_wide_and_every_concept_below_a_root_has_its_label_as_a_name(tables):
    for kind, least in zip(KINDS, (3_300, 2_500), strict=True):
        concepts, terms = tables[kind.many], tables[kind.terms]
        labels = terms.filter(pl.col("kind") == "label").select(kind.key, label="term")
        unnamed = concepts.filter(pl.col("parent_id").is_not_null()).join(labels, on=[kind.key, "label"], how="anti")
        assert (unnamed["label"].to_list(), concepts.height >= least) == ([], True)


def test_a_class_of_therapies_has_a_definition(tables):
    parents = tables["therapy_ancestors"].filter(distance=1)["ancestor_id"].unique()
    classes = tables["therapies"].filter(pl.col("therapy_id").is_in(parents.implode()))
    assert classes.filter(pl.col("definition").is_null())["label"].to_list() == []


def test_a_roll_up_is_one_join(tables):
    upper = dict(
        tables["therapy_ancestors"].filter(therapy_id="imtx:nivolumab").select("ancestor_id", "distance").rows()
    )
    assert upper["imtx:nivolumab"] == 0
    assert upper["imtx:pd-1-inhibitor"] == upper["imtx:monoclonal-antibody-therapy"] == 1
    assert {"imtx:immunotherapy", "imtx:therapy"} < set(upper)
    assert tables["condition_ancestors"].filter(condition_id="doid:1909", ancestor_id="doid:162").height == 1


def test_the_core_conditions_of_the_seeds_are_there(gold, tables):
    lines = (gold / "seeds" / "seed_gold.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["entity_type"] == "condition" and row["tier"] == "core"]
    wanted = {(row["concept_id"].lower(), row["concept"]) for row in rows}
    known = set(tables["condition_terms"].select("condition_id", "term").rows())
    assert (wanted - known, len(wanted)) == (set(), 15)


def test_no_identifier_is_invented(facts, tables):
    known = set()
    for name in ("therapies.csv", "conditions.csv", "therapies.sssom.tsv"):
        known |= set(re.findall(r"[A-Za-z.]+:[A-Za-z]*\d+[A-Za-z0-9-]*", (facts / name).read_text("utf-8").lower()))
    known |= {re.sub("^chembl:", "chembl.compound:", curie) for curie in known}
    given = {xref.lower() for kind in KINDS for xref in tables[kind.xrefs]["object_id"]}
    given |= {key for key in tables["conditions"]["condition_id"] if key.startswith("doid:")}
    assert sorted(given - known) == []


def test_names_that_readers_should_find_are_covered(facts, tables):
    """A long name may be covered by a shorter one inside it."""
    names = []
    with (facts / "therapies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unsafe = {*row["ambiguous_forms"].split("|"), *row["case_sensitive_forms"].split("|")}
            given = [row["label"], *row["synonyms"].split("|")] if row["matchable"] == "true" else []
            names += [name for name in given if len(name) >= 5 and name not in unsafe]
    text = "\n".join(dict.fromkeys(names))
    matcher = Matcher(tables["therapy_terms"].filter(~pl.col("requires_context")))
    starts = matcher.find(chars.Text(text))[0].start
    lines = pl.Series([0, *(place + 1 for place, char in enumerate(text) if char == "\n")])
    found = set(lines.search_sorted(starts, side="right"))
    assert len(found) / lines.len() >= 0.85
