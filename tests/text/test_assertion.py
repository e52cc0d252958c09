"""What a sentence denies, doubts or contrasts: known cases, made-up ones, and forty of published articles."""

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
    # nouns that a condition describes
    "No melanoma growth was seen.": {"melanoma": ""},
    "There is no melanoma subtype here.": {"melanoma": ""},
    "We have no melanoma therapies today.": {"melanoma": ""},
    "There was no melanoma\u2010specific trial.": {"melanoma": ""},
    # pseudo-negations and ends of scope
    "There was no doubt that lymphoma recurred.": {"lymphoma": ""},
    "There was no difference between surgery and chemotherapy.": {"surgery": "", "chemotherapy": ""},
    "Its use is not limited to melanoma.": {"melanoma": ""},
    "This is not the first example of malaria.": {"malaria": ""},
    "They did not improve, although chemotherapy was given.": {"chemotherapy": ""},
    "The tumor was not resected; chemotherapy followed.": {"chemotherapy": ""},
    "Others were excluded here, but patients with melanoma stayed.": {"melanoma": ""},
    "Bed nets failed to prevent malaria.": {"malaria": ""},
    "The method needs no tumor-specific list.": {"tumor": ""},
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
    # a hyphen joins, other signs do not
    "There was no evidence of \u201cmelanoma\u201d in it.": {"melanoma": "n"},
    "There was no evidence of melanoma\u2019s spread.": {"melanoma": "n"},
    "There was no melanoma\u2014only nevi.": {"melanoma": "n"},
    "There was no melanoma\u2026 and nothing else.": {"melanoma": "n"},
    "There is no melanoma\u2010specific drug.": {"melanoma": ""},
    "Practice has shifted away from classical chemotherapy and surgery.": {"chemotherapy": "c", "surgery": "c"},
    "Serum was never used for comparing malaria vaccines.": {"malaria vaccines": ""},
    "Immunotherapy rather than chemotherapy was chosen.": {"Immunotherapy": "", "chemotherapy": "c"},
    "In contrast to melanoma, lymphoma is common.": {"melanoma": "c", "lymphoma": ""},
    "It is seldom seen, unlike oropharyngeal tumors, so that more is needed.": {"tumors": "c"},
    "As opposed to surgery, chemotherapy is systemic.": {"surgery": "c", "chemotherapy": ""},
}  # fmt: skip
# Clauses of published articles, shortened and reworded, with their cues and constructions, and below one that is
# still told wrong. They were judged before any of them was run: 29 of 40 were right then.
REAL = {
    # denied
    "Mosquitoes fed on monkeys with a low or no malaria infection.": {"malaria": "n"},
    "The difference was seen in mice without immunisation, too.": {"immunisation": "n"},
    "In contrast, the mutant limbs show no evidence of syndactyly.": {"syndactyly": "n"},
    "Expression went with a low stage, no lymph node metastasis, and young age.": {"lymph node metastasis": "n"},
    "On day 10 both strains did not show any sign of arthritis.": {"arthritis": "n"},
    "If therapy does not include tumor excision or neck dissection, margins are unknown.": {
        "tumor": "", "neck dissection": "n",
    },
    "Older adults without dementia who do puzzles decline less.": {"dementia": "n"},
    "We excluded 127 patients with solely extra-pulmonary tuberculosis.": {"pulmonary tuberculosis": "n"},
    "Bronchial cells of a lung not involved with cancer were brushed.": {"cancer": "n"},
    "Women did not receive chemotherapy or radiotherapy before surgery.": {
        "chemotherapy": "n", "radiotherapy": "n", "surgery": "",
    },
    "Such patients did not receive chemotherapy except hydroxyurea.": {"chemotherapy": "n", "hydroxyurea": ""},
    # left open
    "This rise could be attributed to seasonality of malaria.": {"malaria": "h"},
    "Patients whose tumors are uniform might be candidates for targeted therapies.": {
        "tumors": "", "targeted therapies": "h",
    },
    "It is to be determined whether covert toxocariasis is a basis for the rise of asthma.": {"toxocariasis": "h"},
    "The same reasoning would imply a higher risk of cervical cancer in users.": {"cervical cancer": "h"},
    "Its role in vulvar cancer is still unclear.": {"vulvar cancer": "h"},
    "Loss of these pathways could also potentially result in heart defects.": {"heart defects": "h"},
    "It remains unknown whether rates of Alzheimer disease will be reduced.": {"Alzheimer disease": "h"},
    "A broad plate would normally be expected to form extra digits (polydactyly).": {"polydactyly": "h"},
    "The prevalence of malaria would probably have been higher with other methods.": {"malaria": "h"},
    "There is a high probability that ascariasis and trichuriasis still occur here.": {
        "ascariasis": "h", "trichuriasis": "h",
    },
    # contrasted
    "Care moves away from traditional methods such as chemotherapy and surgery towards targeted therapies.": {
        "chemotherapy": "c", "surgery": "c", "targeted therapies": "",
    },
    "Nevi vary and, in contrast to melanoma, are mostly symmetric.": {"melanoma": "c"},
    "The change comes from the growth itself, instead of a hereditary risk for cancer.": {"cancer": "c"},
    "Hysterectomy is often the first treatment rather than chemotherapy alone.": {
        "Hysterectomy": "", "chemotherapy": "c",
    },
    # affirmed though a cue is near
    "Four monkeys developed malaria in the absence of a blood meal.": {"malaria": ""},
    "The mutants do not survive past birth due to kidney failure.": {"kidney failure": ""},
    "Absent a noted indication, radiation or chemotherapy was deemed adjuvant.": {"radiation": "", "chemotherapy": ""},
    "Challenge by bite has never been used for testing malaria vaccines.": {"malaria vaccines": ""},
    "There have been no large studies of its relation to outcome for any type of cancer.": {"cancer": ""},
    "The malaria vaccine did not protect any of the monkeys.": {"malaria vaccine": ""},
    "No cytotoxicity was observed at 1 µg/mL pazopanib.": {"pazopanib": ""},
    "It correlates with repair genes in normal cells but not in patients with carcinoma.": {"carcinoma": ""},
    "Children who did not use nets are more likely to have a malaria infection.": {"malaria": ""},
    "A relation to outcome has long been suspected, mostly in patients on systemic therapy.": {"systemic therapy": ""},
    "We could not resolve whether it predicts shorter survival after treatment with surgery alone.": {"surgery": ""},
    "Bevacizumab alone had little effect in any condition except glioblastoma.": {
        "Bevacizumab": "", "glioblastoma": "",
    },
    "These approaches do not affect invasive glioma cells, which escape surgery.": {"glioma": "", "surgery": ""},
    "A low dose does not kill the cancer cells.": {"cancer": ""},
}  # fmt: skip
# No general rule tells this yet: "negative" is more often the sign of a test or the name of a kind.
UNTOLD = {
    "It correlates with a low stage, negative lymph node metastasis, and young age.": {"lymph node metastasis": "n"},
}


def told(row):
    return "".join(letter for letter, name in (("n", "negated"), ("h", "hedged"), ("c", "contrasted")) if row[name])


def found(sentence):
    tables = build(sentence)
    rows = [row for kind in ("therapy", "condition") for row in tables[f"{kind}_mentions"].iter_rows(named=True)]
    return {row["surface"]: told(row) for row in rows}


@pytest.mark.parametrize(("sentence", "expected"), (CASES | REAL).items())
def test_a_mention_is_told_as_its_sentence_says(sentence, expected):
    assert found(sentence).items() >= expected.items()


@pytest.mark.xfail(reason="no general rule tells this yet")
@pytest.mark.parametrize(("sentence", "expected"), UNTOLD.items())
def test_what_is_still_told_wrong_is_known(sentence, expected):
    assert found(sentence).items() >= expected.items()


def test_the_nearest_cue_is_given_with_its_place():
    row = build("No surgery, and no chemotherapy was given.")["therapy_mentions"].row(1, named=True)
    assert (row["negation_cue"], row["negation_cue_start"], row["negation_cue_end"]) == ("no", 16, 18)
    assert (row["hedge_cue"], row["hedge_cue_start"], row["hedge_cue_end"]) == (None, 19, 19)


def test_a_cue_of_one_sentence_says_nothing_of_the_next():
    assert build("It may not help. Chemotherapy does.")["therapy_mentions"].select("negated", "hedged").row(0) == (
        False,
        False,
    )
