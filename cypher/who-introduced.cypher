// title: Who introduced it
// question: Which papers introduce CONCEPT?
// group: concepts
// parameter concept: string = "BERT" -- name or alias of any concept
// example: concept=LoRA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[r:INTRODUCES]->(c)
RETURN p.id AS id, p.title AS title, p.year AS year, c.name AS concept, r.confidence AS confidence, r.evidence AS evidence
ORDER BY confidence DESC, year, id, concept
