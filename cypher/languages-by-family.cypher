// title: Languages by family
// question: How many languages and papers are there in each language family?
// group: languages
MATCH (p:Paper)-[:COVERS]->(l:Language)
WITH * WHERE l.family IS NOT NULL
RETURN l.family AS family, count(DISTINCT l) AS languages, count(DISTINCT p) AS papers
ORDER BY papers DESC, family
