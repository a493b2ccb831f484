// title: What builds on a concept
// question: What builds on CONCEPT: its variants, and the papers that use it to introduce something of their own?
// group: concepts
// parameter concept: string = "BERT" -- name or alias of a model or method
// example: concept=BERT
MATCH (c:Model|Method)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (p:Paper)-[:USES]->(c)
MATCH (p)-[:INTRODUCES]->(new:Model|Dataset|Method|Task)
WITH * WHERE new.id <> c.id
RETURN DISTINCT new.name AS name, labels(new)[0] AS kind, 'introduced with it' AS how, p.id AS id, p.title AS title, p.year AS year
ORDER BY name, how, id
UNION
MATCH (c:Model|Method)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (new:Model|Method)-[:VARIANT_OF]->(c)
RETURN new.name AS name, labels(new)[0] AS kind, 'variant of it' AS how, null AS id, null AS title, new.first_year AS year
ORDER BY name, how, id
