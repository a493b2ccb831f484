// title: Concepts by year
// question: How many papers name CONCEPT, year by year and relation by relation?
// group: trends
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// example: concept=LoRA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(c)
WITH * WHERE p.year IS NOT NULL
RETURN p.year AS year, type(r) AS relation, c.name AS concept, count(DISTINCT p) AS papers
ORDER BY year, relation, concept
