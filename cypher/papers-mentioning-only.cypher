// title: Papers that only mention it
// question: Which papers mention CONCEPT as background, future work or to say that they do not use it?
// group: papers
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// example: concept=LoRA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[r:MENTIONS]->(c)
RETURN p.id AS id, p.title AS title, p.year AS year, c.name AS concept, r.negated AS negated, r.evidence AS evidence
ORDER BY year DESC, title, id, concept
