// title: Papers of a community
// question: Which papers of the corpus are in COMMUNITY, the most central first?
// group: trends
// parameter community: integer = 0 -- number of a community, 0 being the largest
// parameter limit: integer = 20 -- how many
// example: community=0
MATCH (p:Paper {community: $community})
WITH * WHERE p.in_corpus = true
RETURN p.id AS id, p.title AS title, p.year AS year, p.pagerank AS pagerank
ORDER BY coalesce(p.pagerank, 0.0) DESC, id LIMIT $limit
