// title: Communities
// question: Into which communities do papers and concepts fall, and how large and old are they?
// group: trends
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (p:Paper)
WITH * WHERE p.community IS NOT NULL AND p.in_corpus = true
RETURN p.community AS community, count(p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
ORDER BY papers DESC, community LIMIT $limit
