"""What a sentence denies, doubts or contrasts: facts of the field first, then sentences of real articles, shortened."""

import pytest
from laws.texts import build

# Sentence, then what it says of surfaces: n negated, h hedged, c contrasted, "" affirmed.
CASES = {
    # of the specification
    "There is no melanoma but the patient has lymphoma.": {"melanoma": "n", "lymphoma": ""},
    "Unlike chemotherapy that often has broad effects, surgery is aimed.": {"chemotherapy": "c", "surgery": ""},
    "Neither chemotherapy nor radiation therapy was effective.": {"chemotherapy": "", "radiation therapy": ""},
    "Not only chemotherapy but also radiation therapy was used.": {"chemotherapy": "", "radiation therapy": ""},
    "Immunotherapy may cause autoimmune disorders.": {"autoimmune disorders": "h"},
    "No benefit of pembrolizumab was seen.": {"pembrolizumab": "n"},
    "Not all patients respond to immunotherapy.": {"immunotherapy": ""},
    "Immunotherapy was given without difficulty.": {"Immunotherapy": ""},
    "Melanoma cannot be excluded.": {"Melanoma": "h"},
    "There was no increase in sepsis.": {"sepsis": ""},
    # forward
    "Patients without melanoma were enrolled.": {"melanoma": "n"},
    "Patients received no chemotherapy.": {"chemotherapy": "n"},
    "They had never received chemotherapy.": {"chemotherapy": "n"},
    "He denied chemotherapy in the past.": {"chemotherapy": "n"},
    "In the absence of surgery, the tumor grew.": {"surgery": "n", "tumor": ""},
    "There was no evidence of lymphoma.": {"lymphoma": "n"},
    "Biopsy was negative for lymphoma.": {"lymphoma": "n"},
    "The women were ineligible for surgery.": {"surgery": "n"},
    "The trial excluded lymphoma.": {"lymphoma": "n"},
    "The drug avoids chemotherapy.": {"chemotherapy": "n"},
    "We gave neither chemotherapy nor radiotherapy.": {"chemotherapy": "n", "radiotherapy": "n"},
    "No surgery, chemotherapy or radiotherapy was given.": {"surgery": "n", "chemotherapy": "n", "radiotherapy": "n"},
    "Without surgery, chemotherapy is the choice.": {"surgery": "n", "chemotherapy": ""},
    "The drug killed cells without chemotherapy on invasive glioma.": {"chemotherapy": "n", "glioma": ""},
    "No approved vaccine exists for malaria.": {"malaria": ""},
    "Children without malaria had more anaemia, and those with it had hepatitis.": {"malaria": "n", "hepatitis": ""},
    # backward
    "Chemotherapy was not given.": {"Chemotherapy": "n"},
    "Surgery was not performed.": {"Surgery": "n"},
    "Melanoma was ruled out.": {"Melanoma": "n"},
    "Lymphoma was not detected.": {"Lymphoma": "n"},
    "Radiotherapy should be avoided.": {"Radiotherapy": "n"},
    "Radiotherapy is contraindicated.": {"Radiotherapy": "n"},
    "Chemotherapy was withheld; surgery was done.": {"Chemotherapy": "n", "surgery": ""},
    # affixes
    "We compared non-cancer cells.": {"cancer": "n"},
    "Chemotherapy-free survival was long.": {"Chemotherapy": "n"},
    "Chemotherapy-naive patients were included.": {"Chemotherapy": "n"},
    # pseudo-negations and ends of scope
    "There was no doubt that lymphoma recurred.": {"lymphoma": ""},
    "There was no difference between surgery and chemotherapy.": {"surgery": "", "chemotherapy": ""},
    "Its use is not limited to melanoma.": {"melanoma": ""},
    "This is not the first example of malaria.": {"malaria": ""},
    "They did not improve, although chemotherapy was given.": {"chemotherapy": ""},
    "The tumor was not resected; chemotherapy followed.": {"chemotherapy": ""},
    "It was not detected, a mass of glioma cells was.": {"glioma": ""},
    "We did not find changes before surgery.": {"surgery": ""},
    "It may not fairly assess humoral immunity from anti-sporozoite malaria vaccines.": {"malaria vaccines": "h"},
    # hedges
    "This might be lymphoma.": {"lymphoma": "h"},
    "The findings suggest melanoma.": {"melanoma": "h"},
    "Possible lymphoma was reported.": {"lymphoma": "h"},
    "Chemotherapy appears to help.": {"Chemotherapy": "h"},
    "It is unclear whether surgery helps.": {"surgery": "h"},
    "Lymphoma was suspected.": {"Lymphoma": "h"},
    "Patients with suspected lymphoma were seen.": {"lymphoma": "h"},
    "Recurrence is likely, and chemotherapy was given.": {"chemotherapy": ""},
    "Immunotherapy has the potential to cure.": {"Immunotherapy": "h"},
    "The polymicrogyria may result from a mutation.": {"polymicrogyria": "h"},
    "The benefit of chemotherapy remains unclear.": {"chemotherapy": "h"},
    # contrast
    "Patients got surgery instead of chemotherapy.": {"surgery": "", "chemotherapy": "c"},
    "Immunotherapy rather than chemotherapy was chosen.": {"Immunotherapy": "", "chemotherapy": "c"},
    "In contrast to melanoma, lymphoma is common.": {"melanoma": "c", "lymphoma": ""},
    "It is seldom seen, unlike oropharyngeal tumors, so that more is needed.": {"tumors": "c"},
    "As opposed to surgery, chemotherapy is systemic.": {"surgery": "c", "chemotherapy": ""},
}  # fmt: skip


def told(row):
    return "".join(letter for letter, name in (("n", "negated"), ("h", "hedged"), ("c", "contrasted")) if row[name])


@pytest.mark.parametrize(("sentence", "expected"), CASES.items())
def test_a_mention_is_told_as_its_sentence_says(sentence, expected):
    tables = build(sentence)
    rows = [row for kind in ("therapy", "condition") for row in tables[f"{kind}_mentions"].iter_rows(named=True)]
    found = {row["surface"]: told(row) for row in rows}
    assert {surface: found.get(surface) for surface in expected} == expected


def test_the_nearest_cue_is_given_with_its_place():
    row = build("No surgery, and no chemotherapy was given.")["therapy_mentions"].row(1, named=True)
    assert (row["negation_cue"], row["negation_cue_start"], row["negation_cue_end"]) == ("no", 16, 18)
    assert (row["hedge_cue"], row["hedge_cue_start"], row["hedge_cue_end"]) == (None, 19, 19)


def test_a_cue_of_one_sentence_says_nothing_of_the_next():
    assert build("It may not help. Chemotherapy does.")["therapy_mentions"].select("negated", "hedged").row(0) == (
        False,
        False,
    )
