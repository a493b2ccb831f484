// title: Methods and languages
// question: Which methods and models are used on which languages, and in how many papers?
// group: matrices
// parameter low_resource_only: boolean = false -- only languages of resource class 0 to 3
// parameter min_papers: integer = 1 -- leave out pairs with fewer papers
// example: low_resource_only=true
MATCH (p:Paper)-[:USES|INTRODUCES]->(m:Model|Method)
MATCH (p)-[:COVERS]->(l:Language)
WITH * WHERE $low_resource_only = false OR l.low_resource = true
WITH m, l, count(DISTINCT p) AS papers
WITH * WHERE papers >= $min_papers
RETURN m.name AS method, l.name AS language, papers, m.id AS method_id, l.id AS language_id
ORDER BY papers DESC, method, language, method_id, language_id
