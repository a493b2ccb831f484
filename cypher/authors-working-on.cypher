// title: Authors working on a concept
// question: Who has written most about CONCEPT?
// group: people
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// parameter limit: integer = 20 -- how many
// example: concept=LoRA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (a:Author)-[:WROTE]->(p:Paper)-[:USES|INTRODUCES|EVALUATES_ON]->(c)
RETURN a.name AS author, count(DISTINCT p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year, a.id AS author_id
ORDER BY papers DESC, author, author_id LIMIT $limit
