// title: Methods not tried on a language
// question: Which methods are used on other languages but not on LANGUAGE?
// group: gaps
// parameter language: string = "Swahili" -- name or alias of a language
// parameter limit: integer = 20 -- how many
// example: language=Swahili
MATCH (l:Language)
WITH * WHERE toLower(l.name) = toLower($language) OR any(alias IN l.aliases WHERE toLower(alias) = toLower($language))
MATCH (p:Paper)-[:USES|INTRODUCES]->(m:Model|Method)
MATCH (p)-[:COVERS]->(other:Language)
WITH * WHERE other.id <> l.id
WITH l, m, count(DISTINCT p) AS papers, count(DISTINCT other) AS languages
WITH * WHERE NOT EXISTS { MATCH (q:Paper)-[:USES|INTRODUCES]->(m) MATCH (q)-[:COVERS]->(l) }
RETURN m.name AS method, papers, languages, m.id AS method_id
ORDER BY papers DESC, method, method_id LIMIT $limit
