// title: Papers using a method on low-resource languages
// question: Which papers use METHOD on a low-resource language, and why does the language count as one?
// group: papers
// parameter method: string = "LoRA" -- name or alias of a model or method
// parameter min_confidence: float = 0.0 -- leave out claims below it
// example: method=LoRA
// A language counts by its resource class, because the text says so, or because the paper covers the group.
MATCH (m:Model|Method)
WITH * WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
MATCH (p:Paper)-[r:USES|INTRODUCES]->(m)
MATCH (p)-[c:COVERS]->(l:Language|LanguageGroup)
WITH * WHERE r.confidence >= $min_confidence AND c.confidence >= $min_confidence
  AND (l.low_resource = true OR c.said_low_resource = true OR l.name = 'low-resource languages')
// Values first: the embedded engine pays for every column and property that a sort looks at.
WITH p, {confidence: r.confidence, method: m.name, language: l.name, evidence: r.evidence, reason: CASE
       WHEN l.name = 'low-resource languages' THEN 'covers low-resource languages'
       WHEN c.said_low_resource = true THEN l.name + ': the text says so'
       ELSE l.name + ': resource class ' + toString(l.resource_class) END} AS claim
ORDER BY claim.confidence DESC, claim.method, claim.language
WITH p, collect(DISTINCT claim.method) AS methods, collect(DISTINCT claim.language) AS languages,
     collect(DISTINCT claim.reason) AS reasons, head(collect(claim.evidence)) AS evidence
RETURN p.id AS id, p.title AS title, p.year AS year, methods, languages, reasons, evidence
ORDER BY year DESC, title, id
