// title: Papers building on a paper
// question: Which papers use what PAPER introduced?
// group: citations
// parameter paper: string = "arxiv:2106.1" -- id of a paper
// example: paper=arxiv:2106.1
MATCH (p:Paper)-[r:BUILDS_ON]->(q:Paper {id: $paper})
RETURN p.id AS id, p.title AS title, p.year AS year, r.via AS via, r.confidence AS confidence, EXISTS { MATCH (p)-[:CITES]->(q) } AS cites_it
ORDER BY confidence DESC, year, id
