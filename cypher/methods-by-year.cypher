// title: Methods by year
// question: How many papers use or introduce each method, year by year?
// group: trends
// parameter min_papers: integer = 2 -- leave out methods with fewer papers
// example: min_papers=2
MATCH (p:Paper)-[:USES|INTRODUCES]->(m:Method)
WITH * WHERE p.year IS NOT NULL
WITH m, p.year AS year, count(DISTINCT p) AS papers
WITH m, year, papers ORDER BY year
WITH m, collect(year) AS years, collect(papers) AS counts, sum(papers) AS total
WITH * WHERE total >= $min_papers
RETURN m.name AS method, total, years, counts, m.id AS id
ORDER BY total DESC, method, id
