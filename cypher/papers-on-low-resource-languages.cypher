// title: Papers on low-resource languages
// question: Which papers are about low-resource languages, and which ones?
// group: papers
// parameter since: integer = 0 -- first year; 0 for all, papers without a year included
// example: since=2021
MATCH (p:Paper)-[c:COVERS]->(l:Language|LanguageGroup)
WITH * WHERE (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages') AND ($since = 0 OR p.year >= $since)
WITH p, l, c ORDER BY l.name, c.start
RETURN p.id AS id, p.title AS title, p.year AS year, collect(DISTINCT l.name) AS languages, collect(DISTINCT c.evidence) AS evidence
ORDER BY year DESC, title, id
