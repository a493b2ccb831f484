// title: Papers on a language
// question: Which papers cover LANGUAGE, and in which sentence do they say so?
// group: papers
// parameter language: string = "Swahili" -- name or alias of a language
// example: language=Swahili
MATCH (l:Language|LanguageGroup)
WITH * WHERE toLower(l.name) = toLower($language) OR any(alias IN l.aliases WHERE toLower(alias) = toLower($language))
MATCH (p:Paper)-[c:COVERS]->(l)
RETURN p.id AS id, p.title AS title, p.year AS year, l.name AS language, c.confidence AS confidence, c.evidence AS evidence
ORDER BY year DESC, title, id, language
