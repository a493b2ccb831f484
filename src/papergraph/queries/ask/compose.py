"""From a question to portable Cypher (`docs/cypher.md`): one statement, no parameters, so that it can be pasted."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, groupby
from typing import TYPE_CHECKING

from papergraph.graph.schema import RELATIONSHIP_TYPES
from papergraph.queries.ask.literals import quote, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from papergraph.queries.ask.question import Condition, Item, Question

_ALL = "INTRODUCES|USES|EVALUATES_ON"
_TYPES: dict[str, dict[str, str]] = {
    "use": {"Model": "USES|INTRODUCES", "Method": "USES|INTRODUCES", "Dataset": _ALL, "Task": _ALL},
    "build": {"Model": "USES", "Method": "USES", "Dataset": "USES|EVALUATES_ON", "Task": _ALL},
    "only_use": {"Model": "USES", "Method": "USES", "Dataset": "USES|EVALUATES_ON", "Task": _ALL},
    "introduce": dict.fromkeys(("Model", "Method", "Dataset", "Task"), "INTRODUCES"),
    "evaluate": {
        "Dataset": "EVALUATES_ON",
        "Task": "EVALUATES_ON",
        "Model": "USES|INTRODUCES|EVALUATES_ON|COMPARES_WITH",
        "Method": "USES|INTRODUCES|EVALUATES_ON|COMPARES_WITH",
    },
    "compare": dict.fromkeys(("Model", "Method", "Dataset", "Task"), "COMPARES_WITH"),
    "both_compared": dict.fromkeys(("Model", "Method", "Dataset", "Task"), f"{_ALL}|COMPARES_WITH"),
    "about": dict.fromkeys(("Model", "Method", "Dataset", "Task"), _ALL),
    "mention": dict.fromkeys(("Model", "Method", "Dataset", "Task"), f"{_ALL}|COMPARES_WITH|MENTIONS")
    | dict.fromkeys(("Language", "LanguageGroup"), "COVERS|MENTIONS"),
}
"""Class of relation -> label -> relationship types. Languages are covered, whatever the verb."""

_TARGET_TYPES = {
    "Model": "USES|INTRODUCES",
    "Method": "USES|INTRODUCES",
    "Dataset": _ALL,
    "Task": _ALL,
    "Language": "COVERS",
    "LanguageGroup": "COVERS",
    "Family": "COVERS",
}
_BY_OTHERS = {"use": "only_use"}
"""What introduces a thing need not use it: "datasets nobody used"."""

_MEMBERS = {"LanguageGroup": ("Language",)}
_GROUP = "low-resource languages"
_LANGUAGE_KINDS = frozenset({"low_resource", "high_resource", "resource_class", "family"})
_OF_PAPERS = frozenset({"cite", "cited_by", "builds_on_paper", "written"})
_EVERY_PAPER, _COVERED, _AUTHORED = 1e9, 3_000.0, 20.0
"""About how many papers a statement has to look at first: all, those on some languages, those of an author."""


def compose(question: Question) -> str:
    """Return the Cypher of a question."""
    return _Composer(question).statement()


def types_of(relation: str, label: str) -> str:
    """Return the relationship types that a class of relation means for concepts of a label."""
    by_label = _TYPES.get(relation, _TYPES["about"])
    return by_label.get(label, "COVERS")


class _Composer:
    def __init__(self, question: Question) -> None:
        self.question = question
        self._numbers = count(1)

    def _name(self, lead: str) -> str:
        return f"{lead}{next(self._numbers)}"

    def statement(self) -> str:
        target = self.question.target
        if target in {"Paper", "Year"}:
            return self._papers()
        if target in {"Author", "Venue"}:
            return self._people(target)
        return self._concepts(target)

    # what is asked for

    def _papers(self) -> str:
        question = self.question
        lines, rest = self._seed(question.conditions)
        where = self._paper_tests(rest)
        lines += _where(where)
        if question.per_year or question.target == "Year":
            if question.count or question.per_year or question.order in {"most", "least"}:
                order = {"most": "papers DESC, year", "least": "papers, year"}.get(question.order or "", "year")
                lines += ["WITH * WHERE p.year IS NOT NULL", "RETURN p.year AS year, count(DISTINCT p) AS papers"]
                return _ended(lines, order, question.limit)
            lines += ["RETURN DISTINCT p.id AS id, p.title AS title, p.year AS year"]
            return _ended(lines, "year, title, id", question.limit)
        if question.count:
            return _ended([*lines, "RETURN count(DISTINCT p) AS count"], None, None)
        if question.order == "cited":
            lines += [
                "OPTIONAL MATCH (q:Paper)-[:CITES]->(p)",
                "WITH p, count(DISTINCT q) AS citations",
                "WITH * WHERE citations > 0",
                f"RETURN p.id AS id, p.title AS title, p.year AS year, citations{self._evidence()}",
            ]
            return _ended(lines, "citations DESC, title, id", question.limit)
        if question.order in {"newest", "oldest"}:
            lines.append("WITH * WHERE p.year IS NOT NULL")
        lines.append(f"RETURN DISTINCT p.id AS id, p.title AS title, p.year AS year{self._evidence()}")
        order = "year, title, id" if question.order == "oldest" else "year DESC, title, id"
        return _ended(lines, order, question.limit)

    def _evidence(self) -> str:
        """Return the column of the sentences that say what was asked for, in the order of the text."""
        said = [
            part
            for condition in self.question.conditions
            if not condition.negated and condition.compare is None and condition.relation not in _OF_PAPERS
            for item in condition.items
            for part in self._said(_relation(condition), item, "e", "x")
        ]
        if not said:
            return ""
        kinds = dict.fromkeys("|".join(types for types, _, _ in said).split("|"))
        below = dict.fromkeys(label for _, labels, _ in said for label in labels)
        tests = []
        for types, labels, wanted in said:
            meant = types.split("|")
            others = [k for k in kinds if k not in meant and set(labels) & set(RELATIONSHIP_TYPES[k].targets)]
            parts = [f"x:{'|'.join(labels)}"] if len(labels) < len(below) else []
            parts += [f"({wanted})"] if wanted else []
            parts += [f"({' OR '.join(f'type(e) = {quote(kind)}' for kind in meant)})"] if others else []
            tests += [" AND ".join(parts)] if parts else []
        found = [f"MATCH (p)-[e:{'|'.join(kinds)}]->(x:{'|'.join(below)})"]
        found += [f"WITH * WHERE {' OR '.join(tests)}"] if len(tests) == len(said) else []
        found.append("WITH e.evidence AS sentence, min(e.start) AS place RETURN sentence ORDER BY place, sentence")
        return f",\n  COLLECT {{ {' '.join(found)} }} AS evidence"

    def _people(self, target: str) -> str:
        question = self.question
        pattern = "(x:Author)-[:WROTE]->(p)" if target == "Author" else "(p)-[:PUBLISHED_IN]->(x:Venue)"
        negative = [condition for condition in question.conditions if condition.negated]
        lines, rest = self._seed([condition for condition in question.conditions if not condition.negated])
        lines += [*_where(self._paper_tests(rest)), f"MATCH {pattern}"]
        if question.count and not question.per_year:
            lines += self._never(negative, pattern)
            return _ended([*lines, "RETURN count(DISTINCT x) AS count"], None, None)
        lines += ["WITH x, count(DISTINCT p) AS papers", *_where(self._paper_bounds()), *self._never(negative, pattern)]
        lines += ["RETURN x.name AS name, papers, x.id AS node"]
        return _ended(lines, self._by_papers("name, node"), question.limit)

    def _concepts(self, target: str) -> str:
        question = self.question
        if question.among:
            return self._among()
        label = "Language" if target == "Family" else target
        structural = [c for c in question.conditions if c.relation in {"variant", "subtask", "member"}]
        left_out = [c for c in question.conditions if c.relation == "except"]
        others = [c for c in question.conditions if c not in structural and c not in left_out]
        tests = [test for condition in structural for test in self._structural(condition)]
        tests += [self._nowhere(relation, label) for relation in question.never]
        if question.only_low_resource:
            tests.append("x.low_resource = true")
        if target == "Family":
            tests.append("x.family IS NOT NULL")
        denied = bool(others) and all(c.negated and c.negation for c in others) and not left_out and target != "Family"
        only = (structural or question.never) and not others
        if (denied or only) and question.relation is None and not self._bounded():
            # What no paper joins is asked of all there is, also of what papers only mention.
            tests += ["x.paper_count > 0"] if denied else []
            lines = [f"MATCH (x:{label})", *_where(tests)]
            lines += self._never(others, f"(p)-[:{self._target_types(label, ())}]->(x)")
            return self._listed(lines, target, papers="x.paper_count")
        positive = [
            replace(c, relation="both_compared") if c.relation == "compare" else c for c in others if not c.negated
        ]
        negative = [condition for condition in others if condition.negated]
        types = self._target_types(label, positive)
        same = [
            key
            for c in (*positive, *left_out)
            for item in c.items
            if {*label.split("|")} & {*item.labels}
            for key in item.ids
        ]
        if same:
            tests.append(f"NOT x.id IN {_list(same)}")
        lines, rest = self._seed(positive)
        tests += self._compared(positive)
        lines += [*_where(self._paper_tests(rest)), f"MATCH (p)-[r:{types}]->(x:{label})", *_where(tests)]
        if label == "Language" and question.only_low_resource:
            # The text itself may call a language low-resource, but no text makes English so.
            said = "r.said_low_resource = true AND coalesce(x.resource_class, 0) < 5"
            lines = [line.replace("x.low_resource = true", f"(x.low_resource = true OR ({said}))") for line in lines]
        never = self._never(negative, f"(p)-[:{types}]->(x)")
        if target == "Family":
            never = self._never(negative, "(p)-[:COVERS]->(y:Language)", "y.family = x.family")
        return self._listed(lines, target, never=never)

    def _among(self) -> str:
        """Count the papers of each of the things named."""
        question = self.question
        lines, rest = self._seed(question.conditions)
        lines += _where(self._paper_tests(rest))
        named = ", ".join(
            f"{{name: {quote(item.text)}, ids: {_list((*item.ids, *item.versions))}}}" for item in question.among
        )
        labels = "|".join(dict.fromkeys((*question.target.split("|"), *_MEMBERS.get(question.target, ()))))
        types = self._target_types(question.target, ())
        lines += [
            f"UNWIND [{named}] AS named",
            f"MATCH (p)-[:{types}]->(x:{labels})",
            "WITH * WHERE x.id IN named.ids",
            "RETURN named.name AS name, count(DISTINCT p) AS papers",
        ]
        return _ended(lines, self._by_papers("name"), question.limit)

    def _nowhere(self, relation: str, label: str) -> str:
        """No paper at all does it: "datasets nobody used", "models never evaluated"."""
        n, c = self._name("n"), self._name("c")
        if relation == "evaluate" and label in {"Model", "Method"}:
            used = f"MATCH ({n}:Paper)-[:USES|INTRODUCES]->(x) MATCH ({n})-[:EVALUATES_ON]->({c}:Dataset|Task)"
        else:
            used = f"MATCH ({n}:Paper)-[:{types_of(_BY_OTHERS.get(relation, relation), label)}]->(x)"
        return f"NOT EXISTS {{ {used} WHERE {n}.in_corpus = true }}"

    def _listed(self, lines: list[str], target: str, papers: str | None = None, never: Sequence[str] = ()) -> str:
        question = self.question
        if never:
            # Asked once for each concept, not for each paper on it.
            lines += ["WITH x, collect(DISTINCT p) AS ps", *never, "UNWIND ps AS p", "WITH *"]
        value = "x.family" if target == "Family" else "x.id"
        if question.count:
            return _ended([*lines, f"RETURN count(DISTINCT {value}) AS count"], None, None)
        if question.per_year and papers is None:
            lines += [
                "WITH * WHERE p.year IS NOT NULL",
                "RETURN x.name AS name, p.year AS year, count(DISTINCT p) AS papers, x.id AS node",
            ]
            return _ended(lines, "year, papers DESC, name, node", question.limit)
        if target == "Family":
            lines += ["WITH x.family AS name, count(DISTINCT p) AS papers", *_where(self._paper_bounds())]
            return _ended([*lines, "RETURN name, papers"], self._by_papers("name"), question.limit)
        if papers is None:
            lines += ["WITH x, count(DISTINCT p) AS papers, min(p.year) AS first_year", *_where(self._paper_bounds())]
            lines += ["RETURN x.name AS name, papers, first_year, x.id AS node"]
        else:
            lines += [f"RETURN x.name AS name, {papers} AS papers, x.first_year AS first_year, x.id AS node"]
        return _ended(lines, self._by_papers("name, node"), question.limit)

    def _by_papers(self, tie: str) -> str:
        order = self.question.order
        if order in {"newest", "oldest"} and "node" in tie and self.question.target not in {"Author", "Venue"}:
            return f"first_year{' DESC' if order == 'newest' else ''}, {tie}"
        return f"papers{'' if order == 'least' else ' DESC'}, {tie}"

    def _bounded(self) -> bool:
        question = self.question
        return question.first_year is not None or question.last_year is not None or question.per_year

    def _paper_bounds(self) -> list[str]:
        question = self.question
        tests = [f"papers >= {question.min_papers}"] if question.min_papers is not None else []
        return tests + ([f"papers <= {question.max_papers}"] if question.max_papers is not None else [])

    def _target_types(self, label: str, positive: Sequence[Condition]) -> str:
        if self.question.relation is not None:
            return _joined(types_of(self.question.relation, one) for one in label.split("|"))
        types = _joined(_TARGET_TYPES[one] for one in label.split("|"))
        if any(condition.relation == "both_compared" for condition in positive):
            types += "" if "COVERS" in types else "|COMPARES_WITH"
        return types

    def _compared(self, positive: Sequence[Condition]) -> list[str]:
        """Of two compared things either may be the baseline."""
        compared = [condition for condition in positive if condition.relation == "both_compared"]
        if not compared:
            return []
        baselines = [part for c in compared for part in self._condition(replace(c, relation="compare", either=True))]
        return [f"(type(r) = 'COMPARES_WITH' OR {' OR '.join(baselines)})"]

    def _never(self, conditions: Sequence[Condition], pattern: str, also: str = "p.in_corpus = true") -> list[str]:
        """No paper joins what is asked for to the named things: "tasks never evaluated on Swahili"."""
        lines = []
        denied = [replace(condition, negated=False, either=True) for condition in conditions]
        for _, together in groupby(denied, key=lambda condition: condition.negation):
            tests = [also, *(test for condition in together for test in self._condition(condition))]
            inner = " ".join(
                ["MATCH", pattern.replace("(x:Author)", "(x)").replace("(x:Venue)", "(x)"), *_where(tests)]
            )
            inner = inner.replace("(p)", "(n:Paper)").replace("p.", "n.").replace("(p ", "(n ")
            inner = inner.replace("WITH * WHERE", "WHERE")
            lines += _where([f"NOT EXISTS {{ {inner} }}"])
        return lines

    # conditions

    def _seed(self, conditions: Sequence[Condition]) -> tuple[list[str], list[Condition]]:
        """Start from the condition that fewest papers meet, as an index finds it, instead of from every paper."""
        single = [part for condition in conditions for part in _split(condition)]
        costs = [(_cost(condition), place) for place, condition in enumerate(single)]
        cost, best = min(costs, default=(None, 0))
        if cost is None or cost >= _EVERY_PAPER:
            return ["MATCH (p:Paper)"], list(conditions)
        rest = [condition for place, condition in enumerate(single) if place != best]
        return [*self._start(single[best]), "WITH DISTINCT p"], rest

    def _start(self, condition: Condition) -> list[str]:
        item = condition.items[0]
        if item.kind == "author":
            return [*self._nodes("Author", item.ids, a := self._name("a")), f"MATCH ({a})-[:WROTE]->(p:Paper)"]
        if item.kind in _LANGUAGE_KINDS:
            r, c = self._name("r"), self._name("c")
            labels, wanted = _language_test(item, r, c)
            return [f"MATCH (p:Paper)-[{r}:COVERS]->({c}:{'|'.join(labels)})", f"WITH * WHERE {wanted}"]
        [(types, labels)] = _grouped(condition.relation, _labels(condition))
        g = c = self._name("c")
        ids = sorted({key for item in condition.items for key in _ids(condition.relation, item)})
        lines = self._nodes("|".join(labels), ids, g)
        if hop := _hop(condition.relation, condition.items):
            c = self._name("c")
            below = dict.fromkeys((*labels, "Language") if "LanguageGroup" in labels else labels)
            lines.append(f"MATCH ({c}:{'|'.join(below)})-[:{hop}]->({g})")
        return [*lines, f"MATCH (p:Paper)-[:{types}]->({c})"]

    @staticmethod
    def _nodes(labels: str, ids: Sequence[str], name: str) -> list[str]:
        if len(ids) == 1:
            return [f"MATCH ({name}:{labels} {{id: {quote(ids[0])}}})"]
        return [f"MATCH ({name}:{labels})", f"WITH * WHERE {name}.id IN {_list(ids)}"]

    def _paper_tests(self, conditions: Sequence[Condition]) -> list[str]:
        question = self.question
        tests = ["p.in_corpus = true"]
        if question.first_year is not None and question.first_year == question.last_year:
            tests.append(f"p.year = {question.first_year}")
        else:
            tests += [f"p.year >= {question.first_year}"] if question.first_year is not None else []
            tests += [f"p.year <= {question.last_year}"] if question.last_year is not None else []
        return tests + [test for condition in conditions for test in self._condition(condition)]

    def _condition(self, condition: Condition) -> list[str]:
        if condition.compare is not None:
            return [self._counted(condition)]
        parts = [self._item(_relation(condition), item) for item in condition.items]
        if condition.negated:
            return [f"NOT {part}" for part in parts]
        if condition.either and len(parts) > 1:
            return [f"({' OR '.join(parts)})"]
        return parts

    def _counted(self, condition: Condition) -> str:
        r, c = self._name("r"), self._name("c")
        [(types, labels, wanted)] = self._said(condition.relation, condition.items[0], r, c)
        where = f" WITH * WHERE {wanted}" if wanted else ""
        counted = [label for label in labels if label != "LanguageGroup"] or labels
        found = f"MATCH (p)-[{r}:{types}]->({c}:{'|'.join(counted)}){where} RETURN DISTINCT {c}.id"
        test = f"COUNT {{ {found} }} {condition.compare} {condition.number}"
        return f"NOT {test}" if condition.negated else test

    def _item(self, relation: str, item: Item) -> str:
        if item.kind == "text":
            return f"({' OR '.join(says(words) for words in (item.text, *item.also))})"
        if item.kind == "author":
            a = self._name("a")
            if relation == "cite":
                written = f"MATCH (p)-[:CITES]->(:Paper)<-[:WROTE]-({a}:Author)"
                return f"EXISTS {{ {written} WHERE {a}.id IN {_list(item.ids)} }}"
            return f"EXISTS {{ MATCH ({a}:Author)-[:WROTE]->(p) WHERE {a}.id IN {_list(item.ids)} }}"
        if item.kind == "venue":
            v = self._name("v")
            return f"EXISTS {{ MATCH (p)-[:PUBLISHED_IN]->({v}:Venue) WHERE {v}.id IN {_list(item.ids)} }}"
        if relation in {"cite", "cited_by", "builds_on_paper"}:
            return self._cited(relation, item)
        if item.kind == "paper":
            return f"p.id IN {_list(item.ids)}"
        r, c = self._name("r") if item.kind in _LANGUAGE_KINDS else "", self._name("c")
        parts = [
            f"EXISTS {{ MATCH (p)-[{r}:{types}]->({c}:{'|'.join(labels)}){f' WHERE {wanted}' if wanted else ''} }}"
            for types, labels, wanted in self._said(relation, item, r, c)
        ]
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _cited(self, relation: str, item: Item) -> str:
        q = self._name("q")
        arrow = f"(p)<-[:CITES]-({q}:Paper)" if relation == "cited_by" else f"(p)-[:CITES]->({q}:Paper)"
        if item.kind == "paper":
            return f"EXISTS {{ MATCH {arrow} WHERE {q}.id IN {_list(item.ids)} }}"
        c = self._name("c")
        wanted = f"{c}.id IN {_list(item.ids)}"
        introduced = f"MATCH ({q})-[:INTRODUCES]->({c}:{'|'.join(item.labels) or 'Model'})"
        return f"EXISTS {{ MATCH {arrow} {introduced} WHERE {wanted} }}"

    def _said(self, relation: str, item: Item, r: str, c: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """Yield the relationships `r` to concepts `c` that meet an item: their types, labels of `c`, a test or "".

        One of each set of types: a name may be that of a method and of a dataset.
        """
        if item.kind in _LANGUAGE_KINDS:
            labels, wanted = _language_test(item, r, c)
            yield "COVERS", labels, wanted
        elif item.kind == "type":
            yield _joined(types_of(relation, label) for label in item.labels), item.labels, ""
        elif item.kind in {"concept", "headed"}:
            for types, labels in _grouped(relation, item.labels):
                wanted = f"{c}.id IN {_list(_ids(relation, item))}"
                pattern = "|".join(labels)
                if item.kind == "headed":
                    wanted = f"{c}.name = {quote(item.text)} OR {c}.name ENDS WITH {quote(' ' + item.text)}"
                elif hop := _hop(relation, (item,)):
                    g = self._name("g")
                    way = f"MATCH ({c})-[:{hop.replace('*0', '*1')}]->({g}:{pattern})"
                    wanted += f" OR EXISTS {{ {way} WHERE {g}.id IN {_list(item.ids)} }}"
                below = ("Language",) if "LanguageGroup" in labels and "Language" not in labels else ()
                yield types, (*labels, *below), wanted

    def _structural(self, condition: Condition) -> Iterator[str]:
        kind = {"variant": "VARIANT_OF*1..3", "subtask": "SUBTASK_OF*1..3", "member": "MEMBER_OF"}[condition.relation]
        lead = "NOT " if condition.negated else ""
        for item in condition.items:
            if item.kind == "family":
                yield f"{lead}x.family = {quote(item.text)}"
                continue
            if item.kind == "high_resource":
                yield f"{lead}x.low_resource = false"
                continue
            if item.kind == "resource_class":
                yield f"{lead}x.resource_class = {item.number}"
                continue
            c = self._name("c")
            labels = "|".join(item.labels) or "Model"
            yield f"{lead}EXISTS {{ MATCH (x)-[:{kind}]->({c}:{labels}) WHERE {c}.id IN {_list(item.ids)} }}"


def _split(condition: Condition) -> list[Condition]:
    """Return a condition on several things as one condition each, where that means the same."""
    joined = condition.either or condition.negated or condition.relation == "compare"
    if joined or len(condition.items) == 1:
        return [condition]
    return [replace(condition, items=(item,)) for item in condition.items]


def _cost(condition: Condition) -> float:
    """Return about how many papers meet a condition; `_EVERY_PAPER` where a statement cannot start from it."""
    item = condition.items[0]
    if condition.negated or condition.compare is not None or condition.relation in _OF_PAPERS:
        return _EVERY_PAPER
    if len(condition.items) == 1 and item.kind in {"author", *_LANGUAGE_KINDS}:
        return _AUTHORED if item.kind == "author" else _COVERED
    if _relation(condition) == "both_compared":
        return _EVERY_PAPER
    named = all(item.kind == "concept" for item in condition.items)
    hops = {_hop(condition.relation, (item,)) for item in condition.items}
    if not named or len(hops) > 1 or len(_grouped(condition.relation, _labels(condition))) > 1:
        return _EVERY_PAPER
    return sum(item.papers for item in condition.items)


def _relation(condition: Condition) -> str:
    """Return what a condition says of papers: where two things are compared, each is used by them or compared with."""
    both = condition.relation == "compare" and len(condition.items) > 1 and not condition.either
    return "both_compared" if both else condition.relation


def _labels(condition: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for item in condition.items for label in item.labels))


def _ids(relation: str, item: Item) -> tuple[str, ...]:
    """Return the ids that count as an item: who introduced LLaMA did not introduce LLaMA-2."""
    return item.ids if relation == "introduce" else (*item.ids, *item.versions)


def _hop(relation: str, items: Sequence[Item]) -> str:
    """Return the way from what is narrower to an item: a task's special cases count too, a group's members."""
    if relation == "introduce":
        return ""
    labels = {label for item in items for label in item.labels}
    return "SUBTASK_OF*0..3" if "Task" in labels else "MEMBER_OF*0..1" if "LanguageGroup" in labels else ""


def _language_test(item: Item, r: str, c: str) -> tuple[tuple[str, ...], str]:
    """Return the labels and the test of a language that a paper covers."""
    if item.kind == "low_resource":
        wanted = f"{c}.low_resource = true OR {r}.said_low_resource = true OR {c}.name = {quote(_GROUP)}"
        return ("Language", "LanguageGroup"), wanted
    if item.kind == "high_resource":
        return ("Language", "LanguageGroup"), f"{c}.low_resource = false OR {c}.name = 'high-resource languages'"
    if item.kind == "resource_class":
        return ("Language",), f"{c}.resource_class = {item.number}"
    wanted = f"{c}.family = {quote(item.text)}"
    if not item.ids:
        return ("Language",), wanted
    group = f"EXISTS {{ MATCH ({c})-[:MEMBER_OF]->(g:LanguageGroup) WHERE g.id IN {_list(item.ids)} }}"
    return ("Language", "LanguageGroup"), f"{wanted} OR {c}.id IN {_list(item.ids)} OR {group}"


def _grouped(relation: str, labels: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = {}
    for label in labels:
        found.setdefault(types_of(relation, label), []).append(label)
    return [(types, tuple(members)) for types, members in found.items()]


def _joined(types: Iterable[str]) -> str:
    """Return relationship types as one pattern, each once."""
    return "|".join(dict.fromkeys("|".join(types).split("|")))


def _where(tests: Sequence[str]) -> list[str]:
    return [f"WITH * WHERE {' AND '.join(tests)}"] if tests else []


def _ended(lines: Sequence[str], order: str | None, limit: int | None) -> str:
    tail = [f"ORDER BY {order}"] if order else []
    tail += [f"LIMIT {limit}"] if limit is not None and order else []
    return "\n".join([*lines, *tail])


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(quote(value) for value in sorted(set(values)))}]"
