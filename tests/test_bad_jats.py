"""What people really hand in as XML: each bad file gives one sentence, and harms nothing else."""

import gzip
import io
import tarfile
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from etl import pipeline
from etl.cli import main

read_vocabulary = cache(pipeline.read_vocabulary)
GOOD = b"<article><front/><body><sec><title>Results</title><p>Immunotherapy works.</p></sec></body></article>"
BOMB = (
    b"""<?xml version="1.0"?>\n<!DOCTYPE article [<!ENTITY a "1234567890">"""
    + b"".join(b'<!ENTITY %c "%s">' % (98 + row, b"&%c;" % (97 + row) * 20) for row in range(8))
    + b"]>\n<article><front/><body><p>&i;</p></body></article>"
)
OUTSIDE = (
    b'<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<article><front/><body><p>&x;</p></body></article>'
)
DEEP = b"<article><front/><body><p>a" + b"<b>" * 100_000 + b"</b>" * 100_000 + b"</p></body></article>"
LATIN = '<?xml version="1.0" encoding="{}"?><article><front/><body><p>caf\xe9 s\xfcdlich</p></body></article>'
REFUSED = {
    "truncated": (GOOD[:60], "not_well_formed", "line 1 is not well-formed XML"),
    "a wrong end tag": (
        GOOD.replace(b"</p>", b"\n</q>"),
        "not_well_formed",
        "line 2 is not well-formed XML (mismatched",
    ),
    "HTML": (b"<!DOCTYPE html><html><body><p>Hi<br></body></html>", "not_jats", "its root element is <html>"),
    "a patent": (b"<?xml version='1.0'?><us-patent-grant><p>x</p></us-patent-grant>", "not_jats", "<us-patent-grant>"),
    "the art of BMC": (b"<art><fm/><bdy><p>x</p></bdy></art>", "not_jats", "<art>"),
    "DocBook": (b"<article><para>x</para></article>", "not_jats", "no JATS article"),
    "no XML": (b"plain words", "not_jats", "it is no XML"),
    "nothing": (b" \n", "empty_file", "is empty"),
    "an article without words": (
        b"<article><front/><body><p> </p></body></article>",
        "empty_file",
        "neither title nor",
    ),
    "an article of a table alone": (
        b"<article><body><table-wrap><table><tr><td>12</td></tr></table></table-wrap></body></article>",
        "empty_file",
        "neither title nor",
    ),
    "an article of what is left out alone": (
        b"<article><front/><body><p><tex-math>x</tex-math></p></body></article>",
        "empty_file",
        "neither title nor",
    ),
    "an entity bomb": (BOMB, "not_well_formed", "amplification"),
    "an entity from outside": (OUTSIDE, "unknown_entity", "&x; in line 2"),
    "an unknown entity": (GOOD.replace(b"works", b"&foo;"), "unknown_entity", "&foo; in line 1"),
    "an entity that a comment declares": (
        b'<!-- <!ENTITY foo "&#xD800;"> -->' + GOOD.replace(b"works", b"&foo;"),
        "unknown_entity",
        "&foo; in line 1",
    ),
    "deep nesting": (DEEP, "too_deep", "line 1 is nested over 256 levels"),
    "Latin-1 that says UTF-8": (LATIN.format("UTF-8").encode("latin-1"), "not_utf8", "in line 1 is not UTF-8"),
    "UTF-8 that says Latin-1": (LATIN.format("ISO-8859-1").encode(), "wrong_encoding", "but is UTF-8"),
    "UTF-8 that says UTF-16": (LATIN.format("UTF-16").encode(), "wrong_encoding", "UTF-16"),
    "an encoding of nobody": (LATIN.format("x-klingon").encode(), "wrong_encoding", "x-klingon"),
    "a NUL": (GOOD.replace(b"works", b"wo\0rks"), "nul_byte", "NUL"),
}
READ = {
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "utf-8"),
    "UTF-16": (LATIN.format("UTF-16").encode("utf-16"), "utf-16-le"),
    "UTF-16, big end first": (b"\xfe\xff" + LATIN.format("UTF-16").encode("utf-16-be"), "utf-16-be"),
    "Latin-1": (LATIN.format("ISO-8859-1").encode("latin-1"), "iso-8859-1"),
    "CRLF": (GOOD.replace(b"works", b"works\r\nwell"), "utf-8"),
    "a DTD that is not here": (
        b"<!DOCTYPE article SYSTEM 'x.dtd'>" + GOOD.replace(b"works", b"&nbsp;&alpha;"),
        "utf-8",
    ),
    "an entity behind a comment with a tag": (
        b'<!-- <article> --><!DOCTYPE article [<!ENTITY x "&#233;">]>' + GOOD.replace(b"works", b"&x;"),
        "utf-8",
    ),
    "an empty cross-reference at the end": (
        GOOD.replace(b".</p>", b'<xref ref-type="bibr" rid="b1"></xref></p>'),
        "utf-8",
    ),
    "a label before a paragraph with a title": (
        GOOD.replace(
            b"<sec>",
            b"<sec><boxed-text><label>1</label><p><title>z</title></p></boxed-text><p>x<fig>z</fig>q</p></sec><sec>",
        ),
        "utf-8",
    ),
    "an entity of its own": (b'<!DOCTYPE article [<!ENTITY x "&#233;">]>' + GOOD.replace(b"works", b"&x;"), "utf-8"),
    "a prefix": (
        GOOD.replace(b"</", b"</j:")
        .replace(b"<", b"<j:")
        .replace(b"<j:/j:", b"</j:")
        .replace(b"<j:article>", b'<j:article xmlns:j="x">'),
        "utf-8",
    ),
}


@pytest.fixture(autouse=True)
def working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "read_vocabulary", read_vocabulary)


def run(files):
    for name, content in files.items():
        path = Path("papers", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    result = CliRunner().invoke(main, ["build", "papers", "--out", "out", "--quiet"])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    if result.exit_code < 2:
        proof = CliRunner().invoke(main, ["verify", "out", "--sources", "papers"])
        assert proof.exit_code == 0, proof.output
    return result


def rows(table):
    return pl.read_parquet(f"out/data/{table}.parquet")


@pytest.mark.parametrize(("content", "rule", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_an_issue_and_the_rest_is_published(content, rule, reason):
    result = run({"bad.xml": content, "good.xml": GOOD})
    assert result.exit_code == 1
    (issue,) = rows("issues").iter_rows(named=True)
    assert (issue["source_path"], issue["rule"]) == ("bad.xml", rule)
    assert reason in issue["message"]
    assert "/etc" not in issue["message"]
    assert rows("documents")["document_id"].to_list() == ["good"]


def test_nothing_is_built_of_articles_without_words_alone():
    result = run({"bad.xml": REFUSED["an article of what is left out alone"][0]})
    assert result.exit_code == 3
    assert "neither title nor text" in result.stderr


@pytest.mark.parametrize(("content", "encoding"), READ.values(), ids=READ)
def test_an_odd_file_is_read_and_proved(content, encoding):
    assert run({"odd.xml": content}).exit_code == 0
    (document,) = rows("documents").iter_rows(named=True)
    assert (document["encoding"], document["source_format"]) == (encoding, "jats")


def test_cross_references_inside_of_one_another_stop_nothing():
    nested = b'z <xref ref-type="bibr" rid="b1"><xref ref-type="bibr" rid="b2"><label><xref ref-type="bibr" rid="b3">3'
    content = GOOD.replace(b"works", nested + b"</xref></label></xref></xref> and more")
    Path("papers").mkdir()
    Path("papers", "odd.xml").write_bytes(content)
    assert CliRunner().invoke(main, ["build", "papers", "--out", "out", "--quiet"]).exit_code == 0
    assert rows("documents").height == 1


def test_gzip_is_undone_and_proved():
    assert run({"a.xml.gz": gzip.compress(GOOD), "b.nxml": GOOD, "c.txt": b"Words."}).exit_code == 0
    assert rows("documents").select("document_id", "source_format").rows() == [
        ("a", "jats"), ("b", "jats"), ("c", "text"),
    ]  # fmt: skip


def test_a_cut_off_gzip_is_an_issue():
    assert run({"a.xml.gz": gzip.compress(GOOD)[:-12], "b.xml": GOOD}).exit_code == 1
    assert rows("issues")["rule"].to_list() == ["damaged_archive"]


def test_of_two_articles_with_one_pmcid_the_first_by_path_stands():
    own = GOOD.replace(
        b"<front/>", b'<front><article-meta><article-id pub-id-type="pmc">12</article-id></article-meta></front>'
    )
    assert run({"b.xml": own, "a.xml": own}).exit_code == 1
    assert rows("documents").select("document_id", "source_path").rows() == [("PMC12", "a.xml")]
    (issue,) = rows("issues").iter_rows(named=True)
    assert (issue["source_path"], issue["rule"]) == ("b.xml", "duplicate_document")


def test_articles_of_one_file_are_documents_of_their_own():
    both = (
        b"<pmc-articleset>\n" + GOOD + b"<!-- <article> -->" + GOOD.replace(b"works", b"helps") + b"</pmc-articleset>"
    )
    assert run({"set.xml": both}).exit_code == 0
    assert rows("documents")["document_id"].to_list() == ["set", "set#2"]
    assert rows("sentences")["text"].to_list() == ["Immunotherapy works.", "Immunotherapy helps."]


def test_formats_may_be_mixed_in_the_order_of_their_paths():
    files = {f"{number}.{'xml' if number % 2 else 'txt'}": GOOD if number % 2 else b"Words." for number in range(6)}
    assert run(files).exit_code == 0
    assert rows("documents")["document_id"].to_list() == list("012345")


def packed(members, links=()):
    """A .tar.gz of files, given as name to content, and symbolic links."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return stream.getvalue()


def test_articles_of_an_archive_are_read_and_proved_and_the_scratch_space_is_removed():
    members = {"./b/two.nxml": GOOD, "one.xml.gz": gzip.compress(GOOD), "b/figure.jpg": b"x"}
    assert run({"bulk.tar.gz": packed(members), "z.txt": b"Words."}).exit_code == 0
    paths = ["bulk.tar.gz/b/two.nxml", "bulk.tar.gz/one.xml.gz", "z.txt"]
    assert rows("documents")["source_path"].to_list() == paths
    assert rows("documents")["document_id"].to_list() == ["bulk.tar.gz/b/two", "bulk.tar.gz/one", "z"]
    assert sorted(path.name for path in Path().iterdir()) == ["out", "papers"]


def test_members_that_lead_out_of_an_archive_and_links_are_issues():
    members = {"/abs.xml": GOOD, "../up.xml": GOOD, "fine.xml": GOOD}
    assert run({"bulk.tgz": packed(members, [("link.xml", "/etc/passwd")])}).exit_code == 1
    assert rows("documents")["source_path"].to_list() == ["bulk.tgz/fine.xml"]
    assert rows("issues")["rule"].to_list() == ["unsafe_member"] * 3
    assert not Path("papers/up.xml").exists()


def test_a_cut_off_archive_is_an_issue_and_the_rest_is_published():
    assert run({"bulk.tar.gz": packed({"a.xml": GOOD * 1000})[:-40], "good.xml": GOOD}).exit_code == 1
    assert rows("issues").select("source_path", "rule").rows() == [("bulk.tar.gz", "damaged_archive")]
    assert rows("documents")["document_id"].to_list() == ["good"]
