// title: Concepts of a community
// question: What is COMMUNITY about: which of its concepts have most papers?
// group: trends
// parameter community: integer = 0 -- number of a community, 0 being the largest
// parameter limit: integer = 20 -- how many
// example: community=0
MATCH (c:Model|Dataset|Language|Method|Task|LanguageGroup {community: $community})
RETURN c.name AS name, labels(c)[0] AS kind, c.paper_count AS papers, c.id AS concept_id
ORDER BY papers DESC, name, concept_id LIMIT $limit
