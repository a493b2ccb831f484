// title: Papers that compare with it
// question: Which papers name CONCEPT only as a baseline?
// group: evaluation
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// example: concept=LLaMA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[r:COMPARES_WITH]->(c)
RETURN p.id AS id, p.title AS title, p.year AS year, c.name AS concept, r.evidence AS evidence
ORDER BY year DESC, title, id, concept
