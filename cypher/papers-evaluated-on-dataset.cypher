// title: Papers evaluated on a dataset
// question: Which papers report results on DATASET?
// group: evaluation
// parameter dataset: string = "GLUE" -- name or alias of a dataset
// example: dataset=GLUE
MATCH (d:Dataset)
WITH * WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
MATCH (p:Paper)-[r:EVALUATES_ON]->(d)
RETURN p.id AS id, p.title AS title, p.year AS year, r.confidence AS confidence, r.hedged AS hedged, r.evidence AS evidence
ORDER BY year DESC, title, id, evidence
