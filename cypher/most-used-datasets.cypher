// title: Most used datasets
// question: Which datasets do most papers use or evaluate on, from YEAR on?
// group: trends
// parameter since: integer = 0 -- first year; 0 for all, papers without a year included
// parameter limit: integer = 20 -- how many
// example: since=2020
MATCH (p:Paper)-[:USES|EVALUATES_ON]->(d:Dataset)
WITH * WHERE $since = 0 OR p.year >= $since
RETURN d.name AS dataset, count(DISTINCT p) AS papers, min(p.year) AS first_year, d.id AS dataset_id
ORDER BY papers DESC, dataset, dataset_id LIMIT $limit
