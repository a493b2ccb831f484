// title: Tasks with no dataset in a language family
// question: Which tasks have papers with a dataset, but none on a language of FAMILY?
// group: gaps
// parameter family: string = "Atlantic-Congo" -- language family, as Glottolog names it
// example: family=Atlantic-Congo
MATCH (t:Task)<-[:EVALUATES_ON|USES]-(p:Paper)
MATCH (p)-[:EVALUATES_ON|INTRODUCES|USES]->(d:Dataset)
WITH t, count(DISTINCT d) AS datasets, count(DISTINCT p) AS papers
WITH * WHERE NOT EXISTS {
  MATCH (t)<-[:EVALUATES_ON|USES]-(q:Paper)-[:COVERS]->(l:Language)
  MATCH (q)-[:EVALUATES_ON|INTRODUCES|USES]->(e:Dataset)
  WHERE toLower(l.family) = toLower($family)
}
RETURN t.name AS task, datasets, papers, t.id AS id
ORDER BY papers DESC, task, id
