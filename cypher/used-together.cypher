// title: Used together
// question: What do papers that use CONCEPT use besides it?
// group: concepts
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// parameter limit: integer = 20 -- how many
// example: concept=LoRA
MATCH (c:Model|Dataset|Method|Task)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[:USES|INTRODUCES]->(c)
MATCH (p)-[:USES|INTRODUCES|EVALUATES_ON]->(other:Model|Dataset|Method|Task)
WITH * WHERE other.id <> c.id
RETURN other.name AS name, labels(other)[0] AS kind, count(DISTINCT p) AS papers, other.id AS other_id
ORDER BY papers DESC, name, other_id LIMIT $limit
