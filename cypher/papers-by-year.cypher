// title: Papers by year
// question: How many papers are there each year, and how many on low-resource languages?
// group: trends
MATCH (p:Paper)
WITH * WHERE p.in_corpus = true AND p.year IS NOT NULL
OPTIONAL MATCH (p)-[c:COVERS]->(l:Language|LanguageGroup)
RETURN p.year AS year, count(DISTINCT p) AS papers, count(DISTINCT CASE WHEN (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages') THEN p.id END) AS on_low_resource_languages
ORDER BY year
