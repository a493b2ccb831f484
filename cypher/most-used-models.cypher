// title: Most used models
// question: Which models do most papers use, from YEAR on?
// group: trends
// parameter since: integer = 0 -- first year; 0 for all, papers without a year included
// parameter limit: integer = 20 -- how many
// example: since=2020
MATCH (p:Paper)-[:USES]->(m:Model)
WITH * WHERE $since = 0 OR p.year >= $since
RETURN m.name AS model, count(DISTINCT p) AS papers, min(p.year) AS first_year, m.id AS id
ORDER BY papers DESC, model, id LIMIT $limit
