// title: Co-authors
// question: With whom has AUTHOR written?
// group: people
// parameter author: string = "Ada Lovelace" -- full name, as the source gives it
// example: author="Ada Lovelace"
MATCH (a:Author)-[:WROTE]->(p:Paper)<-[:WROTE]-(b:Author)
WITH * WHERE toLower(a.name) = toLower($author) AND a.id <> b.id
RETURN b.name AS author, count(DISTINCT p) AS papers, b.id AS author_id
ORDER BY papers DESC, author, author_id
