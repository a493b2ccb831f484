UNWIND $rows AS row
MATCH (a {id: row.source, papergraph: $graph})-[r:<type> {papergraph: $graph}]->(b {id: row.target, papergraph: $graph})
DELETE r
