// title: Concepts that no paper names
// question: Which concepts does no paper of the corpus name?
// group: maintenance
MATCH (c:Model|Dataset|Method|Task|Language|LanguageGroup)
WITH * WHERE NOT EXISTS { MATCH (p:Paper)-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|COVERS|MENTIONS]->(c) }
RETURN c.name AS name, labels(c)[0] AS kind, c.id AS concept_id
ORDER BY kind, name, concept_id
