// title: Papers without concepts
// question: Which papers of the corpus name no concept at all?
// group: maintenance
MATCH (p:Paper)
WITH * WHERE p.in_corpus = true AND NOT EXISTS {
  MATCH (p)-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|COVERS|MENTIONS]->(c:Model|Dataset|Method|Task|Language|LanguageGroup)
}
RETURN p.id AS id, p.title AS title, p.year AS year, p.abstract IS NULL AS without_abstract
ORDER BY id
