// title: Merged papers
// question: Which papers were merged from more than one record?
// group: maintenance
MATCH (p:Paper)
WITH * WHERE size(p.records) > 1
RETURN p.id AS id, p.title AS title, p.other_ids AS other_ids, p.records AS records
ORDER BY id
