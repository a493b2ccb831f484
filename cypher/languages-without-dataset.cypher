// title: Languages without a dataset
// question: Which low-resource languages have papers but no dataset?
// group: gaps
MATCH (p:Paper)-[c:COVERS]->(l:Language)
WITH * WHERE l.low_resource = true OR c.said_low_resource = true
WITH l, count(DISTINCT p) AS papers
WITH * WHERE NOT EXISTS { MATCH (q:Paper)-[:COVERS]->(l) MATCH (q)-[:INTRODUCES|USES|EVALUATES_ON]->(d:Dataset) }
RETURN l.name AS language, l.resource_class AS resource_class, papers, l.id AS language_id
ORDER BY papers DESC, language, language_id
