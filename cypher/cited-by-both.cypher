// title: Cited together
// question: Which papers are often cited together with PAPER?
// group: citations
// parameter paper: string = "arxiv:1810.1" -- id of a paper
// parameter limit: integer = 20 -- how many
// example: paper=arxiv:1810.1
MATCH (p:Paper {id: $paper})<-[:CITES]-(q:Paper)-[:CITES]->(other:Paper)
WITH * WHERE other.id <> p.id
RETURN other.id AS id, other.title AS title, other.year AS year, count(DISTINCT q) AS together
ORDER BY together DESC, title, id LIMIT $limit
