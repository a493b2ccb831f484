// title: Papers using a method on low-resource languages
// question: Which papers use METHOD on a low-resource language, and why does the language count as one?
// group: papers
// parameter method: string = "LoRA" -- name or alias of a model or method
// parameter min_confidence: float = 0.0 -- leave out claims below it
// example: method=LoRA
// A language counts by its resource class, because the text says so, or because the paper covers the group.
MATCH (m:Model|Method)
WHERE toLower($method) IN [name IN coalesce(m.aliases, []) + m.name | toLower(name)]
MATCH (p:Paper)-[r:USES|INTRODUCES]->(m)
WHERE r.confidence >= $min_confidence
MATCH (p)-[c:COVERS]->(l:Language|LanguageGroup)
WHERE c.confidence >= $min_confidence
  AND (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages')
WITH p, {rank: [p.id, -r.confidence, m.name, l.name], method: m.name, language: l.name, evidence: r.evidence,
         reason: CASE
           WHEN l.name = 'low-resource languages' THEN 'covers low-resource languages'
           WHEN c.said_low_resource = true THEN l.name + ': the text says so'
           ELSE l.name + ': resource class ' + toString(l.resource_class) END} AS claim
// A sort of the embedded engine pays, at each comparison, for every column in sight and for each key: few of both.
WITH p, claim ORDER BY claim.rank
WITH p, collect(DISTINCT claim.method) AS methods, collect(DISTINCT claim.language) AS languages,
     collect(DISTINCT claim.reason) AS reasons, head(collect(claim.evidence)) AS evidence
WITH {id: p.id, title: p.title, year: p.year, methods: methods, languages: languages, reasons: reasons,
      evidence: evidence} AS row
WITH row ORDER BY row.year DESC, row.title, row.id
RETURN row.id AS id, row.title AS title, row.year AS year, row.methods AS methods, row.languages AS languages,
       row.reasons AS reasons, row.evidence AS evidence
