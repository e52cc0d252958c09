"""The views for DuckDB give what README says of them."""

import duckdb


def rows(release, root, query):
    """Run a query over the views, in the folder of a release."""
    views = (root / "views.sql").read_text("utf-8").replace("'data/", f"'{release}/data/")
    connection = duckdb.connect()
    connection.execute(views)
    return connection.execute(query).fetchall()


def test_therapies_and_conditions_of_a_sentence_are_paired_unless_denied(root, build):
    text = "Surgery may cure melanoma. No surgery was given for lymphoma. Unlike chemotherapy, it treats sepsis.\n"
    release, _ = build({"one.txt": text + "Cancer immunotherapy is given."})
    query = "SELECT therapy, condition, hedged FROM therapy_for_condition ORDER BY ALL"
    assert rows(release, root, query) == [("surgery", "melanoma", True)]


def test_the_release_has_pairs(root):
    assert len(rows(root, root, "SELECT DISTINCT therapy, condition FROM therapy_for_condition")) > 10
