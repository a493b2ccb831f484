// title: Hedged claims
// question: Which claims does the text itself hedge?
// group: maintenance
// parameter limit: integer = 20 -- how many
// example: limit=10
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|COVERS|MENTIONS]->(c:Model|Dataset|Method|Task|Language|LanguageGroup)
WITH * WHERE r.hedged = true
RETURN p.id AS id, p.title AS title, type(r) AS relation, c.name AS concept, r.evidence AS evidence, c.id AS concept_id
ORDER BY id, relation, concept_id LIMIT $limit
