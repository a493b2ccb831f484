// title: Path between two papers
// question: How are two papers linked by citations?
// group: citations
// parameter first: string = "arxiv:2305.1" -- id of a paper
// parameter second: string = "arxiv:1706.1" -- id of another
// example: first=arxiv:2305.1 second=arxiv:1706.1
MATCH (a:Paper {id: $first}), (b:Paper {id: $second})
MATCH x = shortestPath((a)-[:CITES*..8]-(b))
RETURN length(x) AS steps, a.title AS first_title, b.title AS second_title
ORDER BY steps
