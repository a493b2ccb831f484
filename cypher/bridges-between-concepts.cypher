// title: Bridges between two concepts
// question: What links FIRST and SECOND: concepts that papers use with the one and with the other?
// group: concepts
// parameter first: string = "LoRA" -- name or alias of a concept
// parameter second: string = "GLUE" -- name or alias of another
// parameter limit: integer = 20 -- how many
// example: first=LoRA second=SQuAD
MATCH (a:Model|Dataset|Method|Task)
WITH * WHERE toLower(a.name) = toLower($first) OR any(alias IN a.aliases WHERE toLower(alias) = toLower($first))
MATCH (b:Model|Dataset|Method|Task)
WITH * WHERE toLower(b.name) = toLower($second) OR any(alias IN b.aliases WHERE toLower(alias) = toLower($second))
MATCH (p:Paper)-[:USES|INTRODUCES|EVALUATES_ON]->(a)
MATCH (p)-[:USES|INTRODUCES|EVALUATES_ON]->(bridge:Model|Dataset|Method|Task)
MATCH (q:Paper)-[:USES|INTRODUCES|EVALUATES_ON]->(bridge)
MATCH (q)-[:USES|INTRODUCES|EVALUATES_ON]->(b)
WITH * WHERE bridge.id <> a.id AND bridge.id <> b.id AND p.id <> q.id
RETURN bridge.name AS bridge, labels(bridge)[0] AS kind, count(DISTINCT p) AS with_first, count(DISTINCT q) AS with_second, bridge.id AS bridge_id
ORDER BY with_first DESC, with_second DESC, bridge, bridge_id LIMIT $limit
