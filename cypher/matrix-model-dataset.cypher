// title: Models and datasets
// question: Which models are used in papers that report results on which datasets?
// group: matrices
// parameter min_papers: integer = 1 -- leave out what has fewer papers
// example: min_papers=1
MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset)
MATCH (p)-[:USES|INTRODUCES]->(m:Model)
WITH m, d, count(DISTINCT p) AS papers
WITH * WHERE papers >= $min_papers
RETURN m.name AS model, d.name AS dataset, papers, m.id AS model_id, d.id AS dataset_id
ORDER BY papers DESC, model, dataset, model_id, dataset_id
