// title: Papers on a language group
// question: Which papers cover GROUP as a whole or one of its languages?
// group: papers
// parameter group: string = "African languages" -- name or alias of a language group
// example: group="African languages"
MATCH (g:LanguageGroup)
WITH * WHERE toLower(g.name) = toLower($group) OR any(alias IN g.aliases WHERE toLower(alias) = toLower($group))
MATCH (l:Language|LanguageGroup)
WITH * WHERE l.id = g.id OR EXISTS { MATCH (l)-[:MEMBER_OF]->(g) }
MATCH (p:Paper)-[c:COVERS]->(l)
WITH p, l, c ORDER BY l.name, c.start
RETURN p.id AS id, p.title AS title, p.year AS year, collect(DISTINCT l.name) AS languages, collect(DISTINCT c.evidence) AS evidence
ORDER BY year DESC, title, id
