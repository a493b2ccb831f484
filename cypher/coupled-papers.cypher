// title: Papers that cite the same
// question: Which papers cite the same works as PAPER (bibliographic coupling)?
// group: citations
// parameter paper: string = "arxiv:2106.1" -- id of a paper
// parameter limit: integer = 20 -- how many
// example: paper=arxiv:2106.1
MATCH (p:Paper {id: $paper})-[:CITES]->(work:Paper)<-[:CITES]-(other:Paper)
WITH * WHERE other.id <> p.id
RETURN other.id AS id, other.title AS title, other.year AS year, count(DISTINCT work) AS shared
ORDER BY shared DESC, title, id LIMIT $limit
