// title: Authors on low-resource languages
// question: Who has written most about low-resource languages?
// group: people
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (a:Author)-[:WROTE]->(p:Paper)-[c:COVERS]->(l:Language|LanguageGroup)
WITH * WHERE (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages')
RETURN a.name AS author, count(DISTINCT p) AS papers, count(DISTINCT l) AS languages, a.id AS author_id
ORDER BY papers DESC, author, author_id LIMIT $limit
