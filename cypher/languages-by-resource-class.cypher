// title: Languages by resource class
// question: How many languages and papers are there in each resource class?
// group: languages
MATCH (p:Paper)-[:COVERS]->(l:Language)
RETURN l.resource_class AS resource_class, count(DISTINCT l) AS languages, count(DISTINCT p) AS papers
ORDER BY resource_class
