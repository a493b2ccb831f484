// title: Tasks with no low-resource paper
// question: Which tasks have no paper on a low-resource language?
// group: gaps
// parameter min_papers: integer = 1 -- leave out what has fewer papers
// example: min_papers=1
MATCH (p:Paper)-[:USES|EVALUATES_ON|INTRODUCES]->(t:Task)
WITH t, count(DISTINCT p) AS papers
WITH * WHERE papers >= $min_papers AND NOT EXISTS {
  MATCH (q:Paper)-[:USES|EVALUATES_ON|INTRODUCES]->(t)
  MATCH (q)-[c:COVERS]->(l:Language|LanguageGroup)
  WHERE (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages')
}
RETURN t.name AS task, papers, t.id AS task_id
ORDER BY papers DESC, task, task_id
