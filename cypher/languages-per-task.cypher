// title: Languages per task
// question: On how many languages, low-resource ones among them, is each task studied?
// group: matrices
// parameter min_papers: integer = 1 -- leave out what has fewer papers
// example: min_papers=1
MATCH (p:Paper)-[:USES|EVALUATES_ON|INTRODUCES]->(t:Task)
MATCH (p)-[:COVERS]->(l:Language)
WITH t, count(DISTINCT p) AS papers, count(DISTINCT l) AS languages,
     count(DISTINCT CASE WHEN l.low_resource = true THEN l.id END) AS low_resource
WITH * WHERE papers >= $min_papers
RETURN t.name AS task, languages, low_resource, papers, t.id AS task_id
ORDER BY languages DESC, task, task_id
