// title: Special cases of a task
// question: Which tasks are special cases of TASK?
// group: concepts
// parameter task: string = "question answering" -- name or alias of a task
// example: task="question answering"
MATCH (t:Task)
WITH * WHERE toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task))
MATCH (s:Task)-[:SUBTASK_OF*1..3]->(t)
RETURN DISTINCT s.name AS subtask, s.paper_count AS papers, s.id AS subtask_id
ORDER BY papers DESC, subtask, subtask_id
