// A row whose digest is the stored one changes nothing, so that a second load reports 0 changes.
UNWIND $rows AS row
MERGE (n:<label> {id: row.id, papergraph: $graph})
WITH n, row
WHERE n.papergraph_digest IS NULL OR n.papergraph_digest <> row.digest
SET n += row.properties, n.papergraph_digest = row.digest
RETURN count(*) AS changed
