MATCH (n:<label> {papergraph: $graph})
RETURN n.id AS id
