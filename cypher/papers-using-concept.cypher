// title: Papers using a concept
// question: Which papers use CONCEPT, and in which sentence do they say so?
// group: papers
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// parameter min_confidence: float = 0.0 -- leave out claims below it
// example: concept=BERT
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[r:USES]->(c)
WITH * WHERE r.confidence >= $min_confidence
RETURN p.id AS id, p.title AS title, p.year AS year, c.name AS concept, r.confidence AS confidence, r.evidence AS evidence
ORDER BY year DESC, title, id, concept
