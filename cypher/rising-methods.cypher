// title: Rising methods
// question: Which methods and models have more papers from YEAR on than before it?
// group: trends
// parameter year: integer = 2023 -- first year of the later part
// parameter limit: integer = 20 -- how many
// example: year=2023
MATCH (p:Paper)-[:USES|INTRODUCES]->(m:Model|Method)
WITH * WHERE p.year IS NOT NULL
WITH m, count(DISTINCT CASE WHEN p.year >= $year THEN p.id END) AS later, count(DISTINCT CASE WHEN p.year < $year THEN p.id END) AS earlier
WITH * WHERE later > earlier
RETURN m.name AS name, labels(m)[0] AS kind, earlier, later, later - earlier AS rise, m.id AS method_id
ORDER BY rise DESC, name, method_id LIMIT $limit
