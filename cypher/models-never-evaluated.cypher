// title: Models never evaluated
// question: Which models does a paper introduce without any paper that uses or introduces them reporting results?
// group: gaps
// example:
MATCH (p:Paper)-[:INTRODUCES]->(m:Model)
WITH * WHERE NOT EXISTS {
  MATCH (q:Paper)-[:USES|INTRODUCES]->(m)
  MATCH (q)-[:EVALUATES_ON]->(d:Dataset|Task)
}
RETURN m.name AS model, p.id AS id, p.title AS title, p.year AS year
ORDER BY model, id
