UNWIND $rows AS row
MATCH (a:<source> {id: row.source, papergraph: $graph})
MATCH (b:<target> {id: row.target, papergraph: $graph})
MERGE (a)-[r:<type> {papergraph: $graph}]->(b)
WITH r, row
WHERE r.papergraph_digest IS NULL OR r.papergraph_digest <> row.digest
SET r += row.properties, r.papergraph_digest = row.digest
RETURN count(*) AS changed
