UNWIND $rows AS row
MATCH (a:<source> {id: row.source, papergraph: $graph})-[r:<type> {papergraph: $graph}]->(b:<target> {id: row.target, papergraph: $graph})
RETURN count(r) AS there, sum(CASE WHEN r.papergraph_digest = row.digest THEN 1 ELSE 0 END) AS same
