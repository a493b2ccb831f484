// title: One name, several kinds
// question: Which names stand for concepts of more than one kind?
// group: maintenance
MATCH (a:Model|Dataset|Method|Task|Language|LanguageGroup)
WITH toLower(a.name) AS name, count(DISTINCT labels(a)[0]) AS kinds, count(a) AS concepts
WITH * WHERE kinds > 1 OR concepts > 1
RETURN name, kinds, concepts
ORDER BY concepts DESC, name
