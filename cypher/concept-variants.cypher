// title: Variants of a concept
// question: Which variants does CONCEPT have, and how often is each used?
// group: concepts
// parameter concept: string = "BERT" -- name or alias of a model, method, dataset or task
// example: concept=BERT
MATCH (c:Model|Dataset|Method)
WITH * WHERE toLower(c.name) = toLower($concept) OR any(alias IN c.aliases WHERE toLower(alias) = toLower($concept))
MATCH (v:Model|Dataset|Method)-[:VARIANT_OF*1..3]->(c)
RETURN DISTINCT v.name AS variant, v.paper_count AS papers, v.first_year AS first_year, v.id AS variant_id
ORDER BY papers DESC, variant, variant_id
