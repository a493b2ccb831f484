// title: Tasks and languages
// question: Which tasks are studied on which languages?
// group: matrices
// parameter min_papers: integer = 1 -- leave out what has fewer papers
// example: min_papers=1
MATCH (p:Paper)-[:USES|EVALUATES_ON|INTRODUCES]->(t:Task)
MATCH (p)-[:COVERS]->(l:Language)
WITH t, l, count(DISTINCT p) AS papers
WITH * WHERE papers >= $min_papers
RETURN t.name AS task, l.name AS language, papers, t.id AS task_id, l.id AS language_id
ORDER BY papers DESC, task, language, task_id, language_id
