// title: What the graph holds
// question: How many nodes of each label are there?
// group: maintenance
MATCH (n:Paper|Model|Dataset|Language|Method|Task|LanguageGroup|Author|Venue)
RETURN labels(n)[0] AS label, count(n) AS nodes
ORDER BY label
