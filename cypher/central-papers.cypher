// title: Central papers
// question: Which papers, in the corpus or cited by it, does everything stand on (PageRank)?
// group: citations
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (p:Paper)
WITH * WHERE p.pagerank IS NOT NULL
RETURN p.id AS id, p.title AS title, p.year AS year, p.in_corpus AS in_corpus, p.pagerank AS pagerank
ORDER BY pagerank DESC, id LIMIT $limit
