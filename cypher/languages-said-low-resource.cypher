// title: Languages said to be low-resource
// question: Which languages does a text call low-resource, whatever their class?
// group: languages
MATCH (p:Paper)-[c:COVERS]->(l:Language)
WITH * WHERE c.said_low_resource = true
WITH p, c, l ORDER BY c.confidence DESC, p.year, p.id
RETURN l.name AS language, l.resource_class AS resource_class, count(DISTINCT p) AS papers, l.id AS language_id, collect(c.evidence)[0] AS evidence
ORDER BY papers DESC, language, language_id
