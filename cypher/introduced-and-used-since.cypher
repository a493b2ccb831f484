// title: Who introduced it and who uses it since
// question: Which paper introduced CONCEPT, and which use it in the years since?
// group: concepts
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// example: concept=LoRA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[r:INTRODUCES|USES]->(c)
RETURN p.id AS id, p.title AS title, p.year AS year, type(r) AS relation, c.name AS concept, r.confidence AS confidence, r.evidence AS evidence
ORDER BY relation, year, title, id, concept
