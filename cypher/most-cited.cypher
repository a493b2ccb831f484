// title: Most cited papers
// question: Which papers are cited most inside the graph?
// group: citations
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (q:Paper)-[:CITES]->(p:Paper)
RETURN p.id AS id, p.title AS title, p.year AS year, p.in_corpus AS in_corpus, count(DISTINCT q) AS citations
ORDER BY citations DESC, title, id LIMIT $limit
