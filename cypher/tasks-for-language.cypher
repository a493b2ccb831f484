// title: Tasks for a language
// question: Which tasks do papers on LANGUAGE address?
// group: languages
// parameter language: string = "Swahili" -- name or alias of a language
// example: language=Yoruba
MATCH (l:Language)
WITH * WHERE toLower(l.name) = toLower($language) OR any(alias IN l.aliases WHERE toLower(alias) = toLower($language))
MATCH (p:Paper)-[:COVERS]->(l)
MATCH (p)-[:USES|EVALUATES_ON|INTRODUCES]->(t:Task)
RETURN t.name AS task, count(DISTINCT p) AS papers, t.id AS task_id
ORDER BY papers DESC, task, task_id
