// title: Papers by an author
// question: Which papers did AUTHOR write?
// group: people
// parameter author: string = "Ada Lovelace" -- full name, as the source gives it
// example: author="Ada Lovelace"
MATCH (a:Author)-[:WROTE]->(p:Paper)
WITH * WHERE toLower(a.name) = toLower($author)
RETURN p.id AS id, p.title AS title, p.year AS year, a.name AS author
ORDER BY year DESC, title, id, author
