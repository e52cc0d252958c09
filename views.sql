-- Views over the tables of a release, for DuckDB, with the folder of the release as working directory. A row is a pair of
-- mentions: count sentences as count(DISTINCT sentence_id).

-- A therapy and a condition in one sentence, neither of them denied nor named only for contrast. That both stand in one
-- sentence does not say that one treats the other; `hedged` tells that the sentence leaves something open.
CREATE OR REPLACE VIEW therapy_for_condition AS
SELECT
    t.document_id,
    t.sentence_id,
    t.therapy_id,
    therapies.label AS therapy,
    c.condition_id,
    conditions.label AS condition,
    t.surface AS therapy_surface,
    c.surface AS condition_surface,
    t.hedged OR c.hedged AS hedged,
    s.text AS sentence
FROM 'data/therapy_mentions.parquet' AS t
JOIN 'data/condition_mentions.parquet' AS c USING (sentence_id)
JOIN 'data/sentences.parquet' AS s USING (sentence_id)
JOIN 'data/therapies.parquet' AS therapies USING (therapy_id)
JOIN 'data/conditions.parquet' AS conditions USING (condition_id)
WHERE NOT (t.negated OR c.negated OR t.contrasted OR c.contrasted)
  -- not the condition that is a word of the therapy's own name: cancer immunotherapy
  AND NOT (c.start >= t.start AND c."end" <= t."end");
