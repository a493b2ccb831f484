// title: New in a year
// question: Which concepts does a paper of YEAR introduce?
// group: trends
// parameter year: integer = 2021 -- year of publication
// example: year=2021
MATCH (p:Paper)-[r:INTRODUCES]->(c:Model|Dataset|Method|Task)
WITH * WHERE p.year = $year
RETURN c.name AS name, labels(c)[0] AS kind, p.id AS id, p.title AS title, r.confidence AS confidence, c.id AS concept_id
ORDER BY kind, name, concept_id, id
