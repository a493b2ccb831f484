// title: Main path
// question: Along which papers, from the oldest to the youngest, do most lines of citations run?
// group: citations
// parameter limit: integer = 50 -- how many
// example: limit=20
MATCH (p:Paper)
WITH * WHERE p.main_path IS NOT NULL
RETURN p.main_path AS place, p.id AS id, p.title AS title, p.year AS year
ORDER BY place, id LIMIT $limit
