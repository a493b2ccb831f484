// title: Papers using two concepts together
// question: Which papers use or introduce both FIRST and SECOND?
// group: papers
// parameter first: string = "LoRA" -- name or alias of a concept
// parameter second: string = "adapters" -- name or alias of another
// example: first=LoRA second=adapters
MATCH (a:Model|Dataset|Method|Task)
WITH * WHERE toLower(a.name) = toLower($first) OR any(alias IN a.aliases WHERE toLower(alias) = toLower($first))
MATCH (p:Paper)-[r:USES|INTRODUCES|EVALUATES_ON]->(a)
MATCH (p)-[s:USES|INTRODUCES|EVALUATES_ON]->(b:Model|Dataset|Method|Task)
WITH * WHERE a.id <> b.id AND (toLower(b.name) = toLower($second) OR any(alias IN b.aliases WHERE toLower(alias) = toLower($second)))
UNWIND [r, s] AS said
WITH p, said.evidence AS sentence, min(said.start) AS place ORDER BY place, sentence
RETURN p.id AS id, p.title AS title, p.year AS year, collect(sentence) AS evidence
ORDER BY year DESC, title, id
