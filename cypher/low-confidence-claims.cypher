// title: Claims to check
// question: Which claims have a confidence below BOUND?
// group: maintenance
// parameter below: float = 0.7 -- upper bound of the confidence
// parameter limit: integer = 20 -- how many
// example: below=0.7
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|COVERS|MENTIONS]->(c:Model|Dataset|Method|Task|Language|LanguageGroup)
WITH * WHERE r.confidence < $below
RETURN p.id AS id, p.title AS title, type(r) AS relation, c.name AS concept, r.confidence AS confidence, r.rule AS rule, r.evidence AS evidence, c.id AS concept_id
ORDER BY confidence, id, relation, concept_id LIMIT $limit
