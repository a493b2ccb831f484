MATCH (a {papergraph: $graph})-[r:<type> {papergraph: $graph}]->(b {papergraph: $graph})
RETURN a.id AS source, b.id AS target
