UNWIND $rows AS row
MATCH (n:<label> {id: row.id, papergraph: $graph})
RETURN count(n) AS there, sum(CASE WHEN n.papergraph_digest = row.digest THEN 1 ELSE 0 END) AS same
