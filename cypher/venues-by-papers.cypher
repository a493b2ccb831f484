// title: Venues
// question: Which venues have most papers, and on how many languages?
// group: people
// parameter limit: integer = 20 -- how many
// example: limit=5
MATCH (p:Paper)-[:PUBLISHED_IN]->(v:Venue)
OPTIONAL MATCH (p)-[:COVERS]->(l:Language)
RETURN v.name AS venue, count(DISTINCT p) AS papers, count(DISTINCT l) AS languages, v.id AS venue_id
ORDER BY papers DESC, venue, venue_id LIMIT $limit
