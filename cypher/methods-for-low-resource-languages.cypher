// title: Methods for low-resource languages
// question: Which methods and models are used most on low-resource languages?
// group: languages
// parameter limit: integer = 20 -- how many
// example: limit=10
MATCH (p:Paper)-[c:COVERS]->(l:Language|LanguageGroup)
WITH * WHERE (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages')
MATCH (p)-[r:USES|INTRODUCES]->(m:Model|Method)
WITH p, r, m ORDER BY r.confidence DESC, p.year, p.id, r.start
RETURN m.name AS method, labels(m)[0] AS kind, count(DISTINCT p) AS papers, m.id AS method_id, collect(r.evidence)[0] AS evidence
ORDER BY papers DESC, method, method_id LIMIT $limit
