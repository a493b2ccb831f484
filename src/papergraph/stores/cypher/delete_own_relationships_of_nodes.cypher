UNWIND $rows AS row
MATCH (n:<label> {id: row.id, papergraph: $graph})-[r {papergraph: $graph}]-()
WITH DISTINCT r
DELETE r
