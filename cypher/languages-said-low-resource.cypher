// title: Languages said to be low-resource
// question: Which languages does a text call low-resource, whatever their class?
// group: languages
MATCH (p:Paper)-[c:COVERS]->(l:Language)
WITH * WHERE c.said_low_resource = true
RETURN l.name AS language, l.resource_class AS resource_class, count(DISTINCT p) AS papers, l.id AS language_id
ORDER BY papers DESC, language, language_id
