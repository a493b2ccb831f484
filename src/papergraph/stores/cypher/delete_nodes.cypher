// A node that somebody tied to their own nodes stays, without what we said of it.
UNWIND $rows AS row
MATCH (n:<label> {id: row.id, papergraph: $graph})
WHERE NOT (n)--()
DELETE n
