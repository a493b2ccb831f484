// title: Rising concepts
// question: Which concepts' share of papers grew most in the last three years against the three before?
// group: trends
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (c:Model|Dataset|Language|Method|Task|LanguageGroup)
WITH * WHERE c.rise IS NOT NULL
RETURN c.name AS name, labels(c)[0] AS kind, c.rise AS rise, c.paper_count AS papers, c.id AS concept_id
ORDER BY rise DESC, name, concept_id LIMIT $limit
