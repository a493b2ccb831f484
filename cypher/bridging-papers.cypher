// title: Bridging papers
// question: Which papers join parts of the literature that cite each other little (betweenness)?
// group: citations
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (p:Paper)
WITH * WHERE p.betweenness > 0.0
RETURN p.id AS id, p.title AS title, p.year AS year, p.community AS community, p.betweenness AS betweenness
ORDER BY betweenness DESC, id LIMIT $limit
