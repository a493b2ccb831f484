// title: Datasets for a low-resource language
// question: Which datasets do papers introduce, use or evaluate on that cover LANGUAGE?
// group: languages
// parameter language: string = "Swahili" -- name or alias of a language
// example: language=Swahili
MATCH (l:Language)
WITH * WHERE toLower(l.name) = toLower($language) OR any(alias IN l.aliases WHERE toLower(alias) = toLower($language))
MATCH (p:Paper)-[:COVERS]->(l)
MATCH (p)-[r:INTRODUCES|USES|EVALUATES_ON]->(d:Dataset)
WITH p, r, d, l ORDER BY r.confidence DESC, p.year, p.id
RETURN d.name AS dataset, count(DISTINCT p) AS papers, min(p.year) AS first_year, l.name AS language, l.resource_class AS resource_class, collect(r.evidence)[0] AS evidence
ORDER BY papers DESC, dataset, language
