// title: Most studied languages
// question: Which languages do most papers cover?
// group: languages
// parameter limit: integer = 20 -- how many
// example: limit=10
MATCH (p:Paper)-[:COVERS]->(l:Language)
RETURN l.name AS language, count(DISTINCT p) AS papers, l.resource_class AS resource_class, l.family AS family, l.id AS language_id
ORDER BY papers DESC, language, language_id LIMIT $limit
