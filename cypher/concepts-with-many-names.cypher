// title: Concepts with many names
// question: Which concepts were joined from most names?
// group: maintenance
// parameter names: integer = 2 -- at least so many aliases
// parameter limit: integer = 20 -- how many
// example: names=2
MATCH (c:Model|Dataset|Method|Task|Language|LanguageGroup)
WITH * WHERE size(c.aliases) >= $names
RETURN c.name AS name, labels(c)[0] AS kind, size(c.aliases) AS names, c.aliases AS aliases, c.id AS concept_id
ORDER BY names DESC, name, concept_id LIMIT $limit
