// title: Papers on a language family
// question: Which papers cover languages of FAMILY?
// group: papers
// parameter family: string = "Atlantic-Congo" -- language family, as Glottolog names it
// example: family=Atlantic-Congo
MATCH (l:Language)
WITH * WHERE toLower(l.family) = toLower($family)
MATCH (p:Paper)-[c:COVERS]->(l)
WITH p, l, c ORDER BY l.name, c.start
RETURN p.id AS id, p.title AS title, p.year AS year, collect(DISTINCT l.name) AS languages, collect(DISTINCT c.evidence) AS evidence
ORDER BY year DESC, title, id
