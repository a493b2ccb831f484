// title: Tasks and datasets
// question: Which datasets are evaluated on together with which tasks, and in how many papers?
// group: matrices
// parameter min_papers: integer = 1 -- leave out pairs with fewer papers
// example: min_papers=1
MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset)
MATCH (p)-[:EVALUATES_ON|USES]->(t:Task)
WITH t, d, count(DISTINCT p) AS papers
WITH * WHERE papers >= $min_papers
RETURN t.name AS task, d.name AS dataset, papers, t.id AS task_id, d.id AS dataset_id
ORDER BY papers DESC, task, dataset, task_id, dataset_id
