// title: Builds on it without citing it
// question: Which papers use what another introduced, with no citation between them in the graph?
// group: citations
MATCH (p:Paper)-[r:BUILDS_ON]->(q:Paper)
WITH * WHERE NOT EXISTS { MATCH (p)-[:CITES]->(q) }
RETURN p.id AS id, p.title AS title, q.id AS other_id, q.title AS other_title, r.via AS via
ORDER BY id, other_id
