// title: Papers on a language group
// question: Which papers cover GROUP as a whole or one of its languages?
// group: papers
// parameter group: string = "African languages" -- name or alias of a language group
// example: group="African languages"
MATCH (g:LanguageGroup)
WITH * WHERE toLower(g.name) = toLower($group) OR any(alias IN g.aliases WHERE toLower(alias) = toLower($group))
MATCH (l:Language|LanguageGroup)
WITH * WHERE l.id = g.id OR EXISTS { MATCH (l)-[:MEMBER_OF]->(g) }
MATCH (p:Paper)-[:COVERS]->(l)
WITH p, l ORDER BY l.name
RETURN p.id AS id, p.title AS title, p.year AS year, collect(DISTINCT l.name) AS languages
ORDER BY year DESC, title, id
