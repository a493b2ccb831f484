// title: Models compared on a dataset
// question: Which models do papers that report results on DATASET use, introduce or compare with?
// group: evaluation
// parameter dataset: string = "GLUE" -- name or alias of a dataset
// example: dataset=GLUE
MATCH (d:Dataset)
WITH * WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
MATCH (p:Paper)-[:EVALUATES_ON]->(d)
MATCH (p)-[r:USES|INTRODUCES|COMPARES_WITH]->(m:Model)
RETURN m.name AS model, type(r) AS relation, count(DISTINCT p) AS papers, m.id AS id
ORDER BY papers DESC, model, relation, id
