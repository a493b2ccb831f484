// title: Datasets used once
// question: Which datasets does only the paper that introduces them use?
// group: gaps
MATCH (p:Paper)-[:INTRODUCES]->(d:Dataset)
WITH * WHERE NOT EXISTS { MATCH (q:Paper)-[:USES|EVALUATES_ON]->(d) WHERE q.id <> p.id }
RETURN d.name AS dataset, p.id AS id, p.title AS title, p.year AS year, d.id AS dataset_id
ORDER BY year, dataset, dataset_id, id
